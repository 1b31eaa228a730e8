from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.customers import commands as customer_commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.database import settings_store, write
from desktop_crm.core.followups.commands import complete, snooze
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.reminders.reminders import count_today, mark_delivered, pending, reached
from desktop_crm.core.settings import DEFAULT_TIME
from desktop_crm.core.values.moment import Moment, whole_day
from desktop_crm.core.workflows.trash_customer import trash_customer

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> Moment:
    return Moment(datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC), SHANGHAI.key)


def day(text: str) -> Moment:
    return whole_day(date.fromisoformat(text), SHANGHAI)


@pytest.fixture
def add(database):
    """Adds one open follow-up, due as given, and gives its id."""

    def add(due: Moment | None, **fields) -> int:
        followup = Followup(**({"title": "回访", "due": due} | fields))
        return database.write("add", lambda session: FOLLOWUPS.add(session, [followup])).new_id(Kind.FOLLOWUPS)

    return add


@pytest.fixture
def due(database):
    """The ids that are to be announced at a time of the wall clock."""

    def due(now: str, zone: str = "Asia/Shanghai") -> list[int]:
        with clock.fixed(at(now).at, zone):
            return [reminder.id for reminder in database.read(pending).due]

    return due


@pytest.fixture
def deliver(database):
    """Delivers what is to be announced at a time of the wall clock."""

    def deliver(now: str, zone: str = "Asia/Shanghai") -> None:
        with clock.fixed(at(now).at, zone):
            reminders = database.read(pending).due
            database.write("remind", lambda session: mark_delivered(session, reminders))

    return deliver


def test_a_reminder_comes_when_the_followup_is_due_and_not_a_second_earlier(add, due):
    followup = add(at("2026-11-23T14:00"))
    assert due("2026-11-23T13:59:59") == []
    assert due("2026-11-23T14:00:00") == [followup]


def test_a_reminder_comes_as_many_minutes_earlier_as_the_followup_says(add, due):
    followup = add(at("2026-11-23T14:00"), alarm_minutes=30)
    assert due("2026-11-23T13:29:59") == []
    assert due("2026-11-23T13:30:00") == [followup]


def test_a_whole_day_is_announced_at_the_users_default_time(database, add, due):
    followup = add(day("2026-11-23"))
    assert due("2026-11-23T08:59:59") == []
    assert due("2026-11-23T09:00:00") == [followup]
    database.write("set", lambda session: settings_store.store(session, DEFAULT_TIME, "10:30"))
    assert due("2026-11-23T10:29:59") == []
    assert due("2026-11-23T10:30:00") == [followup]


def test_what_was_delivered_does_not_come_again_in_another_zone_or_with_another_default_time(
    database, add, due, deliver
):
    add(day("2026-11-23"))
    add(at("2026-11-23T08:00"))
    deliver("2026-11-23T09:00")
    database.write("set", lambda session: settings_store.store(session, DEFAULT_TIME, "10:30"))
    assert due("2026-11-23T23:00") == []
    assert due("2026-11-24T23:00", "Europe/Berlin") == []
    assert due("2036-11-24T23:00", "America/New_York") == []


def test_a_followup_that_was_moved_is_announced_at_its_new_time(database, add, due, deliver):
    followup = add(at("2026-11-23T14:00"))
    deliver("2026-11-23T14:00")
    database.write("move", lambda session: FOLLOWUPS.change(session, followup, due=at("2026-11-23T16:00")))
    assert due("2026-11-23T15:59:59") == []
    assert due("2026-11-23T16:00") == [followup]


def test_a_snoozed_reminder_comes_again_and_its_due_date_stays(database, add, due, deliver):
    followup = add(at("2026-11-23T14:00"))
    deliver("2026-11-23T14:00")
    database.write("snooze", lambda session: snooze(session, followup, at("2026-11-23T14:10").at))
    assert due("2026-11-23T14:09:59") == []
    assert due("2026-11-23T14:10") == [followup]
    deliver("2026-11-23T14:10")
    assert due("2026-11-23T18:00") == []
    assert database.read(lambda connection: FOLLOWUPS.get(connection, followup)).due == at("2026-11-23T14:00")


def test_what_was_snoozed_and_then_put_off_further_comes_at_the_later_time(database, add, due):
    followup = add(at("2026-11-23T14:00"), snoozed_until=at("2026-11-23T14:10"))
    database.write("move", lambda session: FOLLOWUPS.change(session, followup, due=at("2026-11-25T09:00")))
    assert due("2026-11-25T08:59:59") == []
    assert due("2026-11-25T09:00") == [followup]


def test_nobody_is_reminded_of_what_is_done_trashed_undated_or_past_before_its_import(database, add, due):
    customer = database.write("add", lambda session: customer_commands.add(session, [Customer(name="云帆")])).new_id(
        Kind.CUSTOMERS
    )
    done = add(at("2026-11-23T14:00"))
    database.write("done", lambda session: complete(session, done, "好"))
    trashed = add(at("2026-11-23T14:00"))
    database.write("trash", lambda session: FOLLOWUPS.trash(session, [trashed]))
    add(at("2026-11-23T14:00"), customer_id=customer)
    database.write("trash", lambda session: trash_customer(session, customer))
    add(None)
    add(at("2026-11-23T14:00"), to_check=True)
    assert due("2026-11-24T14:00") == []


def test_marks_are_no_action_so_they_call_for_no_backup_and_stand_in_no_history(database, add, deliver, due):
    add(at("2026-11-23T14:00"))
    counts = "SELECT (SELECT count(*) FROM actions), (SELECT count(*) FROM journal)"
    before = database.read(lambda connection: connection.exec_driver_sql(counts).one())
    deliver("2026-11-23T14:00")
    assert due("2026-11-23T14:00") == []
    assert database.read(lambda connection: connection.exec_driver_sql(counts).one()) == before


def test_a_mark_for_a_followup_that_is_gone_is_passed_over(database, add, due):
    add(at("2026-11-23T14:00"))
    with clock.fixed(at("2026-11-23T14:00").at, "Asia/Shanghai"):
        (reminder,) = database.read(pending).due
    gone = replace(reminder, id=reminder.id + 1)
    database.write("remind", lambda session: mark_delivered(session, [gone, reminder]))
    assert due("2026-11-23T14:00") == []


def test_the_times_to_come_are_those_of_a_week_earliest_first(database, add):
    for due in (at("2026-11-25T09:00"), at("2026-11-23T15:00"), day("2026-11-24"), at("2026-12-24T09:00")):
        add(due)
    with clock.fixed(at("2026-11-23T14:00").at, "Asia/Shanghai"):
        coming = database.read(pending).coming
    assert coming == (at("2026-11-23T15:00").at, at("2026-11-24T09:00").at, at("2026-11-25T09:00").at)


def test_the_list_of_what_is_due_keeps_what_was_delivered_until_it_is_done_or_snoozed(database, add, deliver):
    first, second, third = (add(at(f"2026-11-23T14:0{minute}"), title=str(minute)) for minute in range(3))
    deliver("2026-11-23T15:00")
    database.write("done", lambda session: complete(session, first, ""))
    database.write("snooze", lambda session: snooze(session, second, at("2026-11-23T16:00").at))
    with clock.fixed(at("2026-11-23T15:00").at, "Asia/Shanghai"):
        assert [reminder.id for reminder in database.read(reached)] == [third]
    with clock.fixed(at("2026-11-23T16:00").at, "Asia/Shanghai"):
        assert [reminder.id for reminder in database.read(reached)] == [third, second]


def test_today_counts_what_is_overdue_and_due_today(database, add):
    for due in (at("2026-11-20T09:00"), day("2026-11-23"), at("2026-11-23T23:59"), day("2026-11-24"), None):
        add(due)
    add(at("2026-11-01T09:00"), to_check=True)
    with clock.fixed(at("2026-11-23T14:00").at, "Asia/Shanghai"):
        assert database.read(count_today) == 3


def test_erasing_a_followup_takes_its_mark_along(database, add, deliver):
    followup = add(at("2026-11-23T14:00"))
    deliver("2026-11-23T14:00")

    def erase(session):
        write.delete(session, FOLLOWUPS.table, [followup])
        return Changes()

    database.write("erase", erase)
    count = "SELECT count(*) FROM reminder_marks"
    assert database.read(lambda connection: connection.exec_driver_sql(count).scalar_one()) == 0


def test_after_a_jump_of_the_clock_nothing_comes_twice_and_nothing_is_lost(add, due, deliver):
    first = add(at("2026-11-23T14:00"))
    second = add(at("2027-11-23T14:00"))
    assert due("2026-11-23T14:00") == [first]
    deliver("2026-11-23T14:00")
    assert due("2016-11-23T14:00") == []
    assert due("2036-11-23T14:00") == [second]
    deliver("2036-11-23T14:00")
    assert due("2026-11-23T14:00") == []
    assert due("2027-11-23T14:00") == []


def test_reminders_are_told_in_the_order_of_their_times(add, due):
    late = add(at("2026-11-23T14:00"))
    early = add(at("2026-11-23T15:00"), alarm_minutes=int(timedelta(hours=3).total_seconds() // 60))
    assert due("2026-11-23T16:00") == [early, late]
