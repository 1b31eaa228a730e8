import csv
from decimal import Decimal
from io import StringIO

from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.core.transfer.reading.decoding import decoded
from desktop_crm.core.transfer.reading.delimited import parse_delimited
from desktop_crm.core.transfer.writing.delimited import delimited
from desktop_crm.core.transfer.writing.sheets import Sheet


def _read(data):
    text, encoding = decoded("a.csv", data, None)
    (table,) = parse_delimited("a.csv", text, encoding).tables
    return [row.cells for row in table.rows]


def test_it_begins_with_the_mark_by_which_excel_knows_utf_8():
    assert delimited(Sheet("a", ("名",), [["云帆"]])) == "\ufeff名\r\n云帆\r\n".encode()


def test_what_could_run_as_a_formula_is_marked_and_numbers_are_not():
    data = delimited(Sheet("a", ("x", "y", "z"), [["=1+1", Decimal("-5.00"), None], ["＝名", 3, "\t-1"]]))
    assert list(csv.reader(StringIO(data.decode("utf-8-sig"), newline="")))[1:] == [
        ["'=1+1", "-5.00", ""],
        ["'＝名", "3", "'\t-1"],
    ]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")), min_size=2, max_size=3))
def test_every_text_comes_back_exactly(cells):
    headings = tuple(f"h{number}" for number in range(len(cells) + 1))
    assert _read(delimited(Sheet("a", headings, [[*cells, "end"]]))) == [(*cells, "end")]
