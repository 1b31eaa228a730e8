import io
from zoneinfo import ZoneInfo

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.reading import limits
from desktop_crm.core.transfer.reading.formats import parse, parse_file
from desktop_crm.core.transfer.reading.unreadable import FileLimitError, UnreadableFileError

UTC = ZoneInfo("UTC")


def workbook():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        book.add_worksheet("客户").write_column(0, 0, ["名称", "熙韵"])
    return stream.getvalue()


@pytest.mark.parametrize(
    ("file", "data", "kind", "heading"),
    [
        ("renamed.csv", workbook(), None, "名称"),
        ("renamed.vcf", workbook(), None, "名称"),
        ("renamed.xls", "名称\t电话\n熙韵\t1\n".encode("gb18030"), None, "名称"),
        ("contacts.txt", b"\xef\xbb\xbf\r\nbegin:vcard\nFN:a\nEND:VCARD", Kind.CONTACTS, "name"),
        ("calendar.txt", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VEVENT\nEND:VCALENDAR", Kind.FOLLOWUPS, "title"),
    ],
)
def test_the_content_says_how_a_file_is_read(file, data, kind, heading):
    (table,) = parse(file, data, None, None, UTC).tables
    assert (table.kind_hint, table.headings[0], len(table.rows)) == (kind, heading, 1)


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("a.csv", b""),
        ("a.vcf", b"name,phone\n"),
        ("a.ics", b"name,phone\n"),
        ("a.xls", b"<html><table><tr><td>1</td></tr></table></html>"),
        ("a.pdf", b"%PDF-1.7\n\0\0"),
        ("a.docx", b"PK\x05\x06" + bytes(18)),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_name(file, data):
    with pytest.raises(UnreadableFileError) as refusal:
        parse(file, data, None, None, UTC)
    assert refusal.value.file == file
    assert file in refusal.value.title
    assert refusal.value.message


def test_files_beyond_the_limit_are_refused_before_they_are_read(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "TEXT_BYTES", 10)
    path = tmp_path / "a.csv"
    path.write_bytes(b"a,b\n1,2\n34")
    assert parse_file(path, None, None, UTC).tables[0].rows
    path.write_bytes(b"a,b\n1,2\n345")
    with pytest.raises(FileLimitError):
        parse_file(path, None, None, UTC)
    data = workbook()
    (tmp_path / "a.xlsx").write_bytes(data)
    assert parse_file(tmp_path / "a.xlsx", None, None, UTC).tables[0].rows
    monkeypatch.setattr(limits, "WORKBOOK_BYTES", len(data) - 1)
    with pytest.raises(FileLimitError):
        parse_file(tmp_path / "a.xlsx", None, None, UTC)


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_a_path_without_a_file_is_refused(tmp_path, name):
    with pytest.raises(UnreadableFileError):
        parse_file(tmp_path / name, None, None, UTC)


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from(["a.csv", "a.vcf", "a.ics", "a.xlsx"]),
    st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe", b"BEGIN:VCARD\n", b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n", b"a,b\n"]),
    st.binary(max_size=60),
)
def test_any_bytes_are_read_or_refused(file, start, data):
    try:
        document = parse(file, start + data, None, None, UTC)
    except UnreadableFileError:
        return
    assert all(len(row.cells) == len(table.headings) for table in document.tables for row in table.rows)
