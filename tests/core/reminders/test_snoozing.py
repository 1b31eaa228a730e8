"""The times to which a reminder can be put off, by the clock on the wall of the user."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from desktop_crm.core import clock
from desktop_crm.core.database import settings_store
from desktop_crm.core.reminders.reminders import snooze_choices
from desktop_crm.core.reminders.snoozing import next_rest
from desktop_crm.core.settings import DEFAULT_TIME


@pytest.fixture
def at(english):
    """What there is at a time of the wall clock in a zone, with times on the same clock."""

    def at(now, ask, zone="Asia/Shanghai"):
        here = ZoneInfo(zone)
        with clock.fixed(datetime.fromisoformat(now).replace(tzinfo=here).astimezone(UTC), zone):
            return [(one.label, one.until.astimezone(here).strftime("%a %d %H:%M")) for one in ask()]

    return at


@pytest.mark.parametrize(
    ("now", "choices"),
    [
        (
            "2026-11-25T14:00",
            ["Wed 25 14:10", "Wed 25 15:00", "Wed 25 19:00", "Thu 26 09:00", "Mon 30 09:00"],
        ),
        ("2026-11-25T19:00", ["Wed 25 19:10", "Wed 25 20:00", "Thu 26 09:00", "Mon 30 09:00"]),
        (
            "2026-11-23T08:00",
            ["Mon 23 08:10", "Mon 23 09:00", "Mon 23 19:00", "Tue 24 09:00", "Mon 30 09:00"],
        ),
        ("2026-11-29T23:55", ["Mon 30 00:05", "Mon 30 00:55", "Mon 30 09:00"]),
    ],
)
def test_a_reminder_is_put_off_to_this_evening_the_next_morning_or_the_next_monday(at, database, now, choices):
    assert [until for _label, until in at(now, lambda: database.read(snooze_choices))] == choices


def test_mornings_begin_when_the_user_says(at, database):
    database.write("set", lambda session: settings_store.store(session, DEFAULT_TIME, "08:15"))
    found = dict(at("2026-11-25T20:00", lambda: database.read(snooze_choices)))
    assert (found["Tomorrow morning"], found["Next Monday"]) == ("Thu 26 08:15", "Mon 30 08:15")
    assert "This evening" not in found


def test_a_morning_after_the_clocks_change_is_at_the_same_time_on_the_wall(at, database):
    found = dict(at("2026-03-28T20:00", lambda: database.read(snooze_choices), "Europe/Berlin"))
    assert found["Tomorrow morning"] == "Sun 29 09:00"


@pytest.mark.parametrize(
    ("now", "rest"),
    [
        ("2026-11-25T18:59", ("This evening", "Wed 25 19:00")),
        ("2026-11-25T19:00", ("Tomorrow morning", "Thu 26 08:15")),
    ],
)
def test_where_there_is_no_menu_it_is_the_evening_or_else_the_next_morning(at, now, rest):
    assert at(now, lambda: [next_rest(time(8, 15))]) == [rest]
