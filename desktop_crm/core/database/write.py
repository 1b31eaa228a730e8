"""The only code that changes rows: each change reaches the table, the journal and the text index together.

Bookkeeping of the program itself, which is neither history nor to be undone or exchanged, goes through `note_aside`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Table, bindparam, null, select
from sqlalchemy import delete as sql_delete
from sqlalchemy import insert as sql_insert
from sqlalchemy import update as sql_update

from desktop_crm.core.database import sealing
from desktop_crm.core.database.schema.actions import journal
from desktop_crm.core.database.schema.upkeep import secret_values
from desktop_crm.core.database.session import Session

CHUNK = 500  # ids in one question, below every limit on bound parameters
BULK = 5_000  # rows in one bulk statement

T = TypeVar("T")


def chunks(items: Iterable[T], size: int = CHUNK) -> Iterator[list[T]]:
    """The items in lists of at most `size`, in their order."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def insert(session: Session, table: Table, rows: Iterable[Mapping[str, Any]]) -> list[int]:
    """The ids of the rows, which are inserted; every row has an id, columns it does not name stay empty."""
    empty = dict.fromkeys(column.name for column in table.columns)
    ids: list[int] = []
    for chunk, secrets in _sealed(session, table, chunks(rows, BULK), fresh=True):
        full: list[dict[str, Any]] = [{**empty, **row} for row in chunk]
        session.connection.execute(sql_insert(table), full)
        session.record(
            table,
            "insert",
            ((row["id"], {name: value for name, value in row.items() if value is not None}) for row in chunk),
        )
        if session.indexing.concerns(table.name, empty):
            session.indexing.put(session.connection, table.name, full, fresh=True)
        ids += [row["id"] for row in full]
        _put_secrets(session, secrets)
    return ids


def update(session: Session, table: Table, rows: Iterable[Mapping[str, Any]]) -> list[int]:
    """The ids of the rows that really changed; each row names its id and the columns to set.

    Columns that already hold their value are left out of the journal, and ids that do not exist are passed over. Rows
    are set one after the other in their order, so that a rule between them may hold at each step.
    """
    changed: list[int] = []
    for chunk, secrets in _sealed(session, table, chunks(rows)):
        wanted: dict[int, dict[str, Any]] = {}
        for row in chunk:
            wanted.setdefault(row["id"], {}).update(row)
        new_rows: list[dict[str, Any]] = []
        entries: list[tuple[int, dict[str, Any]]] = []
        found = {row["id"]: row for row in _rows(session, table, wanted)}
        for old in (found[record_id] for record_id in wanted if record_id in found):
            different = {name: value for name, value in wanted[old["id"]].items() if old[name] != value}
            if different:
                entries.append((old["id"], {name: [old[name], value] for name, value in different.items()}))
                new_rows.append(old | different)
        changed += _put_secrets(session, (mark for mark in secrets if mark.place.record_id in found), but=new_rows)
        names = sorted({name for _id, change in entries for name in change})
        if not names:
            continue
        statement = sql_update(table).where(table.c.id == bindparam("_id"))
        session.connection.execute(
            statement.values({name: bindparam("_" + name) for name in names}),
            [{"_id": row["id"]} | {"_" + name: row[name] for name in names} for row in new_rows],
        )
        session.record(table, "update", entries)
        if session.indexing.concerns(table.name, names):
            session.indexing.put(session.connection, table.name, new_rows)
        changed += [row["id"] for row in new_rows]
    return changed


def delete(session: Session, table: Table, ids: Iterable[int]) -> list[int]:
    """The ids of the rows that were there and are deleted for good. (The Trash is an update, not a deletion.)"""
    gone: list[int] = []
    for chunk in chunks(ids):
        old = list(_rows(session, table, chunk))
        found: list[int] = [row["id"] for row in old]
        session.indexing.remove(session.connection, table.name, found)
        session.connection.execute(sql_delete(table).where(table.c.id.in_(found)))
        session.record(
            table,
            "delete",
            ((row["id"], {name: value for name, value in row.items() if value is not None}) for row in old),
        )
        gone += found
    return gone


def erase(session: Session, table: Table, ids: Iterable[int]) -> list[int]:
    """The ids of the rows that were there; nothing of the values of any of `ids` is left, in the journal either.

    Their journal entries stay as they are digested, without values and salts, so that the chain still verifies. What
    the text index held lies on in the file until `fulltext.optimize`.
    """
    gone: list[int] = []
    for chunk in chunks(ids):
        owner = table.c["customer_id"] if "customer_id" in table.c else null()
        rows = session.connection.execute(select(table.c.id, owner).where(table.c.id.in_(chunk))).all()
        found = [row[0] for row in rows]
        session.indexing.remove(session.connection, table.name, found)
        session.connection.execute(sql_delete(table).where(table.c.id.in_(found)))
        session.record(table, "delete", ((row[0], {"customer_id": row[1]}) for row in rows))  # for what follows from it
        of_these = (journal.c.record_id.in_(chunk), journal.c.table_name == table.name)
        session.connection.execute(sql_update(journal).where(*of_these).values(changes=None, salt=None))
        gone += found
    return gone


def note_aside(session: Session, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    """Put rows without a journal, each in place of the one with its key; alone they make no action.

    For tables that tell what the program did, not what the user knows, such as the reminders delivered.
    """
    for chunk in chunks(rows):
        session.connection.execute(sql_insert(table).prefix_with("OR REPLACE"), chunk)


def _sealed(
    session: Session, table: Table, parts: Iterable[list[Mapping[str, Any]]], *, fresh: bool = False
) -> Iterator[tuple[Sequence[Mapping[str, Any]], list[sealing.Mark]]]:
    """The rows without what is confidential in them, and that as it is to be kept."""
    for part in parts:
        yield sealing.taken_out(session, table.name, part, fresh=fresh)


def _put_secrets(session: Session, marks: Iterable[sealing.Mark], but: Iterable[Mapping[str, Any]] = ()) -> list[int]:
    """Keep confidential values; the ids of their records, without those of the rows `but`."""
    new: list[dict[str, Any]] = []
    known: list[dict[str, Any]] = []
    for mark in marks:
        (known if mark.id else new).append(mark.row)
    insert(session, secret_values, [row | {"id": session.new_id()} for row in new])
    update(session, secret_values, [{"id": row["id"], "ciphertext": row["ciphertext"]} for row in known])
    passed_over = {row["id"] for row in but}
    return sorted({row["record_id"] for row in (*new, *known)} - passed_over)


def _rows(session: Session, table: Table, ids: Iterable[int]) -> Iterator[dict[str, Any]]:
    for row in session.connection.execute(select(table).where(table.c.id.in_(list(ids)))).mappings():
        yield dict(row)
