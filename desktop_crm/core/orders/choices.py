"""The drop-down lists of an order's fields."""

from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.i18n import N_

ACTIVE, CANCELLED = "active", "cancelled"

STATUSES = ChoiceList(
    "order_statuses",
    N_("Order statuses"),
    (
        Choice(ACTIVE, N_("In force"), ("已签约", "已完成", "有效", "confirmed")),
        Choice(CANCELLED, N_("Cancelled"), ("作废", "canceled")),
    ),
    open=False,
)
