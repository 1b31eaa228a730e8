"""The drop-down lists of a filled survey's fields."""

from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.i18n import N_

MODES = ChoiceList(
    "survey_answers_modes",
    N_("Survey modes"),
    (
        Choice("form", N_("Form"), ("书面问卷",)),
        Choice("phone", N_("Phone"), ()),
        Choice("interview", N_("Interview"), ("访谈",)),
        Choice("online", N_("Online"), ("线上",)),
    ),
)
