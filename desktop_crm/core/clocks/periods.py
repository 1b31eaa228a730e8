"""Months, quarters and years: how they are called, and which of them are to be shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Period:
    """A month, a quarter or a year: its key (2026-11, 2026-Q4, 2026) and its first and last day."""

    key: str
    first: date
    last: date

    @property
    def before(self) -> "Period":
        """The one before it."""
        day = self.first - _ONE_DAY
        return year(day) if len(self.key) == 4 else quarter(day) if "Q" in self.key else month(day)

    def shown(self, today: date, days: int) -> Iterator["Period"]:
        """The one before, which is over, and this one from so many days before its end."""
        yield self.before
        if today >= self.last - timedelta(days=days):
            yield self


def month(day: date) -> Period:
    """The month around a day."""
    first = day.replace(day=1)
    return Period(f"{first:%Y-%m}", first, (first + timedelta(days=31)).replace(day=1) - _ONE_DAY)


def quarter(day: date) -> Period:
    """The quarter around a day."""
    number = (day.month - 1) // 3
    first = date(day.year, 3 * number + 1, 1)
    return Period(f"{day.year}-Q{number + 1}", first, month(date(day.year, 3 * number + 3, 1)).last)


def year(day: date) -> Period:
    """The year around a day."""
    return Period(str(day.year), date(day.year, 1, 1), date(day.year, 12, 31))
