"""What is wrong with a setting before it is stored, and what it would make."""

import re
from unicodedata import normalize

from desktop_crm.core import clock
from desktop_crm.core.customers.rules import NumberPattern
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.settings import (
    CALL_NEXT_DAYS,
    CLIPBOARD_SECONDS,
    COMPANY_NUMBERS,
    COMPLAINT_NEXT_DAYS,
    DEFAULT_TIME,
    GROWTH_DAYS,
    HIGH_VALUE_REPEAT_PERCENT,
    HIGH_VALUE_YUAN,
    INDIVIDUAL_NUMBERS,
    LOCK_AFTER_MINUTES,
    LOW_SCORE,
    SCORE_FALL,
    SILENT_DAYS,
    SMALL_AMOUNT_YUAN,
    TRASH_KEPT_DAYS,
    USER_NAME,
    VISIT_NEXT_DAYS,
    Setting,
)

Value = str | int | bool

_TIME = re.compile(r"([01]?\d|2[0-3])[:.]([0-5]\d)")
_PATTERNS = (COMPANY_NUMBERS, INDIVIDUAL_NUMBERS)
_YUAN = (0, 1_000_000_000)
_RANGES = {
    SILENT_DAYS.name: (1, 3_650),
    LOCK_AFTER_MINUTES.name: (1, 60),
    CLIPBOARD_SECONDS.name: (0, 3_600),
    HIGH_VALUE_YUAN.name: _YUAN,
    SMALL_AMOUNT_YUAN.name: _YUAN,
    HIGH_VALUE_REPEAT_PERCENT.name: (0, 100),
    GROWTH_DAYS.name: (1, 3_650),
    LOW_SCORE.name: (0, 5),
    TRASH_KEPT_DAYS.name: (0, 3_650),
    SCORE_FALL.name: (1, 5),
    **{setting.name: (0, 365) for setting in (VISIT_NEXT_DAYS, CALL_NEXT_DAYS, COMPLAINT_NEXT_DAYS)},
}
_ANY_NUMBER = (0, 1_000_000)


def range_of(setting: Setting) -> tuple[int, int]:
    """The least and the most that a number may be."""
    return _RANGES.get(setting.name, _ANY_NUMBER)


def tidied(setting: Setting, value: Value) -> Value:
    """The value as it is stored: without spaces around it, a time as hh:mm."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if setting == DEFAULT_TIME and (found := _TIME.fullmatch(normalize("NFKC", text))):
        return f"{int(found[1]):02}:{found[2]}"
    return text


def problem_of(setting: Setting, value: Value) -> str:
    """Why a tidied value cannot be stored; empty when it can."""
    if setting in _PATTERNS:
        try:
            NumberPattern(str(value))
        except RefusedError as error:
            return error.message
    if setting == DEFAULT_TIME and not _TIME.fullmatch(str(value)):
        return _("Write a time of day, such as 09:00.")
    if setting == USER_NAME and not value:
        return _("Needed")
    return ""


def example_of(setting: Setting, value: Value) -> str:
    """What a good value would make, where that is not plain."""
    if setting in _PATTERNS:
        number = NumberPattern(str(value)).number(clock.today().year, 1)
        return _("The first one of this year: {number}").format(number=number)
    return ""
