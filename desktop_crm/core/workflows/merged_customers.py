"""Which customers were merged into one, for whoever wants to separate them again."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database.columns import from_milliseconds
from desktop_crm.core.ids import CustomerId


@dataclass(frozen=True, slots=True)
class Merged:
    """A customer that was merged into another one, and when."""

    id: CustomerId
    name: str
    number: str
    at: datetime | None


def merged_into(connection: Connection, survivor_id: CustomerId) -> list[Merged]:
    """The customers that were merged into this one, the last one first."""
    c = CUSTOMERS.table.c
    found = select(c.id, c.deleted_at).where(c.merged_into == survivor_id).order_by(c.deleted_at.desc(), c.id)
    marks = {row.id: row.deleted_at for row in connection.execute(found)}
    return [
        Merged(each.id, each.name, each.number, from_milliseconds(marks[each.id]) if marks[each.id] else None)
        for each in CUSTOMERS.get_many(connection, marks)
    ]


def survivors(connection: Connection) -> dict[int, int]:
    """Into which customer each merged one went in the end, by id."""
    c = CUSTOMERS.table.c
    rows = connection.execute(select(c.id, c.merged_into).where(c.merged_into.is_not(None)))
    into: dict[int, int] = {row.id: row.merged_into for row in rows}
    ends: dict[int, int] = {}
    for merged, survivor in into.items():
        seen, last = {merged}, survivor
        while last in into and last not in seen:
            seen.add(last)
            last = into[last]
        ends[merged] = last
    return ends
