"""The drop-down lists of an attachment's fields."""

from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.i18n import N_

TYPES = ChoiceList(
    "attachments_types",
    N_("Kinds of attachment"),
    (
        Choice("profile", N_("Customer's papers"), ()),
        Choice("minutes", N_("Minutes"), ("会议纪要扫描件",)),
        Choice("screenshot", N_("Screenshot"), ()),
        Choice("mail", N_("Mail"), ()),
        Choice("contract", N_("Contract document"), ("合同",)),
        Choice("proposal", N_("Proposal paper"), ("报价单",)),
        Choice("photo", N_("Photo"), ("图片",)),
        Choice("other", N_("Other"), ()),
    ),
)
