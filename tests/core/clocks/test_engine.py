"""The engine: imports (decision 12), marks, order, scope, the clock of the system, and what every clock has."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_crm.core import i18n
from desktop_crm.core.clocks import marks
from desktop_crm.core.clocks.clocks import CLOCKS
from desktop_crm.core.clocks.imports import Imports
from desktop_crm.core.clocks.remaining import remaining
from desktop_crm.core.clocks.running import overview, running
from desktop_crm.core.database.schema.actions import actions
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.settings import SETTINGS
from desktop_crm.core.values.day import Day
from desktop_crm.core.workflows.undo import undo


def last_action(clocked):
    return clocked.database.read(lambda c: c.execute(actions.select().order_by(actions.c.sequence.desc())).first().id)


def test_every_clock_has_words_in_both_languages_and_thresholds_that_are_settings():
    assert len({each.key for each in CLOCKS}) == len(CLOCKS)
    for each in CLOCKS:
        assert any("\u4e00" <= character <= "\u9fff" for character in i18n.translate(each.title, "zh")), each.key
        assert each.settings
        assert set(each.settings) <= set(SETTINGS)


def test_decision_12_no_clock_runs_for_what_was_due_before_the_import(clocked, at):
    customer = clocked.customer()
    said = {"customer_id": customer, "method": "visit", "summary": "谈"}
    made = "2026-11-23T09:30"
    old = clocked.add(Kind.INTERACTIONS, made, "import", **said, occurred=at("2026-11-21T10:00"))
    new = clocked.add(Kind.INTERACTIONS, made, "import", **said, occurred=at("2026-11-23T09:00"))
    by_hand = clocked.add(Kind.INTERACTIONS, made, **said, occurred=at("2026-11-21T11:00"))
    assert [item.record_id for item in clocked.items("2026-11-23T10:00", "send_summary")] == [by_hand, new]
    assert old not in {item.record_id for item in clocked.items("2026-11-30T10:00", "send_summary")}


def test_decision_12_what_runs_on_and_on_begins_with_the_import(clocked):
    entity = ROOMS[Kind.CUSTOMERS].entity(name="晨光", number="K-1", first_contact=Day("2020-01-01"), cadence_days=7)
    with clocked.when("2026-11-23T09:30"):
        clocked.database.write("import", lambda session: ROOMS[Kind.CUSTOMERS].add(session, [entity]))
    clocked.customer(made="2026-11-23T09:31", cadence_days=8)
    assert clocked.dues("2026-11-24T10:00", "cadence") == ["2026-11-30", "2026-12-01"]


def test_decision_12_customers_imported_owe_nothing_for_the_quarter_before(clocked):
    said = {"status": "won", "status_since": Day("2020-01-01")}
    entity = ROOMS[Kind.CUSTOMERS].entity(name="晨光", number="K-1", **said)
    with clocked.when("2026-10-05T09:30"):
        clocked.database.write("import", lambda session: ROOMS[Kind.CUSTOMERS].add(session, [entity]))
    assert clocked.items("2026-10-06T10:00", "survey", "quarterly_review") == []
    assert clocked.dues("2026-12-25T10:00", "survey") == ["2026-12-31"]


def test_records_that_a_whole_book_brought_with_their_ids_go_on_as_they_did(clocked, at):
    customer = clocked.customer(made="2026-11-01T09:00")
    said = {"customer_id": customer, "method": "visit", "summary": "谈", "occurred": at("2026-11-21T10:00")}
    kept = customer + 5
    clocked.add(Kind.INTERACTIONS, "2026-11-23T09:30", "import", id=kept, **said)
    assert [item.record_id for item in clocked.items("2026-11-23T10:00", "send_summary")] == [kept]


def test_an_import_lies_between_its_action_and_the_next_one_whatever_the_clock_does(clocked):
    before = clocked.customer(made="2036-11-01T09:00")
    first = clocked.add(Kind.NEWS, "2026-11-23T09:30", "import", content="一")
    between = clocked.customer(made="2026-11-23T09:30", name="晨光")
    second = clocked.add(Kind.NEWS, "2026-11-20T09:30", "import", content="二")
    imports = clocked.database.read(Imports.read)
    times = [imports.at(each) is not None for each in (before, first, between, second, second + 1)]
    assert times == [False, True, False, True, True]


def full_book(clocked, at):
    """Something for most clocks to run for."""
    customer = clocked.customer(
        made="2026-01-05T09:00", status="won", status_since=Day("2026-01-05"), anniversary=Day("2016-11-24")
    )
    said = {"method": "visit", "summary": "谈", "occurred": at("2026-11-23T09:00"), "changes_reported": "搬家"}
    clocked.add(Kind.INTERACTIONS, "2026-11-23T09:10", customer_id=customer, **said)
    clocked.add(Kind.CONTACTS, "2026-11-01T09:10", customer_id=customer, name="张伟", birthday=Day("1980-11-25"))
    clocked.add(
        Kind.FOLLOWUPS,
        "2026-11-01T09:10",
        customer_id=customer,
        title="拜访",
        methods=("visit",),
        due=at("2026-11-24T14:00"),
    )
    clocked.add(Kind.SERVICE, "2026-11-23T09:10", customer_id=customer, title="故障", received=at("2026-11-23T09:00"))
    clocked.add(Kind.NEEDS, "2026-11-23T09:10", customer_id=customer, title="培训", rolled_out=Day("2026-11-12"))
    return customer


def test_the_items_come_by_their_due_times_and_the_scope_narrows_them(clocked, at):
    customer, now = full_book(clocked, at), "2026-11-23T10:00"
    other = clocked.customer(made="2026-11-01T09:00", name="晨光", cadence_days=7)
    items = clocked.items(now)
    assert len(items) > 9
    assert [item.end for item in items] == sorted(item.end for item in items)
    of_customer = clocked.items(now, customer_id=customer)
    assert of_customer == [item for item in items if item.customer_id == customer]
    assert clocked.items(now, customer_ids=[customer, other]) == [item for item in items if item.customer_id]
    for kind in (Kind.SERVICE, Kind.NEEDS, Kind.INTERACTIONS, Kind.CUSTOMERS):
        record_id = next(item.record_id for item in items if item.kind is kind and item.record_id)
        wanted = [item for item in items if (item.kind, item.record_id) == (kind, record_id)]
        assert clocked.items(now, record=(kind, record_id)) == wanted
    with clocked.when(now):
        until = at("2026-11-24T10:00").at
        assert clocked.items(now, until=until) == [item for item in items if item.due.at < until]


def test_the_overview_counts_what_it_does_not_show(clocked):
    for number in range(5):
        clocked.customer(made="2026-11-01T09:00", name=f"客户{number}", cadence_days=7 + number)
    with clocked.when("2026-11-10T10:00"):
        (seen,) = clocked.database.read(lambda c: overview(c, clocks=["cadence"], most=2))
        assert (seen.clock.key, seen.total, seen.over, len(seen.items)) == ("cadence", 5, 2, 2)
        assert list(seen.items) == clocked.database.read(lambda c: running(c, clocks=["cadence"]))[:2]


def test_the_system_clock_may_go_ten_years_ahead_and_back(clocked, at):
    full_book(clocked, at)
    now = "2026-11-23T10:00"
    before = clocked.items(now)
    ahead = clocked.items("2036-11-23T10:00")
    with clocked.when("2036-11-23T10:00"):
        assert all(item.remaining for item in ahead)
        over = {item.clock for item in ahead if item.end < at("2036-01-01T00:00").at}
    assert {"first_response", "value_check"} <= over
    assert "send_summary" not in {item.clock for item in ahead}, "what lapses has lapsed"
    assert clocked.items(now) == before
    lost = clocked.customer(made="2036-11-23T10:00", name="来自未来", cadence_days=7)
    items = clocked.items(now, customer_id=lost)
    assert [(item.clock, clocked.on_the_wall(item)) for item in items] == [("cadence", "2026-11-23")]
    assert clocked.items(now, "send_summary") == [item for item in before if item.clock == "send_summary"]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_mark_ends_an_item_and_undo_brings_it_back(clocked, at, data):
    if clocked.database.read(lambda c: c.scalar(ROOMS[Kind.CUSTOMERS].table.select())) is None:
        full_book(clocked, at)
    now = "2026-11-23T10:00"
    before = clocked.items(now)
    item = data.draw(st.sampled_from(before))
    with clocked.when(now):
        done = clocked.database.write(marks.MARK, lambda session: marks.mark_item(session, item, "已办"))
        assert done.updated == {item.kind: (item.record_id,)}
        action = last_action(clocked)
        left = clocked.items(now)
        rolling = next(each.rolling for each in CLOCKS if each.key == item.clock)
        if rolling:
            (anew,) = [one for one in left if (one.clock, one.record_id) == (item.clock, item.record_id)]
            assert anew.end > item.end
        else:
            assert left == [one for one in before if one != item]
        taken_back = clocked.database.write("undo", lambda session: undo(session, action))
        assert taken_back.updated == {item.kind: (item.record_id,)}
    assert clocked.items(now) == before


def test_a_mark_can_be_taken_off_and_set_twice(clocked, at):
    full_book(clocked, at)
    (item,) = clocked.items("2026-11-23T10:00", "send_summary")
    for _again in range(2):
        clocked.database.write(marks.MARK, lambda session: marks.mark_item(session, item))
    assert clocked.items("2026-11-23T10:00", "send_summary") == []
    unmark = lambda session: marks.unmark(session, item.clock, item.kind, item.record_id)  # noqa: E731
    assert clocked.database.write(marks.UNMARK, unmark).updated == {Kind.INTERACTIONS: (item.record_id,)}
    assert clocked.items("2026-11-23T10:00", "send_summary") == [item]
    assert clocked.database.write(marks.UNMARK, unmark).updated == {}


@pytest.mark.parametrize(
    ("due", "english", "chinese"),
    [
        ("2026-11-23T10:50", "1 h 20 min left", "还有 1 小时 20 分"),
        ("2026-11-23T09:30:30", "1 min left", "还有 1 分钟"),
        ("2026-11-23T09:30", "due now", "现在到期"),
        ("2026-11-23T06:30", "3 h over", "超时 3 小时"),
        ("2026-11-24T09:00", "23 h left", "还有 23 小时"),
        ("2026-11-26T09:30", "3 days left", "还有 3 天"),
        ("2026-11-23", "due today", "今天到期"),
        ("2026-11-24", "1 day left", "还有 1 天"),
        ("2026-11-21", "2 days over", "超时 2 天"),
    ],
)
def test_what_is_left_is_said_in_a_fitting_unit(at, either_language, due, english, chinese):
    now = at("2026-11-23T09:30")
    words = remaining(at(due), now.at, now.local().tzinfo)
    assert words == (chinese if either_language == "zh" else english)
    assert remaining(at(due), now.at + timedelta(days=800), now.local().tzinfo) != words
