"""The drop-down lists of a news item's fields."""

from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.i18n import N_

TYPES = ChoiceList(
    "news_types",
    N_("Kinds of news"),
    (
        Choice("organization", N_("Organization"), ("组织调整", "人事变动")),
        Choice("expansion", N_("Expansion"), ("业务拓展",)),
        Choice("strategy", N_("Strategy"), ("战略调整", "战略")),
        Choice("competitor", N_("Competitor's move"), ("竞争对手",)),
        Choice("other", N_("Other"), ()),
    ),
)
