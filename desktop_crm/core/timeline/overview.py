"""What one glance at a customer says: who it is, what comes next, whom to ask, what was bought, when we last spoke."""

from array import array
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, literal, select, union_all

from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import of_customer as contacts_of
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.rows import CustomerRow, rows
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.followups.choices import OPEN
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import of_customer as interactions_of
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.totals import YearTotal, last_year
from desktop_crm.core.rooms import OF_CUSTOMER, ROOMS
from desktop_crm.core.satisfaction.entity import Satisfaction
from desktop_crm.core.satisfaction.rules import trend_of
from desktop_crm.core.satisfaction.store import of_customer as scores_of


@dataclass(frozen=True, slots=True)
class Overview:
    """One customer; `counts` is how many records of each other kind it has in use.

    `trend` is how the latest score stands to the one before: a code of `TRENDS`, empty where there is none before.
    """

    customer: Customer
    row: CustomerRow
    in_trash: bool
    contact: Contact | None
    last_interaction: Interaction | None
    year: YearTotal
    counts: dict[Kind, int]
    satisfaction: Satisfaction | None = None
    trend: str = ""


def overview(connection: Connection, customer_id: CustomerId) -> Overview | None:
    """The overview of a customer, None when there is none with this id."""
    customer = CUSTOMERS.get(connection, customer_id)
    if customer is None:
        return None
    contacts = [contact for contact in contacts_of(connection, customer_id) if contact.left_on is None]
    (row,) = rows(connection, [customer_id])
    scores = [score for score in scores_of(connection, customer_id) if score.score is not None]
    mark = CUSTOMERS.table.c.deleted_at
    return Overview(
        customer,
        row,
        connection.scalar(select(mark).where(CUSTOMERS.table.c.id == customer_id)) is not None,
        contacts[0] if contacts else None,
        next(iter(interactions_of(connection, customer_id, 1)), None),
        last_year(connection, customer_id),
        _counts(connection, customer_id),
        scores[0] if scores else None,
        trend_of([score.score for score in scores if score.score is not None]),
    )


def ids_of(connection: Connection, kind: Kind, customer_id: CustomerId) -> "array[int]":
    """The ids of a customer's records of a kind in use: contacts with the primary one first, steps of the decision
    chain in their order, open follow-ups by when they are due, and everything else with the newest first."""
    table, dated_by = ROOMS[kind].table, ROOMS[kind].fields.dated_by
    order: tuple[Any, ...]
    match kind:
        case Kind.CONTACTS:
            order = (table.c.is_primary.desc(), table.c.id)
        case Kind.CHAIN:
            order = (table.c.position, table.c.id)
        case Kind.FOLLOWUPS | Kind.COMMITMENTS:
            order = (table.c.status != OPEN, func.iif(table.c.status == OPEN, table.c.due, -table.c.due), table.c.id)
        case _:
            order = (table.c[dated_by].desc(), table.c.id.desc())
    wanted = (table.c.customer_id == customer_id, table.c.deleted_at.is_(None))
    return array("q", connection.scalars(select(table.c.id).where(*wanted).order_by(*order)))


def _counts(connection: Connection, customer_id: CustomerId) -> dict[Kind, int]:
    tables = {kind: ROOMS[kind].table for kind in OF_CUSTOMER}
    questions = (
        select(literal(kind.value), func.count())
        .select_from(table)
        .where(table.c.customer_id == customer_id, table.c.deleted_at.is_(None))
        for kind, table in tables.items()
    )
    return {Kind(kind): count for kind, count in connection.execute(union_all(*questions))}
