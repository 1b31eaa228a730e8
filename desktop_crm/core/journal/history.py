"""The history of a record, field by field (D-02), read from the journal."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from desktop_crm.core.database.columns import (
    OWN_COLUMN,
    column_names,
    from_columns,
    from_milliseconds,
    own_values_in,
)
from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.actions import actions, journal
from desktop_crm.core.fields import Field


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that an action set; values as the entity holds them, None where empty or erased."""

    field: Field
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Step:
    """What one action did to a record: `operation` is insert, update or delete."""

    action_id: int
    at: datetime
    author: str
    verb: str
    operation: str
    changes: tuple[FieldChange, ...]


def history(connection: Connection, records: Records[Any], record_id: int) -> list[Step]:
    """Every step of a record's life, the newest first. The first one, its making, lists every field it had."""
    table = records.table
    row = connection.execute(select(table).where(table.c.id == record_id)).mappings().first()
    after: dict[str, Any] = dict(row) if row else dict.fromkeys(table.columns.keys())
    steps = []
    for action_id, operation, text, at, author, verb in connection.execute(
        select(actions.c.id, journal.c.operation, journal.c.changes, actions.c.at, actions.c.author, actions.c.verb)
        .join(actions, actions.c.id == journal.c.action_id)
        .where(journal.c.record_id == record_id, journal.c.table_name == table.name)
        .order_by(journal.c.id.desc())
    ):
        before = _before(after, operation, json.loads(text) if text else {})
        changes = tuple(_changes(records, before, after))
        steps.append(Step(action_id, from_milliseconds(at), author, verb, operation, changes))
        after = before
    return steps


def _before(after: dict[str, Any], operation: str, entry: dict[str, Any]) -> dict[str, Any]:
    """The row as it was before an entry."""
    match operation:
        case "insert":
            return dict.fromkeys(after)
        case "delete":
            return dict.fromkeys(after) | entry
        case _:
            return after | {name: old for name, (old, _new) in entry.items()}


def _changes(records: Records[Any], before: dict[str, Any], after: dict[str, Any]) -> Iterator[FieldChange]:
    for field in records.fields.in_columns:
        if any(before[name] != after[name] for name in column_names(field)):
            yield FieldChange(field, from_columns(field, before), from_columns(field, after))
    if before[OWN_COLUMN] != after[OWN_COLUMN]:
        old, new = (own_values_in(records.fields, row[OWN_COLUMN]) for row in (before, after))
        for field in records.fields.own:
            if old.get(field.name) != new.get(field.name):
                yield FieldChange(field, old.get(field.name), new.get(field.name))
