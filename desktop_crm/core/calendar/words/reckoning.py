"""Arithmetic on days: months that end early, weeks that start on Monday, the next day of a given number."""

from calendar import monthrange
from datetime import date, timedelta

FIRST_YEAR, LAST_YEAR = 1900, 2199


def real_day(year: int, month: int, day: int) -> date | None:
    """That day, or None where the calendar has no such day or nobody plans in such a year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_end(day: date) -> date:
    """The last day of the month that holds `day`."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def add_months(day: date, count: int) -> date:
    """The same day `count` months later, or the last of that month where it is shorter (January 31 + 1)."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def quarter_end(day: date) -> date:
    """The last day of the quarter that holds `day`."""
    return month_end(date(day.year, (day.month + 2) // 3 * 3, 1))


def in_week(today: date, weeks: int, weekday: int) -> date:
    """The `weekday` (Monday is 0) of the week that comes `weeks` after the one of `today`."""
    return today + timedelta(days=weeks * 7 + weekday - today.weekday())


def next_weekday(today: date, weekday: int) -> date:
    """The next `weekday` strictly after today."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def next_date(today: date, month: int, day: int) -> date | None:
    """The next day, today included, with that month and day; None where no year has it."""
    coming = (real_day(year, month, day) for year in range(today.year, today.year + 9))
    return next((found for found in coming if found and found >= today), None)


def next_day_of_month(today: date, day: int) -> date | None:
    """The next day, today included, with that number in its month; None where no month has it."""
    months = (add_months(today.replace(day=1), count) for count in range(13))
    coming = (real_day(month.year, month.month, day) for month in months)
    return next((found for found in coming if found and found >= today), None)
