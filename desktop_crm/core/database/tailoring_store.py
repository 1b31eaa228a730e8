"""Reading and writing what the user made of fields and lists, which lies among the settings of the vault."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, select

from desktop_crm.core.changes import Changes
from desktop_crm.core.choices import Choice, ChoiceList
from desktop_crm.core.database import settings_store
from desktop_crm.core.database.schema.settings import settings as table
from desktop_crm.core.database.session import Session
from desktop_crm.core.fields import Field, FieldType, Search
from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind
from desktop_crm.core.tailoring import Tailoring, use

OWN_SECTION = N_("Own fields")  # the heading above them in forms
_OWN_FIELDS, _HIDDEN, _LIST = "own_fields.", "hidden_fields.", "list."
_CONFIDENTIAL = "confidential_fields."


def load(connection: Connection) -> Tailoring:
    """The tailoring of the book as it is."""
    rows = connection.execute(select(table.c.name, table.c.value))
    return tailoring_of({name: json.loads(value) for name, value in rows if is_tailoring(name)})


def is_tailoring(name: str) -> bool:
    """Whether a setting of this name belongs to the tailoring."""
    return name.startswith((_OWN_FIELDS, _HIDDEN, _LIST, _CONFIDENTIAL))


def tailoring_of(values: Mapping[str, Any]) -> Tailoring:
    """The tailoring that settings say.

    Raises:
        AttributeError, KeyError, TypeError, ValueError: they were not written here.
    """
    return Tailoring(
        {Kind(name): tuple(map(_field, fields)) for name, fields in _under(_OWN_FIELDS, values)},
        {Kind(name): frozenset(names) for name, names in _under(_HIDDEN, values)},
        {name: tuple(map(_choice, choices)) for name, choices in _under(_LIST, values)},
        {Kind(name): frozenset(names) for name, names in _under(_CONFIDENTIAL, values)},
    )


def values_of(tailoring: Tailoring) -> dict[str, Any]:
    """The settings that say the tailoring, as JSON has them; `tailoring_of` is the inverse."""
    return {
        **{_OWN_FIELDS + kind: [_field_json(field) for field in fields] for kind, fields in tailoring.fields.items()},
        **{_HIDDEN + kind: sorted(names) for kind, names in tailoring.hidden.items()},
        **{_LIST + name: [_choice_json(choice) for choice in choices] for name, choices in tailoring.lists.items()},
        **{_CONFIDENTIAL + kind: sorted(names) for kind, names in tailoring.confidential.items()},
    }


def _under(start: str, values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for name, value in values.items():
        if name.startswith(start):
            yield name.removeprefix(start), value


def store_fields(session: Session, kind: Kind, fields: Iterable[Field]) -> Changes:
    """Let these be the user's own fields of a kind, in this order."""
    return _keep(session, _OWN_FIELDS + kind, [_field_json(field) for field in fields])


def store_hidden(session: Session, kind: Kind, names: Iterable[str]) -> Changes:
    """Let these built-in fields of a kind be hidden, and no others."""
    return _keep(session, _HIDDEN + kind, sorted(names))


def store_confidential(session: Session, kind: Kind, names: Iterable[str]) -> Changes:
    """Let what these fields of a kind get from now on be confidential (P-04)."""
    return _keep(session, _CONFIDENTIAL + kind, sorted(names))


def store_list(session: Session, choices: ChoiceList, known: Iterable[Choice]) -> Changes:
    """Let a drop-down list have these choices, in this order."""
    return _keep(session, _LIST + choices.name, [_choice_json(choice) for choice in known])


def _keep(session: Session, name: str, value: Any) -> Changes:
    """As `settings_store.keep`; the rest of the action sees the tailoring as it is then."""
    changes = settings_store.keep(session, name, value)
    use(load(session.connection))
    return changes


def _field(data: Mapping[str, Any]) -> Field:
    choices = data["choices"]
    return Field(
        data["name"],
        data["label"],
        FieldType(data["type"]),
        section=OWN_SECTION,
        requirement="C-38",
        choices=None if choices is None else ChoiceList(data["name"], data["label"], tuple(map(_choice, choices))),
        required=data["required"],
        search=Search.TEXT,
        in_table=data["in_table"],
    )


def _field_json(field: Field) -> dict[str, Any]:
    return {
        "name": field.name,
        "label": field.label,
        "type": field.type.value,
        "choices": [_choice_json(choice) for choice in field.choices.choices] if field.choices else None,
        "required": field.required,
        "in_table": field.in_table,
    }


def _choice(data: Mapping[str, Any]) -> Choice:
    return Choice(data["code"], data["label"], tuple(data["aliases"]), data.get("hidden", False))


def _choice_json(choice: Choice) -> dict[str, Any]:
    return {"code": choice.code, "label": choice.label, "aliases": list(choice.aliases), "hidden": choice.hidden}
