import io
import subprocess
import sys
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import xlsxwriter

from desktop_crm.core import clock, i18n
from desktop_crm.core.transfer.reading import limits, sandbox
from desktop_crm.core.transfer.reading.sandbox import Cancellation, child_command, read_file
from desktop_crm.core.transfer.reading.unreadable import (
    FileLimitError,
    ReadingCanceledError,
    ReadingStoppedError,
    UnknownEncodingError,
    UnreadableFileError,
)

only_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no such limits")


@pytest.fixture
def in_english():
    before = i18n.language()
    i18n.use_language("en")
    yield
    i18n.use_language(before)


def child_that_runs(monkeypatch, source):
    monkeypatch.setattr(sandbox, "child_command", lambda: [sys.executable, "-c", source])


def test_a_text_file_passes_through_the_child_unchanged(tmp_path):
    path = tmp_path / "客户 1.csv"
    path.write_bytes('id,备注\n01,"a\r\nb"\n1,2,3\n'.encode("gb18030"))
    document = read_file(path)
    (table,) = document.tables
    assert (document.file, document.encoding) == ("客户 1.csv", "gb18030")
    assert [row.cells for row in table.rows] == [("01", "a\r\nb")]
    assert [refused.number for refused in table.refused] == [3]


def test_a_workbook_passes_through_the_child_unchanged(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet("客户")
        sheet.write_row(0, 0, ["名称", "时间"])
        sheet.write_datetime(
            1, 1, datetime.fromisoformat("2024-04-15T15:30"), book.add_format({"num_format": "yyyy-mm-dd"})
        )
    (table,) = read_file(str(tmp_path / "a.xlsx")).tables
    assert table.rows[0].cells == (None, datetime.fromisoformat("2024-04-15T15:30"))


def test_the_child_knows_the_users_zone(tmp_path):
    path = tmp_path / "a.ics"
    path.write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20240701T120000\nEND:VEVENT\nEND:VCALENDAR", encoding="utf-8"
    )
    with clock.fixed(datetime(2024, 1, 1, tzinfo=UTC), "Asia/Tokyo"):
        (table,) = read_file(path).tables
    assert table.rows[0].cells[table.headings.index("start")] == datetime(2024, 7, 1, 3, tzinfo=UTC)


def test_the_child_speaks_the_users_language(tmp_path, in_english):
    path = tmp_path / "a.csv"
    path.write_bytes(b"\xff,\n")
    with pytest.raises(UnknownEncodingError, match="Choose the encoding"):
        read_file(path)


def test_encoding_and_heading_row_reach_the_child(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("title\n\nnom,prénom\nx,é\n".encode("cp1252"))
    (table,) = read_file(path, encoding="cp1252", header_row=3).tables
    assert (table.headings, table.rows[0].cells) == (("nom", "prénom"), ("x", "é"))


@pytest.mark.parametrize("name", ["missing.csv", "."])
def test_what_is_no_file_is_refused(tmp_path, name):
    with pytest.raises(UnreadableFileError):
        read_file(tmp_path / name)


def test_a_bomb_is_refused_and_the_next_file_is_read(tmp_path):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", bytes(20_000_000))
    (tmp_path / "bomb.xlsx").write_bytes(stream.getvalue())
    (tmp_path / "a.csv").write_text("a\n1\n", encoding="utf-8")
    with pytest.raises(FileLimitError):
        read_file(tmp_path / "bomb.xlsx")
    assert read_file(tmp_path / "a.csv").tables[0].rows


@only_posix
def test_a_file_that_takes_too_much_memory_is_refused_and_the_parent_goes_on(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "wide.xlsx") as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "a")
        sheet.write(1_048_575, 16_383, "far off the table")
    with pytest.raises(ReadingStoppedError):
        read_file(tmp_path / "wide.xlsx")


@pytest.mark.parametrize(
    "source",
    [
        "import os; os._exit(3)",
        "print('no line of ours')",
        "print('[[[1]]]')",
        "print('[\"rows\", [[1, []]]]')",
        "import sys; sys.stdin.readline()",
    ],
)
def test_a_child_that_dies_or_talks_nonsense_is_a_refused_file(tmp_path, monkeypatch, source):
    child_that_runs(monkeypatch, source)
    with pytest.raises(ReadingStoppedError):
        read_file(tmp_path / "a.csv")


def test_a_child_that_takes_too_long_is_ended(tmp_path, monkeypatch, in_english):
    child_that_runs(monkeypatch, "import time; time.sleep(60)")
    monkeypatch.setattr(limits, "TIMEOUT_SECONDS", 0.2)
    with pytest.raises(ReadingStoppedError, match="longer"):
        read_file(tmp_path / "a.csv")


def test_the_child_sees_no_secret_of_the_parent(tmp_path, monkeypatch):
    monkeypatch.setenv("DESKTOP_CRM_VAULT", "/secret/vault")
    monkeypatch.setenv("SOME_PASSPHRASE", "canary")
    source = (
        "import json, os; "
        "print(json.dumps(['error', ['UnreadableFileError', 'f', ' '.join(sorted(os.environ)), None]]))"
    )
    child_that_runs(monkeypatch, source)
    with pytest.raises(UnreadableFileError) as refusal:
        read_file(tmp_path / "a.csv")
    assert "PYTHONUTF8" in refusal.value.message
    assert "CRM" not in refusal.value.message
    assert "PASS" not in refusal.value.message


def test_nothing_of_the_file_comes_to_lie_on_the_disk(tmp_path, monkeypatch):
    for name in ("TMPDIR", "TEMP", "TMP", "HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("a\nprivate\n", encoding="utf-8")
    read_file(tmp_path / "a.csv")
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_a_frozen_program_starts_itself_with_the_switch_for_reading(monkeypatch):
    assert child_command() == [sys.executable, "-m", "desktop_crm.core.transfer.reading"]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child_command() == [sys.executable, "--read-file"]


def alive(child):
    return child.poll() is None


@pytest.fixture
def children(monkeypatch):
    """The children that were started, in their order."""
    started = []

    class Remembered(subprocess.Popen):
        def __init__(self, *args, **more):
            super().__init__(*args, **more)
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Remembered)
    return started


def test_canceling_kills_the_children_that_read_and_those_to_come(tmp_path, monkeypatch, children):
    child_that_runs(monkeypatch, "import sys, time; sys.stdin.readline(); print('[', flush=True); time.sleep(60)")
    cancellation = Cancellation()
    with ThreadPoolExecutor(2) as threads:
        readings = [threads.submit(read_file, tmp_path / name, cancellation=cancellation) for name in ("a", "b")]
        while len(cancellation._children) < 2:
            time.sleep(0.01)
        assert all(alive(child) for child in children)
        cancellation.cancel()
        for reading in readings:
            assert isinstance(reading.exception(), ReadingCanceledError)
    assert not any(alive(child) for child in children)
    assert cancellation._children == set()
    with pytest.raises(ReadingCanceledError):
        read_file(tmp_path / "c", cancellation=cancellation)
    assert len(children) == 2


def test_a_reading_that_is_not_canceled_goes_on(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a\n1\n", encoding="utf-8")
    Cancellation().cancel()
    assert read_file(path, cancellation=Cancellation()).tables[0].rows
