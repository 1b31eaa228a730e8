"""Follow-ups: who, when, how, what came of it, and that the customer was told."""

from datetime import UTC, date, datetime, timedelta

import pytest

from desktop_crm.core import clock
from desktop_crm.core.agenda.agenda import Group, agenda
from desktop_crm.core.clocks.running import running
from desktop_crm.core.followups.choices import DONE
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.service.entity import ServiceRequest
from desktop_crm.core.service.store import SERVICE
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.workflows.finish_followup import finish

NOW = datetime(2026, 9, 29, 2, tzinfo=UTC)  # Tuesday before the National Day holidays, 10:00 in Shanghai
NEXT = Moment(NOW + timedelta(days=20), "Asia/Shanghai")


@pytest.fixture(autouse=True)
def before_the_holidays():
    with clock.fixed(NOW, "Asia/Shanghai"):
        yield


@pytest.fixture
def add(database):
    def added(**values) -> int:
        one = Followup(**({"title": "回访", "due": Moment(NOW, "Asia/Shanghai")} | values))
        return database.write("add", lambda session: FOLLOWUPS.add(session, [one])).new_id(Kind.FOLLOWUPS)

    return added


@pytest.fixture
def done(database):
    """Marks a follow-up as done and gives it, and the next step where one was said."""

    def finished(followup: int, result: str = "", **more) -> list[Followup]:
        changes = database.write("complete_followup", lambda session: finish(session, followup, result, **more))
        ids = (followup, *changes.added.get(Kind.FOLLOWUPS, ()))
        return database.read(lambda connection: FOLLOWUPS.get_many(connection, ids))

    return finished


def test_f_01_the_next_step_stays_with_who_is_responsible(add, done):
    _first, step = done(add(owner="赵强"), title="发合同", due=NEXT)
    assert step.owner == "赵强"


def test_f_02_when_it_is_due_decides_where_it_stands(database, add):
    late, today = (
        add(due=Moment(NOW - timedelta(hours=1), "Asia/Shanghai")),
        add(due=Moment(NOW + timedelta(hours=1), "UTC")),
    )
    items = {item.id: item.group for item in database.read(agenda)}
    assert (items[late], items[today]) == (Group.OVERDUE, Group.TODAY)


def test_f_03_methods_can_be_combined(database, add):
    add(methods=("email", "phone"))
    (item,) = database.read(agenda)
    assert item.methods == ("email", "phone")


def test_f_04_three_working_days_pass_over_a_holiday(database, add_customer):
    customer = add_customer(name="云帆信息")
    received = Moment(NOW, "Asia/Shanghai")
    one = ServiceRequest(customer_id=customer, title="建议", severity="suggestion", received=received)
    database.write("add", lambda session: SERVICE.add(session, [one]))
    (item,) = database.read(lambda connection: running(connection, clocks={"first_response"}))
    assert item.due.day() >= date(2026, 10, 8), "30 September is the only working day before the holidays"


def test_f_05_the_customer_was_told_when_it_was_done(add, done):
    assert done(add(), told_customer=True)[0].told_customer
    assert not done(add())[0].told_customer


def test_f_06_a_follow_up_ends_with_its_result(add, done):
    (one,) = done(add(), "客户同意试用")
    assert (one.status, one.result) == (DONE, "客户同意试用")
