import io
import zipfile
from datetime import date, datetime, time

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.core.transfer.reading import limits
from desktop_crm.core.transfer.reading.unreadable import FileLimitError, UnreadableFileError
from desktop_crm.core.transfer.reading.workbook import parse_workbook


def workbook(**sheets):
    """The bytes of a workbook; each sheet is filled by a function of workbook and sheet."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    for name, fill in sheets.items():
        fill(book, book.add_worksheet(name))
    book.close()
    return stream.getvalue()


def rows_of(*written):
    def fill(_book, sheet):
        for number, row in enumerate(written):
            sheet.write_row(number, 0, row)

    return fill


def tables(data, header_row=None):
    return parse_workbook("a.xlsx", data, header_row).tables


def test_every_sheet_with_headings_is_a_table_and_the_others_are_not():
    found = tables(workbook(客户=rows_of(["名称", "电话"], ["熙韵", "1"]), 空=rows_of(), 订单=rows_of(["金额"])))
    assert [(table.name, table.headings, len(table.rows)) for table in found] == [
        ("客户", ("名称", "电话"), 1),
        ("订单", ("金额",), 0),
    ]


def test_cells_keep_their_kind():
    def fill(book, sheet):
        sheet.write_row(0, 0, ["text", "number", "day", "moment", "time", "length", "yes", "none", 2024])
        sheet.write_string(1, 0, "007")
        sheet.write_number(1, 1, 5)
        sheet.write_datetime(1, 2, date(2024, 4, 15), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_datetime(
            1, 3, datetime.fromisoformat("2024-04-15T15:30"), book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        )
        sheet.write_datetime(1, 4, time(15, 30), book.add_format({"num_format": "hh:mm"}))
        sheet.write_number(1, 5, 1.5, book.add_format({"num_format": "[h]:mm"}))
        sheet.write_boolean(1, 6, True)

    (found,) = tables(workbook(A=fill))
    assert found.headings[-1] == "2024"
    assert found.rows[0].cells == (
        "007",
        5.0,
        date(2024, 4, 15),
        datetime.fromisoformat("2024-04-15T15:30"),
        "15:30",
        "36:00",
        True,
        None,
        None,
    )


def test_formulas_are_never_evaluated():
    def fill(_book, sheet):
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_string(1, 0, "'=cmd|' /C calc'!A0")
        sheet.write_formula(1, 1, "=1+1", None, "stored")

    assert tables(workbook(A=fill))[0].rows[0].cells == ("'=cmd|' /C calc'!A0", "stored")


def test_rows_are_counted_as_the_spreadsheet_counts_them():
    def fill(_book, sheet):
        sheet.write_row(2, 1, ["a", "b"])
        sheet.write_row(3, 1, ["1", "2"])
        sheet.write_row(5, 1, ["3", "4"])
        sheet.write_string(5, 3, "below no heading")

    (found,) = tables(workbook(A=fill))
    assert found.headings == ("a", "b", "D")
    assert [(row.number, row.cells) for row in found.rows] == [
        (4, ("1", "2", None)),
        (6, ("3", "4", "below no heading")),
    ]


def test_the_heading_row_can_be_named():
    data = workbook(A=rows_of(["客户信息表"], [], ["姓名", "电话"], ["张三", "1"]))
    assert tables(data, header_row=3)[0].headings == ("姓名", "电话")
    with pytest.raises(UnreadableFileError):
        tables(data, header_row=2)


def test_a_cell_merged_downwards_stands_in_each_of_its_rows():
    def fill(_book, sheet):
        sheet.write_row(0, 0, ["客户", "日期"])
        sheet.merge_range(1, 0, 3, 0, "熙韵")
        sheet.write(1, 1, "一")
        sheet.write(2, 1, "二")
        sheet.write(4, 1, "四")

    assert [row.cells for row in tables(workbook(A=fill))[0].rows] == [("熙韵", "一"), ("熙韵", "二"), (None, "四")]


def test_too_many_columns_are_refused_with_the_sheet():
    assert len(tables(workbook(A=rows_of(range(1, 201))))[0].headings) == 200
    with pytest.raises(FileLimitError, match="A"):
        tables(workbook(A=rows_of(range(1, 202))))


def zipped(parts, compression=zipfile.ZIP_DEFLATED):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return stream.getvalue()


def test_an_archive_that_unpacks_to_a_hundred_times_its_size_is_refused():
    with pytest.raises(FileLimitError):
        tables(zipped([("xl/workbook.xml", b"0" * 5_000_000)]))


def test_sizes_are_counted_and_not_believed():
    bomb = zipped([("xl/workbook.xml", b"0" * 5_000_000)])
    lie = bomb.replace((5_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lie != bomb
    with pytest.raises(UnreadableFileError):
        tables(lie)


def test_an_archive_that_unpacks_beyond_the_limit_is_refused(monkeypatch):
    monkeypatch.setattr(limits, "UNPACKED_BYTES", 1_000)
    with pytest.raises(FileLimitError):
        tables(workbook(A=rows_of(["a"], ["1"])))


def test_an_archive_of_thousands_of_parts_is_refused():
    with pytest.raises(FileLimitError):
        tables(zipped([(f"{number}", b"") for number in range(2_001)]))


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 no zip at all",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        zipped([("word/document.xml", b"<w:document/>")]),
        workbook(A=rows_of(["a"], ["1"]))[:3_000],
        workbook(A=rows_of()),
    ],
)
def test_what_is_no_workbook_with_headings_is_refused(data):
    with pytest.raises(UnreadableFileError):
        tables(data)


_SOUND = workbook(A=rows_of(["a", "b"], ["1", "2"], ["3", "4"]))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(_SOUND) - 1), st.integers(1, 255))
def test_a_changed_byte_changes_nothing_or_refuses_the_file(position, change):
    damaged = bytearray(_SOUND)
    damaged[position] ^= change
    try:
        found = tables(bytes(damaged))
    except UnreadableFileError:
        return
    assert all(len(row.cells) == len(table.headings) for table in found for row in table.rows)
