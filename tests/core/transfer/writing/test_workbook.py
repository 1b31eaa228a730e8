import zipfile
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.core.errors import RefusedError
from desktop_crm.core.transfer.reading.workbook import parse_workbook
from desktop_crm.core.transfer.writing import workbook as module
from desktop_crm.core.transfer.writing.sheets import Sheet
from desktop_crm.core.transfer.writing.workbook import workbook


def _read(sheet):
    (table,) = parse_workbook("a.xlsx", workbook([sheet])).tables
    return [row.cells for row in table.rows]


def _xml(sheet):
    with zipfile.ZipFile(BytesIO(workbook([sheet]))) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def test_text_stays_text_and_numbers_stay_numbers():
    rows = [["=1+1", "013912345678", 7], ["http://a.cn", "91350100M000100Y43", Decimal("-12345.60")]]
    assert _read(Sheet("a", ("x", "y", "z"), rows)) == [
        ("=1+1", "013912345678", 7.0),
        ("http://a.cn", "91350100M000100Y43", -12345.6),
    ]


def test_no_cell_is_a_formula_or_a_link():
    xml = _xml(Sheet("a", ("=x",), [["=1+1"], ["{=1}"], ["http://a.cn"], ["mailto:a@b.cn"], ["+86"]]))
    assert "<f>" not in xml
    assert "hyperlink" not in xml


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1).filter(str.strip))
def test_every_text_comes_back_exactly(text):
    assert _read(Sheet("a", ("x",), [[text]])) == [(text,)]


@pytest.mark.parametrize("text", ["a\nb", "_x0041_", "\ta", "<b>&amp;'\""])
def test_what_xml_minds_comes_back_exactly(text):
    assert _read(Sheet("a", ("x",), [[text]])) == [(text,)]


def test_an_amount_that_a_cell_would_round_is_written_as_text():
    exact = Decimal("92233720368547758.07")
    assert _read(Sheet("a", ("x",), [[exact]])) == [("92233720368547758.07",)]


def test_d_06_the_headings_stay_in_sight_and_words_are_offered():
    xml = _xml(Sheet("a", ("x", "y"), [["是", "b"]], {0: ("是", "否")}))
    assert 'state="frozen"' in xml
    assert "<formula1>&quot;是,否&quot;</formula1>" in xml or '<formula1>"是,否"</formula1>' in xml
    assert "<autoFilter" in xml


def test_x_05_a_list_too_long_for_a_cell_is_offered_from_a_hidden_sheet_that_no_import_reads():
    long = ("很长的词" * 30, "另一个词" * 40, "甲, 乙")
    data = workbook([Sheet("a", ("x",), [["b"]], {0: long}), Sheet("b", ("y",), [["c"]], {0: long})])
    with zipfile.ZipFile(BytesIO(data)) as archive:
        xml = [archive.read(f"xl/worksheets/sheet{number}.xml").decode() for number in (1, 2, 3)]
        names = archive.read("xl/workbook.xml").decode()
    assert all("<formula1>_lists!$A$1:$A$3</formula1>" in page.replace("'", "") for page in xml[:2])
    assert 'name="_lists" sheetId="3" state="hidden"' in names
    assert [table.name for table in parse_workbook("a.xlsx", data).tables] == ["a", "b"]


def test_titles_that_a_sheet_may_not_have_become_ones_that_it_may_and_no_two_are_the_same():
    data = workbook([Sheet("客户 · " + "长" * 40, ("x",), [["b"]]), Sheet("客户 · " + "长" * 50, ("x",), [["b"]])])
    data_of_signs = workbook([Sheet("a/b:c", ("x",), [["b"]])])
    assert [len(table.name) for table in parse_workbook("a.xlsx", data).tables] == [31, 31]
    assert [table.name for table in parse_workbook("a.xlsx", data_of_signs).tables] == ["a·b·c"]


def test_a_column_is_as_wide_as_its_content_within_reason():
    xml = _xml(Sheet("a", ("x", "y", "z"), [["短", "十二个汉字的一格内容在此", "长" * 500]]))
    widths = [float(part.split('"')[0]) for part in xml.split('width="')[1:]]
    assert widths[0] < widths[1] < widths[2] < 50


def test_a_text_longer_than_a_cell_is_refused_with_its_place():
    with pytest.raises(RefusedError, match=r"“y”.* 3"):
        workbook([Sheet("a", ("x", "y"), [["", ""], ["", "长" * 32_768]])])


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch):
    monkeypatch.setattr(module, "MOST_ROWS", 3)
    with pytest.raises(RefusedError, match="客户"):
        workbook([Sheet("客户", ("x",), [["1"], ["2"], ["3"]])])
