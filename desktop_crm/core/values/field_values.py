"""For every type of field: the Python type of its value, and how it is shown, masked, exported and kept as JSON.

| type | value |
|---|---|
| TEXT, LONG_TEXT, EMAIL, WEBSITE, USCC, RECURRENCE | str |
| CHOICE | str: the code of a built-in choice, or the user's own word |
| CHOICES, TAGS | tuple[str, ...] |
| YES_NO | bool |
| NUMBER, REFERENCE | int |
| DAY, MOMENT, PHONE, MONEY, MONEY_RANGE | Day, Moment, Phone, Money, MoneyRange |
| ANSWERS, UNPLACED | Mapping[str, str]: question or heading to text |

An empty field is None everywhere.
"""

import json
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from desktop_crm.core import clock
from desktop_crm.core.fields import Field, FieldType, Mask
from desktop_crm.core.i18n import _, language, listed
from desktop_crm.core.values import names
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment, exact_text, from_iso, show_moment
from desktop_crm.core.values.money import ROUGH, Money, MoneyRange, band, show_money, show_range
from desktop_crm.core.values.phone import Phone, show_phone
from desktop_crm.core.values.recurrence import in_words

Value = str | bool | int | tuple[str, ...] | Day | Moment | Phone | Money | MoneyRange | Mapping[str, str]
Json = str | bool | int | list[str] | dict[str, str | int | bool | None] | None


def _label(field: Field, word: str) -> str:
    return field.choices.label_of(word) if field.choices else word


def show(field: Field, value: Value | None) -> str:
    """The value as the user reads it, in the language in use; nothing for None."""
    match value:
        case None:
            return ""
        case bool():
            return _("Yes") if value else _("No")
        case int():
            return str(value)
        case str() if field.type is FieldType.RECURRENCE:
            return in_words(value)
        case str():
            return _label(field, value)
        case tuple():
            return listed(_label(field, word) for word in value)
        case Day():
            return value.text
        case Moment():
            return show_moment(value, clock.zone())
        case Phone():
            return show_phone(value)
        case Money():
            return show_money(value)
        case MoneyRange():
            return show_range(value)
        case _:
            between = "：" if language() == "zh" else ": "
            return "\n".join(f"{heading}{between}{text}" if heading else text for heading, text in value.items())


_MASKS: dict[Mask, Callable[[str], str]] = {
    Mask.PERSON: names.mask_person,
    Mask.COMPANY: names.mask_company,
    Mask.PHONE: names.mask_phone,
    Mask.EMAIL: names.mask_email,
    Mask.USCC: names.mask_uscc,
}


# What no declaration needs to say, and what the user's own fields cannot: by what a value is.
_MASK_OF_TYPE: dict[FieldType, Mask] = {
    FieldType.PHONE: Mask.PHONE,
    FieldType.EMAIL: Mask.EMAIL,
    FieldType.USCC: Mask.USCC,
    FieldType.WEBSITE: Mask.HIDE,  # a company's site says its name
    FieldType.MONEY: Mask.AMOUNT,
    FieldType.MONEY_RANGE: Mask.AMOUNT,
    FieldType.UNPLACED: Mask.HIDE,  # nobody knows what it is
}


def mask_of(field: Field) -> Mask:
    """How the field's values are masked: as declared, else by their type."""
    return _MASK_OF_TYPE.get(field.type, Mask.NO) if field.mask is Mask.NO else field.mask


def mask_text(mask: Mask, text: str) -> str:
    """The masked form of a text; all that is no name, phone, e-mail or USCC is hidden wholly."""
    return _MASKS.get(mask, _hidden)(text)


def _hidden(_text: str) -> str:
    return names.HIDDEN


def masked(field: Field, value: Value | None) -> str:
    """What those see who may not see the value whole: by the field's mask (P-05), amounts as a band."""
    mask = mask_of(field)
    if value is None or mask is Mask.NO or not show(field, value):
        return show(field, value)
    if mask is Mask.AMOUNT and isinstance(value, Money | MoneyRange):
        return show_range(band(value)) or names.HIDDEN
    if isinstance(value, tuple):
        return listed(mask_text(mask, word) for word in value)
    return mask_text(mask, value.e164 or value.text if isinstance(value, Phone) else show(field, value))


def export_cell(field: Field, value: Value | None) -> str | int | Decimal | None:
    """The value for a cell of XLSX or CSV, in the language in use, from which `parse` reads an equal value.

    Yuan are a number, in yuan; other currencies are text that names them.
    """
    match value:
        case int() if not isinstance(value, bool) and field.type is FieldType.NUMBER:
            return value
        case Money(currency="CNY") if value.text != ROUGH:
            return Decimal(value.cents).scaleb(-2)
        case Moment():
            return exact_text(value, clock.zone())
        case Phone():
            return value.text
        case None:
            return None
        case str() if field.type is FieldType.RECURRENCE:
            return value
        case Mapping():
            return json.dumps(dict(value), ensure_ascii=False)
        case _:
            return show(field, value)


def to_json(field: Field, value: Value | None) -> Json:
    """The value in types that JSON has, without loss; ids are strings, since many readers of JSON round 63 bits."""
    match value:
        case None | bool() | str():
            return value
        case int():
            return str(value) if field.type is FieldType.REFERENCE else value
        case tuple():
            return list(value)
        case Day():
            return value.text
        case Moment():
            return {"at": value.iso(), "zone": value.zone, "all_day": value.all_day}
        case Phone():
            return {"text": value.text, "e164": value.e164, "extension": value.extension}
        case Money():
            return {"cents": value.cents, "currency": value.currency, "text": value.text}
        case MoneyRange():
            return {
                "low_cents": value.low_cents,
                "high_cents": value.high_cents,
                "currency": value.currency,
                "text": value.text,
            }
        case _:
            return dict(value)


def from_json(field: Field, data: Any) -> Value | None:
    """The value that `to_json` wrote.

    Raises:
        KeyError, TypeError, ValueError: it was not written by `to_json` for a field of this type.
    """
    if data is None:
        return None
    match field.type:
        case FieldType.CHOICES | FieldType.TAGS:
            return tuple(data)
        case FieldType.YES_NO:
            return bool(data)
        case FieldType.NUMBER | FieldType.REFERENCE:
            return int(data)
        case FieldType.DAY:
            return Day(data)
        case FieldType.MOMENT:
            return from_iso(data["at"], data["zone"], all_day=data["all_day"])
        case FieldType.PHONE:
            return Phone(**data)
        case FieldType.MONEY:
            return Money(**data)
        case FieldType.MONEY_RANGE:
            return MoneyRange(**data)
        case FieldType.ANSWERS | FieldType.UNPLACED:
            return dict(data)
        case _:
            return str(data)
