"""Saying that what stands in a record was looked into and found right, and what is due for that at month's end (D-03).

A verification holds for the value that was found right: when the field changes, it is void.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table, select

from desktop_crm.core import clock
from desktop_crm.core.calendar.wall_time import wall_time
from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.choices import CHURNED
from desktop_crm.core.database import write
from desktop_crm.core.database.columns import column_names, from_columns, from_milliseconds, to_milliseconds
from desktop_crm.core.database.schema.activities import followups
from desktop_crm.core.database.schema.customers import customers
from desktop_crm.core.database.schema.upkeep import verifications as table
from desktop_crm.core.database.session import Session, canonical
from desktop_crm.core.fields import Field
from desktop_crm.core.followups.choices import DONE, OPEN
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.field_values import to_json

# What the owner looks into at month's end: how each customer and each of its people is reached.
REACHED_BY = {
    Kind.CUSTOMERS: ("phone", "email", "wechat", "office_address", "home_address"),
    Kind.CONTACTS: ("title", "mobile", "phone", "email", "wechat"),
}
_MONTH = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Verified:
    """When (aware, UTC) a field was found right and by whom; `void` when its value is another one since."""

    at: datetime
    author: str
    void: bool


@dataclass(frozen=True, slots=True)
class Due:
    """A record whose fields are to be looked into; of a follow-up those that say how it ended, or did not."""

    kind: Kind
    record_id: int
    customer_id: int
    fields: tuple[str, ...]


def verify(session: Session, kind: Kind, record_id: int, fields: Iterable[str]) -> Changes:
    """Note that these fields of a record were found right just now; an empty field may be right as well."""
    (entity,) = ROOMS[kind].get_many(session.connection, [record_id])
    names = list(fields)
    known: dict[str, int] = {
        row.field: row.id
        for row in session.connection.execute(
            select(table.c.id, table.c.field).where(table.c.record_id == record_id, table.c.field.in_(names))
        )
    }
    rows = [
        {
            "id": known.get(name) or session.new_id(),
            "table_name": kind.value,
            "record_id": record_id,
            "field": name,
            "value": _digest(ROOMS[kind].fields[name], getattr(entity, name)),
            "at": to_milliseconds(session.at),
            "author": session.author,
        }
        for name in names
    ]
    write.update(session, table, [row for row in rows if row["field"] in known])
    write.insert(session, table, [row for row in rows if row["field"] not in known])
    return Changes.of(kind, updated=[record_id])


def verified(connection: Connection, kind: Kind, record_id: int) -> Mapping[str, Verified]:
    """Field name to when it was last found right; fields that never were, or are no more, are left out."""
    entity = ROOMS[kind].get(connection, record_id)
    fields = {field.name: field for field in ROOMS[kind].fields.stored}
    rows = connection.execute(select(table).where(table.c.record_id == record_id).order_by(table.c.field))
    return {
        row.field: Verified(
            from_milliseconds(row.at),
            row.author,
            _digest(fields[row.field], getattr(entity, row.field)) != row.value,
        )
        for row in rows
        if entity is not None and row.field in fields
    }


def month_end(day: date) -> date:
    """The last day of the month around a day."""
    return (day.replace(day=1) + _MONTH).replace(day=1) - timedelta(days=1)


def due_at_month_end(connection: Connection, day: date | None = None) -> list[Due]:
    """What is to be looked into by the end of the month around a day (today), customers by name and each one's people
    and follow-ups behind it.

    That is every filled field by which somebody is reached and that was not found right in this month, and the
    follow-ups of the month that are overdue or were done without a result. Customers who left are left out.
    """
    at = day or clock.today()
    start = to_milliseconds(wall_time(at.replace(day=1), time(), clock.zone()))
    end = to_milliseconds(wall_time(month_end(at) + timedelta(days=1), time(), clock.zone()))
    order: dict[int, int] = {
        customer_id: place
        for place, customer_id in enumerate(
            connection.scalars(
                select(customers.c.id)
                .where(customers.c.deleted_at.is_(None), customers.c.status.is_distinct_from(CHURNED))
                .order_by(customers.c.name_key, customers.c.id)
            )
        )
    }
    found = [
        *(due for kind in REACHED_BY for due in _unverified(connection, kind, start)),
        *_unfinished(connection, start, end),
    ]
    kinds = list(Kind)
    return sorted(
        (due for due in found if due.customer_id in order),
        key=lambda due: (order[due.customer_id], kinds.index(due.kind), due.record_id),
    )


def _unverified(connection: Connection, kind: Kind, since: int) -> list[Due]:
    """The records of a kind with filled fields that were not found right since then (milliseconds)."""
    source, fields = ROOMS[kind].table, [ROOMS[kind].fields[name] for name in REACHED_BY[kind]]
    right: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for record_id, name, value in connection.execute(
        select(table.c.record_id, table.c.field, table.c.value).where(
            table.c.table_name == kind.value, table.c.at >= since
        )
    ):
        right[record_id][name] = value
    owner = source.c.id if kind is Kind.CUSTOMERS else source.c.customer_id
    columns = [source.c[name] for field in fields for name in column_names(field)]
    present = [source.c.deleted_at.is_(None), owner.is_not(None), *_still_there(source)]
    due = []
    for row in connection.execute(select(source.c.id, owner.label("owner"), *columns).where(*present)).mappings():
        known = right.get(row["id"], {})
        missing = [
            field.name
            for field in fields
            if row[field.name] is not None
            and (field.name not in known or _digest(field, from_columns(field, row)) != known[field.name])
        ]
        if missing:
            due.append(Due(kind, row["id"], row["owner"], tuple(missing)))
    return due


def _still_there(source: Table) -> list[Any]:
    """That a contact did not leave."""
    return [source.c.left_on.is_(None)] if "left_on" in source.c else []


def _unfinished(connection: Connection, start: int, end: int) -> list[Due]:
    """The follow-ups due in a time (milliseconds) that are over and still open, or were done without a result."""
    f = followups.c
    rows = connection.execute(
        select(f.id, f.customer_id, f.status, f.result)
        .where(
            f.deleted_at.is_(None), f.customer_id.is_not(None), f.due >= start, f.due < end, f.status.in_((OPEN, DONE))
        )
        .where((f.status == DONE) | (f.due < to_milliseconds(clock.now())))
    )
    return [
        Due(Kind.FOLLOWUPS, row.id, row.customer_id, ("status" if row.status == OPEN else "result",))
        for row in rows
        if row.status == OPEN or not (row.result or "").strip()
    ]


def _digest(field: Field, value: Any) -> str:
    """SHA-256 of a value in its one canonical form, in hexadecimal; whatever is empty is the same."""
    empty = not value and value is not False and value != 0
    return sha256(canonical(None if empty else to_json(field, value)).encode()).hexdigest()
