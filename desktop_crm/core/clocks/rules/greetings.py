"""Birthdays of people and anniversaries of customers, by the solar and the lunar calendar (K-12, F-10)."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import ColumnElement, Connection, func, or_, select

from desktop_crm.core.calendar.anniversaries import Occurrence, next_occurrence, said, yearly
from desktop_crm.core.clocks.clock import Found, Now, in_use
from desktop_crm.core.customers.choices import CHURNED
from desktop_crm.core.database.schema.customers import contacts, customers
from desktop_crm.core.i18n import N_
from desktop_crm.core.kinds import Kind
from desktop_crm.core.settings import ANNIVERSARY_DAYS_BEFORE, BIRTHDAY_DAYS_BEFORE, GREETING_LATE_DAYS
from desktop_crm.core.values.day import Day


def birthday(connection: Connection, now: Now) -> Iterator[Found]:
    """People who have their birthday soon, or had it and were not greeted."""
    c, days = contacts.c, now.number(BIRTHDAY_DAYS_BEFORE)
    if not days:
        return
    rows = connection.execute(
        select(c.id, c.customer_id, c.name, c.birthday, c.birthday_lunar)
        .where(c.birthday > "", _may_be(now, c.birthday, days, c.birthday_lunar == 1))
        .where(in_use(contacts), c.left_on.is_(None), *now.only(c.customer_id))
    )
    for record_id, customer_id, name, text, lunar in rows:
        if (found := _near(now, text, days, lunar=bool(lunar))) is not None:
            words, values = N_("Birthday on {day} ({said})"), _values(found, text, lunar=bool(lunar))
            if found.years:
                words = N_("Birthday on {day} ({said}), {years} years")
            since, due = now.start(found.day - timedelta(days=days)), now.on(found.day)
            period = str(found.day.year)
            yield Found(Kind.CONTACTS, record_id, customer_id, since, due, words, values, name or "", period)


def anniversary(connection: Connection, now: Now) -> Iterator[Found]:
    """Customers who celebrate soon, or did and were not congratulated."""
    c, days = customers.c, now.number(ANNIVERSARY_DAYS_BEFORE)
    if not days:
        return
    rows = connection.execute(
        select(c.id, c.anniversary)
        .where(c.anniversary > "", _may_be(now, c.anniversary, days))
        .where(in_use(customers), c.status.is_distinct_from(CHURNED), *now.only(c.id))
    )
    for record_id, text in rows:
        if (found := _near(now, text, days)) is not None:
            words, values = N_("Anniversary on {day} ({said})"), _values(found, text)
            if found.years:
                words = N_("Anniversary on {day} ({said}), {years} years")
            since, due = now.start(found.day - timedelta(days=days)), now.on(found.day)
            yield Found(Kind.CUSTOMERS, record_id, record_id, since, due, words, values, period=str(found.day.year))


def _may_be(
    now: Now, column: ColumnElement[str], days: int, lunar: ColumnElement[bool] | None = None
) -> ColumnElement[bool]:
    """That a date may be near: of plain solar dates only those of these days, so that few are looked at closely."""
    first = now.today - timedelta(days=now.number(GREETING_LATE_DAYS))
    span = days + now.number(GREETING_LATE_DAYS)
    near = {f"{first + timedelta(days=each):%m-%d}" for each in range(span + 1)}
    if "02-28" in near:
        near.add("02-29")  # celebrated on the 28th of a year without it
    other = [func.length(column) != len("1980-05-03")]
    return or_(func.substr(column, 6).in_(near), *other, *([] if lunar is None else [lunar]))


def _near(now: Now, text: str, days: int, *, lunar: bool = False) -> Occurrence | None:
    first = now.today - timedelta(days=now.number(GREETING_LATE_DAYS))
    found = _next(text, first, lunar=lunar)
    return found if found is not None and found.day <= now.today + timedelta(days=days) else None


@lru_cache(maxsize=20_000)
def _next(text: str, first: date, *, lunar: bool) -> Occurrence | None:
    what = yearly(Day(text), lunar=lunar)
    return next_occurrence(what, first) if what else None


def _values(found: Occurrence, text: str, *, lunar: bool = False) -> dict[str, object]:
    what = yearly(Day(text), lunar=lunar)
    return {"day": f"{found.day:%m-%d}", "said": said(what) if what else "", "years": found.years}
