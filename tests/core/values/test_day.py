from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.core.values.day import Day, parse_day, read_date


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("2018", "2018"),
        ("2018年", "2018"),
        ("２０１８年", "2018"),
        ("2018-05", "2018-05"),
        ("2018年5月", "2018-05"),
        ("2018.5", "2018-05"),
        ("May 2018", "2018-05"),
        ("05/2018", "2018-05"),
        ("2004/2/1", "2004-02-01"),
        ("2025.10.26", "2025-10-26"),
        ("2023年10月20日", "2023-10-20"),
        ("2023 年 10 月 20 号", "2023-10-20"),
        ("2023年10月20日（星期五）", "2023-10-20"),
        ("20230115", "2023-01-15"),
        ("2026-08-31T00:00:00", "2026-08-31"),
        ("2024-08-13T18:04:34.666+00:00", "2024-08-13"),
        ("2023-10-20 15:30", "2023-10-20"),
        ("Oct 5, 2023", "2023-10-05"),
        ("October 5th 2023", "2023-10-05"),
        ("5 October 2023", "2023-10-05"),
        ("5-Oct-2023", "2023-10-05"),
        ("31/12/2023", "2023-12-31"),
        ("12/31/2023", "2023-12-31"),
        ("03/03/2023", "2023-03-03"),
        ("1800", "1800"),
        ("2200-12-31", "2200-12-31"),
    ],
)
def test_days_months_and_years_are_read_as_people_write_them(text, normal):
    assert parse_day(text) == Day(normal)
    assert parse_day(text).is_date


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2023",
        "2023-02-30",
        "2023-13",
        "2023-00-01",
        "1799",
        "2201-01-01",
        "201805",
        "约2018",
        "2018年以前",
        "2023-10-20以前",
        "23-10-20",
        "Octopus 5, 2023",
        "5 May",
        "25-30岁",
    ],
)
def test_what_is_no_date_or_may_be_two_stays_text(text):
    day = parse_day(f" {text} ")
    assert day == Day(text)
    assert (day.is_date, day.first(), day.precision) == (False, None, None)


def test_cells_of_a_sheet_are_days():
    assert parse_day(datetime(2024, 4, 15, 15, 30)) == Day("2024-04-15")
    assert parse_day(datetime(2024, 4, 15, 23, 30, tzinfo=UTC)) == Day("2024-04-15")
    assert parse_day(date(2024, 4, 15)) == Day("2024-04-15")
    assert not parse_day(date(1700, 1, 1)).is_date


@pytest.mark.parametrize(
    ("text", "first", "precision"),
    [
        ("2018", date(2018, 1, 1), "year"),
        ("2018-05", date(2018, 5, 1), "month"),
        ("2018-05-31", date(2018, 5, 31), "day"),
    ],
)
def test_a_day_knows_its_first_day_and_how_exact_it_is(text, first, precision):
    assert (Day(text).first(), Day(text).precision) == (first, precision)


@settings(max_examples=60)
@given(st.dates(date(1800, 1, 1), date(2200, 12, 31)))
def test_every_date_is_read_in_every_form_that_tells_it(day):
    for form in ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%Y年%m月%d日"):
        assert parse_day(day.strftime(form).zfill(8)).first() == day


@settings(max_examples=100)
@given(st.text(max_size=20))
def test_any_text_is_taken_and_reading_twice_changes_nothing(text):
    day = parse_day(text)
    assert parse_day(day.text) == day


def test_a_date_is_read_off_the_beginning_of_a_text():
    assert read_date("2023年10月20日 周五 下午3点") == (date(2023, 10, 20), " 下午3点")
    assert read_date("2023-10-201") is None
    assert read_date("下午3点") is None
