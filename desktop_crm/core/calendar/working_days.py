"""The Chinese working calendar: statutory holidays, days off and working weekends (调休), and the user's own days.

The days come from the package `holidays`, which carries the yearly notices of the State Council. For a year without a
notice the week is Monday to Friday, less the holidays that stand in the law (全国年节及纪念日放假办法), and
`knows_year` is false so that whoever shows a deadline can say so, until the user's own days of that year amount to a
notice.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, overload
from zoneinfo import ZoneInfo

from desktop_crm.core.calendar.wall_time import wall_time
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5  # as `date.weekday` counts
_REVISED = 2025  # since when the regulation grants a day more for the Spring Festival and one for Labor Day
_WORDS = {"work": True, "working": True, "班": True, "上班": True, "off": False, "free": False, "休": False}
_LINE = re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})[\s,]+(?P<word>\S+)")


@dataclass(frozen=True, slots=True)
class Overrides:
    """Days that the user declares working (true) or free (false); they win over every calendar."""

    days: Mapping[date, bool] = field(default_factory=dict)


NO_OVERRIDES = Overrides()


def parse_overrides(text: str) -> Overrides:
    """The days of a text with one day a line, as in `2027-10-01 off` or `2027-10-09 work`.

    Empty lines and what follows a `#` are passed over; `休` and `班` are understood too.

    Raises:
        RefusedError: a line is neither; the message names its number and shows it.
    """
    days: dict[date, bool] = {}
    for number, line in enumerate(text.lstrip("\ufeff").splitlines(), start=1):
        content = line.partition("#")[0].strip()
        if not content:
            continue
        match = _LINE.fullmatch(content)
        try:
            if match is None:
                raise ValueError(content)
            day = date(int(match["year"]), int(match["month"]), int(match["day"]))
            days[day] = _WORDS[match["word"].lower()]
        except (ValueError, KeyError) as error:
            raise RefusedError(
                _("Working days cannot be read"),
                _("Line {number} is “{line}”. Write a day and “off” or “work”, as in: 2027-10-01 off").format(
                    number=number, line=content
                ),
            ) from error
    return Overrides(days)


@lru_cache
def _noticed_years() -> frozenset[int]:
    from holidays.countries import china  # noqa: PLC0415 - takes over half a second, so only when it is needed

    return frozenset(china.ChinaStaticHolidays.special_public_holidays)


@lru_cache(maxsize=64)
def _calendar(year: int) -> Any:
    from holidays.countries import china  # noqa: PLC0415 - as above

    calendar: Any = china.China  # the package is typed in parts only
    return calendar(years=year, language="zh_CN")


def knows_year(year: int, overrides: Overrides = NO_OVERRIDES) -> bool:
    """Whether the days off and working weekends of `year` are known, from a notice or from the user's own days.

    The user's days stand for a notice when they have no fewer days off than the law grants. Every notice has as many,
    even one of which only what differs from plain weeks was written down: a holiday that falls on a weekend is made up
    for, and each working weekend gives one day off more.
    """
    if year in _noticed_years():
        return True
    days_off = sum(day.year == year and not works for day, works in overrides.days.items())
    return days_off >= statutory_days_off(year)


def statutory_days_off(year: int) -> int:
    """How many days off the law grants everybody: 全国年节及纪念日放假办法, article 2, as revised in 2007 and 2024."""
    return 13 if year >= _REVISED else 11


def is_working_day(day: date, overrides: Overrides = NO_OVERRIDES) -> bool:
    """Whether people work in China on `day`."""
    if day in overrides.days:
        return overrides.days[day]
    return bool(_calendar(day.year).is_working_day(day))


@overload
def add_working_days(start: datetime, count: int, overrides: Overrides = NO_OVERRIDES) -> datetime: ...
@overload
def add_working_days(start: date, count: int, overrides: Overrides = NO_OVERRIDES) -> date: ...
def add_working_days(start: date, count: int, overrides: Overrides = NO_OVERRIDES) -> date:
    """The `count`-th working day after `start`, or before it where `count` is negative.

    `start` itself is never counted, and with a count of 0 it comes back unchanged. A moment keeps its zone and the
    time on the wall.
    """
    if not count:
        return start
    day = start.date() if isinstance(start, datetime) else start
    step, left = (_ONE_DAY if count > 0 else -_ONE_DAY), abs(count)
    while left:
        day += step
        left -= is_working_day(day, overrides)
    if not isinstance(start, datetime):
        return day
    if isinstance(start.tzinfo, ZoneInfo):
        return wall_time(day, start.time(), start.tzinfo)
    return datetime.combine(day, start.timetz())


def exceptions(year: int, overrides: Overrides = NO_OVERRIDES) -> dict[date, bool]:
    """The days of a year that are not as their weekday says: those off from Monday to Friday are false, working
    weekends true."""
    days = (date(year, 1, 1) + timedelta(days=place) for place in range(366))
    special = {day: is_working_day(day, overrides) for day in days if day.year == year}
    return {day: works for day, works in special.items() if works is (day.weekday() >= _SATURDAY)}


def holiday(name: str, year: int) -> date | None:
    """The first day of the statutory holiday that the law calls `name` (as in 国庆节), or None where there is none."""
    return min((day for day, label in _calendar(year).items() if name in label.split("; ")), default=None)
