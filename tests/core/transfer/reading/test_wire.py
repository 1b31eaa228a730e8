from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.reading.tables import Document, Note, RefusedRow, Row, Table
from desktop_crm.core.transfer.reading.unreadable import FAMILY
from desktop_crm.core.transfer.reading.wire import document_from, document_lines, error_line

_cell = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text(max_size=5)
    | st.dates()
    | st.datetimes(timezones=st.sampled_from([None, timezone(timedelta(hours=8))]))
)


@settings(deadline=None)
@given(st.lists(st.tuples(_cell, _cell), max_size=5))
def test_a_document_arrives_as_it_was_sent(cells):
    rows = tuple(Row(number, pair) for number, pair in enumerate(cells))
    refused = (RefusedRow(9, (date(2024, 1, 1), "x"), "because"),)
    table = Table("客户", Kind.CONTACTS, ("a", "b"), rows, refused)
    document = Document("a.csv", "utf-8", (table, Table("", None, ("c",), ())), (Note(1, "X", "v", "why"),))
    arrived = document_from(document_lines(document))
    assert arrived == document
    kinds = [[type(cell) for cell in row.cells] for row in arrived.tables[0].rows]
    assert kinds == [[type(cell) for cell in pair] for pair in cells]


def test_many_rows_go_over_several_lines():
    rows = tuple(Row(number, (datetime.fromisoformat("2024-04-15T15:30"),)) for number in range(1_234))
    document = Document("a", "", (Table("", None, ("a",), rows),))
    assert document_from(document_lines(document)) == document


def test_a_document_that_ends_early_is_none():
    lines = list(document_lines(Document("a", "", (Table("", None, ("a",), (Row(1, ("x",)),)),))))
    for end in range(len(lines)):
        assert document_from(lines[:end]) is None


@pytest.mark.parametrize("family", FAMILY.values())
def test_a_refusal_arrives_as_the_error_it_was(family):
    with pytest.raises(family) as refusal:
        document_from([error_line(family("a.csv", "why", 7))])
    assert type(refusal.value) is family
    assert (refusal.value.file, refusal.value.message, refusal.value.line) == ("a.csv", "why", 7)


def test_a_line_of_another_kind_is_refused():
    with pytest.raises(ValueError, match="else"):
        document_from([b'["else", []]'])


def test_a_time_keeps_the_place_whose_clock_it_has():
    moment = datetime(2026, 3, 29, 14, tzinfo=ZoneInfo("Europe/Berlin"))
    arrived = document_from(document_lines(Document("a", "", (Table("", None, ("a",), (Row(1, (moment,)),)),))))
    assert arrived.tables[0].rows[0].cells[0].tzinfo.key == "Europe/Berlin"
