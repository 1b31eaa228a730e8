"""The drop-down lists of a feedback's fields."""

from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.i18n import N_

POSITIVE, NEGATIVE = "positive", "negative"

TONES = ChoiceList(
    "feedback_tones",
    N_("Tones of feedback"),
    (
        Choice(POSITIVE, N_("Positive"), ("正面反馈", "表扬")),
        Choice(NEGATIVE, N_("Negative"), ("负面反馈", "批评")),
    ),
    open=False,
)
