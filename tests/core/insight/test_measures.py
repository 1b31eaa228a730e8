"""The measures of a quarter, each against a table of cases by the definitions of A-01, A-02 and A-03."""

from datetime import UTC, datetime
from functools import partial

import pytest

from desktop_crm.core import clock
from desktop_crm.core.clocks.periods import quarter
from desktop_crm.core.followups.choices import DONE, OPEN
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.insight.measures import Share, measures
from desktop_crm.core.needs.choices import DROPPED
from desktop_crm.core.needs.entity import Need
from desktop_crm.core.needs.store import NEEDS
from desktop_crm.core.orders.choices import CANCELLED
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.orders.store import ORDERS
from desktop_crm.core.satisfaction.entity import Satisfaction
from desktop_crm.core.satisfaction.store import SATISFACTION
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment

NOW = datetime(2026, 11, 20, 17, tzinfo=UTC)  # in Shanghai it is the 21st already


@pytest.fixture
def add(database):
    """Adds one record and gives its id."""

    def add(records, entity):
        return database.write("add", partial(records.add, entities=[entity])).new_id(records.fields.kind)

    return add


@pytest.fixture
def measured(database):
    """The measures of the quarter, as they are at NOW."""

    def measured():
        with clock.fixed(NOW, "Asia/Shanghai"):
            return database.read(lambda connection: measures(connection, quarter(clock.today())))

    return measured


def a_need(customer, raised, due, **fields):
    return Need(customer_id=customer, title="降低30%的物流成本", raised=Day(raised), due=Day(due), owner="我", **fields)


@pytest.mark.parametrize(
    ("raised", "due", "fields", "share"),
    [
        ("2026-10-01", "2026-10-20", {"solved_on": Day("2026-10-20")}, (1, 1)),
        ("2026-10-01", "2026-10-20", {"solved_on": Day("2026-10-21")}, (0, 1)),
        ("2026-10-01", "2026-10-20", {"solved_on": Day("十月")}, (0, 1)),
        ("2026-10-01", "2026-10-20", {}, (0, 1)),
        ("2026-10-01", "2026-11-20", {}, (0, 1)),  # yesterday in Shanghai, today in Greenwich
        ("2026-10-01", "2026-11-21", {}, (0, 0)),  # the day is not over
        ("2026-10-01", "2026-11-21", {"solved_on": Day("2026-11-01")}, (1, 1)),
        ("2026-10-01", "2026-12-01", {"solved_on": Day("2026-11-01")}, (0, 0)),
        ("2026-10-01", "2026-10", {"solved_on": Day("2026-10-31")}, (1, 1)),
        ("2026-10-01", "2026-11", {}, (0, 0)),  # nor is the month
        ("2026-10-01", "尽快", {"solved_on": Day("2026-10-02")}, (0, 0)),
        ("2026-10", "2026-10-20", {"solved_on": Day("2026-10-20")}, (1, 1)),
        ("2026-09-30", "2026-10-20", {"solved_on": Day("2026-10-20")}, (0, 0)),
        ("2027-01-01", "2026-10-20", {"solved_on": Day("2026-10-20")}, (0, 0)),
        ("2026-10-01", "2026-10-20", {"status": DROPPED}, (0, 0)),
    ],
)
def test_a_01_a_need_counts_when_its_date_has_come_and_for_it_when_it_was_answered_by_then(
    add, add_customer, measured, raised, due, fields, share
):
    add(NEEDS, a_need(add_customer(), raised, due, **fields))
    assert measured().response == Share(*share)


@pytest.mark.parametrize(
    ("done", "status", "part"),
    [
        (datetime(2026, 10, 20, 15, 59, tzinfo=UTC), DONE, 1),  # a minute before midnight in Shanghai
        (datetime(2026, 10, 20, 16, 0, tzinfo=UTC), DONE, 0),
        (datetime(2026, 10, 19, tzinfo=UTC), OPEN, 0),
    ],
)
def test_a_followup_done_on_a_need_is_its_answer_on_the_day_of_the_user(
    add, add_customer, measured, done, status, part
):
    need_id = add(NEEDS, a_need(add_customer(), "2026-10-01", "2026-10-20"))
    add(FOLLOWUPS, Followup(title="答复", need_id=need_id, status=status, done=Moment(done, "Asia/Shanghai")))
    add(FOLLOWUPS, Followup(title="再次答复", need_id=need_id, status=DONE, done=Moment(NOW, "Asia/Shanghai")))
    assert measured().response == Share(part, 1)


def test_a_02_satisfaction_is_the_mean_of_the_scores_of_the_quarter_beside_that_of_the_one_before(
    add, add_customer, measured
):
    customer = add_customer()
    for day, score in (
        *(("2026-10-01", 5), ("2026-11-20", 4), ("2026-11", 4)),
        *(("2026-07-01", 3), ("2026-09-30", 4)),
        *(("2026-06-30", 1), ("2025-11-20", 1)),
    ):
        add(SATISFACTION, Satisfaction(customer_id=customer, score=score, scored_on=Day(day), reason="说明"))
    found = measured()
    assert (round(found.satisfaction, 3), found.satisfaction_before) == (4.333, 3.5)
    assert found.satisfaction_change == 0.8  # 4.3 - 3.5, as both are shown


def test_a_03_who_ordered_twice_in_the_quarter_came_back(add, add_customer, measured):
    twice, once, gave_up, before = (add_customer() for _number in range(4))
    for customer, day, fields in (
        *((twice, "2026-10-01", {}), (twice, "2026-12-31", {})),
        *((once, "2026-10-02", {}), (once, "2026-09-30", {})),
        *((gave_up, "2026-10-03", {}), (gave_up, "2026-10-04", {"status": CANCELLED})),
        *((before, "2026-08-01", {}), (before, "2026-09-01", {})),
    ):
        add(ORDERS, Order(customer_id=customer, ordered=Day(day), product="看板", **fields))
    found = measured()
    assert found.repurchase == Share(1, 3)
    assert found.repurchase.percent == 33


def test_what_lies_in_the_trash_does_not_count(add, add_customer, measured, database):
    customer = add_customer()
    for records, entity in (
        (NEEDS, a_need(customer, "2026-10-01", "2026-10-20")),
        (SATISFACTION, Satisfaction(customer_id=customer, score=5, scored_on=Day("2026-10-01"))),
        (ORDERS, Order(customer_id=customer, ordered=Day("2026-10-01"), product="看板")),
    ):
        record_id = add(records, entity)
        database.write("trash", partial(records.trash, ids=[record_id]))
    found = measured()
    assert (found.response, found.satisfaction, found.repurchase) == (Share(0, 0), None, Share(0, 0))
    assert found.satisfaction_change is found.response.percent is None
