import pytest

from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.headings import kind_of, map_columns
from desktop_crm.core.transfer.pasted import parse_pasted
from desktop_crm.core.transfer.reading.unreadable import UnreadableFileError

pytestmark = pytest.mark.usefixtures("chinese")
HEADINGS = ("客户名称", "客户状态", "最近互动")


def table(text, header_row=None):
    (found,) = parse_pasted(text, Kind.CUSTOMERS, HEADINGS, header_row).tables
    return found


def cells(found):
    return [row.cells for row in found.rows]


def test_copied_rows_with_their_headings_are_a_table_of_the_lists_kind():
    found = table("客户名称\t电话\r\n青山\t021-1\r\n\r\n绿水\t\r\n")
    assert found.headings == ("客户名称", "电话")
    assert cells(found) == [("青山", "021-1"), ("绿水", "")]
    assert [row.number for row in found.rows] == [2, 4]
    assert kind_of(found) is Kind.CUSTOMERS


def test_rows_without_headings_take_those_of_the_list():
    found = table("青山\t成交\t昨天\t更多")
    assert found.headings == (*HEADINGS, "D")
    assert cells(found) == [("青山", "成交", "昨天", "更多")]
    assert [column.target for column in map_columns(found, Kind.CUSTOMERS).columns[:2]] == ["name", "status"]


def test_a_cell_of_several_lines_and_a_comma_stay_one_cell():
    found = table('name\tnotes\nA, Inc\t"one\ntwo ""x"""\n')
    assert cells(found) == [("A, Inc", 'one\ntwo "x"')]


def test_the_row_of_the_headings_can_be_told():
    found = table("我的客户\n客户名称\t电话\n青山\t1", header_row=2)
    assert found.headings == ("客户名称", "电话")
    assert cells(found) == [("青山", "1")]


@pytest.mark.parametrize("text", ["", " \n\t\n"])
def test_nothing_is_no_table(text):
    with pytest.raises(UnreadableFileError):
        table(text)


def test_what_this_program_copies_it_takes_back():
    found = table("\n".join("\t".join(row) for row in (HEADINGS, ("青山", "成交", "昨天"))))
    assert found.headings == HEADINGS
    assert cells(found) == [("青山", "成交", "昨天")]
