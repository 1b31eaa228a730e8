"""The drop-down lists of a follow-up's fields."""

from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.i18n import N_

OPEN, DONE, CANCELLED = "open", "done", "cancelled"

STATUSES = ChoiceList(
    "followup_statuses",
    N_("Follow-up statuses"),
    (
        Choice(OPEN, N_("To do"), ("Open", "待办", "进行中", "未开始", "needs-action", "todo", "in-process")),
        Choice(DONE, N_("Done"), ("已完成", "completed")),
        Choice(CANCELLED, N_("Cancelled"), ("canceled",)),
    ),
    open=False,
)
