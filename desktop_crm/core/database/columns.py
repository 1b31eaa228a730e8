"""How each type of field lies in columns: which columns, and the way from value to row and back."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, Text
from sqlalchemy.types import TypeEngine

from desktop_crm.core.fields import Field, FieldType, RecordFields
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.field_values import from_json, to_json
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.values.money import Money, MoneyRange
from desktop_crm.core.values.phone import Phone

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
as_json = json.JSONEncoder(ensure_ascii=False).encode

_REMOVED = Field("", "")  # stands for a field that is no more

OWN_COLUMN = "own"  # JSON of the values of the user's own fields; every table of records has it

Row = Mapping[Any, Any]  # column name to value; also SQLAlchemy's own row mappings


def to_milliseconds(moment: datetime) -> int:
    """Milliseconds since 1970 UTC, as moments are stored."""
    return (moment - _EPOCH) // _MILLISECOND


def from_milliseconds(milliseconds: int) -> datetime:
    """The aware UTC moment of a stored number."""
    return _EPOCH + milliseconds * _MILLISECOND


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one field type: suffix and SQL type of each, and the two ways through them."""

    columns: tuple[tuple[str, type[TypeEngine[Any]]], ...]
    take_apart: Callable[[Any], tuple[Any, ...]]
    put_together: Callable[[tuple[Any, ...]], Any]
    plain: bool = False  # one column, which holds the value as it is


def _plain(column_type: type[TypeEngine[Any]]) -> Layout:
    return Layout((("", column_type),), lambda value: (value,), lambda parts: parts[0], plain=True)


def _json(empty: Callable[[Any], Any]) -> Layout:
    return Layout(
        (("", Text),),
        lambda value: (as_json(value),),
        lambda parts: empty(json.loads(parts[0])),
    )


_TEXT = _plain(Text)
_LIST = _json(tuple)

LAYOUTS: Mapping[FieldType, Layout] = {
    FieldType.TEXT: _TEXT,
    FieldType.LONG_TEXT: _TEXT,
    FieldType.CHOICE: _TEXT,
    FieldType.EMAIL: _TEXT,
    FieldType.WEBSITE: _TEXT,
    FieldType.USCC: _TEXT,
    FieldType.RECURRENCE: _TEXT,
    FieldType.CHOICES: _LIST,
    FieldType.TAGS: _LIST,
    FieldType.YES_NO: Layout((("", Integer),), lambda value: (int(value),), lambda parts: bool(parts[0])),
    FieldType.NUMBER: _plain(Integer),
    FieldType.REFERENCE: _plain(Integer),
    FieldType.DAY: Layout((("", Text),), lambda value: (value.text,), lambda parts: Day(parts[0])),
    FieldType.MOMENT: Layout(
        (("", Integer), ("_zone", Text), ("_all_day", Integer)),
        lambda value: (to_milliseconds(value.at), value.zone, int(value.all_day)),
        lambda parts: Moment(from_milliseconds(parts[0]), parts[1], bool(parts[2])),
    ),
    FieldType.PHONE: Layout(
        (("", Text), ("_e164", Text), ("_extension", Text)),
        lambda value: (value.text, value.e164, value.extension),
        lambda parts: Phone(*parts),
    ),
    FieldType.MONEY: Layout(
        (("_cents", Integer), ("_currency", Text), ("_text", Text)),
        lambda value: (value.cents, value.currency, value.text),
        lambda parts: Money(*parts),
    ),
    FieldType.MONEY_RANGE: Layout(
        (("_low_cents", Integer), ("_high_cents", Integer), ("_currency", Text), ("_text", Text)),
        lambda value: (value.low_cents, value.high_cents, value.currency, value.text),
        lambda parts: MoneyRange(*parts),
    ),
    FieldType.ANSWERS: _json(dict),
    FieldType.UNPLACED: _json(dict),
}


def column_names(field: Field) -> tuple[str, ...]:
    """The names of the columns in which a stored field lies, the first or only one first."""
    return tuple(field.name + suffix for suffix, _type in LAYOUTS[field.type].columns)


def columns(name: str, field_type: FieldType, refers_to: str | None = None) -> list[Column[Any]]:
    """Fresh nullable columns for a field; a reference names the table whose id it holds."""
    keys = [ForeignKey(f"{refers_to}.id")] if refers_to else []
    return [Column(name + suffix, column_type, *keys) for suffix, column_type in LAYOUTS[field_type].columns]


def _is_empty(value: Any) -> bool:
    return not value and not isinstance(value, int)  # 0 and False are values


def to_columns(field: Field, value: Any) -> dict[str, Any]:
    """Column name to SQL value; an empty value (None, "", ()) leaves every column NULL."""
    names = column_names(field)
    if _is_empty(value):
        return dict.fromkeys(names)
    return dict(zip(names, LAYOUTS[field.type].take_apart(value), strict=True))


def from_columns(field: Field, row: Row) -> Any:
    """The value of a field in a row, None where it is empty."""
    parts = tuple(row[name] for name in column_names(field))
    if all(part is None for part in parts):
        return None
    return LAYOUTS[field.type].put_together(parts)


def own_text(fields: RecordFields, own: Mapping[str, Any]) -> str | None:
    """The JSON of an entity's own values; those of a field that was removed since stay as they were."""
    known = {field.name: field for field in fields.own}
    values = {name: _own_json(known.get(name), value) for name, value in own.items()}
    kept = {name: value for name, value in sorted(values.items()) if value is not None}
    return as_json(kept) if kept else None


def _own_json(field: Field | None, value: Any) -> Any:
    """The JSON of a value; without its field it is JSON already, or was made while the field was still there."""
    return value if field is None and isinstance(value, dict | list) else to_json(field or _REMOVED, value)


def own_values_in(fields: RecordFields, text: str | None) -> dict[str, Any]:
    """The values in the JSON of `own_text`."""
    if not text:
        return {}
    known = {field.name: field for field in fields.own}
    return {name: _own_value(known.get(name), value) for name, value in json.loads(text).items()}


def _own_value(field: Field | None, value: Any) -> Any:
    """The value in some JSON, or the JSON itself where the field is gone or was of another type when it was written."""
    try:
        return from_json(field, value) if field else value
    except (KeyError, TypeError, ValueError):
        return value


class RecordColumns:
    """The columns of a kind of record, laid out once for many rows, both ways."""

    def __init__(self, fields: Iterable[Field]) -> None:
        self._fields = tuple((field.name, column_names(field), LAYOUTS[field.type]) for field in fields)
        self._empty_row: dict[str, Any] = dict.fromkeys(column for _, names, _ in self._fields for column in names)

    def row_of(self, entity: object) -> dict[str, Any]:
        """Column name to SQL value, for the attributes of `entity` that are named like the fields."""
        row = self._empty_row.copy()
        for name, names, layout in self._fields:
            value = getattr(entity, name)
            if layout.plain:
                row[name] = None if _is_empty(value) else value
            elif not _is_empty(value):
                row.update(zip(names, layout.take_apart(value), strict=True))
        return row

    def values_in(self, row: Row) -> dict[str, Any]:
        """Field name to value, for the fields that are not empty in `row`."""
        values: dict[str, Any] = {}
        for name, names, layout in self._fields:
            if layout.plain:
                if (value := row[name]) is not None:
                    values[name] = value
            else:
                parts = tuple([row[column] for column in names])
                if parts.count(None) < len(parts):
                    values[name] = layout.put_together(parts)
        return values
