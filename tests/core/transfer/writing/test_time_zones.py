import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.tz import tzical

from desktop_crm.core.transfer.writing.time_zones import time_zone

ZONES = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Sydney", "Africa/Casablanca", "Asia/Kolkata"]


@pytest.mark.parametrize("key", ZONES)
def test_another_program_reads_the_same_clock_from_it(key):
    written = io.StringIO(time_zone(key, 2025, 2030).to_ical().decode().replace("\r\n ", ""))
    read, meant = tzical(written).get(key), ZoneInfo(key)
    moment, end, hours = datetime(2025, 1, 2, tzinfo=UTC), datetime(2030, 12, 31, tzinfo=UTC), 0
    while moment < end:
        local = moment.astimezone(meant)
        if not local.fold:  # of an hour that comes twice the text says nothing
            assert local.replace(tzinfo=read).utcoffset() == local.utcoffset(), local
            hours += 1
        moment += timedelta(hours=1)
    assert hours > 50_000


@pytest.mark.parametrize("key", ["Europe/Berlin", "America/New_York"])
def test_where_clocks_change_by_a_rule_the_rule_is_written(key):
    text = time_zone(key, 2025, 2038).to_ical()
    assert text.count(b"RRULE:FREQ=YEARLY") == 2
    assert b"RDATE" not in text


def test_a_zone_that_gave_up_its_summer_time_has_days_and_no_rule():
    text = time_zone("America/Sao_Paulo", 2015, 2026).to_ical()
    assert b"RDATE" in text
    assert b"RRULE" not in text
