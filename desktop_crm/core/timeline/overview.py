"""What one glance at a customer says: who it is, what comes next, whom to ask, what was bought, when we last spoke."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, select

from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import of_customer as contacts_of
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.rows import CustomerRow, rows
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.followups.store import of_customer as followups_of
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import of_customer as interactions_of
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.store import of_customer as orders_of
from desktop_crm.core.orders.totals import YearTotal, last_year
from desktop_crm.core.rooms import ROOMS

_OF_CUSTOMER: Mapping[Kind, Callable[[Connection, CustomerId], Sequence[Any]]] = {
    Kind.CONTACTS: contacts_of,
    Kind.FOLLOWUPS: followups_of,
    Kind.ORDERS: orders_of,
}


@dataclass(frozen=True, slots=True)
class Overview:
    """One customer; `counts` is how many records of each other kind it has in use."""

    customer: Customer
    row: CustomerRow
    in_trash: bool
    contact: Contact | None
    last_interaction: Interaction | None
    year: YearTotal
    counts: dict[Kind, int]


def overview(connection: Connection, customer_id: CustomerId) -> Overview | None:
    """The overview of a customer, None when there is none with this id."""
    customer = CUSTOMERS.get(connection, customer_id)
    if customer is None:
        return None
    contacts = [contact for contact in contacts_of(connection, customer_id) if contact.left_on is None]
    (row,) = rows(connection, [customer_id])
    mark = CUSTOMERS.table.c.deleted_at
    return Overview(
        customer,
        row,
        connection.scalar(select(mark).where(CUSTOMERS.table.c.id == customer_id)) is not None,
        contacts[0] if contacts else None,
        next(iter(interactions_of(connection, customer_id, 1)), None),
        last_year(connection, customer_id),
        {kind: _count(connection, kind, customer_id) for kind in Kind if kind is not Kind.CUSTOMERS},
    )


def ids_of(connection: Connection, kind: Kind, customer_id: CustomerId) -> "array[int]":
    """The ids of a customer's contacts, follow-ups or orders in use, in the order in which their rooms list them."""
    return array("q", (record.id for record in _OF_CUSTOMER[kind](connection, customer_id)))


def _count(connection: Connection, kind: Kind, customer_id: CustomerId) -> int:
    table = ROOMS[kind].table
    wanted = (table.c.customer_id == customer_id, table.c.deleted_at.is_(None))
    return connection.scalar(select(func.count()).select_from(table).where(*wanted)) or 0
