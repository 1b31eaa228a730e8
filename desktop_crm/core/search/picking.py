"""Choosing one record of a kind by typing: the few that fit, as a field that refers to another record offers them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, select

from desktop_crm.core.database import fulltext
from desktop_crm.core.database.schema.customers import customers
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import OF_CUSTOMER, ROOMS
from desktop_crm.core.values.field_values import show

_HITS = 400  # records of every kind looked at for one query

# What tells a record from others of the same name, where that is not its date.
_TOLD_BY: dict[Kind, tuple[str, ...]] = {
    Kind.CUSTOMERS: ("number", "region"),
    Kind.CONTACTS: ("title",),
    Kind.DEALS: ("stage",),
}


@dataclass(frozen=True, slots=True)
class Pick:
    """A record to choose: its name, and what tells it from others of the same name."""

    id: int
    name: str
    detail: str


def pick(
    connection: Connection, kind: Kind, query: str, customer_id: CustomerId | None = None, limit: int = 12
) -> list[Pick]:
    """Records of a kind that fit what was typed, the best first; without a query the newest ones.

    With a customer only that customer's, and without a query its primary contact first.
    """
    table = ROOMS[kind].table
    statement = _statement(kind).where(table.c.deleted_at.is_(None))
    if customer_id is not None and kind in OF_CUSTOMER:
        statement = statement.where(table.c.customer_id == customer_id)
        if kind is Kind.CONTACTS:
            statement = statement.order_by(table.c.is_primary.desc())
    if not query.strip():
        rows = connection.execute(statement.order_by(table.c.id.desc()).limit(limit)).mappings()
        return [_pick_of(kind, row) for row in rows]
    order = [hit.id for hit in fulltext.search(connection, query, _HITS)]
    rows = connection.execute(statement.where(table.c.id.in_(order))).mappings()
    found = {row["id"]: _pick_of(kind, row) for row in rows}
    named = sorted(order, key=lambda record_id: query not in found[record_id].name if record_id in found else True)
    return [found[record_id] for record_id in named if record_id in found][:limit]


def picked(connection: Connection, kind: Kind, record_id: int) -> Pick | None:
    """The record with this id, None when there is none."""
    row = connection.execute(_statement(kind).where(ROOMS[kind].table.c.id == record_id)).mappings().first()
    return _pick_of(kind, row) if row else None


def _statement(kind: Kind) -> Select[Any]:
    table = ROOMS[kind].table
    if kind not in OF_CUSTOMER:
        return select(table)
    named = select(table, customers.c.name.label("customer_name"))
    return named.outerjoin(customers, customers.c.id == table.c.customer_id)


def _pick_of(kind: Kind, row: RowMapping) -> Pick:
    fields, record = ROOMS[kind].fields, ROOMS[kind].entity_of(row)
    told_by = _TOLD_BY.get(kind, (fields.dated_by,) if fields.dated_by else ())
    # A talk is called by its time, as everywhere.
    names = (fields.dated_by, fields.named_by) if kind is Kind.INTERACTIONS else (fields.named_by, *told_by)
    name, *details = (show(fields[each], getattr(record, each)) for each in names)
    return Pick(row["id"], name, " · ".join(filter(None, (*details, row.get("customer_name")))))
