"""The drop-down lists of a contact's fields."""

from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.i18n import N_

GROUPS = ChoiceList(
    "contact_groups",
    N_("Contact groups"),
    (
        Choice("base", N_("Base contact"), ("基础",)),
        Choice("related", N_("Related contact"), ("关联",)),
    ),
)

DECISION_ROLES = ChoiceList(
    "decision_roles",
    N_("Decision roles"),
    (
        Choice("initiates", N_("Proposes"), ("发起",)),
        Choice("evaluates", N_("Evaluates"), ()),
        Choice("reviews", N_("Reviews"), ("审批",)),
        Choice("approves", N_("Approves"), ("决策", "决策人", "最终确认")),
        Choice("uses", N_("Uses"), ("使用者",)),
    ),
)
