"""Changing one field of one record or of many, by the same rules as a form: one action."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from desktop_crm.core.changes import Changes
from desktop_crm.core.customers import commands as customer_commands
from desktop_crm.core.database import write
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.fields import Field, FieldType, Search
from desktop_crm.core.followups import commands as followup_commands
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.ids import CustomerId, FollowupId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS

_SEVERAL = {FieldType.CHOICES, FieldType.TAGS}
_NEVER = {FieldType.REFERENCE, FieldType.UNPLACED, FieldType.LONG_TEXT}
_OF_ONE_RECORD = {FieldType.PHONE, FieldType.EMAIL, FieldType.WEBSITE, FieldType.USCC}
# Kept by the program, or telling one record from another although no search knows them.
_NOT_FOR_MANY = {"account_type", "former_numbers", "calendar_uid", "to_check", "snoozed_until", "is_primary"}


class Action(Enum):
    """What is done to a field of many records; the value is its name."""

    SET = N_("Set to")
    ADD = N_("Add")
    REMOVE = N_("Take away")
    CLEAR = N_("Empty")


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of one field: `value` as an entity holds it, a tuple of words to add or to take away, None to empty."""

    field: str
    action: Action
    value: Any = None


def bulk_fields(kind: Kind) -> list[Field]:
    """The fields that may be changed for many records at once: not those by which one is told from another."""
    return [
        field
        for field in ROOMS[kind].fields.stored
        if field.type not in _NEVER | _OF_ONE_RECORD
        and field.search not in {Search.IDENTITY, Search.NAME}
        and field.name not in _NOT_FOR_MANY
        and not (field.required and field.type is FieldType.TEXT)
    ]


def actions_of(field: Field, *, needed: bool) -> tuple[Action, ...]:
    """What can be done to a field; one that is `needed` cannot be emptied."""
    if field.type in _SEVERAL:
        return (Action.ADD, Action.REMOVE, Action.SET, Action.CLEAR)
    return (Action.SET,) if needed or field.type is FieldType.YES_NO else (Action.SET, Action.CLEAR)


def is_needed(kind: Kind, field: Field) -> bool:
    """Whether a record of this kind always has a value in the field: it is required, or begins with one."""
    return field.required or bool(getattr(ROOMS[kind].entity(), field.name))


def change_record(session: Session, kind: Kind, record_id: int, values: Mapping[str, Any]) -> Changes:
    """Set some fields of one record.

    Raises:
        NumberTakenError: a customer's new number was given before; nothing was written.
    """
    if kind is Kind.CUSTOMERS:
        return customer_commands.change(session, CustomerId(record_id), **values)
    if kind is Kind.FOLLOWUPS:
        return followup_commands.change_many(session, {FollowupId(record_id): values})
    return ROOMS[kind].change(session, record_id, **values)


def change_many(
    session: Session, kind: Kind, ids: Sequence[int], edit: Edit, at: Callable[[int, int], None] | None = None
) -> Changes:
    """Change one field of all these records; `at` hears how many of how many are done, and may raise to stop.

    Records that have it so already, and customers of an account type that lacks the field, stay untouched.

    Raises:
        RefusedError: the field is not among `bulk_fields`; nothing was written.
    """
    field = next((each for each in bulk_fields(kind) if each.name == edit.field), None)
    if field is None or edit.action not in actions_of(field, needed=is_needed(kind, field)):
        raise RefusedError(
            _("This cannot be changed for many records at once"), _("Open the records one by one to change it.")
        )
    changes, done = Changes(), 0
    for chunk in write.chunks(ids):
        if at:
            at(done, len(ids))
        change = followup_commands.change_many if kind is Kind.FOLLOWUPS else ROOMS[kind].change_many
        changes |= change(session, _values(session, kind, chunk, field, edit))
        done += len(chunk)
    if at:
        at(done, len(ids))
    return changes


def _values(session: Session, kind: Kind, ids: list[int], field: Field, edit: Edit) -> dict[Any, dict[str, Any]]:
    wanted: dict[Any, dict[str, Any]] = {}
    for entity in ROOMS[kind].get_many(session.connection, ids):
        if field.account_type and field.account_type != entity.account_type:
            continue
        old = getattr(entity, field.name)
        new = _new_value(kind, field, old, edit)
        if new != old:
            wanted[entity.id] = {field.name: new}
    return wanted


def _new_value(kind: Kind, field: Field, old: Any, edit: Edit) -> Any:
    match edit.action:
        case Action.ADD:
            return tuple(dict.fromkeys((*old, *edit.value)))
        case Action.REMOVE:
            return tuple(word for word in old if word not in edit.value)
        case Action.CLEAR:
            return getattr(ROOMS[kind].entity(), field.name)
        case _:
            return edit.value
