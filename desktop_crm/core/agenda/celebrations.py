"""The birthdays and anniversaries of the next days, as a list says them (habit 38, K-12)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from desktop_crm.core import clock
from desktop_crm.core.calendar.anniversaries import lunar_words, said
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers.celebrating import Celebrated, anniversaries, birthdays
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.kinds import Kind

DAYS_AHEAD = 30


@dataclass(frozen=True, slots=True)
class Celebration:
    """A day to celebrate: a contact's birthday (`kind` contacts) or a customer's anniversary (customers).

    `years` are those reached, 0 the first time, None when unknown. `words` is the day as it is kept where that is
    another one than the solar date says: a lunar date, or 29 February in a common year; else empty.
    """

    kind: Kind
    record_id: int
    name: str
    customer_id: int | None
    customer: str
    day: date
    years: int | None
    words: str


def celebrations(connection: Connection, days: int = DAYS_AHEAD, start: date | None = None) -> list[Celebration]:
    """What is to celebrate from a day on (today) and in so many days after it, the next one first.

    Contacts and customers who left are left out, and contacts whose customer lies in the Trash.
    """
    first = start or clock.today()
    last = first + timedelta(days=days)
    born = birthdays(connection, first, last)
    founded = anniversaries(connection, first, last)
    people = _by_id(CONTACTS.get_many(connection, [each.record_id for each in born]))
    named = {each.customer_id for each in (*born, *founded) if each.customer_id}
    companies = _by_id(CUSTOMERS.get_many(connection, named))
    found = [_told(each, Kind.CONTACTS, people[each.record_id].name, companies) for each in born]
    found += [_told(each, Kind.CUSTOMERS, companies[each.record_id].name, companies) for each in founded]
    return sorted(found, key=lambda each: (each.day, each.customer, each.name))


def _by_id(found: Iterable[Any]) -> dict[int, Any]:
    return {each.id: each for each in found}


def _told(each: Celebrated, kind: Kind, name: str, companies: dict[int, Any]) -> Celebration:
    day, what = each.occurrence.day, each.what
    words = lunar_words(day) if what.lunar else said(what) if (what.month, what.day) != (day.month, day.day) else ""
    customer = companies[each.customer_id].name if each.customer_id in companies else ""
    return Celebration(kind, each.record_id, name, each.customer_id, customer, day, each.occurrence.years, words)
