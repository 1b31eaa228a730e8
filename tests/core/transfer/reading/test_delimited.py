import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.core.transfer.formula_guard import guarded
from desktop_crm.core.transfer.reading import limits
from desktop_crm.core.transfer.reading.delimited import parse_delimited
from desktop_crm.core.transfer.reading.tables import RefusedRow
from desktop_crm.core.transfer.reading.unreadable import FileLimitError, UnreadableFileError


def table(text, header_row=None):
    (only,) = parse_delimited("a.csv", text, "utf-8", header_row).tables
    return only


def rows(text, header_row=None):
    return [(row.number, *row.cells) for row in table(text, header_row).rows]


def test_cells_are_kept_as_they_stand():
    assert rows('a,b,c\n01, x ,"""ha"""\n') == [(2, "01", " x ", '"ha"')]


def test_line_ends_within_quotation_marks_are_kept_exactly():
    assert rows('a,b\r\n"one \r\ntwo\nthree\rfour",2\r\n') == [(2, "one \r\ntwo\nthree\rfour", "2")]


def test_characters_that_look_like_line_ends_are_text():
    assert rows("a,b\none\u2028two\x0bthree\x85,2\n") == [(2, "one\u2028two\x0bthree\x85", "2")]


def test_blank_rows_are_skipped_and_still_counted():
    assert rows("\n , \na,b\n\n1,2\n,,\n3,4") == [(5, "1", "2"), (7, "3", "4")]


def test_short_rows_are_filled_and_long_ones_refused_with_their_row():
    found = table("id,name,age\n1,John\n2,Julie,26,Potatoes\n3,Jim,27,,\n")
    assert [row.cells for row in found.rows] == [("1", "John", ""), ("3", "Jim", "27")]
    (refused,) = found.refused
    assert (refused.number, refused.cells) == (3, ("2", "Julie", "26", "Potatoes"))
    assert "4" in refused.reason
    assert "3" in refused.reason


def test_blank_headings_at_the_end_count_only_where_something_stands_below():
    assert table("a,b,,\n1,2,,\n").headings == ("a", "b")
    assert table("a,b,,\n1,2,3,\n").headings == ("a", "b", "C")


def test_repeated_headings_are_numbered():
    assert table("id,name,id\n1,x,2\n").headings == ("id", "name", "id (2)")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a;b;c\n1,5;2,5;3\n", [(2, "1,5", "2,5", "3")]),
        ("a\tb\n有,逗号;分号\t2\n", [(2, "有,逗号;分号", "2")]),
        ("name,note\nx,first; second; third\ny,a; b; c\n", [(2, "x", "first; second; third"), (3, "y", "a; b; c")]),
        ('"a;b",c\n"1;2",3\n', [(2, "1;2", "3")]),
        ("sep=|\na|b\n1|2\n", [(3, "1", "2")]),
        ("sep=;\r\na;b\r\n1;2\r\n", [(3, "1", "2")]),
        ("value\n01\n002\n", [(2, "01"), (3, "002")]),
        ("id,name;alias,age\n1,x,2\n3,y,4\n", [(2, "1", "x", "2"), (3, "3", "y", "4")]),
    ],
)
def test_the_delimiter_is_told_by_the_headings_not_by_prose(text, expected):
    assert rows(text) == expected


def test_the_heading_row_can_be_named():
    assert rows("客户信息表\n\n姓名,电话\n张三,1\n", header_row=3) == [(4, "张三", "1")]
    with pytest.raises(UnreadableFileError) as refusal:
        table("a,b\n\n1,2\n", header_row=2)
    assert refusal.value.line == 2
    with pytest.raises(UnreadableFileError):
        table("a,b\n", header_row=9)


def test_the_guard_of_our_own_export_is_taken_away_and_nothing_else():
    found = table("'=名,b\n'+86 139,'90s\n\"'\tx\",''=1\n")
    assert found.headings == ("=名", "b")
    assert [row.cells for row in found.rows] == [("+86 139", "'90s"), ("\tx", "'=1")]


def test_a_row_with_a_broken_quotation_mark_is_refused_and_the_next_is_read():
    found = table('a,b\n"x"y,2\n3,4\n')
    assert [row.cells for row in found.rows] == [("3", "4")]
    assert found.refused == (RefusedRow(2, ('"x"y,2',), found.refused[0].reason),)


def test_a_quotation_mark_that_is_never_closed_refuses_the_file_and_names_the_row():
    with pytest.raises(UnreadableFileError) as refusal:
        table('a,b\n1,2\n"x,3\n4,5\n')
    assert refusal.value.line == 3


def test_cells_are_read_up_to_what_a_spreadsheet_holds():
    found = table("a,b\n" + "x" * 32_767 + ",1\n" + "x" * 32_768 + ",2\n")
    assert [row.cells[1] for row in found.rows] == ["1"]
    assert [row.number for row in found.refused] == [3]
    assert len(table('a\n"' + "x\n" * 100_000 + '"\n2\n').refused) == 1


def test_columns_beyond_the_limit_are_refused():
    assert len(table(",".join(map(str, range(200)))).headings) == 200
    with pytest.raises(FileLimitError):
        table(",".join(map(str, range(201))))


def test_rows_beyond_the_limit_are_refused(monkeypatch):
    monkeypatch.setattr(limits, "ROWS", 10)
    assert len(table("a\n" + "1\n" * 9).rows) == 9
    with pytest.raises(FileLimitError):
        table("a\n" + "1\n" * 10)


@pytest.mark.parametrize("text", ["", "\n\n", " , \n"])
def test_an_empty_file_is_said_to_be_empty(text):
    with pytest.raises(UnreadableFileError):
        table(text)


_cells = st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8) | st.text(
    alphabet="'=+-,;\t\r\n\" a名", max_size=8
)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(_cells, _cells, _cells), min_size=1), st.sampled_from(",;\t"), st.sampled_from(["\r\n", "\n"])
)
def test_what_a_spreadsheet_writes_comes_back_exactly(written, delimiter, line_end):
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL)
    writer.writerow(["a", "b", "c"])
    writer.writerows([guarded(cell) for cell in row] for row in written)
    found = table(stream.getvalue())
    assert found.refused == ()
    assert [row.cells for row in found.rows] == [row for row in written if any(guarded(cell).strip() for cell in row)]


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="a1,;\t\"'\r\n= ", max_size=60))
def test_any_text_is_read_as_a_rectangle_or_refused(text):
    try:
        found = table(text)
    except UnreadableFileError:
        return
    assert all(len(row.cells) == len(found.headings) for row in found.rows)
    assert all(refused.reason for refused in found.refused)
