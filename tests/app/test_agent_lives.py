"""Random lives of the agent and the window as real processes, on a real bus with somebody who shows notifications.

`tests/ui/reminders/test_random_sequences.py` has many more lives, but within one process.
"""

import os
import random
import signal
import sys
import time
from datetime import timedelta

import pytest

from desktop_crm.app.opening import index_reminders
from desktop_crm.core import clock
from desktop_crm.core.reminders import outside as outsides
from desktop_crm.core.reminders.opaque import reminder_of
from desktop_crm.core.reminders.outside import Outside

pytestmark = [pytest.mark.skipif(sys.platform != "linux", reason="notifications by D-Bus"), pytest.mark.fault]

LIVES = 100 if os.environ.get("CRM_FAULTS") == "large" else 2
STEPS = 6


class Life:
    """What the test knows: which follow-ups there are, what was pressed, and which announcement a kill may repeat."""

    def __init__(self, seed, vault, outside, daemon, launch, eventually):
        self.random = random.Random(seed)
        self.vault, self.outside, self.daemon = vault, outside, daemon
        self.launch, self.eventually = launch, eventually
        self.agent = None
        self.followups, self.done, self.snoozed = [], set(), set()
        self.kills = 0
        self.log = []

    def add(self):
        """As a command of the user's, beside the agent."""
        due = clock.now() - timedelta(minutes=self.random.randint(1, 3000))
        self.followups.append(self.vault.add_followup(f"事项{len(self.followups)}", due))
        with self.vault.open() as book:
            index_reminders(book)

    def start(self):
        if self.agent is None:
            self.agent = self.launch("--tray", DBUS_SESSION_BUS_ADDRESS=self.bus)
        self.announced()

    def announced(self):
        self.eventually(lambda: all(entry.is_announced for entry in self.outside.look().due))

    def kill(self):
        if self.agent is not None:
            self.agent.stop(signal.SIGKILL)
            self.agent, self.kills = None, self.kills + 1

    def sleep(self):
        if self.agent is not None:
            os.kill(self.agent.process.pid, signal.SIGSTOP)
            self.add()
            time.sleep(0.3)
            os.kill(self.agent.process.pid, signal.SIGCONT)
            self.announced()

    def press(self, label):
        if self.agent is None or not self.shown_by_this_one or label not in self.daemon.shown[-1].actions:
            return
        due = {entry.id for entry in self.outside.look().due}
        if not due:
            return
        before = len(self.outside.waiting())
        self.daemon.press(self.daemon.shown[-1], label)
        self.eventually(lambda: len(self.outside.waiting()) > before)
        waiting = [one.id for one in self.outside.waiting()[before:]]
        with self.vault.open() as book:
            ids = {reminder_of(book.vault.keys.reminders, one)[0] for one in waiting}
        (self.done if label == "Done" else self.snoozed).update(ids)
        self.count = len(self.daemon.shown)  # a notification goes with its button

    @property
    def shown_by_this_one(self):
        return len(self.daemon.shown) > self.count

    def step(self):
        act = self.random.choice(
            [self.add, self.start, self.kill, self.sleep, "Done", "Snooze 10 min", "Snooze 10 min"]
        )
        name = act if isinstance(act, str) else act.__name__
        self.log.append(name)
        if isinstance(act, str):
            self.press(act)
        else:
            if name in {"kill", "start"}:
                self.count = len(self.daemon.shown)  # buttons of a process that is gone do nothing
            act()
            if name == "add" and self.agent is not None:
                self.announced()


@pytest.mark.parametrize("number", range(LIVES))
def test_whatever_happens_to_the_agent_nothing_is_lost(
    number, vault, home, monkeypatch, bus, daemon, launch, desktop, eventually
):
    folder = home / ".local" / "state" / "DesktopCRM" / "reminders"
    folder.mkdir(parents=True)
    monkeypatch.setattr(outsides, "reminders_folder", lambda: folder)
    seed = int(os.environ.get("CRM_FAULTS_SEED", random.SystemRandom().randrange(2**32)))
    life = Life(seed, vault, Outside.of(vault.folder), daemon, launch, eventually)
    life.bus, life.count = bus, 0
    try:
        life.add()
        life.start()
        for _step in range(STEPS):
            life.step()
        life.start()
        numbers = len(daemon.shown)
        life.kill()
        window = desktop()
        window.unlock()
        eventually(lambda: life.outside.waiting() == [])
        window.until("unmarked() == 0")
        window.stop()
        assert not any("事项" in shown.title + shown.text for shown in daemon.shown[:numbers])
        open_ones = set(life.followups) - life.done - life.snoozed
        named = " ".join(shown.title + shown.text for shown in daemon.shown[numbers:])
        assert bool(open_ones) == ("事项" in named)
        for followup_id in life.followups:
            followup = vault.followup(followup_id)
            assert (followup.status == "done") == (followup_id in life.done)
            if followup_id in life.snoozed - life.done:
                assert followup.snoozed_until.at > clock.now()
        # Each number told of something new: there were no more of them than follow-ups, and kills between.
        assert numbers <= len(life.followups) + life.kills
    except BaseException:
        print(f"CRM_FAULTS_SEED={seed}", *life.log, sep="\n")  # noqa: T201 - pytest shows it with the failure
        raise
