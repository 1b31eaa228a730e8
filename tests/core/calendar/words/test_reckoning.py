from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.core.calendar.words.reckoning import (
    add_months,
    in_week,
    month_end,
    next_date,
    next_day_of_month,
    next_weekday,
    quarter_end,
    real_day,
)

DAYS = st.dates(date(2000, 1, 1), date(2099, 12, 31))


def test_a_month_after_the_last_of_january_is_the_last_of_february():
    assert add_months(date(2027, 1, 31), 1) == date(2027, 2, 28)
    assert add_months(date(2028, 1, 31), 1) == date(2028, 2, 29)
    assert add_months(date(2027, 3, 31), -1) == date(2027, 2, 28)
    assert add_months(date(2026, 11, 30), 14) == date(2028, 1, 30)


def test_the_29th_of_february_waits_for_a_leap_year_even_around_a_century():
    assert next_date(date(2026, 11, 21), 2, 29) == date(2028, 2, 29)
    assert next_date(date(2096, 3, 1), 2, 29) == date(2104, 2, 29)
    assert next_date(date(2026, 11, 21), 2, 30) is None


def test_nobody_plans_before_1900_or_after_2199():
    days = [
        real_day(year, month, day) for year, month, day in ((1899, 12, 31), (1900, 1, 1), (2199, 12, 31), (2200, 1, 1))
    ]
    assert days == [None, date(1900, 1, 1), date(2199, 12, 31), None]


def test_the_31st_waits_for_a_month_that_has_one():
    assert next_day_of_month(date(2026, 11, 21), 31) == date(2026, 12, 31)
    assert next_day_of_month(date(2026, 11, 21), 32) is None


def test_quarters_end_with_their_third_month():
    assert [quarter_end(date(2026, month, 15)).month for month in range(1, 13)] == [3] * 3 + [6] * 3 + [9] * 3 + [
        12
    ] * 3


@given(DAYS)
def test_the_end_of_a_month_is_the_day_before_the_next_month(day):
    after = month_end(day) + timedelta(days=1)
    assert (after.day, after) == (1, add_months(day.replace(day=1), 1))


@given(DAYS, st.integers(0, 6))
def test_weeks_begin_on_monday_and_the_next_weekday_is_never_today(day, weekday):
    assert in_week(day, 0, 0) <= day <= in_week(day, 0, 6)
    assert timedelta(0) < next_weekday(day, weekday) - day <= timedelta(7)
