"""The drop-down lists of an interaction's fields."""

from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.i18n import N_

PURPOSES = ChoiceList(
    "purposes",
    N_("Purposes"),
    (
        Choice("first_contact", N_("First talk"), ("客户画像",)),
        Choice("upkeep", N_("Regular upkeep"), ("维护",)),
        Choice("problem", N_("Solving a problem"), ("问题处理",)),
        Choice("needs", N_("Needs and conversion"), ("需求沟通",)),
        Choice("review", N_("Review of the cooperation"), ("回顾",)),
        Choice("value_share", N_("Sharing something useful"), ("价值分享",)),
    ),
)

MILESTONES = ChoiceList(
    "milestones",
    N_("Milestones"),
    (
        Choice("first_contact", N_("First contact made"), ()),
        Choice("need_confirmed", N_("Need confirmed"), ()),
        Choice("proposal", N_("Proposal submitted"), ("报价单提交", "提交方案")),
        Choice("contract", N_("Contract signed"), ("签约",)),
        Choice("ended", N_("Cooperation ended"), ()),
    ),
)
