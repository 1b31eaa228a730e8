from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from desktop_crm.core import clock
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.choices import CHURNED
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.rows import OPEN_STEP, rows
from desktop_crm.core.followups.choices import DONE, OPEN
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.moment import Moment, whole_day

pytestmark = pytest.mark.usefixtures("fixed_clock", "chinese")


def add_customers(database, *names):
    changes = database.write("add", lambda session: commands.add(session, [Customer(name=name) for name in names]))
    return list(changes.added[Kind.CUSTOMERS])


def moment(days, hours=0):
    return Moment(clock.now() + timedelta(days=days, hours=hours), "Asia/Shanghai")


def the_row(database, customer_id):
    (row,) = database.read(lambda connection: rows(connection, [customer_id]))
    return row


def test_the_word_for_open_is_that_of_the_follow_ups():
    assert OPEN_STEP == OPEN


def test_rows_come_in_the_order_asked_for_and_unknown_ids_are_passed_over(database):
    first, second, third = add_customers(database, "甲", "乙", "丙")
    found = database.read(lambda connection: rows(connection, [third, 12345, first, second]))
    assert [row.name for row in found] == ["丙", "甲", "乙"]


def test_the_last_interaction_is_the_newest_that_is_not_in_the_trash(database):
    (customer,) = add_customers(database, "甲")
    old, new, trashed = (Interaction(customer_id=customer, occurred=moment(days), summary="x") for days in (-9, -3, -1))
    changes = database.write("add", lambda session: INTERACTIONS.add(session, [new, old, trashed]))
    database.write("trash", lambda session: INTERACTIONS.trash(session, [changes.added[Kind.INTERACTIONS][2]]))
    assert the_row(database, customer).last_interaction == new.occurred


def test_the_next_step_is_the_open_one_that_is_due_first(database):
    (customer,) = add_customers(database, "甲")
    steps = [
        Followup(customer_id=customer, title="done", due=moment(-5), status=DONE),
        Followup(customer_id=customer, title="imported", due=moment(-4), to_check=True),
        Followup(customer_id=customer, title="some day"),
        Followup(customer_id=customer, title="later", due=moment(9)),
        Followup(customer_id=customer, title="first", due=moment(2)),
    ]
    database.write("add", lambda session: FOLLOWUPS.add(session, steps))
    step = the_row(database, customer).next_step
    assert (step.title, step.due, step.overdue) == ("first", moment(2), False)


def test_without_a_dated_step_an_undated_one_counts(database):
    (customer,) = add_customers(database, "甲")
    database.write("add", lambda session: FOLLOWUPS.add(session, [Followup(customer_id=customer, title="some day")]))
    step = the_row(database, customer).next_step
    assert (step.title, step.due, step.overdue) == ("some day", None, False)


@pytest.mark.parametrize(("days", "overdue"), [(-1, True), (1, False)])
def test_a_step_is_overdue_once_its_time_is_past(database, days, overdue):
    (customer,) = add_customers(database, "甲")
    steps = [Followup(customer_id=customer, title="x", due=moment(days))]
    database.write("add", lambda session: FOLLOWUPS.add(session, steps))
    assert the_row(database, customer).next_step.overdue is overdue


def test_a_step_for_the_whole_of_today_is_not_overdue_before_midnight(database):
    (customer,) = add_customers(database, "甲")
    steps = [Followup(customer_id=customer, title="x", due=whole_day(clock.today(), clock.zone()))]
    database.write("add", lambda session: FOLLOWUPS.add(session, steps))
    assert not the_row(database, customer).next_step.overdue
    with clock.fixed(datetime(2026, 11, 23, 16, 1, tzinfo=UTC), "Asia/Shanghai"):
        assert the_row(database, customer).next_step.overdue


def test_a_customer_with_nothing_has_neither(database):
    changes = database.write(
        "add",
        lambda session: commands.add(session, [Customer(name="甲", status=CHURNED, owner="李", industry="retail")]),
    )
    row = the_row(database, changes.new_id(Kind.CUSTOMERS))
    assert (row.last_interaction, row.next_step, row.status, row.owner) == (None, None, CHURNED, "李")


def test_a_page_is_one_question_however_many_customers_it_has(database):
    ids = add_customers(database, *(f"客户{number}" for number in range(100)))

    def counted(connection):
        asked = []
        event.listen(connection, "before_cursor_execute", lambda *args: asked.append(args[2]))
        assert len(rows(connection, ids)) == 100
        return asked

    assert sum(words.startswith("SELECT") for words in database.read(counted)) == 1
