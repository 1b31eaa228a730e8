import subprocess
import sys
import time
from datetime import timedelta

import pytest

from desktop_crm.core import clock
from desktop_crm.core.followups.store import open_ones

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="notifications by D-Bus")

CANARY = "金丝雀精密仪器"
SAVED = "program.main_window._status_bar._saved.text() != ''"


@pytest.fixture
def due_soon(vault):
    """A follow-up with a customer that is due in the next seconds."""
    customer = vault.add_customer(CANARY)
    return vault.add_followup("寄样品 <b>", clock.now() + timedelta(seconds=6), customer_id=customer)


def test_reminders_arrive_their_button_works_and_they_do_not_come_again(due_soon, vault, desktop, daemon, eventually):
    left_open = vault.add_followup("送合同", clock.now() + timedelta(seconds=6))
    window = desktop()
    window.unlock()
    eventually(lambda: len(daemon.shown) == 2)
    first = next(shown for shown in daemon.shown if shown.title == CANARY)
    assert "寄样品 &lt;b&gt;" in first.text
    daemon.press(first, "Done")
    window.until(SAVED)
    window.until("unmarked() == 0")
    assert window.stop() == 0
    assert (vault.followup(due_soon).status, vault.followup(left_open).status) == ("done", "open")

    again = desktop()
    again.unlock()
    again.ask(
        "setattr(program, 'looks', []) or program._reminding.count_changed.connect(program.looks.append) and None"
    )
    again.ask("program._reminding.center.look()")
    again.until("program.looks")
    again.stop()
    assert len(daemon.shown) == 2


def test_locked_it_names_nobody_and_after_unlocking_it_says_what(desktop, daemon, eventually):
    window = desktop()
    window.unlock()
    window.ask(f"note({CANARY!r}, 5)")
    window.until("program._reminding.center._times != []")
    window.ask("program.lock()")
    (shown,) = eventually(lambda: daemon.shown)
    assert (shown.title, CANARY in shown.text) == ("1 follow-up is due", False)
    daemon.press(shown, "")
    window.unlock()
    _locked, named = eventually(lambda: len(daemon.shown) == 2 and daemon.shown)
    assert CANARY in named.text


def test_locking_takes_away_the_notifications_that_name_somebody(due_soon, desktop, daemon, eventually):
    window = desktop()
    window.unlock()
    (named,) = eventually(lambda: daemon.shown)
    window.ask("program.lock()")
    eventually(lambda: daemon.closed == [named.id])
    _named, number = eventually(lambda: len(daemon.shown) == 2 and daemon.shown)
    assert (number.title, CANARY in number.text) == ("1 follow-up is due", False)


def test_snooze_puts_a_reminder_off(due_soon, vault, desktop, daemon, eventually):
    window = desktop()
    window.unlock()
    (shown,) = eventually(lambda: daemon.shown)
    daemon.press(shown, "Snooze 10 min")
    window.until(SAVED)
    window.stop()
    followup = vault.followup(due_soon)
    assert followup.status == "open"
    assert timedelta(minutes=9) < followup.snoozed_until.at - clock.now() <= timedelta(minutes=10)


def test_without_a_daemon_the_window_lists_what_is_due(vault, start):
    vault.add_followup("寄样品", clock.now() - timedelta(hours=1))
    window = start(DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere")
    window.unlock()
    window.until("program._windows.reminders is not None and program._windows.reminders.isVisible()")
    window.until("len(program._windows.reminders.model.ids()) == 1")


def test_what_was_missed_comes_once_as_one(vault, desktop, daemon, eventually):
    for number in range(5):
        vault.add_followup(f"事项{number}", clock.now() - timedelta(days=number + 1))
    window = desktop()
    window.unlock()
    (shown,) = eventually(lambda: daemon.shown)
    assert shown.title == "5 follow-ups are due"
    assert "and 2 more" in shown.text
    window.until("unmarked() == 0")


def test_the_command_delivers_once_and_not_again(vault, command, bus, daemon):
    vault.add_followup("寄样品", clock.now() - timedelta(hours=1))
    first = command("remind", "--once", secret=True, DBUS_SESSION_BUS_ADDRESS=bus)
    assert (first.returncode, len(daemon.shown)) == (0, 1), first.stderr
    assert command("remind", "--once", secret=True, DBUS_SESSION_BUS_ADDRESS=bus).returncode == 0
    assert len(daemon.shown) == 1


def test_the_command_is_refused_where_nobody_shows_notifications(vault, command, bus, daemon):
    vault.add_followup("寄样品", clock.now() - timedelta(hours=1))
    refused = command("remind", "--once", secret=True, DBUS_SESSION_BUS_ADDRESS="unix:path=/nowhere")
    assert refused.returncode == 1
    assert "notification" in refused.stderr
    command("remind", "--once", secret=True, DBUS_SESSION_BUS_ADDRESS=bus)
    assert len(daemon.shown) == 1


def test_a_click_opens_the_followup_also_from_the_tray(due_soon, desktop, daemon, eventually):
    window = desktop()
    window.unlock()
    window.ask("program.main_window.hide()")
    (shown,) = eventually(lambda: daemon.shown)
    daemon.press(shown, "")
    window.until("program.main_window.isVisible()")
    window.until("any('寄样品' in field.text() for field in widgets(QLineEdit) if field.isVisible())")


def test_the_command_stays_and_leaves_the_book_free(vault, environment, bus, daemon, eventually):
    words = [sys.executable, "-m", "desktop_crm", "--vault", vault.folder, "--passphrase-file", vault.passphrase_file]
    staying = subprocess.Popen([*words, "remind"], env=environment | {"DBUS_SESSION_BUS_ADDRESS": bus})
    try:
        vault.add_followup("寄样品", clock.now() - timedelta(seconds=1))
        (shown,) = eventually(lambda: daemon.shown)
        daemon.press(shown, "Done")
        eventually(lambda: _open_ones(vault) == [])
        staying.terminate()
        assert staying.wait(30) == 0
    finally:
        staying.kill()
        staying.wait()
    assert len(daemon.shown) == 1


def _open_ones(vault):
    time.sleep(1)  # the command needs the book as well
    with vault.open() as book:
        return book.read(open_ones)
