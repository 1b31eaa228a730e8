"""The kinds of record: one for each room that keeps records, named as the room is."""

from enum import StrEnum

from desktop_crm.core.i18n import N_


class Kind(StrEnum):
    """What a record is; the value is the room's name and the KIND of the command line."""

    CUSTOMERS = "customers"
    CONTACTS = "contacts"
    INTERACTIONS = "interactions"
    FOLLOWUPS = "followups"
    ORDERS = "orders"


TITLES = {
    Kind.CUSTOMERS: N_("Customers"),
    Kind.CONTACTS: N_("Contacts"),
    Kind.INTERACTIONS: N_("Interactions"),
    Kind.FOLLOWUPS: N_("Follow-ups"),
    Kind.ORDERS: N_("Orders"),
}
