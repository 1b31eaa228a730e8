"""The drop-down lists of a material's fields."""

from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.i18n import N_

TYPES = ChoiceList(
    "materials_types",
    N_("Kinds of material"),
    (
        Choice("policy", N_("Policy reading"), ("政策",)),
        Choice("trend", N_("Trend report"), ("行业报告",)),
        Choice("product", N_("Product update"), ("产品",)),
        Choice("case", N_("Case"), ("案例",)),
        Choice("proposal", N_("Proposal paper"), ()),
        Choice("manual", N_("Manual"), ("手册", "简化指南")),
    ),
)
