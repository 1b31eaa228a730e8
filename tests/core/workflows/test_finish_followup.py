"""A follow-up is done with its result and its next step in one action."""

from datetime import UTC, datetime

import pytest

from desktop_crm.core import clock
from desktop_crm.core.customers.choices import CHURNED
from desktop_crm.core.followups.choices import DONE, OPEN
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS, of_customer
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.workflows.finish_followup import about_to_finish, finish

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)
LATER = Moment(datetime(2026, 11, 27, 6, tzinfo=UTC), "Asia/Shanghai")


@pytest.fixture(autouse=True)
def friday():
    with clock.fixed(NOW, "Asia/Shanghai"):
        yield


@pytest.fixture
def customer(add_customer):
    return add_customer(name="云帆信息")


@pytest.fixture
def add(database, customer):
    def added(**values) -> int:
        one = Followup(**({"customer_id": customer, "title": "回访", "due": Moment(NOW, "Asia/Shanghai")} | values))
        return database.write("add", lambda session: FOLLOWUPS.add(session, [one])).new_id(Kind.FOLLOWUPS)

    return added


def known(database, followup):
    return database.read(lambda connection: about_to_finish(connection, followup))


def test_the_next_step_is_for_the_same_people_by_the_same_means(database, customer, add):
    followup = add(methods=("phone",), priority="high", owner="王芳")
    database.write("complete_followup", lambda session: finish(session, followup, "同意", "发合同", LATER))
    done, step = sorted(database.read(lambda connection: of_customer(connection, customer)), key=lambda one: one.id)
    assert (done.status, done.result) == (DONE, "同意")
    assert (step.status, step.title, step.due) == (OPEN, "发合同", LATER)
    assert (step.methods, step.priority, step.owner) == (("phone",), "high", "王芳")
    assert step.result == ""


def test_a_time_alone_repeats_the_title_and_nothing_adds_nothing(database, customer, add):
    first = add()
    database.write("complete_followup", lambda session: finish(session, first, "", "", LATER))
    titles = [one.title for one in database.read(lambda connection: of_customer(connection, customer))]
    assert titles == ["回访", "回访"]
    other = add(title="送样品")
    changes = database.write("complete_followup", lambda session: finish(session, other, "已送"))
    assert not changes.added


def test_what_comes_again_says_when_and_leaves_no_customer_without_a_next_step(database, add):
    found = known(database, add(recurrence="FREQ=WEEKLY"))
    assert found.again == LATER
    assert not found.last_step


def test_only_the_last_open_step_of_a_customer_who_is_not_lost_leaves_it_without_one(database, add, add_customer):
    followup = add()
    assert known(database, followup).last_step
    add(title="另一项")
    assert not known(database, followup).last_step
    lost = add_customer(name="旧客户", status=CHURNED)
    assert not known(database, add(customer_id=lost)).last_step
    assert not known(database, add(customer_id=None)).last_step


def test_what_an_import_left_to_check_is_no_next_step(database, add):
    followup = add()
    add(title="导入的", to_check=True)
    assert known(database, followup).last_step


def test_there_is_nothing_to_know_of_what_is_not_there(database):
    assert known(database, 1) is None
