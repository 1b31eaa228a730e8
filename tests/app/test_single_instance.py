import signal
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and sockets of Unix")


def test_a_second_start_raises_the_window_of_the_first_and_ends(start, command):
    window = start()
    window.ask("program.entry_window.hide()")
    second = command()
    assert (second.returncode, second.stdout) == (0, "")
    window.until("program.entry_window.isVisible()")


def test_two_books_may_be_open_side_by_side(start, command, tmp_path):
    start()
    assert command("find", "x", "--vault", tmp_path / "other").returncode == 1  # no book there, and nobody asked


def test_after_a_kill_the_next_start_is_the_first_again(vault, start, command):
    vault.add_customer("云帆科技有限公司")
    window = start()
    window.unlock()
    window.stop(signal.SIGKILL)
    again = start()
    again.unlock()
    assert command("find", "云帆").returncode == 0
    assert again.ask("program.main_window.isVisible()")


def test_without_a_display_it_says_how_to_use_the_commands(command):
    ran = command(QT_QPA_PLATFORM="", DISPLAY="", WAYLAND_DISPLAY="")
    assert ran.returncode == 2
    assert "--help" in ran.stderr
