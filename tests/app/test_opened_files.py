import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFileOpenEvent

from desktop_crm.app.command_line import main
from desktop_crm.app.opened_files import OpenedFiles

DIALOGS = "[widget for widget in widgets() if type(widget).__name__ == 'ImportDialog' and widget.isVisible()]"


@pytest.fixture
def application():
    return QObject()


@pytest.fixture
def files(qapp, application):
    return OpenedFiles(application)


def test_files_wait_once_until_they_are_taken(files):
    came = []
    files.came.connect(lambda: came.append(1))
    files.add([Path("a.vcf"), Path("b.csv")])
    files.add([Path("a.vcf")])
    assert len(came) == 1
    assert files.take() == [Path("a.vcf"), Path("b.csv")]
    assert files.take() == []


def test_files_that_macos_sends_are_heard_of_and_other_events_go_on(qapp, application, files):
    assert qapp.sendEvent(application, QFileOpenEvent("/Users/wang/客户.vcf"))
    assert files.take() == [Path("/Users/wang/客户.vcf")]
    assert not files.eventFilter(application, QEvent(QEvent.Type.User))


@pytest.fixture
def card(tmp_path):
    path = tmp_path / "名片.vcf"
    path.write_text("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:张三\r\nTEL:13800001111\r\nEND:VCARD\r\n", encoding="utf-8")
    return path


@pytest.mark.skipif(sys.platform == "win32", reason="sockets of Unix")
def test_a_file_opened_with_the_program_is_previewed_after_unlocking_and_by_the_window_that_is_open(
    start, card, tmp_path, command
):
    window = start("--open", card)
    assert window.ask("program.main_window is None")
    window.unlock()
    window.until(f"len({DIALOGS}) == 1")
    assert window.ask(f"[str(file.path) for file in {DIALOGS}[0].plan.files]") == [str(card)]
    window.ask(f"{DIALOGS}[0].reject()")
    window.until(f"not {DIALOGS}")
    second = tmp_path / "second.csv"
    second.write_text("客户名称\n云帆科技\n", encoding="utf-8")
    ran = command("--open", str(second))
    assert (ran.returncode, ran.stderr) == (0, "")
    window.until(f"len({DIALOGS}) == 1")
    assert window.ask(f"[str(file.path) for file in {DIALOGS}[0].plan.files]") == [str(second)]
    window.stop()


def test_without_files_the_option_changes_nothing(capsys):
    assert main(["--open", "--version"]) == 0
    assert capsys.readouterr().out.startswith("desktop-crm ")
