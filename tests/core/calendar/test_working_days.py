import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.core.calendar.working_days import (
    Overrides,
    add_working_days,
    exceptions,
    holiday,
    is_working_day,
    knows_year,
    parse_overrides,
    statutory_days_off,
)
from desktop_crm.core.errors import RefusedError


def test_days_off_and_working_weekends_of_2026_follow_the_notice():
    working_weekends = ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
    assert all(is_working_day(date.fromisoformat(f"2026-{day}")) for day in working_weekends)
    days_off = [date(2026, 10, day) for day in range(1, 8)] + [date(2026, 2, day) for day in range(15, 24)]
    assert not any(is_working_day(day) for day in days_off)


def test_three_working_days_pass_over_the_national_holiday_and_count_the_working_saturday():
    assert add_working_days(date(2026, 9, 30), 3) == date(2026, 10, 10)
    assert add_working_days(date(2026, 10, 10), -3) == date(2026, 9, 30)


def test_the_exceptions_of_a_year_are_the_days_that_are_not_as_their_weekday_says():
    days = exceptions(2026)
    working = ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"]
    assert [f"{day:%m-%d}" for day, works in days.items() if works] == working
    october = [day.day for day, works in days.items() if day.month == 10 and not works]
    assert october == [1, 2, 5, 6, 7], "the Saturday and the Sunday among them are off anyway"


def test_the_last_day_of_a_leap_year_and_no_day_of_the_next_one_belong_to_it():
    own = Overrides({date(2028, 12, 31): True, date(2027, 1, 2): True, date(2026, 12, 31): False})
    assert date(2028, 12, 31) in exceptions(2028, own)
    assert max(exceptions(2026, own)) == date(2026, 12, 31)


def test_a_moment_keeps_its_time_on_the_wall():
    start = datetime(2026, 11, 20, 16, 45, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert add_working_days(start, 3) == start + timedelta(days=5)
    assert add_working_days(datetime(2026, 11, 20, 16, tzinfo=UTC), 1) == datetime(2026, 11, 23, 16, tzinfo=UTC)


def test_no_working_days_leave_even_a_weekend_where_it_is():
    assert add_working_days(date(2026, 11, 21), 0) == date(2026, 11, 21)


def test_a_year_without_a_notice_is_unknown_and_keeps_the_days_of_the_law():
    assert knows_year(2026)
    assert not knows_year(2027)
    assert not is_working_day(date(2027, 10, 1))
    assert is_working_day(date(2027, 10, 8))
    assert not is_working_day(date(2027, 10, 9))


def test_a_year_beyond_every_table_has_plain_weeks():
    week = [is_working_day(date(2150, 10, 5) + timedelta(days=count)) for count in range(7)]
    assert (date(2150, 10, 5).weekday(), week) == (0, [True] * 5 + [False] * 2)


def test_the_user_s_own_days_win():
    overrides = parse_overrides("# 国庆\n2027-10-08 off\n\n2027-10-09 work  # 调休\n2026-10-01,班\n")
    assert not is_working_day(date(2027, 10, 8), overrides)
    assert is_working_day(date(2027, 10, 9), overrides)
    assert is_working_day(date(2026, 10, 1), overrides)


def test_a_few_own_days_do_not_make_a_year_known_but_as_many_days_off_as_the_law_grants_do():
    assert not knows_year(2027, Overrides({date(2027, 10, 1): False}))
    works = {date(2027, 9, 1) + timedelta(days=step): True for step in range(20)}
    twelve = {date(2027, 10, day): False for day in range(1, 13)}
    assert not knows_year(2027, Overrides(works | twelve))
    thirteen = Overrides(works | twelve | {date(2027, 1, 1): False})
    assert knows_year(2027, thirteen)
    assert not knows_year(2028, thirteen)


def test_days_off_of_another_year_do_not_count_for_a_year():
    autumn = {date(2027, 12, 20) + timedelta(days=step): False for step in range(12)}
    assert not knows_year(2027, Overrides(autumn | {date(2028, 1, 1): False}))


@pytest.mark.parametrize("year", range(2008, 2027))
def test_what_differs_from_plain_weeks_in_any_notice_amounts_to_a_whole_schedule(year):
    days_off = sum(not works for works in exceptions(year).values())
    assert days_off >= statutory_days_off(year)


@pytest.mark.parametrize(
    "line", ["2027-13-01 off", "2027-10-01", "2027-10-01 maybe", "tomorrow off", "2027-10-01 off off"]
)
def test_a_line_that_is_no_day_is_refused_with_its_number(line):
    with pytest.raises(RefusedError, match="2"):
        parse_overrides(f"2027-10-01 off\n{line}\n")


def test_holidays_are_known_by_the_names_of_the_law():
    assert holiday("国庆节", 2026) == date(2026, 10, 1)
    assert holiday("春节", 2026) == date(2026, 2, 17)
    assert holiday("圣诞节", 2026) is None


@settings(max_examples=60, deadline=None)
@given(st.dates(date(2024, 1, 1), date(2028, 12, 31)), st.integers(1, 40))
def test_exactly_that_many_working_days_lie_between_start_and_result(start, count):
    end = add_working_days(start, count, Overrides({date(2027, 10, 9): True}))
    days = [start + timedelta(days=step + 1) for step in range((end - start).days)]
    assert sum(is_working_day(day, Overrides({date(2027, 10, 9): True})) for day in days) == count
    assert is_working_day(end, Overrides({date(2027, 10, 9): True}))


def test_the_slow_calendar_is_loaded_only_when_a_working_day_is_asked_for():
    code = (
        "import sys, desktop_crm.core.calendar.quick_add, desktop_crm.core.calendar.working_days;"
        "sys.exit('holidays' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
