"""How the value of a field is read from what was typed or what a cell of a file holds, for every type of field."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from unicodedata import normalize

from desktop_crm.core import clock
from desktop_crm.core.fields import Field, FieldType
from desktop_crm.core.i18n import _, listed
from desktop_crm.core.values import email, uscc, website
from desktop_crm.core.values.day import Day, parse_day
from desktop_crm.core.values.field_values import Value
from desktop_crm.core.values.moment import parse_moment
from desktop_crm.core.values.money import parse_money, parse_money_range
from desktop_crm.core.values.phone import parse_phone
from desktop_crm.core.values.phone import problem_of as problem_of_phone
from desktop_crm.core.values.recurrence import normal_rule

Cell = str | bool | int | float | Decimal | datetime | date | time | timedelta | None

_YES_NO = dict.fromkeys(("是", "有", "yes", "y", "true", "1", "√", "✓", "✔", "☑"), True) | dict.fromkeys(
    ("否", "无", "不是", "no", "n", "false", "0", "×", "✗", "✘", "☐"), False
)
_BETWEEN_WORDS = re.compile(r"[、,，;；|\n\r]+")
_BETWEEN_WORDS_WEAKLY = re.compile(r"[/／+＋]+")  # these may also stand inside a choice


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a cell says: its value, None when empty or unreadable, and a translated doubt about it or its error."""

    value: Value | None = None
    problem: str | None = None


def cell_text(cell: Cell) -> str:
    """The text of a raw cell as the user sees it in the sheet: 5.0 is `5`, a date has no 00:00, nothing is empty."""
    match cell:
        case None:
            return ""
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if not isfinite(cell):
            return ""
        case float():
            exact = Decimal(repr(cell))
            return f"{exact.to_integral_value() if cell.is_integer() else exact:f}"
        case Decimal():
            return f"{cell:f}"
        case datetime():
            if cell.tzinfo is None and cell.time() == time():
                return cell.date().isoformat()
            return cell.isoformat(" ", timespec="auto" if cell.second or cell.microsecond else "minutes")
        case _:
            return str(cell).strip().strip("\ufeff\u200b").strip()


def _read_text(_field: Field, _cell: Cell, text: str) -> Parsed:
    return Parsed(text)


def _listed(field: Field) -> str:
    """The words that a closed list allows, in the language in use."""
    choices = field.choices.offered if field.choices else ()
    return listed(_(choice.label) for choice in choices)


def _unknown(field: Field, text: str) -> Parsed:
    return Parsed(problem=_("“{text}” is not one of: {words}").format(text=text, words=_listed(field)))


def _read_choice(field: Field, _cell: Cell, text: str) -> Parsed:
    code = field.choices.code_of(text) if field.choices else None
    if code is None and field.choices and not field.choices.open:
        return _unknown(field, text)
    return Parsed(code or text)


def _words(field: Field, text: str) -> list[str]:
    """The words of a list; one that a choice knows is not split at a slash or plus."""
    words: list[str] = []
    for part in (part.strip() for part in _BETWEEN_WORDS.split(text)):
        known = field.choices.code_of(part) if field.choices else None
        words += [known] if known else [word.strip() for word in _BETWEEN_WORDS_WEAKLY.split(part)]
    return [word for word in words if word]


def _read_words(field: Field, _cell: Cell, text: str) -> Parsed:
    choices = field.choices
    words = _words(field, text)
    if choices:
        unknown = [word for word in words if choices.code_of(word) is None]
        if unknown and not choices.open:
            return _unknown(field, unknown[0])
        words = [choices.code_of(word) or word for word in words]
    return Parsed(tuple(dict.fromkeys(words)) or None)


def _read_yes_no(_field: Field, cell: Cell, text: str) -> Parsed:
    value = cell if isinstance(cell, bool) else _YES_NO.get(normalize("NFKC", text).casefold())
    return Parsed(value, None if value is not None else _("“{text}” is neither yes nor no").format(text=text))


def _read_number(field: Field, _cell: Cell, text: str) -> Parsed:
    plain = normalize("NFKC", text)
    if re.fullmatch(r"[-+]?(?:\d{1,3}(?:,\d{3}){1,6}|\d{1,19})(?:\.0+)?", plain):
        number = int(plain.partition(".")[0].replace(",", ""))
        least, largest = field.limits or (1 - 2**63, 2**63 - 1)  # else what a column of the database holds
        if least <= number <= largest:
            return Parsed(number)
        if field.limits:
            problem = _("“{text}” is not between {least} and {largest}")
            return Parsed(problem=problem.format(text=text, least=least, largest=largest))
    return Parsed(problem=_("“{text}” is not a whole number").format(text=text))


def _read_day(_field: Field, cell: Cell, text: str) -> Parsed:
    # A sheet keeps 2018.10 as the number 2018.1, so that a number with a fraction does not tell its month.
    unclear = isinstance(cell, float) and cell % 1
    day = Day(text) if unclear else parse_day(cell if isinstance(cell, date) else text)
    return Parsed(day, None if day.is_date else _("“{text}” is not a date").format(text=text))


def _read_moment(_field: Field, cell: Cell, text: str) -> Parsed:
    try:
        return Parsed(parse_moment(cell if isinstance(cell, date) else text, clock.zone()))
    except ValueError:
        return Parsed(problem=_("“{text}” is not a date with or without a time").format(text=text))


def _read_phone(_field: Field, _cell: Cell, text: str) -> Parsed:
    phone = parse_phone(text)
    return Parsed(phone, problem_of_phone(phone))


def _read_email(_field: Field, _cell: Cell, text: str) -> Parsed:
    address = re.sub(r"^mailto:", "", normalize("NFKC", text), flags=re.IGNORECASE).strip()
    return Parsed(address, email.problem_of(address)) if address else Parsed()


def _read_website(_field: Field, _cell: Cell, text: str) -> Parsed:
    return Parsed(text, website.problem_of(text))


def _read_uscc(_field: Field, _cell: Cell, text: str) -> Parsed:
    code = uscc.normal_uscc(text)
    return Parsed(code, uscc.problem_of(code)) if code else Parsed()


def _read_rule(_field: Field, _cell: Cell, text: str) -> Parsed:
    try:
        return Parsed(normal_rule(text))
    except ValueError:
        return Parsed(problem=_("“{text}” is not a rule such as RRULE:FREQ=WEEKLY;BYDAY=MO").format(text=text))


def _read_amount(_field: Field, _cell: Cell, text: str) -> Parsed:
    try:
        return Parsed(parse_money(text))
    except ValueError:
        return Parsed(problem=_("“{text}” is not an amount of money").format(text=text))


def _read_range(_field: Field, _cell: Cell, text: str) -> Parsed:
    try:
        return Parsed(parse_money_range(text))
    except ValueError:
        return Parsed(problem=_("“{text}” is not an amount of money or a range of amounts").format(text=text))


def _read_unplaced(_field: Field, _cell: Cell, text: str) -> Parsed:
    try:
        entries = json.loads(text)
    except (ValueError, RecursionError):
        entries = None
    if isinstance(entries, dict) and all(isinstance(entry, str) for entry in entries.values()):
        return Parsed(entries or None)
    return Parsed({"": text})  # not what an export wrote: kept under no heading


_READERS: dict[FieldType, Callable[[Field, Cell, str], Parsed]] = {
    FieldType.TEXT: _read_text,
    FieldType.LONG_TEXT: _read_text,
    FieldType.CHOICE: _read_choice,
    FieldType.CHOICES: _read_words,
    FieldType.TAGS: _read_words,
    FieldType.YES_NO: _read_yes_no,
    FieldType.NUMBER: _read_number,
    FieldType.REFERENCE: _read_number,
    FieldType.DAY: _read_day,
    FieldType.MOMENT: _read_moment,
    FieldType.PHONE: _read_phone,
    FieldType.EMAIL: _read_email,
    FieldType.WEBSITE: _read_website,
    FieldType.USCC: _read_uscc,
    FieldType.RECURRENCE: _read_rule,
    FieldType.MONEY: _read_amount,
    FieldType.MONEY_RANGE: _read_range,
    FieldType.ANSWERS: _read_unplaced,
    FieldType.UNPLACED: _read_unplaced,
}


def parse(field: Field, cell: Cell) -> Parsed:
    """The value of `field` that a text typed or a raw cell of a file holds.

    A doubt about the form of a phone, USCC, e-mail, website or day is a problem beside the value (decision 12). Where
    there is a problem and no value, nothing could be read and the caller keeps the text elsewhere.
    """
    text = cell_text(cell)
    return _READERS[field.type](field, cell, text) if text else Parsed()
