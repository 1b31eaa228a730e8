"""The drop-down lists of a satisfaction score's fields."""

from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.i18n import N_

MODES = ChoiceList(
    "satisfaction_modes",
    N_("Ways of asking"),
    (
        Choice("talk", N_("In a talk"), ("口头",)),
        Choice("survey", N_("Survey"), ("问卷调研",)),
        Choice("interview", N_("Interview"), ("访谈",)),
        Choice("estimate", N_("Own estimate"), ("评估",)),
    ),
)
