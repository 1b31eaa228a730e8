import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop_crm.app.arguments import parser
from desktop_crm.core.i18n import _
from desktop_crm.core.vault import vault

COMMANDS = (
    *("new", "check", "backup", "restore", "passphrase", "recover", "sample"),
    *("import", "export", "summary", "text", "undertaking"),
    *("due", "find", "add", "done", "show", "trash", "bring-back", "remind", "undo", "erase", "attach"),
    *("calendar", "fields", "lists", "licences"),
)


def test_every_command_and_every_word_behind_it_is_explained(home):
    top = parser()
    (commands,) = (action.choices for action in top._actions if isinstance(action.choices, dict))
    assert tuple(sorted(commands)) == tuple(sorted(COMMANDS))
    unexplained = [
        f"{name} {action.dest}"
        for name, command in [("", top), *commands.items()]
        for action in command._actions
        if not action.help and action.dest != "command"
    ]
    assert unexplained == []


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_help_of_every_command_can_be_shown(crm, language):
    for name in COMMANDS:
        run = crm("--lang", language, name, "--help")
        assert run.status == 0
        assert name in run.out


def test_the_help_speaks_chinese_to_a_chinese_system(crm, monkeypatch):
    assert "外勤销售的私人加密客户簿" in crm("--help").out
    monkeypatch.setenv("LANG", "en_US.UTF-8")
    assert "private, encrypted customer book" in crm("--help").out


def test_what_argparse_says_is_in_the_language_too(crm):
    assert crm("due", "--nonsense").err.startswith(_("usage: "))
    assert _("show this help message and exit") in crm("due", "--help").out
    assert crm("--lang", "en", "due", "--nonsense").err.startswith("usage: ")


def test_the_language_may_be_named_before_or_behind_the_command(crm):
    assert "Customers" in crm("--lang", "en", "find", "yunfan").out
    assert "Customers" in crm("--lang=en", "find", "yunfan").out
    assert "Customers" in crm("find", "yunfan", "--lang", "en").out
    assert "客户" in crm("find", "yunfan").out


def test_the_book_and_the_passphrase_may_be_named_behind_the_command_too(crm, home):
    run = crm("due", "--vault", home.vault, "--passphrase-file", home.passphrase_file, "--json", bare=True)
    assert run.status == 0
    assert run.json["items"]


def test_the_version_is_told(crm):
    run = crm("--version", bare=True)
    assert (run.status, run.err) == (0, "")
    assert run.out.startswith("desktop-crm ")


@pytest.mark.parametrize(
    "words", [("nonsense",), ("due", "--nonsense"), ("show",), ("import",), ("--lang", "fr", "due"), ("export",)]
)
def test_wrong_usage_ends_with_2_and_does_not_touch_the_book(crm, home, words):
    before = {path: path.read_bytes() for path in home.vault.rglob("*") if path.is_file()}
    run = crm(*words)
    assert (run.status, run.out) == (2, "")
    assert run.err
    assert {path: path.read_bytes() for path in home.vault.rglob("*") if path.is_file()} == before


def test_a_wrong_passphrase_ends_with_3(crm, home):
    home.passphrase_file.write_text("wrong but long enough", encoding="utf-8")
    run = crm("due")
    assert (run.status, run.out) == (3, "")
    assert len(run.err.splitlines()) == 1


def test_without_a_terminal_a_passphrase_file_is_asked_for(crm):
    run = crm("due", bare=True)
    assert (run.status, run.out) == (1, "")
    assert "--passphrase-file" in run.err


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00binary"])
def test_a_passphrase_file_that_cannot_be_read_is_refused(crm, home, content):
    home.passphrase_file.unlink()
    if content:
        home.passphrase_file.write_bytes(content)
    run = crm("due")
    assert (run.status, run.out) == (1, "")
    assert str(home.passphrase_file) in run.err
    assert len(run.err.splitlines()) == 1


@pytest.mark.parametrize("written", ["{}\n", "{}", "{}\r\n", "\ufeff{}\n", "{}\nsecond line\n"])
def test_the_passphrase_is_the_first_line_however_it_was_written(crm, home, written):
    passphrase = home.passphrase_file.read_text(encoding="utf-8").strip()
    home.passphrase_file.write_bytes(written.format(passphrase).encode())
    assert crm("due").status == 0


def test_flipped_bytes_in_the_database_end_with_4(crm, home):
    database = home.vault / "data.db"
    content = bytearray(database.read_bytes())
    content[100] ^= 1
    database.write_bytes(content)
    run = crm("due")
    assert (run.status, run.out) == (4, "")
    assert "restore" in run.err
    assert len(run.err.splitlines()) == 1


def test_a_cut_header_is_mended_from_its_spare_and_told(crm, home):
    crm("due")  # the spare is there once the book was opened
    header = home.vault / "vault.json"
    header.write_bytes(header.read_bytes()[:100])
    run = crm("due")
    assert run.status == 0
    assert run.err
    assert crm("due").err == ""


def test_a_header_cut_with_its_spare_ends_with_4(crm, home):
    for name in ("vault.json", "vault.json.prev"):
        content = (home.vault / name).read_bytes()
        (home.vault / name).write_bytes(content[:100])
    run = crm("due")
    assert (run.status, run.out) == (4, "")
    assert len(run.err.splitlines()) == 1


def test_a_missing_database_ends_with_4_and_none_is_made(crm, home):
    (home.vault / "data.db").unlink()
    assert crm("due").status == 4
    assert not (home.vault / "data.db").exists()


def test_a_folder_without_a_book_is_refused_and_stays_empty(crm, tmp_path):
    (tmp_path / "empty").mkdir()
    run = crm("--vault", tmp_path / "empty", "due")
    assert (run.status, run.out) == (1, "")
    assert list((tmp_path / "empty").iterdir()) == []


def test_a_mistake_of_ours_is_told_without_what_the_customer_wrote(crm, monkeypatch):
    def broken(*_arguments):
        raise ValueError("云帆 13912345678")

    monkeypatch.setattr("desktop_crm.core.agenda.agenda._followups", broken)
    run = crm("due")
    assert (run.status, run.out) == (1, "")
    assert "ValueError" in run.err
    assert "desktop-crm.log" in run.err
    assert "云帆" not in run.err
    assert "Traceback" not in run.err


def test_an_interruption_is_told_and_keeps_nothing(crm, monkeypatch):
    def interrupted(*_arguments, **_options):
        raise KeyboardInterrupt

    before = crm("due", "--json").json
    monkeypatch.setattr("desktop_crm.app.commands.add_command.note_followup", interrupted)
    run = crm("add", "明天 寄样品")
    assert (run.status, run.out) == (1, "")
    assert crm("due", "--json").json == before


# From here on the program runs in a process of its own.


def test_the_installed_program_answers_on_standard_output_alone(program):
    run = program("due", "--json")
    assert (run.status, run.err) == (0, "")
    assert run.json["items"]


def test_a_system_without_unicode_gets_chinese_all_the_same(program):
    run = program("find", "yunfan", LANG="C", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert run.status == 0
    assert "云帆信息科技(上海)有限公司" in run.out
    assert run.out.startswith("Customers")


def test_a_reader_who_leaves_early_is_no_error(crm, started, home):
    crm("sample", "--customers", "200", "--interactions", "0")
    process = started("--passphrase-file", home.passphrase_file, "find", "公司", "--limit", "1000", "--json")
    process.stdout.read(10)
    process.stdout.close()
    assert process.wait(timeout=60) == 0
    assert process.stderr.read() == b""


def test_a_book_open_elsewhere_ends_with_5_at_once(started, program, home):
    with vault.unlock(home.vault, home.passphrase_file.read_text(encoding="utf-8").strip()):
        run = program("due")
    assert (run.status, run.out) == (5, "")
    assert str(os.getpid()) in run.err
    assert len(run.err.splitlines()) == 1
    assert program("due").status == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signal to one process")
def test_ctrl_c_during_an_import_leaves_nothing(crm, started, program, home, tmp_path):
    rows = "".join(f"客户{n}有限公司,{13900000000 + n}\n" for n in range(20_000))
    (tmp_path / "many.csv").write_text("客户名称,公司电话\n" + rows, encoding="utf-8")
    process = started("--passphrase-file", home.passphrase_file, "import", tmp_path / "many.csv", "--as", "customers")
    _wait_for_backup(home.vault / "backups", process)
    time.sleep(0.5)  # the transaction that now begins takes several seconds
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, b"")
    assert len(err.decode().splitlines()) == 1, err.decode()
    assert "Traceback" not in err.decode()
    assert crm("check", "--json").json == {"ok": True, "problems": []}
    assert crm("find", "客户7有限公司", "--json").json == {"results": []}
    assert crm("show", "李超").status == 0


def _wait_for_backup(folder: Path, process: "subprocess.Popen[bytes]") -> None:
    """Until the backup is made that comes right before the import writes."""
    deadline = time.monotonic() + 50
    while process.poll() is None and time.monotonic() < deadline:
        if any(folder.glob("*-before-import.crmbackup")):
            return
        time.sleep(0.02)
    raise AssertionError(f"there was no backup: {process.communicate()}")


on_posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")


@on_posix
@pytest.mark.parametrize(("typed", "status"), [("{}\n", 0), ("wrong but long enough\n", 3), ("\x04", 1), ("\x03", 1)])
def test_on_a_terminal_the_passphrase_is_asked_for_and_not_shown(home, on_terminal, typed, status):
    passphrase = home.passphrase_file.read_text(encoding="utf-8").strip()
    terminal = on_terminal("due", "--json")
    terminal.answer("密码: ", typed.format(passphrase))
    run = terminal.end()
    assert run.status == status
    assert bool(run.out) == (status == 0)
    assert bool(run.err) == (status != 0)
    assert "Traceback" not in run.err
    assert passphrase not in terminal.screen.decode() + run.err


@on_posix
def test_a_new_passphrase_is_asked_for_twice(tmp_path, on_terminal):
    terminal = on_terminal("--vault", tmp_path / "second", "new")
    terminal.answer("密码: ", "灯塔 river mosaic 7 lantern\n")
    terminal.answer(f"{_('Once more')}: ", "灯塔 river mosaic 8 lantern\n")
    run = terminal.end()
    assert (run.status, run.out) == (1, "")
    assert not (tmp_path / "second").exists()
