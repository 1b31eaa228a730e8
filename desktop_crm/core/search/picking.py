"""Choosing one record of a kind by typing: the few that fit, as a field that refers to another record offers them."""

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, Select, select

from desktop_crm.core.contacts.fields import FIELDS as CONTACT_FIELDS
from desktop_crm.core.database import fulltext
from desktop_crm.core.database.schema.customers import contacts, customers
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.field_values import show

_HITS = 400  # records of every kind looked at for one query


@dataclass(frozen=True, slots=True)
class Pick:
    """A record to choose: its name, and what tells it from others of the same name."""

    id: int
    name: str
    detail: str


def pick(
    connection: Connection, kind: Kind, query: str, customer_id: CustomerId | None = None, limit: int = 12
) -> list[Pick]:
    """Customers or contacts that fit what was typed, the best first; without a query the newest ones.

    With a customer, only contacts of that customer, and without a query the primary one first.
    """
    statement = _statement(kind)
    if kind is Kind.CONTACTS and customer_id is not None:
        statement = statement.where(contacts.c.customer_id == customer_id).order_by(contacts.c.is_primary.desc())
    table = customers if kind is Kind.CUSTOMERS else contacts
    statement = statement.where(table.c.deleted_at.is_(None))
    if not query.strip():
        rows = connection.execute(statement.order_by(table.c.id.desc()).limit(limit)).mappings()
        return [_pick_of(kind, row) for row in rows]
    order = [hit.id for hit in fulltext.search(connection, query, _HITS)]
    found = {row["id"]: row for row in connection.execute(statement.where(table.c.id.in_(order))).mappings()}
    named = sorted(order, key=lambda record_id: query not in found[record_id]["name"] if record_id in found else True)
    return [_pick_of(kind, found[record_id]) for record_id in named if record_id in found][:limit]


def picked(connection: Connection, kind: Kind, record_id: int) -> Pick | None:
    """The customer or contact with this id, None when there is none."""
    table = customers if kind is Kind.CUSTOMERS else contacts
    row = connection.execute(_statement(kind).where(table.c.id == record_id)).mappings().first()
    return _pick_of(kind, row) if row else None


def _statement(kind: Kind) -> Select[tuple[int, str, str, str]]:
    if kind is Kind.CUSTOMERS:
        return select(customers.c.id, customers.c.name, customers.c.number, customers.c.region)
    return select(contacts.c.id, contacts.c.name, contacts.c.title, customers.c.name.label("customer")).outerjoin(
        customers, customers.c.id == contacts.c.customer_id
    )


def _pick_of(kind: Kind, row: RowMapping) -> Pick:
    if kind is Kind.CUSTOMERS:
        parts = (row["number"], row["region"])
    else:
        parts = (show(CONTACT_FIELDS["title"], row["title"]), row["customer"])
    return Pick(row["id"], row["name"] or "", " · ".join(filter(None, parts)))
