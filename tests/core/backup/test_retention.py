from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.core.backup.retention import expired

NOW = datetime(2026, 11, 21, 18, tzinfo=UTC)
MOMENTS = st.sets(st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)), max_size=60)


def kept(moments, now=NOW):
    gone = set(expired(moments, now))
    return [moment for moment in moments if moment not in gone]


def test_all_of_the_last_two_days_are_kept():
    moments = [NOW - timedelta(hours=hours) for hours in range(48)]
    assert kept(moments) == moments


def test_of_older_days_the_last_backup_is_kept():
    evening, noon = NOW.replace(hour=20) - timedelta(days=5), NOW.replace(hour=12) - timedelta(days=5)
    assert expired([NOW, evening, noon], NOW) == [noon]


def test_a_year_of_daily_backups_is_thinned_to_days_weeks_and_months():
    days = [NOW - timedelta(days=number) for number in range(400)]
    ages = [(NOW - moment).days for moment in kept(days)]
    assert ages[:12] == list(range(12))
    assert len(ages) <= 12 + 10 + 9
    assert max(ages) > 8 * 28  # the ninth month back
    assert [age for age in ages if 12 <= age < 70], "weeks fill the gap between days and months"


def test_backups_that_seem_to_come_from_the_future_are_kept():
    future = [NOW + timedelta(days=3650, minutes=minutes) for minutes in range(5)]
    assert expired(future, NOW) == []


@given(MOMENTS)
def test_the_newest_always_stays_and_thinning_twice_changes_nothing(moments):
    left = kept(moments)
    assert (max(moments) in left) if moments else left == []
    assert expired(left, NOW) == []


@given(MOMENTS)
def test_what_goes_is_older_than_two_days(moments):
    gone = expired(moments, NOW)
    assert gone == sorted(gone)
    assert all(moment <= NOW - timedelta(days=2) for moment in gone)
