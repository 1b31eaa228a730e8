from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.core.transfer.reading.tables import cell_text, column_letter, unique_headings


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("  as it stands ", "  as it stands "),
        (5.0, "5"),
        (13912345678.0, "13912345678"),
        (0.1, "0.1"),
        (-2.0, "-2"),
        (1e300, "1e+300"),
        (7, "7"),
        (True, "TRUE"),
        (date(2024, 4, 15), "2024-04-15"),
        (datetime.fromisoformat("2024-04-15T15:30"), "2024-04-15 15:30"),
        (datetime.fromisoformat("2024-04-15T15:30:05"), "2024-04-15 15:30:05"),
        (datetime.fromisoformat("2024-04-15"), "2024-04-15"),
        (datetime(2024, 4, 15, tzinfo=UTC), "2024-04-15 00:00+00:00"),
    ],
)
def test_a_cell_reads_as_a_person_would_write_it(cell, text):
    assert cell_text(cell) == text


def test_columns_are_named_as_in_a_spreadsheet():
    assert [column_letter(index) for index in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


def test_repeated_headings_are_numbered_and_blank_ones_named_by_their_column():
    assert unique_headings(["id", "name", "id", " ", "id"]) == ("id", "name", "id (2)", "D", "id (3)")
    assert unique_headings(["", "x"], first_column=3) == ("D", "x")


def test_a_number_that_a_heading_bears_already_is_not_given_twice():
    assert unique_headings(["id", "id", "id (2)"]) == ("id", "id (3)", "id (2)")
    assert unique_headings(["B", ""]) == ("B", "B (2)")


@settings(deadline=None)
@given(st.lists(st.sampled_from(["", "a", "a (2)", "a (3)", "B", "B (2)", " "]), max_size=12))
def test_headings_are_always_unique_and_never_blank(found):
    unique = unique_headings(found)
    assert len(set(unique)) == len(found)
    assert all(heading.strip() for heading in unique)
