"""The words of reminders: which come alone, which together, and what is said where nobody may be named."""

from dataclasses import replace
from datetime import timedelta

import pytest

from desktop_crm.core import clock
from desktop_crm.core.database import settings_store
from desktop_crm.core.ids import FollowupId
from desktop_crm.core.reminders.announcements import announcements
from desktop_crm.core.reminders.reminders import Reminder, pending
from desktop_crm.core.settings import NAMES_IN_NOTIFICATIONS
from desktop_crm.core.values.moment import Moment


def due(number: int, late: timedelta) -> Reminder:
    at = clock.now() - late
    return Reminder(FollowupId(number), "报价", "云帆科技", Moment(at, clock.zone().key), at, number)


@pytest.mark.parametrize("late", [timedelta(0), timedelta(hours=1)])
@pytest.mark.parametrize("count", [1, 2, 5])
def test_who_may_not_be_named_is_not_named_and_still_delivered(fixed_clock, late, count):
    told = list(announcements([due(number, late) for number in range(count)], named=False))
    assert sorted(one.id for each in told for one in each.reminders) == list(range(count))
    assert not any(name in each.title + each.text for each in told for name in ("云帆", "报价"))


def test_the_user_says_whether_reminders_name_anybody(database):
    assert database.read(pending).named
    database.write("change_setting", lambda session: settings_store.store(session, NAMES_IN_NOTIFICATIONS, value=False))
    assert not database.read(pending).named


MINUTE = timedelta(minutes=1)


def titles_and_counts(reminders):
    return [(each.title, len(each.reminders)) for each in announcements(reminders)]


def test_up_to_three_fresh_reminders_come_one_by_one_and_more_of_them_together(fixed_clock, english):
    assert titles_and_counts([due(number, 2 * MINUTE) for number in range(3)]) == [("云帆科技", 1)] * 3
    assert titles_and_counts([due(number, 2 * MINUTE) for number in range(4)]) == [("4 follow-ups are due", 4)]


def test_what_was_missed_comes_together_before_what_is_fresh(fixed_clock, english):
    missed = [due(number, 3 * MINUTE) for number in (1, 2)]
    assert titles_and_counts([*missed, due(3, MINUTE)]) == [("2 follow-ups are due", 2), ("云帆科技", 1)]


def test_a_single_missed_one_comes_by_itself_with_its_buttons(fixed_clock, english):
    late, fresh = due(1, timedelta(hours=3)), due(2, MINUTE)
    told = list(announcements([late, fresh]))
    assert [each.reminders for each in told] == [(late,), (fresh,)]
    assert [each.text for each in told] == ["Today 06:30 · 报价", "Today 09:29 · 报价"]


def test_what_is_missing_leaves_no_gap_in_the_words(fixed_clock, english):
    bare = replace(due(1, MINUTE), customer="", due=None)
    (told,) = announcements([bare])
    assert (told.title, told.text) == ("Follow-up", "报价")
    (together,) = announcements([replace(due(1, timedelta(hours=1)), title=""), replace(bare, at=bare.at - 9 * MINUTE)])
    assert together.text == "Today 08:30 · 云帆科技\n报价"


@pytest.mark.parametrize(("count", "more"), [(3, ""), (4, "and 1 more"), (5, "and 2 more")])
def test_of_many_the_three_youngest_are_named_and_the_others_counted(fixed_clock, english, count, more):
    reminders = [replace(due(number, timedelta(hours=10 - number)), title=f"事{number}") for number in range(count)]
    (told,) = announcements(reminders)
    *lines, last = told.text.split("\n") if more else [*told.text.split("\n"), ""]
    assert [line[-2:] for line in lines] == [f"事{number}" for number in range(count - 3, count)]
    assert last == more
