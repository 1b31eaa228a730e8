"""The engine: imports (decision 12), marks, order, scope, the clock of the system, and what every clock has."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop_crm.core import i18n
from desktop_crm.core.clocks import marks
from desktop_crm.core.clocks.clocks import CLOCKS
from desktop_crm.core.clocks.imports import Imports
from desktop_crm.core.clocks.remaining import is_soon, remaining
from desktop_crm.core.clocks.running import overview, running
from desktop_crm.core.database import settings_store
from desktop_crm.core.database.schema.actions import actions
from desktop_crm.core.database.schema.clocks import clock_marks
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.settings import SETTINGS
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment
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


NOW = "2026-12-28T10:00"  # shortly before a month, a quarter and the year end: every clock may run


def busy_customer(clocked, at, name):
    """A customer and its branch, for one of whose records each clock of records runs."""
    customer, early = clocked.customer(name=name), "2026-12-20T09:10"
    branch = clocked.customer(name=f"{name}分公司")
    said = {"method": "visit", "summary": "谈", "occurred": at("2026-12-28T09:00"), "changes_reported": "搬家"}
    visit = {"title": "拜访", "methods": ("visit",)}
    records = (
        (Kind.CONTACTS, early, {"customer_id": customer, "name": "张伟", "birthday": Day("1980-12-30")}),
        (
            Kind.CONTACTS,
            early,
            {"customer_id": customer, "name": "李工", "is_primary": True, "left_on": Day("2026-12")},
        ),
        (Kind.FOLLOWUPS, early, {"customer_id": customer, **visit, "due": at("2026-12-29T14:00")}),
        (Kind.FOLLOWUPS, early, {"customer_id": branch, **visit, "due": at("2026-12-28T08:00")}),
        (Kind.NEEDS, early, {"customer_id": customer, "title": "培训", "due": Day("2026-12-30")}),
        (
            Kind.NEEDS,
            early,
            {"customer_id": customer, "title": "接口", "rolled_out": Day("2026-12-17"), "status": "delivered"},
        ),
        (Kind.COMMITMENTS, early, {"customer_id": customer, "title": "样品", "due": at("2026-12-30T18:00")}),
        (Kind.DEALS, early, {"customer_id": customer, "title": "CRM", "expected_close": Day("2026-12-31")}),
        (
            Kind.SERVICE,
            "2026-12-28T09:10",
            {"customer_id": customer, "title": "慢", "received": at("2026-12-28T09:00")},
        ),
        (Kind.INTERACTIONS, "2026-12-28T09:10", {"customer_id": customer, **said}),
    )
    for kind, made, fields in records:
        clocked.add(kind, made, **fields)
    return {customer, branch}


OF_RECORDS = {each.key for each in CLOCKS if each.kind is not Kind.CUSTOMERS}


def book_of_every_clock(clocked, at):
    clocked.customer(
        name="晨光",
        made="2026-12-01T09:00",
        status="won",
        status_since=Day("2026-01-05"),
        tier_override="high_value",
        tier_reason="约定",
        anniversary=Day("2016-12-30"),
    )
    clocked.customer(name="静水", made="2026-12-01T09:00", on_demand=True)
    often = clocked.customer(name="常来")
    for day in range(11, 20):
        when = f"2026-12-{day}T09:00"
        clocked.add(Kind.INTERACTIONS, when, customer_id=often, method="email", summary="信", occurred=at(when))
    busy_customer(clocked, at, "云帆")


def test_each_clock_runs_from_its_beginning_to_its_end(clocked, at):
    book_of_every_clock(clocked, at)
    seen = {}
    for item in clocked.items(NOW):
        since = f"{item.since.astimezone(ZoneInfo(clocked.zone)):%m-%d %H:%M}"
        seen.setdefault(item.clock, set()).add((since, clocked.on_the_wall(item)[5:].replace("T", " ")))
    month_end = {("12-24 00:00", "12-31")}
    assert seen == {
        "first_response": {("12-28 09:00", "12-29 09:00")},
        "log_talk": {("12-28 08:00", "12-29 08:00")},
        "confirm_appointment": {("12-27 14:00", "12-28 14:00")},
        "send_summary": {("12-28 09:00", "12-29 09:00")},
        "update_record": {("12-28 09:00", "12-29 09:00")},
        "primary_left": {("12-01 00:00", "12-03 00:00")},
        "commitment": {("12-20 09:10", "12-30 18:00")},
        "need_due": {("12-20 09:10", "12-30")},
        "need_incomplete": {("12-20 09:10", "12-22 00:00")},
        "value_check": {("12-24 00:00", "12-31")},
        "deal_close": {("12-24 00:00", "12-31")},
        "birthday": {("12-27 00:00", "12-30")},
        "anniversary": {("12-27 00:00", "12-30")},
        "cadence": {("12-01 09:00", "12-08"), ("12-19 09:00", "01-03")},
        "weekly_refresh": {("12-01 09:00", "12-08")},
        "quiet": {("12-19 09:00", "12-31")},
        "monthly_summary": month_end,
        "month_end_verification": month_end,
        "monthly_review": month_end,
        "issue_analysis": month_end,
        "survey": {("12-01 00:00", "12-31")},
        "quarterly_review": {("12-17 00:00", "12-31")},
        "yearly_review": {("12-01 00:00", "12-31")},
    }


def test_0_switches_every_clock_off(clocked, at):
    book_of_every_clock(clocked, at)
    assert {item.clock for item in clocked.items(NOW)} == {each.key for each in CLOCKS}
    for each in CLOCKS:
        for setting in each.settings:
            clocked.database.write("set", lambda session, one=setting: settings_store.store(session, one, 0))
        assert clocked.items(NOW, each.key) == []
    assert clocked.items(NOW) == []


def test_missed_summaries_talks_and_reviews_lapse_and_all_else_stays_until_it_is_done(clocked, at):
    book_of_every_clock(clocked, at)
    missed = [item for item in clocked.items("2027-02-10T10:00") if item.end < at("2027-01-05T00:00").at]
    assert {item.clock for item in missed} == {
        "first_response",
        "update_record",
        "primary_left",
        "commitment",
        "need_due",
        "need_incomplete",
        "value_check",
        "deal_close",
        "cadence",
        "weekly_refresh",
    }


def test_what_is_due_until_a_time_is_the_same_as_of_all_what_is_due_before_it(clocked, at):
    for day in range(1, 9):
        for hour in ("00:10", "23:50"):
            made = f"2026-11-{day:02}T{hour}"
            clocked.customer(made=made, name=made, tier_override="high_value", tier_reason="约定")
            clocked.customer(made=made, name=made, cadence_days=2)
    now = "2026-11-09T10:00"
    items = clocked.items(now, "cadence", "weekly_refresh")
    for until in (at(f"2026-11-{day:02}T{hour}").at for day in range(8, 16) for hour in ("00:00", "00:01", "12:00")):
        before = [item for item in items if item.due.at < until]
        assert clocked.items(now, "cadence", "weekly_refresh", until=until) == before


def test_a_mark_keeps_why_nothing_is_needed(clocked, at):
    full_book(clocked, at)
    for item, note in zip(clocked.items("2026-11-23T10:00")[:2], ("客户在休假", ""), strict=True):
        clocked.database.write(marks.MARK, lambda session, one=item, why=note: marks.mark_item(session, one, why))
    notes = clocked.database.read(lambda c: set(c.scalars(select(clock_marks.c.note))))
    assert notes == {"客户在休假", None}


def test_each_clock_of_records_keeps_to_the_customers_asked_for(clocked, at):
    first, second = (busy_customer(clocked, at, name) for name in ("云帆", "晨光"))
    items = clocked.items(NOW, *OF_RECORDS)
    for wanted in (first, second):
        theirs = [item for item in items if item.customer_id in wanted]
        assert {item.clock for item in theirs} == OF_RECORDS
        assert clocked.items(NOW, *OF_RECORDS, customer_ids=wanted) == theirs


def test_what_lies_in_the_trash_has_no_clock_though_its_customer_stays(clocked, at):
    customers = busy_customer(clocked, at, "云帆")
    left = clocked.items(NOW, *OF_RECORDS)
    assert {item.clock for item in left} == OF_RECORDS
    records = {(item.kind, item.record_id) for item in left}
    # The talk first: throwing away what a customer wants is an edit, which ends the clock of the changes told in it.
    for kind, record_id in sorted(records, key=lambda record: (record[0] is not Kind.INTERACTIONS, record)):
        clocked.database.write("trash", lambda session, store=ROOMS[kind], one=record_id: store.trash(session, [one]))
        left = [item for item in left if (item.kind, item.record_id) != (kind, record_id)]
        assert clocked.items(NOW, *OF_RECORDS) == left
        assert clocked.items(NOW, *OF_RECORDS, customer_ids=customers) == left


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


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=2), "2 days left"),
        (timedelta(days=2) - timedelta(minutes=1), "47 h left"),
        (timedelta(hours=6), "6 h left"),
        (timedelta(hours=6, minutes=1), "6 h left"),
        (timedelta(hours=5, minutes=59), "5 h 59 min left"),
        (timedelta(hours=2), "2 h left"),
        (timedelta(hours=1), "1 h left"),
        (timedelta(minutes=59, seconds=1), "1 h left"),
        (timedelta(minutes=59), "59 min left"),
        (timedelta(seconds=1), "1 min left"),
        (timedelta(0), "due now"),
        (-timedelta(seconds=59), "due now"),
        (-timedelta(minutes=1), "1 min over"),
        (-timedelta(hours=1, minutes=59, seconds=59), "1 h 59 min over"),
        (-timedelta(days=2), "2 days over"),
    ],
)
def test_hours_have_their_minutes_below_six_and_days_count_from_two_on(at, english, left, words):
    now = at("2026-11-23T09:30")
    assert remaining(Moment(now.at + left, now.zone), now.at, now.local().tzinfo) == words


@pytest.mark.parametrize(
    ("zone", "now", "words"),
    [
        ("Asia/Shanghai", "2026-11-23T00:00", "due today"),
        ("Asia/Shanghai", "2026-11-23T23:59", "due today"),
        ("Asia/Shanghai", "2026-11-24T00:00", "1 day over"),
        ("Asia/Shanghai", "2026-11-22T23:59", "1 day left"),
        ("Pacific/Kiritimati", "2026-11-24T05:59", "1 day over"),  # it is still the day where it was entered
        ("Pacific/Honolulu", "2026-11-23T07:00", "1 day over"),  # it is over where it was entered, and the day here
    ],
)
def test_a_whole_day_is_due_until_its_end(at, english, zone, now, words):
    moment = at(now, zone)
    assert remaining(at("2026-11-23"), moment.at, moment.local().tzinfo) == words


@pytest.mark.parametrize(
    ("hours", "soon_from"),
    [(2, 2), (4, 2), (8, 2), (12, 3), (24, 6), (48, 12), (96, 24), (400, 24)],
)
def test_the_last_quarter_is_soon_of_at_least_two_hours_and_at_most_a_day(at, hours, soon_from):
    since = at("2026-11-02T09:00")
    due = Moment(since.at + timedelta(hours=hours), since.zone)
    begin = due.at - timedelta(hours=soon_from)
    assert is_soon(since.at, due, begin)
    assert not is_soon(since.at, due, begin - timedelta(minutes=1))
