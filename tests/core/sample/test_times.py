from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from desktop_crm.core.sample.times import Times

SHANGHAI = ZoneInfo("Asia/Shanghai")
MOMENTS = [
    datetime(2026, 11, 22, hour, 30, tzinfo=UTC) + timedelta(days=day) for day in range(7) for hour in (0, 8, 17)
]


@pytest.mark.parametrize("now", MOMENTS)
def test_due_times_lie_where_they_are_said_to_lie(now):
    times = Times(Random(1), now, SHANGHAI)
    for _ in range(50):
        assert times.overdue().end() < now
        today = times.later_today()
        assert today.day() == times.today
        assert today.end() > now
        assert 1 <= (times.within_a_week().day() - times.today).days <= 6
        assert 7 <= (times.later().day() - times.today).days < 60


@pytest.mark.parametrize("now", MOMENTS)
def test_the_past_is_never_in_the_future(now):
    times = Times(Random(1), now, SHANGHAI)
    assert max(times.past(days).at for days in (0, 0, 0, 0.5, 1, 2) for _ in range(20)) < now


@pytest.mark.parametrize("count", [0, 1, 2, 3, 50, 2_000])
@pytest.mark.parametrize("ended", [False, True])
def test_a_history_has_its_count_in_order_and_ends_months_ago_if_it_ended(count, ended):
    now = MOMENTS[0]
    moments = Times(Random(2), now, SHANGHAI).history(count, ended=ended)
    assert len(moments) == count
    times = [moment.at for moment in moments]
    assert times == sorted(set(times))
    if ended and count:
        assert now - moments[-1].at > timedelta(days=90)


def test_most_of_it_happens_in_working_hours_on_working_days():
    moments = [moment.local() for moment in Times(Random(3), MOMENTS[0], SHANGHAI).history(500, ended=False)]
    assert {moment.hour for moment in moments} <= set(range(8, 18))  # 8:59 when nine is taken
    assert sum(moment.weekday() < 5 for moment in moments) > 450
