"""The drop-down lists of a survey's fields."""

from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.i18n import N_

DRAFT, RUNNING = "draft", "running"

STATUSES = ChoiceList(
    "surveys_statuses",
    N_("Survey statuses"),
    (
        Choice(DRAFT, N_("Draft"), ()),
        Choice(RUNNING, N_("Running"), ()),
        Choice("closed", N_("Closed"), ()),
    ),
    open=False,
)
