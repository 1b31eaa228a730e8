"""Marks: what the user says is done, or not needed, for one period of one record. One action each, to be undone."""

from collections.abc import Mapping

from sqlalchemy import Connection, select

from desktop_crm.core.changes import Changes
from desktop_crm.core.clocks.clock import Item
from desktop_crm.core.database import write
from desktop_crm.core.database.columns import to_milliseconds
from desktop_crm.core.database.schema.clocks import clock_marks as table
from desktop_crm.core.database.session import Session
from desktop_crm.core.kinds import Kind

MARK = "mark_clock"  # the verb of both actions here
UNMARK = "unmark_clock"


def load(connection: Connection, clock: str) -> Mapping[tuple[int, str], int]:
    """Record id and period to when the clock was marked, in milliseconds since 1970 UTC."""
    rows = connection.execute(select(table.c.record_id, table.c.period, table.c.at).where(table.c.clock == clock))
    return {(record_id, period): at for record_id, period, at in rows}


def mark(session: Session, clock: str, kind: Kind, record_id: int, period: str = "", *, note: str = "") -> Changes:
    """The record whose clock is stopped for a period: what it asks for is done or not needed, and `note` says why.

    A clock that runs on and on begins anew with its mark.
    """
    row = {
        "id": _id_of(session, clock, record_id, period),
        "clock": clock,
        "table_name": kind.value,
        "record_id": record_id,
        "period": period,
        "at": to_milliseconds(session.at),
        "author": session.author,
        "note": note or None,
    }
    if row["id"]:
        write.update(session, table, [row])
    else:
        write.insert(session, table, [row | {"id": session.new_id()}])
    return Changes.of(kind, updated=[record_id])


def mark_item(session: Session, item: Item, note: str = "") -> Changes:
    """As `mark`, of an item that is shown."""
    return mark(session, item.clock, item.kind, item.record_id, item.period, note=note)


def unmark(session: Session, clock: str, kind: Kind, record_id: int, period: str = "") -> Changes:
    """The record whose clock runs again; no changes where it was not marked."""
    known = _id_of(session, clock, record_id, period)
    gone = write.delete(session, table, [known] if known else [])
    return Changes.of(kind, updated=[record_id] if gone else [])


def _id_of(session: Session, clock: str, record_id: int, period: str) -> int | None:
    c = table.c
    one = select(c.id).where(c.clock == clock, c.record_id == record_id, c.period == period)
    return session.connection.scalar(one)
