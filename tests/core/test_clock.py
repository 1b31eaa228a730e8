import time
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from desktop_crm.core import clock

EVENING = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)


def test_now_is_aware_and_in_utc():
    assert clock.now().utcoffset() == timedelta(0)


def test_a_fixed_clock_stands_still_and_speaks_utc():
    with clock.fixed(datetime(2026, 11, 23, 4, 0, tzinfo=timezone(timedelta(hours=8)))):
        assert clock.now() == clock.now() == EVENING
        assert clock.now().utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("zone", "day"), [("Asia/Shanghai", date(2026, 11, 23)), ("America/New_York", date(2026, 11, 22))]
)
def test_today_is_the_day_where_the_user_is(zone, day):
    with clock.fixed(EVENING, zone):
        assert clock.today() == day
        assert clock.zone().key == zone


def test_an_inner_clock_keeps_the_zone_around_it_unless_it_names_its_own():
    with clock.fixed(EVENING, "Asia/Shanghai"):
        with clock.fixed(EVENING + timedelta(days=1)):
            assert clock.zone().key == "Asia/Shanghai"
            assert clock.today() == date(2026, 11, 24)
        with clock.fixed(EVENING, "America/New_York"):
            assert clock.zone().key == "America/New_York"
        assert clock.now() == EVENING
        assert clock.zone().key == "Asia/Shanghai"


def test_the_clock_goes_on_after_the_block_even_when_it_failed():
    before, zone = clock.now(), clock.zone()
    with pytest.raises(RuntimeError), clock.fixed(EVENING - timedelta(days=10_000), "Pacific/Auckland"):
        raise RuntimeError
    assert clock.now() >= before
    assert clock.zone() == zone


@pytest.fixture
def travel(monkeypatch):
    """Takes the computer to another time zone; afterwards it is at home again."""
    with monkeypatch.context() as patch:
        yield lambda zone: patch.setenv("TZ", zone)
    clock.notice_zone()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows does not take its zone from the environment")
def test_a_program_that_travels_notices_it_and_so_does_the_library_below(travel):
    for zone, hours in (("Asia/Shanghai", 8), ("America/Phoenix", -7)):
        travel(zone)
        clock.notice_zone()
        assert clock.zone().key == zone
        assert time.localtime().tm_gmtoff == hours * 3600
