"""Why an action can no longer be undone, told with what was done since and by whom."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, desc, select

from desktop_crm.core import clock
from desktop_crm.core.database.columns import OWN_COLUMN, column_names, from_milliseconds
from desktop_crm.core.database.engine import PRESENTING
from desktop_crm.core.database.schema.actions import actions, journal
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.journal.undone import REDO, UNDO
from desktop_crm.core.kinds import ONE, Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.field_values import masked, show


class UndoConflictError(RefusedError):
    """What was done since stands in the way; nothing was changed."""

    def __init__(self, reason: str) -> None:
        super().__init__(_("This can no longer be undone"), reason)


@dataclass(frozen=True, slots=True)
class Later:
    """A later action: when and by whom."""

    at: datetime
    author: str

    @property
    def time(self) -> str:
        """When, in the user's zone."""
        return f"{self.at.astimezone(clock.zone()):%Y-%m-%d %H:%M}"


def later_change(
    connection: Connection,
    table_name: str,
    record_id: int,
    columns: Collection[str],
    *,
    after: int,
    passed_over: Collection[int],
) -> Later | None:
    """The newest action that set one of the columns after the journal entry `after`; undone ones do not count."""
    rows = connection.execute(
        select(journal.c.action_id, journal.c.changes, actions.c.at, actions.c.author)
        .join(actions, actions.c.id == journal.c.action_id)
        .where(
            journal.c.record_id == record_id,
            journal.c.table_name == table_name,
            journal.c.id > after,
            journal.c.changes.is_not(None),
            actions.c.verb.not_in((UNDO, REDO)),
        )
        .order_by(desc(journal.c.id))
    )
    for action_id, changes, at, author in rows:
        if action_id not in passed_over and not set(columns).isdisjoint(json.loads(changes)):
            return Later(from_milliseconds(at), author)
    return None


def changed_since(
    connection: Connection, table_name: str, record_id: int, columns: Collection[str], later: Later
) -> UndoConflictError:
    """The record was changed again."""
    return UndoConflictError(
        _(
            "“{field}” of {record} was changed again on {time} by {author}. Undo that first. Nothing was changed."
        ).format(
            field=_label(table_name, columns),
            record=called(connection, table_name, record_id),
            time=later.time,
            author=later.author,
        )
    )


def missing(connection: Connection, table_name: str, record_id: int) -> UndoConflictError:
    """The record is not there, or is there again."""
    return UndoConflictError(
        _("{record} is no longer as this action left it. Nothing was changed.").format(
            record=called(connection, table_name, record_id)
        )
    )


def needed(connection: Connection, kind: Kind, record_id: int, by: Kind, by_id: int) -> UndoConflictError:
    """Another record, made or linked later, refers to the one that would be removed."""
    later = later_change(connection, by.value, by_id, ROOMS[by].table.c.keys(), after=0, passed_over=())
    return UndoConflictError(
        _("{other} belongs to {record} since {time} ({author}). Undo that first. Nothing was changed.").format(
            other=called(connection, by.value, by_id),
            record=called(connection, kind.value, record_id),
            time=later.time if later else "",
            author=later.author if later else "",
        )
    )


def called(connection: Connection, table_name: str, record_id: int) -> str:
    """What a record is and how it is called, in the language in use, such as: customer “云帆”; masked for others."""
    if table_name not in set(Kind):
        return _("An entry of the settings")
    kind = Kind(table_name)
    room = ROOMS[kind]
    entity = room.get(connection, record_id)
    name = room.fields.named_by
    told = masked if connection.get_execution_options().get(PRESENTING) else show
    title = told(room.fields[name], getattr(entity, name)) if entity and name in room.fields else ""
    return _("{kind} “{name}”").format(kind=_(ONE[kind]), name=title) if title else _(ONE[kind])


def _label(table_name: str, columns: Collection[str]) -> str:
    if table_name in set(Kind):
        fields = ROOMS[Kind(table_name)].fields
        for field in fields.in_columns:
            if not set(columns).isdisjoint(column_names(field)):
                label = field.label
                return _(label)
        if OWN_COLUMN in columns:
            return _("Own fields")
    return _("State")
