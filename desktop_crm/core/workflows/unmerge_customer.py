"""A merged customer taken apart again, at any later time: what came from it goes back, later edits stay (decision 16).

What a field of a survivor holds is explained by its journal: the value that a person gave it last, and on top of it
what each customer that was merged since, and still is, brings along. Take one of these away, and the rest says what
the field holds without it, whatever the order in which they were merged.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, desc, select

from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import write
from desktop_crm.core.database.columns import Row
from desktop_crm.core.database.schema.actions import actions, journal
from desktop_crm.core.database.schema.upkeep import secret_values
from desktop_crm.core.database.sealing import value_in, with_value
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.journal.history import history
from desktop_crm.core.journal.undone import REDO, UNDO, undone_actions
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import OF_CUSTOMER, ROOMS
from desktop_crm.core.workflows.combining import Take, combined, confidential
from desktop_crm.core.workflows.merge_customers import MERGES, joined_numbers

UNMERGED = "unmerged"  # in the action's details: who was taken apart

_TABLE = CUSTOMERS.table
_FORMER = "former_numbers"
_SET_BY_MERGE = ("is_primary", "position", "record_id")  # what a merge sets in records beside whose they are


@dataclass(frozen=True, slots=True)
class _Merge:
    """A merge that holds: its action, its place among several in that, who was merged, and whose values it chose."""

    action_id: int
    place: int
    other_id: CustomerId
    takes: Mapping[str, Take]


def unmerge(session: Session, other_id: CustomerId) -> Changes:
    """Take a customer out of the one it was merged into; it leaves the Trash with its number.

    Its records go back to it wherever their customer was merged further, with what was changed in them since; those
    that somebody gave to another customer stay there. Fields of the survivors hold what they would without it, unless
    somebody changed them since.

    Raises:
        RefusedError: it is not merged; nothing was written.
    """
    connection = session.connection
    other = _row(connection, other_id)
    if other is None or other["merged_into"] is None:
        raise RefusedError(_("This customer is not merged with another one"), _("Nothing was changed."))
    session.details.setdefault(UNMERGED, []).append(str(other_id))
    undone = undone_actions(connection)
    merge = _merge_of(connection, other_id, undone)
    survivors = _survivors(connection, other)
    as_explained = {survivor_id: _as_explained(connection, survivor_id, undone) for survivor_id in survivors}
    changes = Changes()
    if merge:
        changes |= _Return(session, merge, other_id, survivors, undone).all()
        changes |= _give_back_secrets(session, merge, survivors[0])
    row = {"id": other_id, "merged_into": None, "deleted_at": None}
    changes |= Changes.of(Kind.CUSTOMERS, added=write.update(session, _TABLE, [row]))
    (taken_out,) = CUSTOMERS.get_many(connection, [other_id])
    for survivor_id in survivors:
        explained = _explained(connection, survivor_id, undone, also=as_explained[survivor_id])
        values = {name: explained[name] for name in as_explained[survivor_id]}
        (survivor,) = CUSTOMERS.get_many(connection, [survivor_id])
        former = values.get(_FORMER, survivor.former_numbers) or ()
        values[_FORMER] = tuple(number for number in former if number != taken_out.number)
        changes |= CUSTOMERS.change(session, survivor_id, **values)
    return changes


def _row(connection: Connection, customer_id: int) -> Row | None:
    return connection.execute(select(_TABLE).where(_TABLE.c.id == customer_id)).mappings().first()


def _survivors(connection: Connection, other: Row) -> list[CustomerId]:
    """The customer that this one was merged into, the one that that one was merged into since, and so on."""
    found: list[CustomerId] = []
    row: Row | None = other
    while row is not None and row["merged_into"] is not None:
        found.append(CustomerId(row["merged_into"]))
        row = _row(connection, row["merged_into"])
    return found


# Merges, from the journal


def _merge_of(connection: Connection, other_id: CustomerId, undone: frozenset[int]) -> _Merge | None:
    """The merge that holds for a customer; None when the journal does not know it."""
    rows = connection.execute(
        select(actions.c.id, actions.c.details)
        .join(journal, journal.c.action_id == actions.c.id)
        .where(
            journal.c.record_id == other_id,
            journal.c.table_name == _TABLE.name,
            actions.c.verb.not_in((UNDO, REDO)),
        )
        .order_by(desc(journal.c.id))
    )
    for action_id, details in rows:
        for place, merge in enumerate(json.loads(details).get(MERGES, ())):
            if action_id not in undone and merge["other"] == str(other_id):
                takes = {name: Take(take) for name, take in merge["takes"].items()}
                return _Merge(action_id, place, other_id, takes | {_FORMER: Take.BOTH})
    return None


def _merges_into(connection: Connection, survivor_id: CustomerId, undone: frozenset[int]) -> list[_Merge]:
    """The merges that hold for a survivor, in their order."""
    others = connection.scalars(select(_TABLE.c.id).where(_TABLE.c.merged_into == survivor_id)).all()
    found = (_merge_of(connection, CustomerId(other_id), undone) for other_id in others)
    return sorted((merge for merge in found if merge), key=lambda merge: (merge.action_id, merge.place))


def _is_of_merging(details: Mapping[str, Any]) -> bool:
    return MERGES in details or UNMERGED in details


# Fields of survivors


def _explained(
    connection: Connection, survivor_id: CustomerId, undone: frozenset[int], *, also: Iterable[str] = ()
) -> dict[str, Any]:
    """By name what the fields hold that merges set in a survivor, as its journal explains it.

    Confidential ones are left out: the journal does not know them.
    """
    merges = _merges_into(connection, survivor_id, undone)
    others = {merge.other_id: each for merge in merges for each in CUSTOMERS.get_many(connection, [merge.other_id])}
    secret = confidential(connection, CUSTOMERS, [survivor_id, *others])
    names = {name for merge in merges for name in merge.takes if name not in secret}
    last = _last_given(connection, survivor_id, undone)
    values: dict[str, Any] = {}
    for name in sorted({*names, *also}):
        given_by, values[name] = last.get(name, (0, None))
        for merge in merges:
            if merge.action_id > given_by and name in merge.takes:
                values[name] = _joined(name, merge.takes[name], values[name], others[merge.other_id])
    return values


def _as_explained(connection: Connection, survivor_id: CustomerId, undone: frozenset[int]) -> list[str]:
    """The fields of a survivor that do hold what its journal explains."""
    (survivor,) = CUSTOMERS.get_many(connection, [survivor_id])
    explained = _explained(connection, survivor_id, undone)
    return [name for name, value in explained.items() if (value or None) == (getattr(survivor, name) or None)]


def _last_given(connection: Connection, survivor_id: CustomerId, undone: frozenset[int]) -> dict[str, tuple[int, Any]]:
    """For each field the last action that set it, other than by merging, and the value it gave."""
    details = _details(connection, survivor_id)
    last: dict[str, tuple[int, Any]] = {}
    for step in history(connection, CUSTOMERS, survivor_id):  # the newest first
        if step.verb in {UNDO, REDO} or step.action_id in undone or _is_of_merging(details[step.action_id]):
            continue
        for change in step.changes:
            last.setdefault(change.field.name, (step.action_id, change.new))
    return last


def _details(connection: Connection, record_id: int) -> dict[int, Mapping[str, Any]]:
    rows = connection.execute(
        select(actions.c.id, actions.c.details)
        .join(journal, journal.c.action_id == actions.c.id)
        .where(journal.c.record_id == record_id, journal.c.table_name == _TABLE.name)
    )
    return {action_id: json.loads(details) for action_id, details in rows}


def _joined(name: str, take: Take, value: Any, other: Customer) -> Any:
    if name == _FORMER:
        return joined_numbers(value or (), other)
    return combined(CUSTOMERS.fields[name], take, value, getattr(other, name))


def _give_back_secrets(session: Session, merge: _Merge, survivor_id: CustomerId) -> Changes:
    """Let the confidential values of the survivor be as before the merge, unless somebody changed them since (P-04)."""
    connection, c = session.connection, secret_values.c
    present = {
        row["id"]: row
        for row in connection.execute(
            select(secret_values).where(c.record_id == survivor_id, c.table_name == _TABLE.name)
        ).mappings()
    }
    entries = connection.execute(
        select(journal.c.table_name, journal.c.record_id, journal.c.operation, journal.c.changes)
        .where(
            journal.c.action_id == merge.action_id,
            journal.c.record_id.in_([survivor_id, *present]),
            journal.c.changes.is_not(None),
        )
        .order_by(journal.c.id)
    ).all()
    before: dict[int, str | None] = {}
    after: dict[int, str] = {}
    columns: dict[str, Any] = {}
    for table_name, record_id, operation, text in entries:
        values = json.loads(text)
        if table_name == secret_values.name and operation == "insert":
            before[record_id], after[record_id] = None, values["ciphertext"]
        elif table_name == secret_values.name:
            old, after[record_id] = values["ciphertext"]
            before.setdefault(record_id, old)
        elif table_name == _TABLE.name:
            columns = {name: old for name, (old, _new) in values.items()} | columns
    unchanged = [record_id for record_id in before if present[record_id]["ciphertext"] == after[record_id]]
    made = [record_id for record_id in unchanged if before[record_id] is None]
    write.delete(session, secret_values, made)
    row, back = dict(_row(connection, survivor_id) or {}), {"id": survivor_id}
    for record_id in made:
        field = CUSTOMERS.fields[present[record_id]["field"]]
        back |= with_value(CUSTOMERS.fields, field, row | back, value_in(CUSTOMERS.fields, field, row | columns))
    write.update(session, _TABLE, [back])
    rows = [{"id": record_id, "ciphertext": before[record_id]} for record_id in unchanged if before[record_id]]
    write.update(session, secret_values, rows)
    return Changes.of(Kind.CUSTOMERS, updated=[survivor_id] if unchanged else [])


# Records that go back


class _Return:
    """The way back of the records that a merge took from a customer."""

    def __init__(
        self,
        session: Session,
        merge: _Merge,
        other_id: CustomerId,
        survivors: Sequence[CustomerId],
        undone: frozenset[int],
    ) -> None:
        self._session = session
        self._connection = session.connection
        self._merge = merge
        self._other_id = other_id
        self._survivors = frozenset(survivors)
        self._undone = undone
        marks = select(_TABLE.c.id, _TABLE.c.deleted_at).where(
            _TABLE.c.id.in_(survivors), _TABLE.c.merged_into.is_(None)
        )
        self._trashed_with = {row[0]: row[1] for row in self._connection.execute(marks) if row[1] is not None}

    def all(self) -> Changes:
        """Bring all of them back."""
        changes = Changes()
        for kind in OF_CUSTOMER:
            for chunk in write.chunks(self._taken(kind)):
                changes |= self._bring_back(kind, chunk)
        return changes

    def _taken(self, kind: Kind) -> list[int]:
        """The ids of the records of a kind that the merge took from the customer."""
        rows = self._connection.execute(
            select(journal.c.record_id, journal.c.changes)
            .where(
                journal.c.action_id == self._merge.action_id,
                journal.c.table_name == kind.value,
                journal.c.changes.is_not(None),
            )
            .order_by(journal.c.id)
        )
        taken = (record_id for record_id, text in rows if json.loads(text).get("customer_id", [0])[0] == self._other_id)
        return list(dict.fromkeys(taken))

    def _bring_back(self, kind: Kind, ids: list[int]) -> Changes:
        table = ROOMS[kind].table
        present = self._connection.execute(select(table).where(table.c.id.in_(ids))).mappings()
        at_survivors = {row["id"]: row for row in present if row["customer_id"] in self._survivors}
        before = self._before(kind, list(at_survivors))
        rows: list[dict[str, Any]] = []
        left: list[int] = []
        for record_id in ids:
            if record_id not in at_survivors:
                continue
            row = at_survivors[record_id]
            back: dict[str, Any] = {"id": record_id, "customer_id": self._other_id, **before[record_id]}
            if row["deleted_at"] is not None and row["deleted_at"] == self._trashed_with.get(row["customer_id"]):
                back["deleted_at"] = None  # it went to the Trash with the survivor only
                left.append(record_id)
            rows.append(back)
        if kind is Kind.CONTACTS:
            _leave_one_primary(rows, at_survivors)
        updated = write.update(self._session, table, rows)
        trashed = frozenset(left)
        return Changes.of(
            kind,
            added=[record_id for record_id in updated if record_id in trashed],
            updated=[record_id for record_id in updated if record_id not in trashed],
        )

    def _before(self, kind: Kind, ids: list[int]) -> dict[int, dict[str, Any]]:
        """What merges have set in these records since, as it was before, unless somebody set it otherwise."""
        first: dict[int, dict[str, Any]] = defaultdict(dict)
        given: set[tuple[int, str]] = set()
        rows = self._connection.execute(
            select(journal.c.record_id, journal.c.changes, actions.c.id, actions.c.verb, actions.c.details)
            .join(actions, actions.c.id == journal.c.action_id)
            .where(
                journal.c.record_id.in_(ids),
                journal.c.table_name == kind.value,
                journal.c.operation == "update",
                journal.c.changes.is_not(None),
                actions.c.id >= self._merge.action_id,
            )
            .order_by(journal.c.id)
        )
        for record_id, text, action_id, verb, details in rows:
            if verb in {UNDO, REDO} or action_id in self._undone:
                continue
            of_merging = _is_of_merging(json.loads(details))
            for name, (old, _new) in json.loads(text).items():
                if name in _SET_BY_MERGE and of_merging:
                    first[record_id].setdefault(name, old)
                elif name in _SET_BY_MERGE:
                    given.add((record_id, name))
        return {
            record_id: {name: old for name, old in first[record_id].items() if (record_id, name) not in given}
            for record_id in ids
        }


def _leave_one_primary(rows: list[dict[str, Any]], present: Mapping[int, Row]) -> None:
    """Of the contacts that go back one is primary: whom somebody made it since, else whoever was it before."""
    in_use = [row for row in rows if present[row["id"]]["deleted_at"] is None or "deleted_at" in row]
    if any(present[row["id"]]["is_primary"] for row in in_use):
        for row in in_use:
            row.pop("is_primary", None)
