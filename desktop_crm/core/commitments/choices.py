"""The drop-down lists of a commitment's fields."""

from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.i18n import N_

OURS, THEIRS, OPEN, KEPT, BROKEN = "ours", "theirs", "open", "kept", "broken"

DIRECTIONS = ChoiceList(
    "commitments_directions",
    N_("Sides of a promise"),
    (
        Choice(OURS, N_("We promised"), ("我方承诺", "我们")),
        Choice(THEIRS, N_("They promised"), ("对方", "客户承诺")),
    ),
    open=False,
)

STATUSES = ChoiceList(
    "commitments_statuses",
    N_("Commitment statuses"),
    (
        Choice(OPEN, N_("To be kept"), ("open", "未兑现", "待兑现", "待办")),
        Choice(KEPT, N_("Kept"), ("完成", "已完成")),
        Choice(BROKEN, N_("Not kept"), ()),
        Choice("dropped", N_("Called off"), ()),
    ),
    open=False,
)
