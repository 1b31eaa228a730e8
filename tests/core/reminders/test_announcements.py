"""The words of reminders where nobody may be named."""

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
