"""The drop-down lists of a quotation's fields."""

from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.i18n import N_

QUOTATION, SENT = "quotation", "sent"

KINDS = ChoiceList(
    "quotations_kinds",
    N_("Kinds of quotation"),
    (
        Choice(QUOTATION, N_("Quotation"), ("报价",)),
        Choice("proposal", N_("Proposal paper"), ("解决方案",)),
    ),
)

STATUSES = ChoiceList(
    "quotations_statuses",
    N_("Quotation statuses"),
    (
        Choice("draft", N_("Draft"), ()),
        Choice(SENT, N_("Sent"), ("已发送",)),
        Choice("accepted", N_("Accepted"), ("接受",)),
        Choice("declined", N_("Declined"), ("拒绝",)),
        Choice("expired", N_("Expired"), ()),
    ),
    open=False,
)
