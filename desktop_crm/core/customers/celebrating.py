"""Whose birthday and which anniversaries fall into a time, by the solar or the lunar calendar (K-12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, null, or_, select

from desktop_crm.core.calendar.anniversaries import Occurrence, Yearly, next_occurrence, yearly
from desktop_crm.core.customers.choices import CHURNED
from desktop_crm.core.database.schema.customers import contacts, customers
from desktop_crm.core.values.day import Day

_YEAR, _MONTH, _DAY = len("1980"), len("1980-05"), len("1980-05-03")


@dataclass(frozen=True, slots=True)
class Celebrated:
    """Something to celebrate: of which record (a contact or a customer), of which customer, what, and when."""

    record_id: int
    customer_id: int | None
    what: Yearly
    occurrence: Occurrence


def birthdays(connection: Connection, first: date, last: date) -> list[Celebrated]:
    """The birthdays of the people in use from one day to another, both of them counted, the next one first.

    People who left are left out, and so are birthdays of which only the year or the month is known.
    """
    c = contacts.c
    rows = connection.execute(
        select(c.id, c.customer_id, c.birthday, c.birthday_lunar)
        .where(c.deleted_at.is_(None), c.left_on.is_(None))
        .where(_possible(c.birthday, first, last, lunar=c.birthday_lunar))
    )
    return _between(rows, first, last)


def anniversaries(connection: Connection, first: date, last: date) -> list[Celebrated]:
    """The anniversaries of the customers in use from one day to another, both of them counted, the next one first.

    Customers who left are left out.
    """
    c = customers.c
    rows = connection.execute(
        select(c.id, c.id.label("of"), c.anniversary, null()).where(
            c.deleted_at.is_(None), c.status.is_distinct_from(CHURNED), _possible(c.anniversary, first, last)
        )
    )
    return _between(rows, first, last)


def _possible(
    column: ColumnElement[str], first: date, last: date, *, lunar: ColumnElement[int] | None = None
) -> ColumnElement[bool]:
    """What may fall into the time: solar days are told here; the few others are told by whoever reads them."""
    days = [first + timedelta(days=place) for place in range(min((last - first).days + 1, 366))]
    names = {f"{day:%m-%d}" for day in days}
    if "02-28" in names:
        names.add("02-29")
    unusual = func.length(column).not_in((_YEAR, _MONTH, _DAY))
    within = func.substr(column, -len("05-03")).in_(sorted(names))
    found = or_(unusual, within) if lunar is None else or_(unusual, within, lunar == 1)
    return column.is_not(None) & found


def _between(rows: Iterable[Any], first: date, last: date) -> list[Celebrated]:
    found = []
    for record_id, customer_id, text, lunar in rows:
        what = yearly(Day(text), lunar=bool(lunar))
        occurrence = next_occurrence(what, first) if what else None
        if what and occurrence and occurrence.day <= last:
            found.append(Celebrated(record_id, customer_id, what, occurrence))
    return sorted(found, key=lambda each: (each.occurrence.day, each.record_id))
