from datetime import UTC, datetime, timedelta

import pytest

from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS, latest, of_customer
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.moment import Moment

MONDAY = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


@pytest.fixture
def talk(database):
    """Adds an interaction some days after Monday, or without a time, and gives its id."""

    def add(customer_id, days=None, zone="Asia/Shanghai", all_day=False, **fields):
        occurred = None if days is None else Moment(MONDAY + timedelta(days=days), zone, all_day)
        talk = Interaction(customer_id=customer_id, occurred=occurred, **fields)
        return database.write("add", lambda session: INTERACTIONS.add(session, [talk])).new_id(Kind.INTERACTIONS)

    return add


def ids(database, customer_id, limit=None):
    return [each.id for each in database.read(lambda connection: of_customer(connection, customer_id, limit))]


def test_the_interactions_of_a_customer_come_newest_first_and_those_without_a_time_last(database, add_customer, talk):
    customer_id = add_customer()
    monday, timeless, friday = talk(customer_id, 0), talk(customer_id), talk(customer_id, 4)
    later_on_monday = talk(customer_id, 0)
    assert ids(database, customer_id) == [friday, later_on_monday, monday, timeless]
    assert ids(database, customer_id, 2) == [friday, later_on_monday]
    assert ids(database, customer_id, 0) == []


def test_those_of_others_and_those_in_the_trash_are_left_out(database, add_customer, talk):
    customer_id, other = add_customer(), add_customer(name="远山物流")
    trashed, kept = talk(customer_id, 3), talk(customer_id, 1)
    talk(other, 2)
    database.write("trash", lambda session: INTERACTIONS.trash(session, [trashed]))
    assert ids(database, customer_id) == [kept]


def test_the_last_interaction_of_each_customer_keeps_the_zone_and_the_day_it_was_entered_with(
    database, add_customer, talk
):
    one, two, silent = add_customer(), add_customer(name="远山物流"), add_customer(name="海天食品")
    talk(one, 5, zone="America/New_York", all_day=True)
    talk(one, 1)
    talk(two, 0)
    trashed = talk(two, 9)
    talk(silent)
    database.write("trash", lambda session: INTERACTIONS.trash(session, [trashed]))
    assert database.read(latest) == {
        one: Moment(MONDAY + timedelta(days=5), "America/New_York", all_day=True),
        two: Moment(MONDAY, "Asia/Shanghai"),
    }


def test_an_interaction_that_names_no_customer_is_nobodys_last_one(database, talk):
    talk(None, 3)
    assert database.read(latest) == {}
