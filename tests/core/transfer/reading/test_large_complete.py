import io
import json

import pytest

from desktop_crm.core.transfer.reading import json_stream, limits
from desktop_crm.core.transfer.reading.complete import parse_complete
from desktop_crm.core.transfer.reading.formats import file_lines
from desktop_crm.core.transfer.reading.json_stream import JsonStream
from desktop_crm.core.transfer.reading.unreadable import FileLimitError, UnreadableFileError
from desktop_crm.core.transfer.reading.wire import document_from

BOOK = {
    "format": "desktop-crm",
    "schema": "0005",
    "settings": {"user_name": "王芳", "deep": [1, {"a": None}]},
    "numbers": ["A-1", "A-2"],
    "verifications": [
        {"kind": "customers", "record_id": "1", "field": "phone", "value": "ab", "at": "5", "author": "王"}
    ],
    "confidential_values": [{"kind": "customers", "record_id": "1", "field": "notes"}],
    "contents": {"00ff": "QUJD", "01ff": "WFla" * 40},
    "kinds": {
        "customers": [
            {"id": "1", "name": '青山\\ "引号"', "own.x": "1", "tags": ["甲", "乙"]},
            {"id": "2", "name": "云帆🌊" * 30, "score": -12.5e3, "yes": True},
            "no record",
            {"id": "3", "phone": {"text": "1"}, "own.y": 7, "empty": None},
        ],
        "contacts": [],
        "no kind of ours": [{"id": "9"}],
        "orders": [{"id": str(number), "amount_cents": number} for number in range(1200)],
    },
}


@pytest.fixture(params=[1, 7, 64, 1 << 20])
def piece(request, monkeypatch):
    """Files are read in pieces of so many bytes, and every JSON counts as large."""
    monkeypatch.setattr(json_stream, "_PIECE_BYTES", request.param)
    monkeypatch.setattr(limits, "JSON_BYTES", 0)


@pytest.fixture
def read(tmp_path):
    def lines_of(text):
        path = tmp_path / "book.json"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return document_from(file_lines(path, None, None, None))

    return lines_of


@pytest.mark.parametrize("indent", [None, 1])
def test_a_book_read_piece_by_piece_is_the_same_as_one_read_at_once(piece, read, indent):
    text = json.dumps(BOOK, ensure_ascii=False, indent=indent)
    assert read(text) == parse_complete("book.json", text)
    assert read(b"\xef\xbb\xbf" + text.encode()) == parse_complete("book.json", text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '{"format": "desktop-crm"',
        '{"format": "desktop-crm", "kinds": {"customers": [{"id": "1"}, ',
        '{"format": "desktop-crm", "kinds": {"customers": [{"id": "1"} {"id": "2"}]}}',
        '{"format": "desktop-crm"} {}',
        '{"format": "desktop-crm", "score": NaN}',
        '{"format": "another"}',
        "{1: 2}",
        '{"format": "desktop-crm", "settings": ' + "[" * 100_000,
        b'{"format": "desktop-crm", "name": "' + b"\xff\xfe" + b'"}',
    ],
)
def test_what_is_damaged_or_not_ours_is_refused(read, monkeypatch, text):
    monkeypatch.setattr(limits, "JSON_BYTES", -1)
    with pytest.raises(UnreadableFileError):
        read(text)


def test_what_is_larger_than_any_book_is_refused_with_the_limit(read, monkeypatch):
    monkeypatch.setattr(limits, "JSON_BYTES", 1)
    monkeypatch.setattr(limits, "WHOLE_BYTES", 2)
    with pytest.raises(FileLimitError, match=r"parts|分"):
        read("{  }")


def test_too_many_rows_and_fields_are_refused(piece, read, monkeypatch):
    monkeypatch.setattr(limits, "ROWS", 3)
    with pytest.raises(FileLimitError):
        read(json.dumps(BOOK))
    monkeypatch.setattr(limits, "ROWS", 10_000)
    monkeypatch.setattr(limits, "COLUMNS", 3)
    with pytest.raises(FileLimitError):
        read(json.dumps(BOOK))


def test_numbers_that_end_with_a_piece_are_whole(monkeypatch):
    monkeypatch.setattr(json_stream, "_PIECE_BYTES", 1)
    assert list(JsonStream(io.BytesIO(b"[12, 345 ,-6.75e1]")).items()) == [12, 345, -67.5]
