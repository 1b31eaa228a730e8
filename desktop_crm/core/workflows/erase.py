"""Erasing for good: records, what lies below them, and their values in journal and index; a tombstone of ids stays."""

import json
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, select

from desktop_crm.core.changes import Changes
from desktop_crm.core.database import fulltext, write
from desktop_crm.core.database.columns import to_milliseconds
from desktop_crm.core.database.schema.actions import actions, journal
from desktop_crm.core.database.schema.clocks import clock_marks
from desktop_crm.core.database.schema.upkeep import erasures, secret_values, verifications
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.journal.undone import REDO, UNDO
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import OF_CUSTOMER, ROOMS
from desktop_crm.core.workflows.links import LINKS, attached, referring

TRASH_DAYS = 30  # after which the program erases what lies in the Trash

_CUSTOMERS = ROOMS[Kind.CUSTOMERS].table
_BESIDE = (verifications, secret_values, clock_marks)  # what lies beside a record and goes with it

Found = dict[Kind, set[int]]
Tombstone = tuple[int, str, int]  # a row of `erasures`: id, table, milliseconds since 1970 UTC


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased: the ids of all records, those included of which only the journal knew, and the SHA-256 of the
    attached files that no attachment names any more."""

    changes: Changes
    ids: frozenset[int] = frozenset()
    unused_files: frozenset[str] = frozenset()


class MergedError(RefusedError):
    """The customer was merged into another one and goes with that one; nothing was erased."""

    def __init__(self, number: str) -> None:
        super().__init__(
            _("{number} was merged into another customer").format(number=number),
            _("Erase that one, and this one goes with it, or separate the two first. Nothing was erased."),
        )


def preview(connection: Connection, kind: Kind, ids: Iterable[int]) -> dict[Kind, int]:
    """How many records of each kind erasing these would take, themselves included.

    Raises:
        MergedError: one of them was merged into another customer.
    """
    return preview_all(connection, {kind: ids})


def preview_all(connection: Connection, things: Mapping[Kind, Iterable[int]]) -> dict[Kind, int]:
    """As `preview`, of things of several kinds; what belongs to two of them is counted once.

    Raises:
        MergedError: one of them was merged into another customer.
    """
    found: Found = {kind: set() for kind in ROOMS}
    for kind, ids in things.items():
        for below, more in _with_all_below(connection, kind, ids).items():
            found[below] |= more
    return {kind: len(ids) for kind, ids in found.items() if ids}


def erase(session: Session, kind: Kind, ids: Iterable[int]) -> Erased:
    """Erase records for good, a customer with all that belongs to it and all that was merged into it.

    Other records' links to them become empty. What undo took away of theirs loses its values as well. The numbers of
    customers stay given. Drafts, files and the write-ahead log are the affair of `Book.erase`.

    Raises:
        MergedError: one of them was merged into another customer; nothing was written.
    """
    return _erase(session, _with_all_below(session.connection, kind, ids))


def empty_trash(session: Session, older_than_days: int = TRASH_DAYS) -> Erased:
    """Erase what has lain in the Trash for longer, and what was taken away by an undo before that.

    Customers that were merged into others lie in the Trash for them, and stay.
    """
    connection = session.connection
    mark = to_milliseconds(session.at - timedelta(days=older_than_days))
    found: Found = {kind: set() for kind in ROOMS}
    for kind, room in ROOMS.items():
        old = select(room.table.c.id).where(room.table.c.deleted_at < mark)
        if kind is Kind.CUSTOMERS:
            old = old.where(_CUSTOMERS.c.merged_into.is_(None))
        for below, more in _with_all_below(connection, kind, connection.scalars(old).all()).items():
            found[below] |= more
    for kind, record_id in _undone_before(connection, mark):
        found[kind].add(record_id)
    return _erase(session, found)


def erase_again(session: Session, tombstones: Iterable[Tombstone]) -> Erased:
    """Erase what had been erased before an older state of the book was restored; it stays marked as erased then."""
    kept = list(tombstones)
    found: Found = {kind: set() for kind in ROOMS}
    for record_id, table_name, _at in kept:
        found[Kind(table_name)].add(record_id)
    erased = _erase(session, found)
    rows = ({"record_id": record_id, "table_name": table_name, "at": at} for record_id, table_name, at in kept)
    write.note_aside(session, erasures, rows)
    return erased


# What belongs together


def _with_all_below(connection: Connection, kind: Kind, ids: Iterable[int]) -> Found:
    found: Found = {each: set() for each in ROOMS}
    found[kind] = set(ids)
    if kind is Kind.CUSTOMERS:
        _refuse_merged(connection, found[kind])
        _add_merged(connection, found[kind])
        for below in OF_CUSTOMER:
            found[below] |= _of_customers(connection, below, found[kind])
    for each in ROOMS:
        found[Kind.ATTACHMENTS] |= {record_id for record_id, _whose in attached(connection, each, found[each])}
    return found


def _refuse_merged(connection: Connection, ids: Set[int]) -> None:
    for chunk in write.chunks(ids):
        row = connection.execute(
            select(_CUSTOMERS.c.number, _CUSTOMERS.c.merged_into).where(
                _CUSTOMERS.c.id.in_(chunk), _CUSTOMERS.c.merged_into.is_not(None)
            )
        ).first()
        if row and row.merged_into not in ids:
            raise MergedError(row.number)


def _add_merged(connection: Connection, ids: set[int]) -> None:
    """Add the customers that were merged into these, and into those, and so on."""
    new = set(ids)
    while new:
        merged: set[int] = set()
        for chunk in write.chunks(new):
            merged |= set(connection.scalars(select(_CUSTOMERS.c.id).where(_CUSTOMERS.c.merged_into.in_(chunk))).all())
        new = merged - ids
        ids |= new


def _of_customers(connection: Connection, kind: Kind, customers: Set[int]) -> set[int]:
    table = ROOMS[kind].table
    found: set[int] = set()
    for chunk in write.chunks(customers):
        found |= set(connection.scalars(select(table.c.id).where(table.c.customer_id.in_(chunk))))
    return found


def _taken_away(connection: Connection) -> Iterator[tuple[Kind, int, Mapping[str, Any]]]:
    """The records that undo took away and that are not back: only the journal still knows their values."""
    rows = connection.execute(
        select(journal.c.table_name, journal.c.record_id, journal.c.changes)
        .where(journal.c.operation == "delete", journal.c.changes.is_not(None))
        .order_by(journal.c.id)
        .execution_options(yield_per=write.CHUNK)
    )
    for part in rows.partitions():
        there: set[int] = set()
        for name in {row.table_name for row in part} & set(Kind):
            table = ROOMS[Kind(name)].table
            ids = [row.record_id for row in part if row.table_name == name]
            there |= set(connection.scalars(select(table.c.id).where(table.c.id.in_(ids))))
        for table_name, record_id, changes in part:
            if table_name in set(Kind) and record_id not in there:
                yield Kind(table_name), record_id, json.loads(changes)


def _add_taken_away(connection: Connection, found: Found) -> None:
    """Add what belonged to the records found when an undo took it away."""
    grown = True
    while grown:
        grown = False
        for kind, record_id, values in _taken_away(connection):
            of_customer = values.get("customer_id") in found[Kind.CUSTOMERS]
            whose = values.get("record_kind")
            of_record = whose in set(Kind) and values.get("record_id") in found[Kind(whose)]
            if (of_customer or of_record) and record_id not in found[kind]:
                found[kind].add(record_id)
                grown = True


def _undone_before(connection: Connection, mark: int) -> Iterator[tuple[Kind, int]]:
    rows = connection.execute(
        select(journal.c.table_name, journal.c.record_id)
        .join(actions, actions.c.id == journal.c.action_id)
        .where(
            journal.c.operation == "delete",
            journal.c.changes.is_not(None),
            actions.c.at < mark,
            actions.c.verb.in_((UNDO, REDO)),
        )
    )
    old = {(Kind(name), record_id) for name, record_id in rows if name in set(Kind)}
    if old:
        gone = {(kind, record_id) for kind, record_id, _values in _taken_away(connection)}
        yield from sorted(old & gone)


# Taking away


def _erase(session: Session, found: Found) -> Erased:
    connection = session.connection
    if not any(found.values()):
        return Erased(Changes())
    _add_taken_away(connection, found)
    files = _files_of(connection, found[Kind.ATTACHMENTS])
    changes = _unlink(session, found)
    all_ids = frozenset[int]().union(*found.values())
    for table in _BESIDE:
        write.erase(session, table, _beside(connection, table.c, all_ids))
    for kind in reversed(tuple(ROOMS)):  # those that refer before those they refer to
        gone = write.erase(session, ROOMS[kind].table, sorted(found[kind]))
        changes |= Changes.of(kind, removed=gone)
    at = to_milliseconds(session.at)
    rows = ({"record_id": record_id, "table_name": kind.value, "at": at} for kind in found for record_id in found[kind])
    write.note_aside(session, erasures, rows)
    session.note(erased={kind.value: len(ids) for kind, ids in changes.removed.items()})
    fulltext.optimize(connection)
    return Erased(changes, all_ids, frozenset(files - _files_in_use(connection, files)))


def _unlink(session: Session, found: Found) -> Changes:
    """Let the links of the records that stay become empty."""
    changes = Changes()
    for link in LINKS:
        staying = {
            record_id
            for record_id, _whom in referring(session.connection, link, found[link.target])
            if record_id not in found[link.kind]
        }
        rows = [{"id": record_id, link.column: None} for record_id in sorted(staying)]
        changes |= Changes.of(link.kind, updated=write.update(session, link.table, rows))
    return changes


def _beside(connection: Connection, c: Any, ids: Iterable[int]) -> list[int]:
    """The rows of one of `_BESIDE` that belong to these records, those included that undo took away."""
    found: set[int] = set()
    wanted = set(ids)
    for chunk in write.chunks(wanted):
        found |= set(connection.scalars(select(c.id).where(c.record_id.in_(chunk))))
    taken_away = connection.execute(
        select(journal.c.record_id, journal.c.changes).where(
            journal.c.operation == "delete",
            journal.c.changes.is_not(None),
            journal.c.table_name == c.record_id.table.name,
        )
    )
    found |= {record_id for record_id, changes in taken_away if json.loads(changes).get("record_id") in wanted}
    return sorted(found)


def _files_of(connection: Connection, ids: Set[int]) -> set[str]:
    """The SHA-256 of these attachments, those that undo took away included."""
    table = ROOMS[Kind.ATTACHMENTS].table
    found: set[str] = set()
    for chunk in write.chunks(ids):
        found |= set(connection.scalars(select(table.c.sha256).where(table.c.id.in_(chunk))))
    for kind, record_id, values in _taken_away(connection):
        if kind is Kind.ATTACHMENTS and record_id in ids:
            found.add(values.get("sha256", ""))
    return {sha256 for sha256 in found if sha256}


def _files_in_use(connection: Connection, files: Set[str]) -> set[str]:
    """Those that an attachment has, or one that a redo may bring again."""
    table = ROOMS[Kind.ATTACHMENTS].table
    in_use = contents_taken_away(connection)
    for chunk in write.chunks(files):
        in_use |= set(connection.scalars(select(table.c.sha256).where(table.c.sha256.in_(chunk))))
    return in_use


def contents_taken_away(connection: Connection) -> set[str]:
    """The SHA-256 of the contents of attachments that an undo took away and a redo may bring again."""
    taken_away = (values for kind, _id, values in _taken_away(connection) if kind is Kind.ATTACHMENTS)
    return {values["sha256"] for values in taken_away if values.get("sha256")}
