import json
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="sockets of Unix")

COUNT = "program.main_window._status_bar._count.text()"


@pytest.fixture(scope="module")
def vault(copy_book, tmp_path_factory):
    return copy_book(tmp_path_factory.mktemp("handoff"))


@pytest.fixture(scope="module")
def environment(environment_in, tmp_path_factory):
    return environment_in(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def _window(vault, environment, open_window):
    vault.add_customer("云帆科技有限公司")
    window = open_window(vault, environment)
    yield window
    window.close()


@pytest.fixture
def window(_window):
    """The open window, one for all tests of this module: a start takes seconds."""
    if _window.ask("program.main_window is None"):
        _window.unlock()
    _window.until(f"{COUNT} != ''")
    return _window


def test_commands_are_answered_by_the_open_window_without_the_passphrase(window, command):
    noted = command("add", "明天 14:00 回访 #云帆", "--json")
    assert noted.returncode == 0, noted.stderr
    assert json.loads(noted.stdout)["customer"] == "云帆科技有限公司"
    due = json.loads(command("due", "--days", "3", "--json").stdout)["items"]
    assert "回访" in [item["title"] for item in due]
    found = json.loads(command("find", "云帆", "--json").stdout)["results"]
    assert [hit["title"] for hit in found if hit["kind"] == "customers"] == ["云帆科技有限公司"]


def test_the_window_shows_what_a_handed_command_wrote(window, command):
    today = "len([item for item in program.main_window._pages['today'].model.items if item.title == '打电话'])"
    assert window.ask(today) == 0
    assert command("add", "今天 23:59 打电话 #云帆").returncode == 0
    window.until(f"{today} == 1")


def test_the_window_shows_what_an_import_brought(window, command, tmp_path):
    file = tmp_path / "客户.csv"
    file.write_text("客户名称,电话\n海岚贸易有限公司,13900000001\n北辰仪器厂,13900000002\n", encoding="utf-8")
    before = int(window.ask(COUNT).split()[0])
    taken = command("import", file, "--json")
    assert json.loads(taken.stdout)["counts"]["customers"]["added"] == 2, taken.stderr
    window.until(f"{COUNT}.startswith('{before + 2} ')")


def test_a_relative_file_lies_where_the_command_was_typed(window, command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert command("export", "--to", "all.json").returncode == 0
    assert (tmp_path / "all.json").exists()


def test_what_the_window_refuses_is_said_with_the_same_status(window, command):
    refused = command("show", "没有这个人")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "没有这个人" in refused.stderr


def test_the_answer_is_in_the_language_of_the_command(window, command):
    assert "客户" in command("--lang", "zh", "find", "云帆").stdout
    assert "Customer" in command("--lang", "en", "find", "云帆").stdout


def test_a_locked_window_refuses_and_names_nobody(window, command):
    window.ask("program.lock()")
    refused = command("due", secret=True)
    assert (refused.returncode, refused.stdout) == (5, "")
    assert "locked" in refused.stderr
    assert "云帆" not in refused.stderr


def test_what_is_not_handed_over_says_who_has_the_book(window, command):
    refused = command("check", secret=True)
    assert refused.returncode == 5
    assert str(window.process.pid) in refused.stderr


def test_a_word_that_looks_like_a_path_stays_a_word(window, command):
    assert json.loads(command("add", "path:/etc", "--json").stdout)["title"] == "path:/etc"
