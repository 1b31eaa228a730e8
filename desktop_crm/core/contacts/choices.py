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
