"""The drop-down lists of a contract's fields."""

from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.i18n import N_

DRAFTING, SIGNED, ENDED = "drafting", "signed", "ended"

STATUSES = ChoiceList(
    "contracts_statuses",
    N_("Contract statuses"),
    (
        Choice(DRAFTING, N_("Being drafted"), ("起草",)),
        Choice(SIGNED, N_("Signed"), ("已签署", "生效")),
        Choice(ENDED, N_("Ended"), ("已履行",)),
        Choice("terminated", N_("Terminated"), ("终止",)),
    ),
    open=False,
)
