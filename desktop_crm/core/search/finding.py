"""From words typed to records found: kind, number, title, and the piece of text in which the words stand."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from desktop_crm.core.database import fulltext
from desktop_crm.core.database.indexing import IndexedColumns
from desktop_crm.core.database.schema.customers import customers
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.field_values import show


@dataclass(frozen=True, slots=True)
class Found:
    """A record that was found. `number` is its customer's; `marks` are the ranges of `snippet` to highlight."""

    kind: Kind
    id: int
    number: str
    title: str
    snippet: str
    marks: tuple[tuple[int, int], ...]


def find(connection: Connection, query: str, *, limit: int = 50) -> list[Found]:
    """The records that fit, the best first, the newer of two that fit as well first; records in the Trash never."""
    order = [hit.id for hit in fulltext.search(connection, query, limit)]
    rows: dict[int, tuple[Kind, dict[str, Any]]] = {}
    for kind, room in ROOMS.items():
        wanted = [record_id for record_id in order if record_id not in rows]
        statement = select(room.table).where(room.table.c.id.in_(wanted))
        rows |= {row["id"]: (kind, dict(row)) for row in connection.execute(statement).mappings()}
    owners = _owners(connection, [row.get("customer_id") for _kind, row in rows.values()])
    return [_found(*rows[record_id], owners, query) for record_id in order if record_id in rows]


def _owners(connection: Connection, ids: list[int | None]) -> dict[int, tuple[str, str]]:
    statement = select(customers.c.id, customers.c.number, customers.c.name).where(
        customers.c.id.in_(set(ids) - {None})
    )
    return {customer_id: (number, name) for customer_id, number, name in connection.execute(statement)}


def _found(kind: Kind, row: dict[str, Any], owners: dict[int, tuple[str, str]], query: str) -> Found:
    room = ROOMS[kind]
    entity = room.entity_of(row)
    number, owner = (
        owners.get(row.get("customer_id", 0), ("", "")) if kind is not Kind.CUSTOMERS else (row["number"], "")
    )

    def shown(name: str) -> str:
        return show(room.fields[name], getattr(entity, name))

    match kind:
        case Kind.CUSTOMERS:
            title = shown("name")
        case Kind.CONTACTS:
            title = " · ".join(filter(None, (shown("name"), shown("title"), owner)))
        case Kind.INTERACTIONS:
            title = " · ".join(filter(None, (shown("occurred"), shown("method"), owner)))
        case Kind.FOLLOWUPS:
            title = " · ".join(filter(None, (shown("title"), shown("due"), owner)))
        case Kind.ORDERS:
            title = " · ".join(filter(None, (shown("product"), shown("amount"), owner)))
    indexed = IndexedColumns.of(room.fields)
    piece, marks = fulltext.snippet(indexed.readable(row), query)
    return Found(kind, row["id"], number, title, piece, marks)
