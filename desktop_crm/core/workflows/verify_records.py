"""Saying that what stands in a record was looked into and found right, and what is due for that at month's end (D-03).

A verification holds for the value that was found right: when the field changes, it is void.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Select, Table, case, func, literal, or_, select

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
# Nobody looks into what belongs to them; they are few, and a join would look up every other one.
_GONE = select(customers.c.id).where(customers.c.deleted_at.is_not(None) | (customers.c.status == CHURNED))


@dataclass(frozen=True, slots=True)
class Verified:
    """When (aware, UTC) a field was found right and by whom; `void` when its value is another one since."""

    at: datetime
    author: str
    void: bool


@dataclass(frozen=True, slots=True)
class Right:
    """Fields of a record that were found right."""

    kind: Kind
    record_id: int
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Due:
    """A record whose fields are to be looked into; of a follow-up those that say how it ended, or did not."""

    kind: Kind
    record_id: int
    customer_id: int
    fields: tuple[str, ...]


def verify(session: Session, kind: Kind, record_id: int, fields: Iterable[str]) -> Changes:
    """Note that these fields of a record were found right just now; an empty field may be right as well."""
    return verify_many(session, [Right(kind, record_id, tuple(fields))])


def verify_many(session: Session, found: Iterable[Right]) -> Changes:
    """Note that fields of these records were found right just now; records that are no more are passed over."""
    fields: defaultdict[Kind, dict[int, tuple[str, ...]]] = defaultdict(dict)
    for each in found:
        fields[each.kind][each.record_id] = each.fields
    changes = Changes()
    for kind, by_record in fields.items():
        seen: list[int] = []
        for ids in write.chunks(by_record):
            known = {
                (row.record_id, row.field): row.id
                for row in session.connection.execute(
                    select(table.c.id, table.c.record_id, table.c.field).where(table.c.record_id.in_(ids))
                )
            }
            rows = [
                {
                    "id": known.get((entity.id, name)) or session.new_id(),
                    "table_name": kind.value,
                    "record_id": entity.id,
                    "field": name,
                    "value": _digest(ROOMS[kind].fields[name], getattr(entity, name)),
                    "at": to_milliseconds(session.at),
                    "author": session.author,
                }
                for entity in ROOMS[kind].get_many(session.connection, ids)
                for name in by_record[entity.id]
            ]
            write.update(session, table, [row for row in rows if (row["record_id"], row["field"]) in known])
            write.insert(session, table, [row for row in rows if (row["record_id"], row["field"]) not in known])
            seen += dict.fromkeys(row["record_id"] for row in rows)
        changes |= Changes.of(kind, updated=seen)
    return changes


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


def last_verified(connection: Connection, kind: Kind, ids: Iterable[int]) -> Mapping[int, Verified]:
    """Id of a record to when a field of it was found right last and by whom; the others are left out.

    It is void when one of the fields that were found right holds something else since; of confidential ones nothing
    is said.
    """
    found: dict[int, Verified] = {}
    room = ROOMS[kind]
    fields = {field.name: field for field in room.fields.stored}
    for chunk in write.chunks(ids):
        entities = {each.id: each for each in room.get_many(connection, chunk)}
        secret = room.secrets(connection, chunk)
        rows = connection.execute(select(table).where(table.c.record_id.in_(chunk)).order_by(table.c.at))
        for row in rows:
            if row.record_id in entities and row.field in fields:
                value = getattr(entities[row.record_id], row.field)
                changed = _digest(fields[row.field], value) != row.value
                void = changed and row.field not in secret.get(row.record_id, ())
                before = found.get(row.record_id)
                void = void or (before is not None and before.void)
                found[row.record_id] = Verified(from_milliseconds(row.at), row.author, void)
    return found


def month_end(day: date) -> date:
    """The last day of the month around a day."""
    return (day.replace(day=1) + _MONTH).replace(day=1) - timedelta(days=1)


def due_at_month_end(connection: Connection, day: date | None = None) -> list[Due]:
    """What is to be looked into by the end of the month around a day (today), customers by name and each one's people
    and follow-ups behind it.

    That is every filled field by which somebody is reached and that was not found right in this month, and the
    follow-ups of the month that are overdue or were done without a result. Customers who left are left out.
    """
    start, end = _month_around(day or clock.today())
    order: dict[int, int] = {
        customer_id: place
        for place, customer_id in enumerate(
            connection.scalars(
                select(customers.c.id)
                .where(customers.c.deleted_at.is_(None))
                .order_by(customers.c.name_key, customers.c.id)
            )
        )
    }
    found = [
        *(due for kind in REACHED_BY for due in _unverified(connection, kind, start)),
        *_unfinished(connection, start, end),
    ]
    places = {kind: place for place, kind in enumerate(Kind)}
    return sorted(found, key=lambda due: (order[due.customer_id], places[due.kind], due.record_id))


def count_due(connection: Connection, day: date | None = None) -> int:
    """How many records `due_at_month_end` lists; it asks for less."""
    start, end = _month_around(day or clock.today())
    count = len(_unfinished(connection, start, end))
    for kind in REACHED_BY:
        untouched = _filled(kind, start, verified=False).subquery()
        count += connection.scalar(select(func.count()).select_from(untouched)) or 0
        count += len(_void(connection, kind, start))
    return count


def _month_around(day: date) -> tuple[int, int]:
    """When the month begins and when the next one does, in milliseconds."""
    first, last = day.replace(day=1), month_end(day)
    zone = clock.zone()
    return (
        to_milliseconds(wall_time(first, time(), zone)),
        to_milliseconds(wall_time(last + timedelta(days=1), time(), zone)),
    )


def _unverified(connection: Connection, kind: Kind, since: int) -> list[Due]:
    """The records of a kind with filled fields that were not found right since then (milliseconds)."""
    names = REACHED_BY[kind]
    fields = [tuple(name for bit, name in enumerate(names) if filled >> bit & 1) for filled in range(1 << len(names))]
    rows = connection.execute(_filled(kind, since, verified=False))
    return [Due(kind, row[0], row[1], fields[row[2]]) for row in rows] + _void(connection, kind, since)


def _void(connection: Connection, kind: Kind, since: int) -> list[Due]:
    """Those of the records of which something was found right since then that have other filled fields."""
    right: defaultdict[int, dict[str, str]] = defaultdict(dict)
    for record_id, name, value in connection.execute(
        select(table.c.record_id, table.c.field, table.c.value).where(
            table.c.table_name == kind.value, table.c.at >= since
        )
    ):
        right[record_id][name] = value
    if not right:
        return []
    fields, source = [ROOMS[kind].fields[name] for name in REACHED_BY[kind]], ROOMS[kind].table
    columns = [source.c[name] for field in fields for name in column_names(field)]
    due = []
    for row in connection.execute(_filled(kind, since, verified=True).add_columns(*columns)).mappings():
        known = right[row["id"]]
        missing = tuple(
            field.name
            for field in fields
            if row[field.name] is not None
            and (field.name not in known or _digest(field, from_columns(field, row)) != known[field.name])
        )
        if missing:
            due.append(Due(kind, row["id"], row["owner"], missing))
    return due


def _filled(kind: Kind, since: int, *, verified: bool) -> Select[Any]:
    """Id, customer and, as the bits of a number, the filled fields of the records by which somebody is reached.

    They are those of which a field was found right since then, or no field.
    """
    source = ROOMS[kind].table
    columns = [source.c[name] for name in REACHED_BY[kind]]
    filled: Any = sum(
        (case((column.is_not(None), 1 << bit), else_=0) for bit, column in enumerate(columns)), literal(0)
    )
    touched = source.c.id.in_(select(table.c.record_id).where(table.c.table_name == kind.value, table.c.at >= since))
    owner = source.c.id if kind is Kind.CUSTOMERS else source.c.customer_id
    found = select(source.c.id, owner.label("owner"), filled.label("filled"))
    present = [source.c.deleted_at.is_(None), or_(*(column.is_not(None) for column in columns)), *_still_there(source)]
    return found.where(owner.is_not(None), owner.not_in(_GONE), *present, touched if verified else ~touched)


def _still_there(source: Table) -> list[Any]:
    """That a contact did not leave."""
    return [source.c.left_on.is_(None)] if "left_on" in source.c else []


def _unfinished(connection: Connection, start: int, end: int) -> list[Due]:
    """The follow-ups due in a time (milliseconds) that are over and still open, or were done without a result.

    One that was found right so in that time is not asked for again.
    """
    f = followups.c
    rows = connection.execute(
        select(f.id, f.customer_id, f.status, f.result)
        .where(
            f.customer_id.is_not(None), f.customer_id.not_in(_GONE), f.deleted_at.is_(None), f.status.in_((OPEN, DONE))
        )
        .where(f.due >= start, f.due < end)
        .where((f.status == DONE) | (f.due < to_milliseconds(clock.now())))
    )
    wanted = [
        (row, "status" if row.status == OPEN else "result")
        for row in rows
        if row.status == OPEN or not (row.result or "").strip()
    ]
    right = {
        (record_id, name, value)
        for record_id, name, value in connection.execute(
            select(table.c.record_id, table.c.field, table.c.value).where(
                table.c.table_name == Kind.FOLLOWUPS.value, table.c.at >= start
            )
        )
    }
    fields = ROOMS[Kind.FOLLOWUPS].fields
    return [
        Due(Kind.FOLLOWUPS, row.id, row.customer_id, (name,))
        for row, name in wanted
        if not right or (row.id, name, _digest(fields[name], getattr(row, name))) not in right
    ]


def _digest(field: Field, value: Any) -> str:
    """SHA-256 of a value in its one canonical form, in hexadecimal; whatever is empty is the same."""
    empty = not value and value is not False and value != 0
    return sha256(canonical(None if empty else to_json(field, value)).encode()).hexdigest()
