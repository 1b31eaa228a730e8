from datetime import date, timedelta

import pytest

from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers.celebrating import anniversaries, birthdays
from desktop_crm.core.customers.choices import CHURNED
from desktop_crm.core.customers.choosing import count_chosen
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.day import Day

pytestmark = pytest.mark.usefixtures("fixed_clock")


@pytest.fixture
def born(database, add_customer):
    """Adds people with these birthdays; then says whose fall between two days."""
    people = {}

    def add(text, *, lunar=False, customer_id=None, **values):
        customer = customer_id or add_customer(name=f"客户{len(people)}")
        contact = Contact(customer_id=customer, name=text, birthday=Day(text), birthday_lunar=lunar, **values)
        changes = database.write("add", lambda session: CONTACTS.add(session, [contact]))
        people[changes.new_id(Kind.CONTACTS)] = text
        return changes.new_id(Kind.CONTACTS)

    def found(first, last):
        return [
            (people[each.record_id], each.occurrence.day.isoformat())
            for each in database.read(lambda connection: birthdays(connection, first, last))
        ]

    add.found = found
    return add


def test_birthdays_of_both_calendars_come_in_the_order_of_their_days(born):
    born("1980-10-03")
    born("1975-08-15", lunar=True)
    born("闰八月二十")
    born("--10-01")
    born("1990")
    born("1990-10")
    born("1988-10-02", left_on=Day("2026-01"))
    assert born.found(date(2026, 9, 20), date(2026, 10, 10)) == [
        ("1975-08-15", "2026-09-25"),
        ("闰八月二十", "2026-09-30"),
        ("--10-01", "2026-10-01"),
        ("1980-10-03", "2026-10-03"),
    ]
    assert born.found(date(2026, 9, 26), date(2026, 9, 29)) == []


def test_a_lunar_date_is_no_solar_one(born):
    born("1975-10-03", lunar=True)
    assert born.found(date(2026, 10, 1), date(2026, 10, 10)) == []
    assert born.found(date(2026, 11, 11), date(2026, 11, 11)) == [("1975-10-03", "2026-11-11")]


def test_29_february_is_found_on_the_28th_of_a_common_year(born):
    born("2000-02-29")
    assert born.found(date(2027, 2, 28), date(2027, 2, 28)) == [("2000-02-29", "2027-02-28")]
    assert born.found(date(2028, 2, 28), date(2028, 2, 28)) == []
    assert born.found(date(2028, 2, 29), date(2028, 2, 29)) == [("2000-02-29", "2028-02-29")]


def test_a_time_across_the_new_year_finds_both_ends(born):
    born("1980-12-31")
    born("1980-01-01")
    assert born.found(date(2026, 12, 30), date(2027, 1, 2)) == [
        ("1980-12-31", "2026-12-31"),
        ("1980-01-01", "2027-01-01"),
    ]


def test_every_solar_birthday_is_found_on_its_day_and_on_no_other(born):
    day = date(2026, 1, 1)
    born(day.replace(year=1980).isoformat())
    for place in range(0, 366, 37):
        assert bool(born.found(day + timedelta(days=place), day + timedelta(days=place))) == (place in {0, 365})


def test_the_view_of_this_week_has_lunar_birthdays_too(born, add_customer, database):
    def count():
        return database.read(lambda connection: count_chosen(connection, {"anniversary": "birthday_week"}))

    first = add_customer(name="同一家")
    assert count() == 0
    born("1970-10-15", lunar=True, customer_id=first)  # Monday, 23 November 2026
    born("1970-10-21", lunar=True, customer_id=first)  # the Sunday after it
    assert count() == 1
    born("1970-10-14", lunar=True)
    born("1970-10-22", lunar=True)
    assert count() == 1
    born("11-24")
    assert count() == 2


def test_anniversaries_are_those_of_customers_who_stay(add_customer, database):
    kept = add_customer(name="在", anniversary=Day("2016-11-20"))
    add_customer(name="走", anniversary=Day("2016-11-20"), status=CHURNED)
    add_customer(name="年", anniversary=Day("2016"))
    (found,) = database.read(lambda connection: anniversaries(connection, date(2026, 11, 19), date(2026, 12, 19)))
    assert (found.record_id, found.customer_id, found.occurrence.years) == (kept, kept, 10)
