import signal
import sys

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and sockets of Unix")

CANARY = "金丝雀精密仪器"
DIALOG = "[widget for widget in widgets() if type(widget).__name__ == {!r} and widget.isVisible()]"


@pytest.fixture
def customer(vault):
    return vault.add_customer(CANARY)


def test_locking_takes_every_name_away_and_lets_others_open_the_book(customer, start, command):
    window = start()
    window.unlock()
    window.ask("program.main_window.open_page('customers')")
    window.ask(f"program.main_window.setWindowTitle({CANARY!r})")
    window.ask(f"program.main_window.context.messages.toast({CANARY!r})")
    assert CANARY in window.ask("words()")
    window.ask("program.main_window.lock_requested.emit()")
    window.until("program.entry_window is not None and program.entry_window.isVisible()")
    window.until(f"{CANARY!r} not in words()")
    assert command("check", secret=True).returncode == 0
    window.unlock()


def test_what_was_being_typed_is_offered_after_unlocking(start):
    window = start()
    window.unlock()
    window.ask("program.main_window.record_interaction()")
    window.ask(f"({DIALOG.format('LogDialog')})[0].talk.texts['summary'].setPlainText({CANARY!r})")
    window.ask("program.lock()")
    window.until(f"not {DIALOG.format('LogDialog')} and {CANARY!r} not in words()")
    window.unlock()
    window.until(f"bool({DIALOG.format('DraftRecovery')})")


def test_a_text_to_a_customer_that_was_being_changed_is_offered_after_unlocking_and_opened_as_it_was(start):
    window = start()
    window.unlock()
    made = "__import__('desktop_crm.ui.letters.letter_dialog', fromlist=['*'])"
    dialog = f"{made}.LetterDialog(program.main_window.context, {made}.Kind.FOLLOWUPS, 1, "
    window.ask(f"{dialog}{made}.Letter('', ''), program.main_window).open()")
    letters = DIALOG.format("LetterDialog")
    window.ask(f"({letters})[0].text.setPlainText({CANARY!r})")
    window.ask("program.lock()")
    window.until(f"not {letters} and {CANARY!r} not in words()")
    window.unlock()
    recovery = DIALOG.format("DraftRecovery")
    window.until(f"bool({recovery})")
    named = "[each for each in widgets() if each.accessibleName().startswith('Open draft: ')]"
    window.ask(f"({named})[0].click()")
    window.until(f"[each.text.toPlainText() for each in {letters}] == [{CANARY!r}]")


def test_a_book_that_was_not_opened_to_the_end_by_a_mistake_of_the_program_can_still_be_locked(start):
    window = start()
    window.until("'desktop_crm.app.book_windows' in sys.modules")
    window.ask("setattr(sys.modules['desktop_crm.app.book_windows'].BookWindows, 'begin', None)")
    window.unlock()
    window.ask("program.lock()")
    window.until(
        "[type(each).__name__ for each in QApplication.topLevelWidgets() if each.isVisible()] == ['EntryWindow']"
    )
    window.unlock()


def test_nobody_using_it_locks_the_book_after_the_minutes_of_the_setting(start):
    window = start()
    window.unlock()
    window.ask("program._on_idle(4.9 * 60)")
    assert window.ask("program.main_window is not None")
    window.ask("program._on_idle(5.1 * 60)")
    assert window.ask("program.main_window is None")


def test_locking_the_screen_locks_the_book(desktop, daemon):
    window = desktop()
    window.unlock()
    daemon.emit("/org/gnome/ScreenSaver", "org.gnome.ScreenSaver", "ActiveChanged", False)
    daemon.emit("/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "ActiveChanged", True)
    window.until("program.main_window is None")


def test_locked_in_the_tray_it_stays_there(start):
    window = start()
    window.unlock()
    window.ask("program.main_window.hide()")
    window.ask("program.lock()")
    assert window.ask("[program.entry_window.isVisible(), program.main_window is None]") == [False, True]


def test_ending_by_a_signal_is_clean_and_backs_up_what_changed(customer, vault, start):
    window = start()
    window.unlock()
    assert window.stop(signal.SIGTERM) == 0
    assert window.complaints() == []
    assert not (vault.folder / ".open").exists()
    assert vault.newest_backup().counts["customers"] == 1


def test_a_killed_program_leaves_a_book_that_opens(customer, vault, start, command):
    window = start()
    window.unlock()
    assert command("add", "明天 回访").returncode == 0
    window.stop(signal.SIGKILL)
    assert (vault.folder / ".open").exists()
    assert "回访" in command("due", "--days", "3", secret=True).stdout


def test_a_mistake_of_ours_is_told_without_what_it_says_about_customers(start, home):
    window = start()
    window.unlock()
    failing = f"(_ for _ in ()).throw(ValueError({CANARY!r}))"
    window.ask(f"__import__('PySide6.QtCore').QtCore.QTimer.singleShot(0, lambda: {failing}) or True")
    window.ask(f"program.main_window.context.operations.read(program, lambda c: {failing}, print) or True")
    window.ask(f"__import__('threading').Thread(target=lambda: {failing}).start() or True")
    boxes = DIALOG.format("QMessageBox")
    window.until(f"len({boxes}) == 3")
    told = window.ask(f"[[box.text(), box.informativeText(), box.detailedText()] for box in {boxes}]")
    assert all("ValueError" in details for _text, _more, details in told)
    assert CANARY not in str(told)
    window.stop()
    logs = [path.read_text() for path in home.rglob("*.log")]
    assert any("error.unexpected" in log for log in logs)
    assert CANARY not in "".join(logs) + window.errors()


def test_locking_while_a_file_dialog_waits_does_no_harm(start):
    window = start()
    window.unlock()
    window.ask(
        "__import__('PySide6.QtCore').QtCore.QTimer.singleShot(0, lambda: QFileDialog.getOpenFileName("
        "program.main_window, '', '', '', '', QFileDialog.Option.DontUseNativeDialog))"
    )
    window.until(f"bool({DIALOG.format('QFileDialog')})")
    window.ask("program.lock()")
    window.until(f"not {DIALOG.format('QFileDialog')}")
    window.until("not [widget for widget in widgets() if type(widget).__name__ == 'MainWindow']")
    window.unlock()
