"""The account plan and the playbook propose follow-ups, each on a working day at the usual time (G-09, F-09)."""

from datetime import UTC, datetime

import pytest

from desktop_crm.core import clock
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS, of_customer
from desktop_crm.core.tiers.planning import plan, proposed

NOW = datetime(2026, 11, 20, 6, tzinfo=UTC)  # a Friday


@pytest.fixture(autouse=True)
def friday():
    with clock.fixed(NOW, "Asia/Shanghai"):
        yield


@pytest.fixture
def proposals(database):
    return lambda customer: database.read(lambda connection: proposed(connection, customer)).proposals


def test_the_account_plan_comes_first_line_by_line(add_customer, proposals):
    customer = add_customer(name="云帆信息", account_plan="- 介绍增值服务\n\n- 约演示\n- 约演示")
    assert [each.title for each in proposals(customer)][:2] == ["介绍增值服务", "约演示"]


@pytest.mark.parametrize(("status", "words"), [("prospect", "present"), ("won", "in use")])
def test_f_09_without_an_account_plan_the_first_talk_has_its_focus(add_customer, proposals, english, status, words):
    first = proposals(add_customer(name="云帆信息", status=status))[0]
    assert words in first.title


def test_every_line_is_proposed_for_a_working_day_that_lies_ahead(add_customer, proposals):
    found = proposals(add_customer(name="云帆信息", account_plan="一\n二\n三\n四", tier_override="high_value"))
    days = [each.due.day() for each in found]
    assert days == sorted(set(days))
    assert all(day > NOW.date() and day.weekday() < 5 for day in days[:4])
    assert {each.due.local().hour for each in found} == {9}


def test_the_playbook_of_the_tier_follows(add_customer, proposals, english):
    plain = proposals(add_customer(name="甲", account_plan="一"))
    special = proposals(add_customer(name="乙", account_plan="一", tier_override="at_risk", tier_reason="投诉"))
    assert len(special) > 1
    assert [each.title for each in plain] != [each.title for each in special]
    assert {each.source for each in special} == {"Account plan", "Churn risk"}


def test_what_is_open_already_is_marked(database, add_customer, proposals):
    customer = add_customer(name="云帆信息", account_plan="约演示\n发资料")
    database.write(
        "add", lambda session: FOLLOWUPS.add(session, [Followup(customer_id=customer, title="约演示", due=None)])
    )
    assert [each.planned for each in proposals(customer)[:2]] == [True, False]


def test_what_was_chosen_is_added_for_the_owner_of_the_customer(database, add_customer, proposals):
    customer = add_customer(name="云帆信息", account_plan="约演示", owner="赵强")
    due = proposals(customer)[0].due
    database.write("plan_next_step", lambda session: plan(session, customer, [("约演示", due)]))
    (followup,) = database.read(lambda connection: of_customer(connection, customer))
    assert (followup.title, followup.due, followup.owner) == ("约演示", due, "赵强")


def test_nothing_is_proposed_for_nobody(database):
    assert database.read(lambda connection: proposed(connection, 1)) is None
