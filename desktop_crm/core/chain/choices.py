"""The drop-down lists of a decision step's fields."""

from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.i18n import N_

PENDING, UNDER_WAY = "pending", "under_way"

STATES = ChoiceList(
    "chain_states",
    N_("States of a decision step"),
    (
        Choice(PENDING, N_("Not yet"), ("待定",)),
        Choice(UNDER_WAY, N_("Under way"), ()),
        Choice("agreed", N_("Agreed"), ("通过",)),
        Choice("refused", N_("Not agreed"), ("否决",)),
    ),
    open=False,
)

ATTITUDES = ChoiceList(
    "chain_attitudes",
    N_("Attitudes"),
    (
        Choice("supports", N_("Supports us"), ()),
        Choice("neutral", N_("Neutral"), ()),
        Choice("against", N_("Against"), ()),
        Choice("unknown", N_("Unknown"), ()),
    ),
)
