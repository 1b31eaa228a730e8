"""Values as our own JSON has them, looked at closely, since any other program may have written the file."""

import json
from typing import Any

from desktop_crm.core.fields import OWN, Field, FieldType
from desktop_crm.core.i18n import _
from desktop_crm.core.transfer.reading.tables import Cell
from desktop_crm.core.values.field_reading import Parsed
from desktop_crm.core.values.field_values import from_json
from desktop_crm.core.values.moment import Moment

_LARGEST = 2**63 - 1  # what a column of the database holds
_SHAPES: dict[FieldType, dict[str, type[str | int | bool]]] = {
    FieldType.MOMENT: {"at": str, "zone": str, "all_day": bool},
    FieldType.PHONE: {"text": str, "e164": str, "extension": str},
    FieldType.MONEY: {"cents": int, "currency": str, "text": str},
    FieldType.MONEY_RANGE: {"low_cents": int, "high_cents": int, "currency": str, "text": str},
}
_MAYBE_NONE = {"low_cents", "high_cents"}
_LISTS = {FieldType.CHOICES, FieldType.TAGS}
_MAPPINGS = {FieldType.ANSWERS, FieldType.UNPLACED}


def exact_value(field: Field | None, cell: Cell) -> Parsed:
    """The value in a cell of an exact table, or the problem with it; without a field, whatever JSON holds."""
    try:
        data: Any = json.loads(cell) if isinstance(cell, str) and _in_json(field) else cell
        if field is None:
            if _is_simple(data):
                return Parsed(data)
        elif _fits(field.type, data) and _allowed(field, data):
            value = from_json(field, data)
            if isinstance(value, Moment):
                value.local()  # its zone must be one
            return Parsed(value)
    except (ValueError, TypeError, KeyError, RecursionError, OverflowError, OSError):
        pass
    return Parsed(problem=_("It is no value that this program writes for such a field"))


def _in_json(field: Field | None) -> bool:
    """Whether the reader left the value in JSON: where no cell can hold it, and in the user's own fields."""
    if field is None or field.name.startswith(OWN):
        return True
    return field.type in _SHAPES or field.type in _LISTS or field.type in _MAPPINGS


def _fits(field_type: FieldType, data: Any) -> bool:
    """Whether the data have the types that `to_json` writes for a field of this type."""
    match field_type:
        case FieldType.YES_NO:
            return isinstance(data, bool)
        case FieldType.NUMBER:
            return type(data) is int and abs(data) <= _LARGEST
        case _ if field_type in _LISTS:
            return isinstance(data, list) and all(isinstance(word, str) for word in data)
        case _ if field_type in _MAPPINGS:
            return isinstance(data, dict) and all(isinstance(text, str) for text in data.values())
        case _ if field_type in _SHAPES:
            shape = _SHAPES[field_type]
            return (
                isinstance(data, dict)
                and data.keys() == shape.keys()
                and all(
                    _is(data[name], wanted) or (data[name] is None and name in _MAYBE_NONE)
                    for name, wanted in shape.items()
                )
            )
        case _:
            return isinstance(data, str)


def _is_simple(data: Any) -> bool:
    """Whether it can be the value of some field: a text, a number, yes or no, or a list or mapping of these."""
    if isinstance(data, list | dict):
        return all(map(_is_simple, data.values() if isinstance(data, dict) else data))
    return data is None or isinstance(data, str | bool) or _is(data, int)


def _allowed(field: Field, data: Any) -> bool:
    """Whether a number lies within its limits and a word in its list, where these bind."""
    if field.type is FieldType.NUMBER and field.limits:
        return bool(field.limits[0] <= data <= field.limits[1])
    if field.type is FieldType.CHOICE and field.choices and not field.choices.open:
        return not data or any(choice.code == data for choice in field.choices.known)
    return True


def _is(value: Any, wanted: type) -> bool:
    return type(value) is wanted and (type(value) is not int or abs(value) <= _LARGEST)
