"""The history of a record in words: who set which field to what, when, and by which action (D-02)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.journal.history import Step, history
from desktop_crm.core.journal.undone import REDO, UNDO
from desktop_crm.core.journal.verbs import words_of
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.field_values import show

_OPERATIONS = {"insert": N_("made"), "delete": N_("erased")}
_VERBS = {UNDO: N_("undo"), REDO: N_("redo")}


@dataclass(frozen=True, slots=True)
class Told:
    """One field as an action set it, at an aware moment in UTC. `field` is "" where the action set none, such as a
    moving to the Trash; `old` and `new` are texts, "" where empty."""

    at: datetime
    author: str
    action: str
    field: str
    label: str
    old: str
    new: str


def told_history(connection: Connection, kind: Kind, record_id: int) -> list[Told]:
    """Every value that a record ever had, the newest first."""
    names: dict[tuple[Kind, int], str] = {}

    def text(field: Field, value: Any) -> str:
        if field.type is FieldType.REFERENCE and field.refers_to and value:
            key = (field.refers_to, value)
            if key not in names:
                names[key] = _name(connection, *key)
            return names[key]
        return show(field, value)

    def told(step: Step) -> Iterator[Told]:
        action = _action(step)
        for change in step.changes:
            label = change.field.label
            old, new = text(change.field, change.old), text(change.field, change.new)
            yield Told(step.at, step.author, action, change.field.name, _(label), old, new)
        if not step.changes:
            yield Told(step.at, step.author, action, "", "", "", "")

    return [each for step in history(connection, ROOMS[kind], record_id) for each in told(step)]


def _action(step: Step) -> str:
    if step.verb in _VERBS:
        return _(_VERBS[step.verb])
    words = words_of(step.verb)
    if step.operation not in _OPERATIONS:
        return words
    return _("{value} ({about})").format(value=words, about=_(_OPERATIONS[step.operation]))


def _name(connection: Connection, kind: Kind, record_id: int) -> str:
    room = ROOMS[kind]
    entity = room.get(connection, record_id)
    if entity is None:
        return _("(erased)")
    named_by = room.fields.named_by
    return show(room.fields[named_by], getattr(entity, named_by)).partition("\n")[0]
