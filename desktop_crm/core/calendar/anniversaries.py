"""Birthdays and anniversaries: on which day the next one falls, by the solar calendar or the Chinese lunar one.

The rules where a year lacks the day: 29 February falls on 28 February in common years, as the Civil Code of China has
it for periods in years (article 202: without a corresponding day, the last day of the month). Whoever was born in a
leap month of the lunar calendar celebrates in that leap month where the year has it, else in the plain month of that
number; whoever was born on day 30 celebrates on day 29 of a month that has no more. Both are customs, not law.

Lunar days are computed (lunar-python, by the rules of GB/T 33661-2017) and answered for the lunar years 1901 to 2100,
for which the Hong Kong Observatory publishes its conversion tables too; there is no answer outside them.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache
from unicodedata import normalize

from desktop_crm.core.calendar.words.numerals import CHINESE_DIGITS, chinese_number
from desktop_crm.core.i18n import language
from desktop_crm.core.values.day import Day

FIRST_LUNAR_YEAR, LAST_LUNAR_YEAR = 1901, 2100

_ORDINAL_OF_JULIAN_DAY = 1_721_425  # Julian day number less this is the ordinal of a `date`
_LONGEST_LUNAR_MONTH = 30
_NAMED_MONTHS = {"正": 1, "冬": 11, "腊": 12, "臘": 12}
_LUNAR_SIGNS = re.compile(r"农历|農曆|阴历|陰曆|lunar|leap|闰|閏|正月|冬月|腊|臘|初|廿|卅", re.IGNORECASE)
_LEAP = r"(?P<leap>闰|閏|leap\s*)?"
_FORMS = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:(?P<year>\d{{4}})(?:-|年)\s*|--)?{_LEAP}(?P<month>\d{{1,2}})(?:-|月)(?P<day>\d{{1,2}})[日号]?",
        (
            rf"(?:(?P<year>\d{{4}})年?\s*)?{_LEAP}(?P<month>[正冬腊臘一二三四五六七八九]|十[一二]?|\d{{1,2}})月"
            r"(?P<day>(?:初|廿|卅)?[一二三四五六七八九十]{0,3}|\d{1,2})[日号]?"
        ),
        r"--(?P<month>\d{2})(?P<day>\d{2})",  # a birthday without its year in a card (RFC 6350, 4.3.1)
    )
]
_CHINESE_MONTHS = ("正月", "二月", "三月", "四月", "五月", "六月", "七月", "八月", "九月", "十月", "十一月", "十二月")


@dataclass(frozen=True, slots=True)
class Yearly:
    """A day that comes back every year: month and day of the solar calendar or, when `lunar`, of the lunar one.

    `year` is the year of that calendar in which it was the first time, None when unknown; `leap` says that `month` is
    the leap month of that number.
    """

    month: int
    day: int
    year: int | None = None
    lunar: bool = False
    leap: bool = False


@dataclass(frozen=True, slots=True)
class Occurrence:
    """On which (solar) day it is celebrated and how many years are reached: 0 the first time, None when unknown."""

    day: date
    years: int | None


def yearly(day: Day, *, lunar: bool = False) -> Yearly | None:
    """What comes back every year when `day` is a birthday or an anniversary; None when it names no day of a year.

    The year may be missing: 05-03, 5月3日, --05-03. With `lunar` the text is a date of the lunar calendar as people say
    it, so that 1980-08-15 is the day of the Mid-Autumn Festival; it need not be a solar date (1980-02-30), and a leap
    month is written with 闰 or leap (1995-闰8-15, 闰六月初一). A text that says itself that it is lunar (农历八月十五,
    腊月廿三) is taken for that without `lunar`.
    """
    text = normalize("NFKC", day.text).strip()
    lunar = lunar or bool(_LUNAR_SIGNS.search(text))
    plain = re.sub(r"^(农历|農曆|阴历|陰曆|lunar)\s*", "", text, flags=re.IGNORECASE)
    plain = re.sub(r"^(\d{4}年?)\s*(?:农历|農曆|阴历|陰曆)", r"\1", plain)
    match = next((form.fullmatch(plain) for form in _FORMS if form.fullmatch(plain)), None)
    if match is None:
        return None
    parts = match.groupdict()
    year = int(parts["year"]) if parts.get("year") else None
    month, number = _NAMED_MONTHS.get(parts["month"]) or chinese_number(parts["month"]) or 0, _day_number(parts["day"])
    found = Yearly(month, number, year, lunar, bool(parts.get("leap")))
    return found if _exists(found) else None


def _day_number(text: str) -> int:
    """初一 to 初十, 廿三, 二十三, 三十 or digits; 0 when it is none of these."""
    tens = {"初": 0, "廿": 20, "卅": 30}.get(text[:1])
    if tens is None:
        return chinese_number(text) or 0
    ones = chinese_number(text[1:]) if text[1:] else 0
    return tens + ones if ones is not None and (ones or tens) else 0


def _exists(what: Yearly) -> bool:
    """Whether there is such a day: of the solar calendar in its year or in some year."""
    if not (1 <= what.month <= 12 and what.day >= 1):
        return False
    if what.lunar:
        return what.day <= _LONGEST_LUNAR_MONTH
    if what.year is not None and not MINYEAR <= what.year <= MAXYEAR:
        return False
    return what.day <= monthrange(what.year or 2000, what.month)[1]


def in_year(what: Yearly, year: int) -> date | None:
    """The (solar) day on which it is celebrated in a year of its calendar; None where that year has no answer."""
    if not what.lunar:
        known = MINYEAR <= year <= MAXYEAR
        return date(year, what.month, min(what.day, monthrange(year, what.month)[1])) if known else None
    if not FIRST_LUNAR_YEAR <= year <= LAST_LUNAR_YEAR:
        return None
    months = _lunar_months(year)
    first, length = months.get((what.month, what.leap)) or months[what.month, False]
    return first + timedelta(days=min(what.day, length) - 1)


def next_occurrence(what: Yearly, on: date) -> Occurrence | None:
    """The first one on that day or later, never before the first time; None behind the years that are answered."""
    start = max(on.year - 1, what.year or 0)
    for year in range(start, start + 3):
        day = in_year(what, year)
        if day is not None and day >= on:
            return Occurrence(day, None if what.year is None else year - what.year)
    return None


def previous_occurrence(what: Yearly, before: date) -> Occurrence | None:
    """The last one before that day; None where it was not yet, or before the years that are answered."""
    for year in range(before.year, before.year - 3, -1):
        day = in_year(what, year) if what.year is None or year >= what.year else None
        if day is not None and day < before:
            return Occurrence(day, None if what.year is None else year - what.year)
    return None


@lru_cache(maxsize=256)
def _lunar_months(year: int) -> dict[tuple[int, bool], tuple[date, int]]:
    """Number of a month of a lunar year and whether it is the leap one, to its first day and its length in days."""
    from lunar_python import LunarYear  # noqa: PLC0415 - costs start-up time

    return {
        (abs(month.getMonth()), month.isLeap()): (
            date.fromordinal(int(month.getFirstJulianDay()) - _ORDINAL_OF_JULIAN_DAY),
            month.getDayCount(),
        )
        for month in LunarYear.fromYear(year).getMonthsInYear()
    }


def lunar_date(day: date) -> Yearly | None:
    """The day in the lunar calendar, or None outside the lunar years that are answered."""
    for year in (day.year, day.year - 1):
        if FIRST_LUNAR_YEAR <= year <= LAST_LUNAR_YEAR:
            for (month, leap), (first, length) in _lunar_months(year).items():
                if 0 <= (day - first).days < length:
                    return Yearly(month, (day - first).days + 1, year, lunar=True, leap=leap)
    return None


def lunar_words(day: date) -> str:
    """A day as the lunar calendar has it, without the year: 农历闰六月初一, "leap 6th lunar month, day 1".

    Empty outside the lunar years that are answered.
    """
    found = lunar_date(day)
    return said(found) if found else ""


def said(what: Yearly) -> str:
    """Month and day in the language in use: 农历八月十五 and 5月3日, "8th lunar month, day 15" and "05-03"."""
    if language() == "zh":
        if not what.lunar:
            return f"{what.month}月{what.day}日"
        return f"农历{'闰' * what.leap}{_CHINESE_MONTHS[what.month - 1]}{_chinese_day(what.day)}"
    if not what.lunar:
        return f"{what.month:02}-{what.day:02}"
    ordinal = {1: "1st", 2: "2nd", 3: "3rd"}.get(what.month, f"{what.month}th")
    return f"{'leap ' * what.leap}{ordinal} lunar month, day {what.day}"


def _chinese_day(day: int) -> str:
    """初一 to 初十, 十一 to 十九, 二十, 廿一 to 廿九, 三十."""
    tens, ones = divmod(day, 10)
    if not ones:
        return ("", "初十", "二十", "三十")[tens]
    return ("初", "十", "廿")[tens] + CHINESE_DIGITS[ones]
