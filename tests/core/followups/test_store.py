from datetime import UTC, datetime, timedelta

import pytest

from desktop_crm.core.followups.choices import CANCELLED, DONE
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS, of_customer, open_ones
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.moment import Moment

MONDAY = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


@pytest.fixture
def todo(database):
    """Adds a follow-up that is due some days after Monday, or never, and gives its id."""

    def add(days=None, **fields):
        due = None if days is None else Moment(MONDAY + timedelta(days=days), "Asia/Shanghai")
        followup = Followup(due=due, **({"title": "回访"} | fields))
        return database.write("add", lambda session: FOLLOWUPS.add(session, [followup])).new_id(Kind.FOLLOWUPS)

    return add


def test_follow_ups_come_by_their_due_date_and_those_without_one_last(database, add_customer, todo):
    customer_id = add_customer()
    never, friday, monday = todo(customer_id=customer_id), todo(4, customer_id=customer_id), todo(0)
    early = todo(-3, customer_id=customer_id)
    assert [each.id for each in database.read(open_ones)] == [early, monday, friday, never]
    found = database.read(lambda connection: of_customer(connection, customer_id))
    assert [each.id for each in found] == [early, friday, never]


def test_open_ones_are_neither_done_nor_cancelled_nor_in_the_trash(database, todo):
    kept, trashed = todo(1), todo(2)
    todo(0, status=DONE)
    todo(0, status=CANCELLED)
    database.write("trash", lambda session: FOLLOWUPS.trash(session, [trashed]))
    assert [each.id for each in database.read(open_ones)] == [kept]


def test_a_customers_list_shows_the_done_ones_too(database, add_customer, todo):
    customer_id = add_customer()
    done, open_one = todo(0, status=DONE, customer_id=customer_id), todo(1, customer_id=customer_id)
    found = database.read(lambda connection: of_customer(connection, customer_id))
    assert [each.id for each in found] == [done, open_one]
