"""How each type of field lies in columns: which columns, and the way from value to row and back."""

import json
from collections.abc import Callable, Mapping
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


def _plain(column_type: type[TypeEngine[Any]]) -> Layout:
    return Layout((("", column_type),), lambda value: (value,), lambda parts: parts[0])


def _json(empty: Callable[[Any], Any]) -> Layout:
    return Layout(
        (("", Text),),
        lambda value: (json.dumps(value, ensure_ascii=False),),
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


def to_columns(field: Field, value: Any) -> dict[str, Any]:
    """Column name to SQL value; an empty value (None, "", ()) leaves every column NULL."""
    names = column_names(field)
    if value is None or value in ("", (), {}):
        return dict.fromkeys(names)
    return dict(zip(names, LAYOUTS[field.type].take_apart(value), strict=True))


def from_columns(field: Field, row: Row) -> Any:
    """The value of a field in a row, None where it is empty."""
    parts = tuple(row[name] for name in column_names(field))
    if all(part is None for part in parts):
        return None
    return LAYOUTS[field.type].put_together(parts)
