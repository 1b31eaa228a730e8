"""The user's own fields, and the built-in ones that he does without (C-38).

What a field holds stays with the records when the field is removed, and is there again when the removal is undone.
Every verb sees what the ones before it in the same action did.
"""

import string
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from desktop_crm.core.changes import Changes
from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.database.columns import OWN_COLUMN, as_json
from desktop_crm.core.database.session import Session
from desktop_crm.core.database.tailoring_store import OWN_SECTION, store_fields, store_hidden
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.fields import OWN, Field, FieldType, RecordFields, Search, additions, folded
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.tailoring import TYPES

WITH_CHOICES = frozenset({FieldType.CHOICE, FieldType.CHOICES})
LONGEST_LABEL = 60  # characters

_DIGITS = string.digits + string.ascii_lowercase
_WORDS = frozenset({FieldType.TEXT, FieldType.LONG_TEXT})  # one may become the other with all it holds
# Beside what is required: forms and lists hang on these, or a rule asks for them before a record is saved.
_INDISPENSABLE: Mapping[Kind, frozenset[str]] = {
    Kind.CUSTOMERS: frozenset({"account_type", "phone", "status", "churn_reason", "tier_reason"}),
    Kind.NEEDS: frozenset({"budget"}),
    Kind.SERVICE: frozenset({"solution", "resolved", "confirmed"}),
    Kind.FEEDBACK: frozenset({"measures"}),
    Kind.SATISFACTION: frozenset({"reason"}),
}


class LabelRefusedError(RefusedError):
    """A field cannot have this label; nothing was changed."""

    def __init__(self, label: str, reason: str) -> None:
        super().__init__(_("A field cannot be called “{label}”").format(label=label), reason)


class NoSuchFieldError(RefusedError):
    """There is no such field; nothing was changed."""

    def __init__(self, kind: Kind, name: str) -> None:
        super().__init__(
            _("{kind} have no field “{name}”").format(kind=_(TITLES[kind]), name=name),
            _("Choose one of: {fields}").format(fields=", ".join(_title(field) for field in ROOMS[kind].fields)),
        )


class FieldInUseError(RefusedError):
    """Records hold something that the new type could not; nothing was changed."""

    def __init__(self, label: str) -> None:
        super().__init__(
            _("“{label}” keeps its type").format(label=label),
            _("Records have values in it. Add another field, or empty this one first."),
        )


class IndispensableFieldError(RefusedError):
    """The program cannot do without the field; nothing was changed."""

    def __init__(self, label: str) -> None:
        super().__init__(
            _("“{label}” cannot be hidden").format(label=label), _("Every record needs it, or is known by it.")
        )


def add_field(
    session: Session,
    kind: Kind,
    label: str,
    field_type: FieldType = FieldType.TEXT,
    *,
    choices: Sequence[str] = (),
    required: bool = False,
    in_table: bool = False,
) -> Changes:
    """Give the records of a kind a field of the user's own, the last one; `choices` are the words of its list.

    Raises:
        LabelRefusedError, RefusedError: it cannot be such a field; nothing was written.
    """
    name = OWN + _base36(session.new_id())
    field = Field(
        name,
        _free_label(kind, label),
        _allowed(field_type),
        section=OWN_SECTION,
        requirement="C-38",
        choices=_list(name, label, field_type, choices),
        required=required,
        search=Search.TEXT,
        in_table=in_table,
    )
    return store_fields(session, kind, (*ROOMS[kind].fields.own, field))


def change_field(
    session: Session,
    kind: Kind,
    name: str,
    *,
    label: str | None = None,
    field_type: FieldType | None = None,
    choices: Sequence[str] = (),
    required: bool | None = None,
    in_table: bool | None = None,
) -> Changes:
    """Let an own field be called, typed, required or listed otherwise; `choices` are for one that gets a list.

    Raises:
        NoSuchFieldError, LabelRefusedError, FieldInUseError, RefusedError: nothing was written.
    """
    field = own_field(kind, name)
    label = field.label if label is None else _free_label(kind, label, besides=name)
    field_type = field.type if field_type is None else _allowed(field_type)
    if field_type is field.type:
        its_list = field.choices and replace(field.choices, title=label)
    else:
        if not {field_type, field.type} <= _WORDS and _is_used(session, kind, name):
            raise FieldInUseError(field.label)
        kept = field.choices if field.choices and field_type in WITH_CHOICES else None
        its_list = kept or _list(name, label, field_type, choices)
    changed = replace(
        field,
        label=label,
        type=field_type,
        choices=its_list,
        required=field.required if required is None else required,
        in_table=field.in_table if in_table is None else in_table,
    )
    return store_fields(session, kind, (changed if each.name == name else each for each in ROOMS[kind].fields.own))


def remove_field(session: Session, kind: Kind, name: str) -> Changes:
    """Do without an own field; what records hold in it stays with them, unseen.

    Raises:
        NoSuchFieldError: nothing was written.
    """
    removed = own_field(kind, name)
    return store_fields(session, kind, (each for each in ROOMS[kind].fields.own if each is not removed))


def order_fields(session: Session, kind: Kind, names: Iterable[str]) -> Changes:
    """Let the own fields of a kind stand in this order; those not named follow in the order they have.

    Raises:
        NoSuchFieldError: nothing was written.
    """
    first = [own_field(kind, name) for name in dict.fromkeys(names)]
    return store_fields(session, kind, (*first, *(each for each in ROOMS[kind].fields.own if each not in first)))


def hide_field(session: Session, kind: Kind, name: str) -> Changes:
    """Do without a built-in field: forms, lists and prints leave it out; what records hold in it stays.

    Raises:
        NoSuchFieldError, IndispensableFieldError: nothing was written.
    """
    field = _built_in(kind, name)
    if not can_be_hidden(ROOMS[kind].fields, field):
        raise IndispensableFieldError(_title(field))
    return store_hidden(session, kind, hidden_fields(kind) | {name})


def show_field(session: Session, kind: Kind, name: str) -> Changes:
    """Show a built-in field again.

    Raises:
        NoSuchFieldError: nothing was written.
    """
    return store_hidden(session, kind, hidden_fields(kind) - {_built_in(kind, name).name})


def can_be_hidden(fields: RecordFields, field: Field) -> bool:
    """Whether the records of a kind can do without a built-in field."""
    kept = {fields.named_by, "customer_id", *_INDISPENSABLE.get(fields.kind, ())}
    return not field.required and field.name not in kept


def hidden_fields(kind: Kind) -> frozenset[str]:
    """The names of the built-in fields that the user hid."""
    return additions.get().hidden.get(kind, frozenset())


def own_field(kind: Kind, name: str) -> Field:
    """The user's own field of this name.

    Raises:
        NoSuchFieldError: there is none.
    """
    for field in ROOMS[kind].fields.own:
        if field.name == name:
            return field
    raise NoSuchFieldError(kind, name)


def _built_in(kind: Kind, name: str) -> Field:
    for field in ROOMS[kind].fields.built_in:
        if field.name == name:
            return field
    raise NoSuchFieldError(kind, name)


def _free_label(kind: Kind, label: str, *, besides: str = "") -> str:
    """The label in one line, when no other field of the kind has it as one of its headings."""
    label = " ".join(label.split())
    if not folded(label):
        raise LabelRefusedError(label, _("It needs a name."))
    if len(label) > LONGEST_LABEL:
        raise LabelRefusedError(label, _("It may have {most} characters at most.").format(most=LONGEST_LABEL))
    for field in ROOMS[kind].fields:
        if field.name != besides and folded(label) in map(folded, field.headings()):
            raise LabelRefusedError(
                label, _("In files this is the field “{other}”. Choose another name.").format(other=_title(field))
            )
    return label


def _allowed(field_type: FieldType) -> FieldType:
    if field_type not in TYPES:
        raise RefusedError(
            _("An own field cannot be of this type"),
            _("Choose one of: {types}").format(types=", ".join(each.value for each in TYPES)),
        )
    return field_type


def _list(name: str, label: str, field_type: FieldType, words: Sequence[str]) -> ChoiceList | None:
    """The drop-down list of a new field; a word that the user made is its own code."""
    if field_type not in WITH_CHOICES:
        return None
    choices = tuple(Choice(word, word) for word in dict.fromkeys(" ".join(word.split()) for word in words) if word)
    if not choices:
        raise RefusedError(
            _("A list needs something to choose from"), _("Give “{label}” at least one word.").format(label=label)
        )
    return ChoiceList(name, label, choices)


def _is_used(session: Session, kind: Kind, name: str) -> bool:
    """Whether any record, in the Trash too, has a value in an own field."""
    table = ROOMS[kind].table
    holding = table.c[OWN_COLUMN].contains(f"{as_json(name)}: ", autoescape=True)
    return session.connection.execute(table.select().where(holding).limit(1)).first() is not None


def _title(field: Field) -> str:
    return _(field.label)


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, digit = divmod(number, len(_DIGITS))
        digits = _DIGITS[digit] + digits
    return digits
