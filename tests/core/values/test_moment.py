from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.core.values.moment import Moment, exact_text, from_iso, parse_moment, show_moment, whole_day

SHANGHAI = ZoneInfo("Asia/Shanghai")
NEW_YORK = ZoneInfo("America/New_York")
LONDON = ZoneInfo("Europe/London")
ZONES = st.sampled_from([SHANGHAI, NEW_YORK, LONDON, ZoneInfo("UTC"), ZoneInfo("America/Havana")])
INSTANTS = st.datetimes(datetime(1801, 1, 1), datetime(2199, 12, 30)).map(lambda at: at.replace(tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "local"),
    [
        ("2026-11-22 15:30", "2026-11-22T15:30:00+08:00"),
        ("2026-11-22 15:30:05", "2026-11-22T15:30:05+08:00"),
        ("2026/11/22 3:30 PM", "2026-11-22T15:30:00+08:00"),
        ("2026/11/22 12:30 am", "2026-11-22T00:30:00+08:00"),
        ("2026.11.22，15：30", "2026-11-22T15:30:00+08:00"),
        ("2026年11月22日下午3:30", "2026-11-22T15:30:00+08:00"),
        ("2026年11月22日（周日）晚上8点半", "2026-11-22T20:30:00+08:00"),
        ("2026年11月22日 15时05分", "2026-11-22T15:05:00+08:00"),
        ("2026年11月22日 中午12点", "2026-11-22T12:00:00+08:00"),
        ("2026年11月22日 中午1点", "2026-11-22T13:00:00+08:00"),
        ("2026年11月22日 凌晨12:30", "2026-11-22T00:30:00+08:00"),
        ("2026年11月22日 上午9点", "2026-11-22T09:00:00+08:00"),
        ("20261122 15:30", "2026-11-22T15:30:00+08:00"),
        ("Nov 22, 2026 3pm", "2026-11-22T15:00:00+08:00"),
        ("2026-11-22 00:00", "2026-11-22T00:00:00+08:00"),
        ("2026-11-22T07:30:00Z", "2026-11-22T15:30:00+08:00"),
        ("2026-11-22T00:00:00Z", "2026-11-22T08:00:00+08:00"),
        ("2024-08-13T18:04:34.666+00:00", "2024-08-14T02:04:34.666000+08:00"),
        ("2026-11-22 15:30 +0900", "2026-11-22T14:30:00+08:00"),
        ("2026-11-22 15:30 +09", "2026-11-22T14:30:00+08:00"),
    ],
)
def test_moments_are_read_as_people_write_them(text, local):
    moment = parse_moment(text, SHANGHAI)
    assert moment.iso() == local
    assert (moment.zone, moment.all_day) == ("Asia/Shanghai", False)


@pytest.mark.parametrize("text", ["2026-11-22", "2026年11月22日", "2026-11-22T00:00:00", "2026/11/22 00:00:00"])
def test_a_date_without_a_time_is_the_whole_day(text):
    assert parse_moment(text, SHANGHAI) == whole_day(date(2026, 11, 22), SHANGHAI)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "date"),
        ("2026", "date"),
        ("2026-11", "date"),
        ("15:30", "date"),
        ("下周三", "date"),
        ("03/04/2026 15:30", "date"),
        ("2026-02-30", "date"),
        ("1799-01-01", "date"),
        ("2026-11-22 24:00", "hour"),
        ("2026-11-22 15:60", "minute"),
        ("2026-11-22 13 PM", "hour"),
        ("2026-11-22 晚上12点", "midnight"),
        ("2026-11-22 15", "time"),
        ("2026-11-22 or later", "time"),
        ("2026-11-22[Nowhere/Else]", "zone"),
        ("2026-11-22[../../etc/passwd]", "date|time"),
        ("2026-11-22[/etc]", "zone|key"),
    ],
)
def test_what_is_no_moment_is_refused(text, reason):
    with pytest.raises(ValueError, match=reason):
        parse_moment(text, SHANGHAI)


def test_cells_of_a_sheet_are_moments_and_mere_dates_among_them_whole_days():
    cell = datetime(2024, 4, 15, 15, 30)
    assert parse_moment(cell, SHANGHAI).iso() == "2024-04-15T15:30:00+08:00"
    assert parse_moment(cell.replace(hour=0, minute=0), SHANGHAI) == whole_day(date(2024, 4, 15), SHANGHAI)
    assert parse_moment(date(2024, 4, 15), SHANGHAI) == whole_day(date(2024, 4, 15), SHANGHAI)
    assert parse_moment(cell.replace(tzinfo=UTC), SHANGHAI).iso() == "2024-04-15T23:30:00+08:00"
    with pytest.raises(ValueError, match="1800"):
        parse_moment(date(1700, 1, 1), SHANGHAI)


def test_a_moment_must_be_in_utc():
    for at in (datetime(2026, 1, 1), datetime(2026, 1, 1, tzinfo=SHANGHAI)):
        with pytest.raises(ValueError, match="UTC"):
            Moment(at, "Asia/Shanghai")


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (NEW_YORK, date(2026, 3, 8), 23),
        (NEW_YORK, date(2026, 11, 1), 25),
        (LONDON, date(2026, 3, 29), 23),
        (LONDON, date(2026, 10, 25), 25),
        (SHANGHAI, date(2026, 3, 8), 24),
    ],
)
def test_a_whole_day_ends_at_the_next_local_midnight_also_when_the_clock_changes(zone, day, hours):
    moment = whole_day(day, zone)
    assert moment.day() == day
    assert moment.end() - moment.at == timedelta(hours=hours)
    assert show_moment(moment, SHANGHAI) == day.isoformat()


def test_a_timed_moment_is_over_at_its_time():
    moment = parse_moment("2026-11-22 15:30", NEW_YORK)
    assert moment.end() == moment.at


def test_a_day_whose_midnight_the_clock_skips_begins_after_the_gap():
    cairo = ZoneInfo("Africa/Cairo")
    moment = whole_day(date(2026, 4, 24), cairo)
    assert moment.day() == date(2026, 4, 24)
    assert moment.iso() == "2026-04-24T01:00:00+03:00"


def test_a_time_that_the_clock_skips_or_repeats_is_taken_with_the_earlier_offset():
    assert parse_moment("2026-03-08 02:30", NEW_YORK).iso() == "2026-03-08T03:30:00-04:00"
    assert parse_moment("2026-11-01 01:30", NEW_YORK).iso() == "2026-11-01T01:30:00-04:00"


def test_a_moment_is_shown_on_the_clock_of_the_reader():
    moment = parse_moment("2026-11-22 23:30", SHANGHAI)
    assert show_moment(moment, SHANGHAI) == "2026-11-22 23:30"
    assert show_moment(moment, LONDON) == "2026-11-22 15:30"
    assert moment.day() == date(2026, 11, 22)


@settings(max_examples=100)
@given(INSTANTS, ZONES, ZONES)
def test_a_moment_survives_its_texts(at, entered, reader):
    moment = Moment(at, entered.key)
    assert from_iso(moment.iso(), entered.key) == moment
    assert parse_moment(exact_text(moment, reader), reader) == moment


@settings(max_examples=60)
@given(st.dates(date(1801, 1, 1), date(2199, 12, 30)), ZONES, ZONES)
def test_a_whole_day_survives_its_texts(day, entered, reader):
    moment = whole_day(day, entered)
    assert moment.day() == day
    assert from_iso(moment.iso(), entered.key, all_day=True) == moment
    assert parse_moment(exact_text(moment, reader), reader) == moment


def test_the_text_of_a_moment_is_plain_where_it_can_be():
    moment = parse_moment("2026-11-22 15:30", SHANGHAI)
    assert exact_text(moment, SHANGHAI) == "2026-11-22 15:30"
    assert exact_text(moment, LONDON) == "2026-11-22T15:30:00+08:00[Asia/Shanghai]"
    assert exact_text(whole_day(date(2026, 11, 22), SHANGHAI), LONDON) == "2026-11-22[Asia/Shanghai]"
    second = Moment(datetime(2026, 11, 1, 6, 30, tzinfo=UTC), "America/New_York")
    assert exact_text(second, NEW_YORK) == "2026-11-01T01:30:00-05:00[America/New_York]"
