"""The list of rooms that keep records: here a new one plugs in."""

from collections.abc import Mapping
from typing import Any

from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database.records import Records
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.store import ORDERS

ROOMS: Mapping[Kind, Records[Any]] = {
    room.kind: room for room in (CUSTOMERS, CONTACTS, INTERACTIONS, FOLLOWUPS, ORDERS)
}
FIELDS = tuple(room.fields for room in ROOMS.values())
