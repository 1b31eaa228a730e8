from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop_crm.core import clock
from desktop_crm.core.agenda.agenda import Group, agenda
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.moment import Moment, whole_day
from desktop_crm.core.workflows.trash_customer import trash_customer

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str, zone: str = "Asia/Shanghai") -> Moment:
    """The moment on the wall clock of `zone`."""
    return Moment(datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC), zone)


def day(text: str, zone: str = "Asia/Shanghai") -> Moment:
    return whole_day(date.fromisoformat(text), ZoneInfo(zone))


@pytest.fixture
def add_followup(database):
    """Adds one open follow-up, due as given, and gives its id."""

    def add(due: Moment | None, **fields) -> int:
        followup = Followup(**({"title": "回访", "due": due} | fields))
        return database.write("add", lambda session: FOLLOWUPS.add(session, [followup])).new_id(Kind.FOLLOWUPS)

    return add


@pytest.fixture
def groups(database):
    """The ids of the agenda by group, at a wall-clock time."""

    def seen(now: str = "2026-11-23T09:30", zone: str = "Asia/Shanghai", **options) -> dict[Group, list[int]]:
        with clock.fixed(at(now, zone).at, zone):
            items = database.read(lambda connection: agenda(connection, **options))
        return {group: ids for group in Group if (ids := [item.id for item in items if item.group is group])}

    return seen


@pytest.fixture
def reason_of(database):
    def reason(followup_id: int, now: str = "2026-11-23T09:30") -> str:
        with clock.fixed(at(now).at, "Asia/Shanghai"):
            items = database.read(lambda connection: agenda(connection, days=10))
        return next(item.reason for item in items if item.id == followup_id)

    return reason


def test_what_is_due_this_very_moment_is_overdue_and_a_second_earlier_it_was_not(add_followup, groups):
    followup = add_followup(at("2026-11-23T09:30"))
    assert groups("2026-11-23T09:30:00") == {Group.OVERDUE: [followup]}
    assert groups("2026-11-23T09:29:59") == {Group.TODAY: [followup]}


def test_today_ends_with_its_last_second(add_followup, groups):
    last = add_followup(at("2026-11-23T23:59:59"))
    first_of_tomorrow = add_followup(at("2026-11-24T00:00:00"))
    assert groups() == {Group.TODAY: [last], Group.WEEK: [first_of_tomorrow]}


def test_a_whole_day_is_due_until_its_midnight(add_followup, groups):
    followup = add_followup(day("2026-11-23"))
    assert groups("2026-11-22T23:59:59", days=1) == {Group.WEEK: [followup]}
    assert groups("2026-11-23T00:00") == {Group.TODAY: [followup]}
    assert groups("2026-11-23T23:59:59") == {Group.TODAY: [followup]}
    assert groups("2026-11-24T00:00") == {Group.OVERDUE: [followup]}


def test_the_week_ends_on_its_sunday(add_followup, groups):
    sunday, monday = add_followup(at("2026-11-29T23:59:59")), add_followup(at("2026-11-30T00:00"))
    assert groups("2026-11-23T09:30") == {Group.WEEK: [sunday]}
    assert groups("2026-11-29T09:30") == {Group.TODAY: [sunday]}, "on Sunday nothing of the week is left"
    assert groups("2026-11-30T00:00") == {Group.OVERDUE: [sunday, monday]}


@pytest.mark.parametrize(("days", "coming"), [(0, 0), (1, 1), (7, 7)])
def test_days_say_how_far_to_look_beyond_today(add_followup, groups, days, coming):
    ids = [add_followup(at("2026-11-23T18:00") if not n else day(f"2026-11-{23 + n}")) for n in range(8)]
    seen = groups(days=days)
    assert seen[Group.TODAY] == ids[:1]
    assert seen.get(Group.WEEK, []) == ids[1 : 1 + coming]


def test_the_day_begins_where_the_user_is(add_followup, groups):
    followup = add_followup(at("2026-11-24T01:00", "Asia/Shanghai"))
    assert groups("2026-11-23T12:00", "Europe/Berlin") == {Group.TODAY: [followup]}
    assert groups("2026-11-23T19:00", "Asia/Shanghai") == {Group.WEEK: [followup]}


def test_a_whole_day_of_another_zone_is_the_same_date_here(add_followup, groups):
    followup = add_followup(day("2026-11-24", "Asia/Shanghai"))
    assert groups("2026-11-23T23:00", "America/Los_Angeles") == {Group.WEEK: [followup]}
    assert groups("2026-11-24T00:00", "America/Los_Angeles") == {Group.TODAY: [followup]}
    assert groups("2026-11-24T23:59", "America/Los_Angeles") == {Group.TODAY: [followup]}
    assert groups("2026-11-25T00:00", "America/Los_Angeles") == {Group.OVERDUE: [followup]}


@pytest.mark.parametrize("change", ["2026-03-29", "2026-10-25"])  # 23 and 25 hours long in Berlin
def test_a_day_on_which_the_clock_is_changed_ends_at_midnight_too(add_followup, groups, change):
    zone = "Europe/Berlin"
    tomorrow = (date.fromisoformat(change) + timedelta(days=1)).isoformat()
    whole, last = add_followup(day(change, zone)), add_followup(at(f"{change}T23:59:59", zone))
    first = add_followup(at(f"{tomorrow}T00:00", zone))
    assert groups(f"{change}T12:00", zone, days=1) == {Group.TODAY: [whole, last], Group.WEEK: [first]}
    assert groups(f"{tomorrow}T00:00", zone) == {Group.OVERDUE: [whole, last, first]}


def test_the_most_overdue_comes_first_and_what_has_no_date_is_not_listed(add_followup, groups):
    later, sooner = add_followup(at("2026-11-22T10:00")), add_followup(at("2026-11-20T10:00"))
    add_followup(None)
    assert groups() == {Group.OVERDUE: [sooner, later]}


@pytest.mark.parametrize("status", ["done", "cancelled"])
def test_what_is_no_longer_open_is_gone(add_followup, groups, status):
    add_followup(at("2026-11-20T10:00"), status=status)
    assert groups() == {}


def test_what_an_import_brought_from_the_past_stands_apart_and_is_no_next_step(add_followup, add_customer, groups):
    customer = add_customer()
    followup = add_followup(at("2026-01-05T10:00"), customer_id=customer, to_check=True)
    assert groups() == {Group.TO_CHECK: [followup], Group.NO_NEXT_STEP: [customer]}


def test_customers_without_an_open_followup_are_listed_by_their_pinyin(add_followup, add_customer, groups):
    names = ["振华贸易", "安达物流", "宝钢", "重庆火锅"]
    ids = {name: add_customer(name=name) for name in names}
    busy = add_customer(name="有下一步的公司")
    add_followup(None, customer_id=busy)
    assert groups() == {Group.NO_NEXT_STEP: [ids[name] for name in ["安达物流", "宝钢", "重庆火锅", "振华贸易"]]}


def test_a_followup_that_is_done_leaves_its_customer_without_a_next_step(add_followup, add_customer, groups):
    customer = add_customer()
    add_followup(at("2026-11-20T10:00"), customer_id=customer, status="done")
    assert groups() == {Group.NO_NEXT_STEP: [customer]}


def test_lost_customers_need_no_next_step_but_their_followups_stay(add_followup, add_customer, groups):
    customer = add_customer(status="churned")
    assert groups() == {}
    followup = add_followup(at("2026-11-22T10:00"), customer_id=customer)
    assert groups() == {Group.OVERDUE: [followup]}


def test_a_customer_in_the_trash_is_absent_with_its_followups(database, add_followup, add_customer, groups):
    customer = add_customer()
    add_followup(at("2026-11-22T10:00"), customer_id=customer)
    database.write("trash", lambda session: trash_customer(session, customer))
    add_followup(at("2026-11-22T11:00"), customer_id=customer)  # came later, as from another device
    assert groups() == {}


def test_an_item_says_what_it_is(database, add_followup, add_customer, fixed_clock, english):
    customer = add_customer(name="云帆科技有限公司")
    followup = add_followup(at("2026-11-24T14:00"), customer_id=customer, title="报价")
    (item,) = database.read(agenda)
    assert (item.kind, item.id, item.customer, item.title) == (Kind.FOLLOWUPS, followup, "云帆科技有限公司", "报价")
    assert item.due == at("2026-11-24T14:00")
    assert item.reason == "In 1 day"


@pytest.mark.parametrize(
    ("due", "english_reason", "chinese_reason"),
    [
        (at("2026-11-23T09:30"), "Due now", None),
        (at("2026-11-23T09:29"), "1 minute overdue", "逾期 1 分钟"),
        (at("2026-11-23T08:31"), "59 minutes overdue", "逾期 59 分钟"),
        (at("2026-11-23T08:30"), "1 hour overdue", "逾期 1 小时"),
        (at("2026-11-22T09:31"), "23 hours overdue", "逾期 23 小时"),
        (at("2026-11-22T09:30"), "1 day overdue", "逾期 1 天"),
        (at("2026-11-20T23:00"), "3 days overdue", "逾期 3 天"),  # as the date says that stands above it
        (day("2026-11-20"), "3 days overdue", "逾期 3 天"),
        (day("2026-11-22"), "1 day overdue", "逾期 1 天"),
        (at("2026-11-23T23:59"), "Due today", "今天到期"),
        (at("2026-11-24T00:00"), "In 1 day", "1 天后"),
        (day("2026-11-25"), "In 2 days", "2 天后"),
    ],
)
def test_the_reason_counts_in_the_largest_full_unit(
    add_followup, reason_of, either_language, due, english_reason, chinese_reason
):
    reason = reason_of(add_followup(due))
    if either_language == "en":
        assert reason == english_reason
    elif chinese_reason:
        assert reason == chinese_reason


def test_every_other_group_gives_its_reason_too(database, add_followup, add_customer, fixed_clock, english):
    add_customer()
    add_followup(at("2026-01-05T10:00"), to_check=True)
    assert [item.reason for item in database.read(agenda)] == ["Was past when it was imported", "No open follow-up"]
