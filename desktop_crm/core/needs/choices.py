"""The drop-down lists of a need's fields."""

from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.i18n import N_

EXPLICIT, IMPLICIT = "explicit", "implicit"
RAISED, DELIVERED, VERIFIED, DROPPED = "raised", "delivered", "verified", "dropped"
CLOSED = (VERIFIED, DROPPED)  # nothing more is to be done for a need in one of these

KINDS = ChoiceList(
    "needs_kinds",
    N_("Kinds of need"),
    (
        Choice(EXPLICIT, N_("Explicit"), ("显性需求",)),
        Choice(IMPLICIT, N_("Implicit"), ("隐性需求",)),
    ),
    open=False,
)

STATUSES = ChoiceList(
    "needs_statuses",
    N_("Need statuses"),
    (
        Choice(RAISED, N_("Raised"), ("新需求", "open")),
        Choice("in_work", N_("In work"), ("处理中", "对接中")),
        Choice("proposed", N_("Proposal made"), ("方案已提",)),
        Choice("agreed", N_("Agreed"), ("已确认",)),
        Choice(DELIVERED, N_("Delivered"), ("已实施", "已上线")),
        Choice(VERIFIED, N_("Value verified"), ()),
        Choice(DROPPED, N_("Dropped"), ("取消",)),
    ),
    open=False,
)
