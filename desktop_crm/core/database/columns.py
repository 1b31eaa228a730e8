"""How each type of field lies in columns: which columns, and the way from value to row and back."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Column, ForeignKey, Integer, Text
from sqlalchemy.types import TypeEngine

from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.values.money import Money, MoneyRange
from desktop_crm.core.values.phone import Phone

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_JSON = json.JSONEncoder(ensure_ascii=False)

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
        lambda value: (_JSON.encode(value),),
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


def from_columns(field: Field, row: Row) -> Any:
    """The value of a field in a row, None where it is empty."""
    parts = tuple(row[name] for name in column_names(field))
    if all(part is None for part in parts):
        return None
    return LAYOUTS[field.type].put_together(parts)


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
