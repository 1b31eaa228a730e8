"""The agent as a process of its own, on a real session bus with somebody who shows notifications."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest

from desktop_crm.app.opening import index_reminders
from desktop_crm.core import clock
from desktop_crm.core.followups.commands import complete
from desktop_crm.core.reminders import outside as outsides
from desktop_crm.core.reminders.outside import Outside

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="notifications by D-Bus")

CANARY = "金丝雀精密仪器"
HEAVY = {"sqlalchemy", "sqlcipher3", "cryptography", "holidays", "phonenumbers", "alembic", "desktop_crm.app.window"}
HEAVY |= {"desktop_crm.core.book", "desktop_crm.core.rooms", "desktop_crm.core.database.database"}
LIST_MODULES = """
import json, sys
from PySide6.QtCore import QTimer
from desktop_crm.app import agent
from desktop_crm.app.command_line import main

def on_answer(self, sight, accepted, usual=agent.LockedReminders._on_answer):
    usual(self, sight, accepted)
    print(json.dumps(sorted(sys.modules)))
    QTimer.singleShot(0, self.parent().end)

agent.LockedReminders._on_answer = on_answer
sys.exit(main(sys.argv[1:]))
"""


@pytest.fixture
def state(home, monkeypatch):
    """What lies outside the vault of a process that has `home`; the test looks at it by the same way."""
    folder = home / ".local" / "state" / "DesktopCRM" / "reminders"
    folder.mkdir(parents=True)
    monkeypatch.setattr(outsides, "reminders_folder", lambda: folder)
    return folder


@pytest.fixture
def outside(vault, state):
    return Outside.of(vault.folder)


@pytest.fixture
def note(vault, outside):
    """Adds a follow-up that is due in so many seconds, as a command would, and gives its id."""

    def note(seconds=-60.0, title=CANARY):
        followup_id = vault.add_followup(title, clock.now() + timedelta(seconds=seconds))
        with vault.open() as book:
            index_reminders(book)
        return followup_id

    return note


class AgentProcess:
    """The program as it starts at login."""

    def __init__(self, vault, environment):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "desktop_crm", "--vault", vault.folder, "--tray"],
            stdin=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
        )

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(30)


@pytest.fixture
def start_agent(vault, environment, bus):
    agents = []

    def start_agent(**more):
        agents.append(AgentProcess(vault, environment | {"DBUS_SESSION_BUS_ADDRESS": bus} | more))
        return agents[-1]

    yield start_agent
    for agent in agents:
        if agent.process.poll() is None:
            agent.stop(signal.SIGKILL)


def announced(outside):
    return [entry.is_announced for entry in outside.look().due]


def test_with_the_program_closed_the_digest_arrives_without_a_name_and_does_not_come_again(
    note, start_agent, daemon, outside, eventually
):
    for _number in range(3):
        note()
    agent = start_agent()
    (shown,) = eventually(lambda: daemon.shown)
    assert shown.title == "3 follow-ups are due"
    assert CANARY not in shown.text
    assert "Done" not in shown.actions
    eventually(lambda: announced(outside) == [True] * 3)
    assert agent.stop() == 0
    again = start_agent()
    note(3.0)
    eventually(lambda: len(daemon.shown) == 2)
    assert daemon.shown[1].title == "4 follow-ups are due"
    assert again.stop() == 0


def test_what_is_pressed_without_a_key_is_done_at_unlock(
    note, start_agent, daemon, vault, outside, desktop, eventually
):
    followup_id = note()
    agent = start_agent()
    (shown,) = eventually(lambda: daemon.shown)
    eventually(lambda: announced(outside) == [True])
    daemon.press(shown, "Done")
    (press,) = eventually(outside.waiting)
    assert press.verb == "done"
    agent.stop(signal.SIGKILL)
    assert vault.followup(followup_id).status == "open"
    window = desktop()
    window.unlock()
    eventually(lambda: outside.waiting() == [])
    window.stop()
    assert vault.followup(followup_id).status == "done"
    assert len(daemon.shown) == 1


def test_a_snooze_moves_the_time_at_once_and_the_command_carries_it_out(
    note, start_agent, daemon, vault, outside, command, bus, eventually
):
    followup_id = note()
    agent = start_agent()
    (shown,) = eventually(lambda: daemon.shown)
    eventually(lambda: announced(outside) == [True])
    daemon.press(shown, "Snooze 10 min")
    eventually(outside.waiting)
    sight = outside.look()
    assert sight.due == ()
    assert timedelta(minutes=9) < sight.coming - clock.now() <= timedelta(minutes=10)
    agent.stop()
    assert command("remind", "--once", secret=True, DBUS_SESSION_BUS_ADDRESS=bus).returncode == 0
    assert timedelta(minutes=8) < vault.followup(followup_id).snoozed_until.at - clock.now() <= timedelta(minutes=10)
    assert (outside.waiting(), len(daemon.shown)) == ([], 1)
    assert outside.look().coming is not None


def test_what_was_done_meanwhile_is_passed_over(note, start_agent, daemon, vault, outside, desktop, eventually):
    followup_id = note()
    agent = start_agent()
    (shown,) = eventually(lambda: daemon.shown)
    eventually(lambda: announced(outside) == [True])
    daemon.press(shown, "Done")
    eventually(outside.waiting)
    agent.stop()
    with vault.open() as book:
        book.write("complete_followup", lambda session: complete(session, followup_id, "已签"))
    window = desktop()
    window.unlock()
    eventually(lambda: outside.waiting() == [])
    window.stop()
    assert vault.followup(followup_id).result == "已签"


def test_opened_it_becomes_the_window_and_its_notification_still_works(
    note, launch, daemon, vault, outside, environment, bus, eventually
):
    followup_id = note()
    agent = launch("--tray", DBUS_SESSION_BUS_ADDRESS=bus)
    (shown,) = eventually(lambda: daemon.shown)
    eventually(lambda: announced(outside) == [True])
    second = [sys.executable, "-m", "desktop_crm", "--vault", vault.folder]
    assert subprocess.run(second, env=environment, timeout=60, check=False).returncode == 0
    assert agent.answer() == "started"
    daemon.press(shown, "Done")
    eventually(outside.waiting)
    agent.unlock()
    eventually(lambda: outside.waiting() == [])
    assert agent.stop() == 0
    assert vault.followup(followup_id).status == "done"
    assert len(daemon.shown) == 1


def test_a_click_on_the_number_opens_the_page_to_unlock(note, launch, daemon, outside, bus, eventually):
    note()
    agent = launch("--tray", DBUS_SESSION_BUS_ADDRESS=bus)
    (shown,) = eventually(lambda: daemon.shown)
    eventually(lambda: announced(outside) == [True])
    daemon.press(shown, "Open")
    assert agent.answer() == "started"
    agent.until("program.entry_window is not None and program.entry_window.isVisible()")


def test_of_two_only_one_reminds(note, start_agent, daemon, eventually):
    note()
    start_agent()
    eventually(lambda: daemon.shown)
    second = start_agent()
    assert second.process.wait(30) == 0
    assert len(daemon.shown) == 1


def test_while_it_runs_commands_work_and_keep_the_index(start_agent, daemon, command, outside):
    start_agent()
    added = command("add", "明天 打电话", secret=True)
    assert added.returncode == 0, added.stderr
    assert outside.look().coming > clock.now()


def test_it_loads_neither_the_database_nor_the_window(note, vault, environment, bus, daemon):
    note()
    listed = subprocess.run(
        [sys.executable, "-c", LIST_MODULES, "--vault", vault.folder, "--tray"],
        env=environment | {"DBUS_SESSION_BUS_ADDRESS": bus},
        capture_output=True,
        timeout=60,
        check=True,
    )
    assert HEAVY & set(json.loads(listed.stdout)) == set()
    assert len(daemon.shown) == 1


def test_asleep_while_something_becomes_due_it_says_so_on_waking(note, start_agent, daemon, eventually):
    first = note()
    agent = start_agent()
    eventually(lambda: daemon.shown)
    note(2.0)
    os.kill(agent.process.pid, signal.SIGSTOP)
    time.sleep(3)
    assert len(daemon.shown) == 1
    os.kill(agent.process.pid, signal.SIGCONT)
    eventually(lambda: len(daemon.shown) == 2)
    assert daemon.shown[1].title == "2 follow-ups are due"
    assert first


def test_without_a_daemon_it_waits_for_one(note, bus, start_agent, request, eventually, outside):
    note()
    agent = start_agent()
    time.sleep(2)
    assert announced(outside) == [False]
    daemon = request.getfixturevalue("daemon")
    note(1.0)
    agent.process.send_signal(signal.SIGCONT)
    eventually(lambda: daemon.shown)


def test_a_kill_between_the_answer_and_the_mark_brings_it_once_more_and_then_never(
    note, start_agent, daemon, outside, eventually
):
    agent = start_agent()
    daemon.kill_after_answering(agent.process)
    note()
    agent.process.wait(60)
    assert len(daemon.shown) == 1
    start_agent()
    eventually(lambda: len(daemon.shown) == 2)
    eventually(lambda: announced(outside) == [True])


def test_nothing_outside_the_vault_can_be_read(note, start_agent, daemon, outside, state, vault, eventually):
    followup_id = note()
    start_agent()
    (shown,) = eventually(lambda: daemon.shown)
    eventually(lambda: announced(outside) == [True])
    daemon.press(shown, "Snooze 10 min")
    eventually(outside.waiting)
    files = [path for path in state.rglob("*") if path.is_file()]
    assert {path.name for path in files} == {"index.json", "queue", ".lock"}
    for path in files:
        content = path.read_bytes()
        for canary in (
            CANARY.encode(),
            CANARY.encode("gb18030"),
            str(followup_id).encode(),
            f"{followup_id:x}".encode(),
        ):
            assert canary not in content
        assert json.dumps(CANARY).encode()[1:-1] not in content
