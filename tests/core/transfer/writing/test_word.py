"""Records as a Word document, read back with python-docx and looked at as XML."""

import re
import zipfile
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from desktop_crm.core import clock
from desktop_crm.core.customers import commands as customer_commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.reading.sandbox import read_file
from desktop_crm.core.transfer.writing import word
from desktop_crm.core.transfer.writing.exporting import export
from desktop_crm.core.transfer.writing.sheets import Sheet
from desktop_crm.core.transfer.writing.tabular import usual_columns

COLUMNS = ("客户编号,客户名称,公司电话", "合作状态", "备注")


@pytest.fixture
def document(small_book, tmp_path, chinese):
    """Writes customers of the small book as a Word document, and opens it."""

    def written(*, name="a.docx", kind=Kind.CUSTOMERS, **asked):
        return Document(export(small_book, tmp_path / name, kind, **asked).path)

    return written


def cells(table):
    return [[cell.text for cell in row.cells] for row in table.rows]


def sheet_cells(path):
    """The rows of the first sheet of a workbook, as text."""
    (table, *_others) = read_file(path).tables
    return [list(table.headings), *([str(cell or "") for cell in row.cells] for row in table.rows)]


def parts(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_cells_are_those_of_the_workbook(document, small_book, tmp_path):
    (table,) = document(columns=COLUMNS).tables
    workbook = export(small_book, tmp_path / "a.xlsx", Kind.CUSTOMERS, columns=COLUMNS).path
    assert cells(table) == sheet_cells(workbook)
    assert cells(table)[0] == ["客户编号", "客户名称", "公司电话", "合作状态", "备注"]
    assert "=1+1\n第二行" in cells(table)[1]


def test_without_chosen_columns_it_has_those_of_the_list(document, small_book):
    (table,) = document().tables
    assert len(table.columns) == len(usual_columns(Kind.CUSTOMERS))
    assert "客户名称" in cells(table)[0]
    assert len(table.rows) == 3


def test_the_page_says_what_it_is_from_which_day_and_how_much(document):
    made = document(columns=COLUMNS)
    assert [made.paragraphs[0].style.name, made.paragraphs[0].text] == ["Heading 1", "客户"]
    assert made.paragraphs[1].text == "2026-11-23 · 2 条记录"
    assert made.core_properties.title == "客户"
    assert made.core_properties.language == "zh-CN"


def test_what_confidential_means_is_that_of_every_export(small_book, tmp_path, chinese):
    small_book.write(
        "add", lambda session: customer_commands.add(session, [Customer(name="绝密公司", confidential=True)])
    )
    plain = Document(export(small_book, tmp_path / "a.docx").path)
    with_all = Document(export(small_book, tmp_path / "b.docx", confidential=True).path)
    assert "绝密公司" not in str(cells(plain.tables[0]))
    assert "绝密公司" in str(cells(with_all.tables[0]))
    assert ("保密" in plain.paragraphs[1].text, "保密" in with_all.paragraphs[1].text) == (False, True)


def test_the_export_is_in_the_journal_with_its_columns(small_book, history, tmp_path, chinese):
    info = export(small_book, tmp_path / "a.docx", Kind.CUSTOMERS, columns=["客户名称"])
    verb, details = history()[0][-1]
    assert (verb, details["file"], details["sha256"]) == ("export", "a.docx", info.sha256)
    assert details["fields"] == {"customers": ["name"]}
    assert details["rows"] == {"customers": 2}


def test_x_01_groups_are_headings_with_a_table_each(document):
    made = document(columns=COLUMNS, group_by="合作状态")
    headings = [paragraph.text for paragraph in made.paragraphs if paragraph.style.name == "Heading 2"]
    assert [heading.partition(" · ")[2] for heading in headings] == ["1 条记录", "1 条记录"]
    assert headings[0].startswith("成交") or headings[1].startswith("成交")
    assert [len(table.rows) for table in made.tables] == [2, 2]
    assert all(cells(table)[0] == cells(made.tables[0])[0] for table in made.tables)


def test_the_headings_stand_on_every_page_and_no_row_is_torn(document):
    (table,) = document(columns=COLUMNS).tables
    first, *others = table._tbl.tr_lst
    assert first.trPr.find(qn("w:tblHeader")) is not None
    assert all(row.trPr.find(qn("w:tblHeader")) is None for row in others)
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in (first, *others))


@pytest.mark.parametrize(("columns", "lies"), [(["客户名称"], False), (["客户名称,备注,行业,邮箱,来源,地区"], True)])
def test_a_page_is_a4_and_lies_when_there_are_many_columns(document, columns, lies):
    (section,) = document(
        columns=[text.replace("行业", "所属行业").replace("来源", "客户来源") for text in columns]
    ).sections
    assert section.orientation == (WD_ORIENT.LANDSCAPE if lies else WD_ORIENT.PORTRAIT)
    sides = (Mm(297), Mm(210)) if lies else (Mm(210), Mm(297))
    assert (section.page_width, section.page_height) == pytest.approx(sides, abs=Mm(1))


def test_chinese_has_a_font_that_has_it_everywhere(small_book, tmp_path, either_language):
    path = export(small_book, tmp_path / "a.docx").path
    styles = etree.fromstring(parts(path)["word/styles.xml"])
    fonts = styles.findall(f".//{qn('w:docDefaults')}//{qn('w:rFonts')}")
    named = [
        style.find(f".//{qn('w:rFonts')}")
        for style in styles.findall(qn("w:style"))
        if style.get(qn("w:styleId")) in {"Normal", "Heading1", "Heading2"}
    ]
    assert len(named) == 3
    for each in (*fonts, *named):
        assert each.get(qn("w:eastAsia")) == "Microsoft YaHei"
        assert each.get(qn("w:eastAsiaTheme")) is None


def test_nothing_in_the_file_leads_outside_and_every_part_is_whole(small_book, tmp_path, either_language):
    small_book.write(
        "add",
        lambda session: customer_commands.add(
            session, [Customer(name='<w:p> & "x" http://a.cn', notes="a\x00b\x0bc\td\r\ne\ud7ff\ufffe")]
        ),
    )
    path = export(small_book, tmp_path / "a.docx", Kind.CUSTOMERS, columns=["name", "notes"]).path
    for name, content in parts(path).items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(content)
        assert b'TargetMode="External"' not in content
        assert b"instrText" not in content
    assert ['<w:p> & "x" http://a.cn', "abc\td\ne\ud7ff"] in cells(Document(path).tables[0])


def test_the_list_goes_as_it_is_shown_in_its_order_and_only_its_records(small_book, tmp_path, records, chinese):
    company, person = records(Kind.CUSTOMERS)
    path = export(small_book, tmp_path / "a.docx", Kind.CUSTOMERS, columns=["number"], ids=[person.id, company.id]).path
    assert cells(Document(path).tables[0]) == [["客户编号"], ["P-1"], ["A-1"]]
    info = export(small_book, tmp_path / "b.xlsx", Kind.CUSTOMERS, columns=["number"], ids=[person.id, 17])
    assert sheet_cells(info.path) == [["客户编号"], ["P-1"]]
    assert info.rows == {Kind.CUSTOMERS: 1}


def test_columns_of_a_csv_keep_their_order_and_the_customer_of_a_row_can_be_among_them(small_book, tmp_path, chinese):
    path = export(small_book, tmp_path / "a.csv", Kind.CONTACTS, columns=["手机,姓名", "客户编号"]).path
    assert path.read_text(encoding="utf-8-sig").splitlines()[0] == "手机,姓名,客户编号"
    assert ",李四,A-1" in path.read_text(encoding="utf-8-sig").splitlines()[1]


@pytest.mark.parametrize(
    ("name", "column"), [("a.docx", "星座"), ("a.xlsx", "没有"), ("a.json", "客户名称"), ("a.vcf", "姓名")]
)
def test_columns_that_there_are_not_are_refused_and_nothing_is_written(small_book, tmp_path, name, column, chinese):
    with pytest.raises(RefusedError):
        export(small_book, tmp_path / name, columns=[column])
    assert list(tmp_path.glob("a.*")) == []


def test_a_column_that_is_confidential_by_itself_needs_to_be_asked_for(small_book, tmp_path, monkeypatch):
    from desktop_crm.core.rooms import ROOMS  # noqa: PLC0415 - beside its only use

    hidden = [field for field in ROOMS[Kind.CUSTOMERS].fields if field.confidential]
    for field in hidden:
        with pytest.raises(RefusedError):
            export(small_book, tmp_path / "a.docx", Kind.CUSTOMERS, columns=[field.name])
        assert export(small_book, tmp_path / "a.docx", Kind.CUSTOMERS, columns=[field.name], confidential=True).rows


def test_more_rows_than_word_can_lay_out_are_refused_with_another_way(small_book, tmp_path, monkeypatch, chinese):
    monkeypatch.setattr(word, "MOST_ROWS", 1)
    with pytest.raises(RefusedError, match=r"\.xlsx"):
        export(small_book, tmp_path / "a.docx")
    assert list(tmp_path.glob("a.*")) == []


def test_numbers_stand_at_the_right_and_are_written_with_all_their_digits():
    section = Document().sections[0]
    table = word._table(Sheet("", ("a", "b", "c"), [("x", 7, Decimal("92233720368547758.07"))]), section)
    texts = [text.text for text in table.iter(qn("w:t"))]
    assert texts == ["a", "b", "c", "x", "7", "92233720368547758.07"]
    assert len(table.findall(f".//{qn('w:jc')}")) == 2


def test_the_columns_share_the_width_of_the_page_by_what_they_hold():
    section = Document().sections[0]
    table = word._table(Sheet("", ("a", "b"), [("短", "一段相当长的中文说明文字一段相当长的中文说明文字")]), section)
    narrow, wide = (int(column.get(qn("w:w"))) for column in table.iter(qn("w:gridCol")))
    room = (section.page_width - section.left_margin - section.right_margin) / 635  # twentieths of a point
    assert narrow < wide / 3
    assert narrow + wide == pytest.approx(room, abs=3)


def test_five_thousand_rows_are_written_row_for_row(database, tmp_path, chinese):
    with clock.fixed(datetime(2026, 11, 23, tzinfo=UTC), "Asia/Shanghai"):
        customers = [Customer(name=f"客户{number}") for number in range(5_000)]
        database.write("add", lambda session: customer_commands.add(session, customers))
        info = export(database, tmp_path / "a.docx", columns=["name"])
    rows = re.findall(rb"<w:t[^>]*>(\xe5[^<]*\d)</w:t>", parts(info.path)["word/document.xml"])
    assert [row.decode() for row in rows] == [customer.name for customer in customers]
