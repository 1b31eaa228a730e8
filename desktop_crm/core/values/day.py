"""Days as people write them: a year, a month or a full date, or the text as typed when it is none of these.

Nothing is guessed: `03/04/2023` may be March or April and stays text, and so does a date that does not exist.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from unicodedata import normalize

FIRST_YEAR, LAST_YEAR = 1800, 2200

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<word>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = re.compile(r"[\s,]*\(?(?:星期|周|礼拜)[一二三四五六日天]\)?")
_FULL_DATES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})(?!\d)(?:\s*[日号])?",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?!\d)",
        rf"{_MONTH}\s*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,\s*|\s+)(?P<year>\d{{4}})(?!\d)",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[\s-]*{_MONTH},?[\s-]*(?P<year>\d{{4}})(?!\d)",
        r"(?P<one>\d{1,2})(?P<mark>[-/.])(?P<other>\d{1,2})(?P=mark)(?P<year>\d{4})(?!\d)",
    )
]
_PARTIAL_DATES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})\s*年?",
        r"(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*月?",
        rf"{_MONTH},?\s*(?P<year>\d{{4}})",
        r"(?P<month>\d{1,2})/(?P<year>\d{4})",
    )
]
_TIME_AFTER = re.compile(r"[\sT]\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:Z|[+-]\d{2}:?\d{2})?", re.IGNORECASE)
_NORMAL = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Day:
    """`YYYY`, `YYYY-MM` or `YYYY-MM-DD`, or any other text as it was typed."""

    text: str

    def first(self) -> date | None:
        """The first day of the year or month, or the day itself; None when the text is no date."""
        match = _NORMAL.fullmatch(self.text)
        return _date(int(match[1]), int(match[2] or 1), int(match[3] or 1)) if match else None

    @property
    def is_date(self) -> bool:
        """Whether the text is a year, a month or a day that exists."""
        return self.first() is not None

    @property
    def precision(self) -> Literal["year", "month", "day"] | None:
        """How much of a date the text gives; None when it is no date."""
        if not self.is_date:
            return None
        return "year" if len(self.text) == 4 else "month" if len(self.text) == 7 else "day"


def _date(year: int, month: int, day: int) -> date | None:
    """The date, or None when it does not exist or lies outside the years that a customer book needs."""
    try:
        return date(year, month, day) if FIRST_YEAR <= year <= LAST_YEAR else None
    except ValueError:
        return None


def _date_of(match: re.Match[str]) -> date | None:
    """The date of one of the patterns above; what they do not name counts as 1."""
    parts = match.groupdict()
    year = int(parts["year"])
    if parts.get("word"):
        return _date(year, _MONTHS.index(parts["word"][:3].casefold()) + 1, int(parts.get("day") or 1))
    if parts.get("one"):
        one, other = int(parts["one"]), int(parts["other"])
        readings = {_date(year, one, other), _date(year, other, one)} - {None}
        return readings.pop() if len(readings) == 1 else None
    return _date(year, int(parts.get("month") or 1), int(parts.get("day") or 1))


def read_date(text: str) -> tuple[date, str] | None:
    """The full date at the beginning of `text` and what follows it and its weekday, or None."""
    plain = normalize("NFKC", text).strip()
    for pattern in _FULL_DATES:
        if match := pattern.match(plain):
            day = _date_of(match)
            weekday = _WEEKDAY.match(plain, match.end())
            return (day, plain[weekday.end() if weekday else match.end() :]) if day else None
    return None


def parse_day(cell: str | date | datetime) -> Day:
    """The day in a text or a cell of a sheet, never an error; a time of day after it is dropped."""
    if isinstance(cell, date):
        return Day(date(cell.year, cell.month, cell.day).isoformat())
    if (found := read_date(cell)) and (not found[1] or _TIME_AFTER.fullmatch(found[1])):
        return Day(found[0].isoformat())
    plain = normalize("NFKC", cell).strip()
    for pattern in _PARTIAL_DATES:
        if (match := pattern.fullmatch(plain)) and (first := _date_of(match)):
            exact_to_month = match.re.groups > 1
            return Day(first.isoformat()[: 7 if exact_to_month else 4])
    return Day(cell.strip())
