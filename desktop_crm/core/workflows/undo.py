"""Undo and redo of any action, from the journal: its changes are taken back in strict reverse, as a new action."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Table, desc, func, select
from sqlalchemy.exc import IntegrityError

from desktop_crm.core.changes import Changes, Ids
from desktop_crm.core.database import write
from desktop_crm.core.database.columns import Row
from desktop_crm.core.database.schema.actions import actions, journal
from desktop_crm.core.database.schema.base import metadata
from desktop_crm.core.database.schema.clocks import clock_marks
from desktop_crm.core.database.schema.customers import customer_numbers
from desktop_crm.core.database.schema.upkeep import erasures, secret_values, verifications
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.journal.undone import REDO, UNDO, UNDOES, undone_actions
from desktop_crm.core.journal.verbs import FOR_GOOD, words_of
from desktop_crm.core.kinds import Kind
from desktop_crm.core.workflows.links import LINKS, attached, referring
from desktop_crm.core.workflows.undo_conflicts import (
    UndoConflictError,
    changed_since,
    later_change,
    missing,
    needed,
)

Progress = Callable[[int, int], None]  # how many steps are done, of how many; what it raises ends the undoing

VERB = "verb"  # in the details: what the action did that is taken back or done again
_PAGE = 1_000  # entries of the journal in memory
_KEPT = frozenset({customer_numbers.name, erasures.name})  # a number is never given twice, an erasure never taken back
_BESIDE = (verifications, secret_values, clock_marks)  # what lies beside a record and goes with it


@dataclass(frozen=True, slots=True)
class _Entry:
    """One entry of the journal with its values."""

    id: int
    record_id: int
    changes: Mapping[str, Any]


_Group = tuple[Table, str, list[_Entry]]  # table, operation, and entries, the newest first


def undo(session: Session, action_id: int, progress: Progress | None = None) -> Changes:
    """Take back all that an action changed; of an undo, do again what it took back.

    Customer numbers stay given. What was erased since is passed over. What `progress` raises passes through.

    Raises:
        UndoConflictError: a later action stands in the way. Nothing may be kept of this session then.
        RefusedError: there is no such action, it is undone already, or it is for good; nothing was written.
    """
    connection = session.connection
    action = connection.execute(select(actions.c.verb, actions.c.details).where(actions.c.id == action_id)).first()
    if action is None or action.verb in FOR_GOOD:
        raise RefusedError(_("This cannot be undone"), _("What it did is for good."))
    undone = undone_actions(connection)
    if action_id in undone:
        raise RefusedError(_("This is undone already"), _("Nothing was changed."))
    verb = json.loads(action.details)[VERB] if action.verb in {UNDO, REDO} else action.verb
    session.note(**{UNDOES: str(action_id), VERB: verb})
    of_action = select(func.count()).select_from(journal).where(journal.c.action_id == action_id)
    total, done = connection.scalar(of_action) or 0, 0
    undoing = _Undoing(session, undone | {action_id})
    try:
        for page in _pages(connection, action_id):
            for group in undoing.groups(page):
                undoing.take_back(*group)
            done += len(page)
            if progress:
                progress(done, total)
    except IntegrityError as error:  # a rule between records, such as one primary contact
        reason = _("{words}: what was done since does not allow it. Nothing was changed.")
        raise UndoConflictError(reason.format(words=words_of(verb))) from error
    return undoing.changes


def _pages(connection: Connection, action_id: int) -> Iterator[Sequence[Row]]:
    """The entries of an action, the newest first."""
    newest_first = select(journal).where(journal.c.action_id == action_id).order_by(desc(journal.c.id)).limit(_PAGE)
    page = connection.execute(newest_first).mappings().all()
    while page:
        yield page
        page = connection.execute(newest_first.where(journal.c.id < page[-1]["id"])).mappings().all()


class _Undoing:
    """One undoing under way. `passed_over` are the actions whose changes do not stand in the way."""

    def __init__(self, session: Session, passed_over: frozenset[int]) -> None:
        self._session = session
        self._connection = session.connection
        self._passed_over = passed_over
        self._any_erased = self._connection.scalar(select(erasures.c.record_id).limit(1)) is not None
        self._touched: dict[str, dict[Kind, list[int]]] = {"added": {}, "updated": {}, "removed": {}}

    @property
    def changes(self) -> Changes:
        """What was taken back so far."""
        found: dict[str, Ids] = {
            how: {kind: tuple(dict.fromkeys(ids)) for kind, ids in kinds.items()}
            for how, kinds in self._touched.items()
        }
        return Changes(**found)

    def groups(self, page: Sequence[Row]) -> Iterator[_Group]:
        """Neighbors that can be taken back in one go: of one table and operation, each of another record."""
        group: _Group | None = None
        ids: set[int] = set()
        for row, values in self._with_values(page):
            head = (metadata.tables[row["table_name"]], row["operation"])
            if group is None or group[:2] != head or row["record_id"] in ids:
                if group:
                    yield group
                group, ids = (*head, []), set()
            group[2].append(_Entry(row["id"], row["record_id"], values))
            ids.add(row["record_id"])
        if group:
            yield group

    def take_back(self, table: Table, operation: str, entries: list[_Entry]) -> None:
        """Take back a group."""
        match operation:
            case "insert":
                self._take_away(table, entries)
            case "update":
                self._set_back(table, entries)
            case "delete":
                self._bring_again(table, entries)

    def _take_away(self, table: Table, entries: list[_Entry]) -> None:
        rows = self._rows(table, entries)
        for entry in entries:
            row = self._present(table, rows, entry)
            self._refuse_change(table, entry, [name for name in row if row[name] != entry.changes.get(name)])
        ids = [entry.record_id for entry in entries]
        if table.name in set(Kind):
            self._refuse_need(Kind(table.name), ids)
            for beside in _BESIDE:
                write.delete(self._session, beside, list(self._beside(beside, table.name, ids)))
        write.delete(self._session, table, ids)
        self._touch("removed", table, (rows[record_id] for record_id in ids))

    def _set_back(self, table: Table, entries: list[_Entry]) -> None:
        rows = self._rows(table, entries)
        before = []
        for entry in entries:
            row = self._present(table, rows, entry)
            self._refuse_change(table, entry, [name for name, (_, new) in entry.changes.items() if row[name] != new])
            before.append({"id": entry.record_id} | {name: old for name, (old, _) in entry.changes.items()})
        changed = frozenset(write.update(self._session, table, before))
        for entry in entries:
            if entry.record_id not in changed:
                continue
            trashed, _new = entry.changes.get("deleted_at", (None, None))
            how = "updated" if "deleted_at" not in entry.changes else "added" if trashed is None else "removed"
            self._touch(how, table, [rows[entry.record_id]])

    def _bring_again(self, table: Table, entries: list[_Entry]) -> None:
        there = self._rows(table, entries)
        if there:
            raise missing(self._connection, table.name, next(iter(there)))
        rows = [entry.changes for entry in entries]
        write.insert(self._session, table, rows)
        self._touch("added", table, rows)

    def _touch(self, how: str, table: Table, rows: Iterable[Row]) -> None:
        """Remember which records were touched: of what lies beside a record, that one was updated."""
        if table.name in set(Kind):
            self._touched[how].setdefault(Kind(table.name), []).extend(row["id"] for row in rows)
        elif table in _BESIDE:
            for row in rows:
                self._touched["updated"].setdefault(Kind(row["table_name"]), []).append(row["record_id"])

    def _rows(self, table: Table, entries: list[_Entry]) -> dict[int, Row]:
        """The present rows of the entries' records, by id."""
        rows: dict[int, Row] = {}
        for chunk in write.chunks(entry.record_id for entry in entries):
            found = self._connection.execute(select(table).where(table.c.id.in_(chunk))).mappings()
            rows |= {row["id"]: row for row in found}
        return rows

    def _present(self, table: Table, rows: Mapping[int, Row], entry: _Entry) -> Row:
        if entry.record_id not in rows:
            raise missing(self._connection, table.name, entry.record_id)
        return rows[entry.record_id]

    def _refuse_change(self, table: Table, entry: _Entry, columns: list[str]) -> None:
        """Raise if columns hold something else because of a later action; a migration's filling them is none."""
        if columns and (
            later := later_change(
                self._connection,
                table.name,
                entry.record_id,
                columns,
                after=entry.id,
                passed_over=self._passed_over,
            )
        ):
            raise changed_since(self._connection, table.name, entry.record_id, columns, later)

    def _refuse_need(self, kind: Kind, ids: list[int]) -> None:
        """Raise if a record refers to one of those to be removed; what the same action made is gone before them."""
        own = frozenset(ids)
        for link in LINKS:
            if link.target is kind:
                for by_id, record_id in referring(self._connection, link, ids):
                    if link.kind is not kind or by_id not in own:
                        raise needed(self._connection, kind, record_id, link.kind, by_id)
        for by_id, record_id in attached(self._connection, kind, ids):
            raise needed(self._connection, kind, record_id, Kind.ATTACHMENTS, by_id)

    def _beside(self, beside: Table, table_name: str, ids: list[int]) -> Iterator[int]:
        c = beside.c
        for chunk in write.chunks(ids):
            yield from self._connection.scalars(
                select(c.id).where(c.table_name == table_name, c.record_id.in_(chunk)).order_by(c.id)
            )

    # What was erased since

    def _with_values(self, page: Sequence[Row]) -> Iterator[tuple[Row, dict[str, Any]]]:
        """The entries that still have values and are to be taken back; links to what was erased since are empty."""
        parsed = [
            (row, json.loads(row["changes"]))
            for row in page
            if row["changes"] is not None and row["table_name"] not in _KEPT
        ]
        if self._any_erased:
            named = {number for row, values in parsed for number in _numbers_in(_links_in(row, values))}
            erased = self._erased(named)
            for row, values in parsed:
                for name, value in _links_in(row, values).items():
                    values[name] = _without(erased, value)
        yield from parsed

    def _erased(self, ids: set[int]) -> set[int]:
        found: set[int] = set()
        for chunk in write.chunks(ids):
            found |= set(self._connection.scalars(select(erasures.c.record_id).where(erasures.c.record_id.in_(chunk))))
        return found


def _links_in(row: Row, values: Mapping[str, Any]) -> dict[str, Any]:
    columns = [link.column for link in LINKS if link.kind == row["table_name"]]
    return {name: values[name] for name in columns if name in values}


def _numbers_in(links: Mapping[str, Any]) -> Iterator[int]:
    for value in links.values():
        yield from (number for number in (value if isinstance(value, list) else [value]) if number is not None)


def _without(erased: set[int], value: Any) -> Any:
    if isinstance(value, list):
        return [_without(erased, part) for part in value]
    return None if value in erased else value
