"""Birthdays and anniversaries by the solar and the lunar calendar, from days that calendars print."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.core.calendar.anniversaries import (
    FIRST_LUNAR_YEAR,
    LAST_LUNAR_YEAR,
    Occurrence,
    Yearly,
    lunar_date,
    lunar_words,
    next_occurrence,
    previous_occurrence,
    said,
    yearly,
)
from desktop_crm.core.i18n import speaking
from desktop_crm.core.values.day import Day

SOLAR, LUNAR = False, True

# What stands in the field, by which calendar, seen from which day: when it is next, and how many years are reached.
NEXT = [
    ("1980-05-03", SOLAR, "2026-05-03", "2026-05-03", 46),
    ("1980-05-03", SOLAR, "2026-05-04", "2027-05-03", 47),
    ("1980-05-03", SOLAR, "2026-01-01", "2026-05-03", 46),
    ("1979-12-31", SOLAR, "2026-12-31", "2026-12-31", 47),
    ("1979-01-01", SOLAR, "2026-12-31", "2027-01-01", 48),
    # 29 February: on the 28th in common years, also in 2100, which is no leap year.
    ("2000-02-29", SOLAR, "2026-01-01", "2026-02-28", 26),
    ("2000-02-29", SOLAR, "2027-03-01", "2028-02-29", 28),
    ("2000-02-29", SOLAR, "2028-02-28", "2028-02-29", 28),
    ("2000-02-29", SOLAR, "2100-01-01", "2100-02-28", 100),
    ("02-29", SOLAR, "2026-02-28", "2026-02-28", None),
    # Without the year.
    ("05-03", SOLAR, "2026-05-03", "2026-05-03", None),
    ("--05-03", SOLAR, "2026-11-01", "2027-05-03", None),
    ("--0503", SOLAR, "2026-11-01", "2027-05-03", None),
    ("5月3日", SOLAR, "2026-11-01", "2027-05-03", None),
    ("五月三日", SOLAR, "2026-11-01", "2027-05-03", None),
    # The first time, and before it.
    ("2026-12-01", SOLAR, "2026-11-22", "2026-12-01", 0),
    ("2030-12-01", SOLAR, "2026-11-22", "2030-12-01", 0),
    # The Spring Festival (day 1 of month 1) of one year after the other.
    ("1980-01-01", LUNAR, "2018-01-01", "2018-02-16", 38),
    ("1980-01-01", LUNAR, "2019-01-01", "2019-02-05", 39),
    ("1980-01-01", LUNAR, "2020-01-01", "2020-01-25", 40),
    ("1980-01-01", LUNAR, "2021-01-01", "2021-02-12", 41),
    ("1980-01-01", LUNAR, "2022-01-01", "2022-02-01", 42),
    ("1980-01-01", LUNAR, "2023-01-01", "2023-01-22", 43),
    ("1980-01-01", LUNAR, "2024-01-01", "2024-02-10", 44),
    ("1980-01-01", LUNAR, "2025-01-01", "2025-01-29", 45),
    ("1980-01-01", LUNAR, "2026-01-01", "2026-02-17", 46),
    ("1980-01-01", LUNAR, "2027-01-01", "2027-02-06", 47),
    # Dragon Boat (5-5), Qixi (7-7), Mid-Autumn (8-15), Double Ninth (9-9) and Laba (12-8), as holidays were announced.
    ("1980-05-05", LUNAR, "2024-01-01", "2024-06-10", 44),
    ("1980-05-05", LUNAR, "2025-01-01", "2025-05-31", 45),
    ("1980-08-15", LUNAR, "2023-01-01", "2023-09-29", 43),
    ("1980-08-15", LUNAR, "2024-01-01", "2024-09-17", 44),
    ("1980-08-15", LUNAR, "2025-01-01", "2025-10-06", 45),
    ("08-15", LUNAR, "2026-01-01", "2026-09-25", None),
    ("07-07", LUNAR, "2025-01-01", "2025-08-29", None),
    ("九月初九", LUNAR, "2025-01-01", "2025-10-29", None),
    # Months 11 and 12 fall into the next solar year: the years reached follow the lunar year.
    ("1980-12-08", LUNAR, "2026-01-01", "2026-01-26", 45),
    ("腊月廿三", SOLAR, "2026-02-01", "2026-02-10", None),
    # Leap months: 2020 leap 4, 2023 leap 2, 2025 leap 6; without them in the plain month of that number.
    ("2020-闰4-01", LUNAR, "2020-01-01", "2020-05-23", 0),
    ("2020-闰4-01", LUNAR, "2021-01-01", "2021-05-12", 1),
    ("2023-闰2-10", LUNAR, "2023-01-01", "2023-03-31", 0),
    ("2023-闰2-10", LUNAR, "2024-01-01", "2024-03-19", 1),
    ("2017年闰6月1日", LUNAR, "2025-01-01", "2025-07-25", 8),
    ("2017年闰六月初一", SOLAR, "2026-01-01", "2026-07-14", 9),
    ("leap 6-1", SOLAR, "2025-01-01", "2025-07-25", None),
    # Whoever was born in the plain month celebrates in that one, also in a year with its leap month.
    ("2017-06-01", LUNAR, "2025-01-01", "2025-06-25", 8),
    ("2017-06-01", LUNAR, "2025-06-26", "2026-07-14", 9),
    # Day 30 on the 29th of a month without it: month 12 of 2025 has 29 days, of 2023 thirty.
    ("1980-12-30", LUNAR, "2024-01-15", "2024-02-09", 43),
    ("1980-12-30", LUNAR, "2026-01-15", "2026-02-16", 45),
    ("1980-02-30", LUNAR, "2025-01-01", "2025-03-28", 45),  # no solar date at all
    ("2017-闰6-30", LUNAR, "2025-01-01", "2025-08-22", 8),  # and the leap month 6 of 2025 has 29 days
    # 2033, where the leap month follows month 11.
    ("1980-11-15", LUNAR, "2033-06-01", "2033-12-06", 53),
    ("闰十一月十五", LUNAR, "2033-06-01", "2034-01-05", None),
    # Born long before the years that are answered: only the number is needed of that year.
    ("1850-08-15", LUNAR, "2025-01-01", "2025-10-06", 175),
]


@pytest.mark.parametrize(("text", "lunar", "on", "day", "years"), NEXT)
def test_the_next_birthday_falls_on_the_day_that_the_calendar_has(text, lunar, on, day, years):
    what = yearly(Day(text), lunar=lunar)
    found = next_occurrence(what, date.fromisoformat(on))
    assert found == Occurrence(date.fromisoformat(day), years)
    # And it is the previous one as soon as it is over, but not on the day itself.
    assert previous_occurrence(what, found.day + timedelta(days=1)) == found
    assert previous_occurrence(what, found.day) != found


@pytest.mark.parametrize(
    ("text", "lunar"),
    [
        ("1980", SOLAR),
        ("1980-05", SOLAR),
        ("1980-05", LUNAR),
        ("1985-02-29", SOLAR),  # there was none
        ("02-30", SOLAR),
        ("0000-05-03", SOLAR),  # no year of the calendar
        ("1980-08-31", LUNAR),
        ("13-01", LUNAR),
        ("闰六月", LUNAR),
        ("5/3", SOLAR),  # March or May
        ("in spring", SOLAR),
        ("", SOLAR),
        ("一二月初一", LUNAR),
    ],
)
def test_what_names_no_day_of_a_year_never_comes_back(text, lunar):
    assert yearly(Day(text), lunar=lunar) is None


def test_nothing_was_celebrated_before_the_first_time():
    assert previous_occurrence(Yearly(12, 1, 2026), date(2026, 12, 1)) is None
    assert previous_occurrence(Yearly(12, 1, 2026), date(2027, 11, 30)) == Occurrence(date(2026, 12, 1), 0)
    assert previous_occurrence(Yearly(6, 1, 2025, lunar=True, leap=True), date(2025, 7, 25)) is None


def test_outside_the_years_that_are_answered_there_is_no_lunar_day():
    mid_autumn = Yearly(8, 15, 1980, lunar=True)
    last = next_occurrence(mid_autumn, date(LAST_LUNAR_YEAR, 1, 1))
    assert last.years == LAST_LUNAR_YEAR - 1980
    assert next_occurrence(mid_autumn, last.day + timedelta(days=1)) is None
    assert previous_occurrence(Yearly(8, 15, lunar=True), date(FIRST_LUNAR_YEAR, 1, 1)) is None
    assert (lunar_date(date(1901, 2, 18)), lunar_words(date(1901, 2, 18))) == (None, "")
    assert lunar_date(date(1901, 2, 19)) == Yearly(1, 1, 1901, lunar=True)
    assert lunar_words(date(2101, 6, 1)) == ""


@pytest.mark.parametrize(
    ("day", "chinese", "english"),
    [
        ("2025-07-25", "农历闰六月初一", "leap 6th lunar month, day 1"),
        ("2025-06-25", "农历六月初一", "6th lunar month, day 1"),
        ("2026-02-17", "农历正月初一", "1st lunar month, day 1"),
        ("2026-02-16", "农历十二月廿九", "12th lunar month, day 29"),
        ("2025-10-06", "农历八月十五", "8th lunar month, day 15"),
        ("2024-02-09", "农历十二月三十", "12th lunar month, day 30"),
        ("2023-04-10", "农历闰二月二十", "leap 2nd lunar month, day 20"),
        ("2026-11-22", "农历十月十四", "10th lunar month, day 14"),
    ],
)
def test_a_day_is_said_as_the_lunar_calendar_has_it(day, chinese, english):
    for language, words in (("zh", chinese), ("en", english)):
        with speaking(language):
            assert lunar_words(date.fromisoformat(day)) == words


@given(st.dates(date(1901, 2, 19), date(2101, 1, 28)))
def test_every_day_is_its_own_next_occurrence_in_both_calendars(day):
    lunar = lunar_date(day)
    assert next_occurrence(lunar, day) == Occurrence(day, 0)
    with speaking("zh"):
        assert yearly(Day(f"{lunar.year}年{said(lunar)}")) == lunar
    assert next_occurrence(Yearly(day.month, day.day), day) == Occurrence(day, None)
