"""Random lives of a program that reminds: started, killed, asleep, locked, its buttons pressed; nothing is lost.

The real book, index, queue and both centers, with a notifier that shows, refuses, or dies between showing and saying
so. A model beside them says what must have become of every follow-up, and which reminder may come twice.
"""

import os
import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QCoreApplication

from desktop_crm.core import clock
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.reminders.between import keep_index
from desktop_crm.core.reminders.opaque import reminder_of
from desktop_crm.core.reminders.outside import Outside
from desktop_crm.core.reminders.reminders import occasion_of, pending
from desktop_crm.core.values.moment import Moment, whole_day
from desktop_crm.ui.framework.change_bus import ChangeBus
from desktop_crm.ui.framework.clipboard import Clipboard
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.messages import Messages
from desktop_crm.ui.framework.navigator import Navigator
from desktop_crm.ui.framework.operations import Operations
from desktop_crm.ui.framework.undoing import Undoing
from desktop_crm.ui.reminders.locked_reminders import LockedReminders
from desktop_crm.ui.reminders.reminder_center import ReminderCenter

SEQUENCES = 400 if os.environ.get("CRM_FAULTS") == "large" else 12
STEPS = 25
ZONES = [ZoneInfo(name) for name in ("Asia/Shanghai", "Europe/Berlin", "America/New_York")]
JUMPS = [timedelta(minutes=minutes) for minutes in (1, 5, 11, 60, 200, 1500, -90)]


class Recorder(LockedReminders):
    def _notification(self, sight):
        made = super()._notification(sight)
        self.world.about[id(made)] = ("number", [(one.id, one.at) for one in sight.due], self._more)
        return made


class Center(ReminderCenter):
    def _notification(self, announcement):
        made = super()._notification(announcement)
        self.world.about[id(made)] = ("named", [(one.id, one.occasion) for one in announcement.reminders], 0)
        return made


class World:
    """One life. `mode` is off, agent, locked or open."""

    def __init__(self, seed, book, surroundings):
        self.random = random.Random(seed)
        self.book, self.surroundings = book, surroundings
        self.key = book.vault.keys.reminders
        self.outside = Outside.of(book.vault.folder)
        self.mode = "off"
        self.center = self.locked = self.context = None
        self.manner = "takes"  # what the notifier does next: takes, refuses, dies
        self.fault = None
        self.shown = []  # on the screen, of the living process
        self.about = {}
        self.kept = []  # so that no id() is used twice
        self.numbers, self.names = set(), Counter()
        self.may_come_again = Counter()
        self.problems, self.listed = [], set()
        self.dying = False
        self.queue, self.chain = [], {}  # the model of what waits: follow-up, occasion, until
        self.done = set()
        self.times = {}  # the occasion each open follow-up must have
        self.log = []

    # The notifier

    def send(self, notification, answered):
        self.kept.append(notification)
        kind, what, more = self.about[id(notification)]
        if kind == "number" and "事项" in notification.title + notification.text:
            self.problems.append("a number named somebody")
        if self.manner == "refuses":
            self.listed.update(what if kind == "named" else ())  # the window lists them
            answered(False)
            return
        if kind == "named":
            for one in what:
                self.names[one] += 1
                if self.names[one] > 1 + self.may_come_again["named", one]:
                    self.problems.append(f"{one} came twice")
        elif not more and not any(
            ("number", one) not in self.numbers or self.may_come_again["number", one] for one in what
        ):
            self.problems.append(f"nothing is new in {what}")
        if self.manner == "dies":
            for one in what:
                self.may_come_again[kind, one] += 1
            self.dying = True
            return
        if kind == "number":
            for one in what:
                self.numbers.add(("number", one))
                self.may_come_again["number", one] = 0
        self.shown.append(notification)
        answered(True)

    def withdraw(self, withdrawn):
        gone = [one for one in self.shown if self.about[id(one)][0] == "named"]
        self.shown = []
        withdrawn(sum(one.count for one in gone))

    def close(self):
        pass

    # The processes

    def settle(self):
        for _round in range(5):
            QCoreApplication.processEvents()
            if self.locked is not None:
                self.locked.run(lambda: None).result()
            if self.context is not None:
                for executor in (self.context.operations._writer, *[self.context.operations._readers] * 3):
                    executor.submit(lambda: None).result()
            QCoreApplication.processEvents()

    def make(self, mode):
        self.dying = False
        self.locked = Recorder(self, self.book.vault.folder, self.surroundings.window)
        self.locked.world = self
        if mode == "agent":
            self.locked.watch()
        else:
            self.become_window()
        self.mode = mode

    def become_window(self):
        self.center = Center(self, self.surroundings.window, self.locked)
        self.center.world = self
        self.center.watch_locked(self.book.vault.folder)
        self.mode = "locked"

    def open(self):
        self.context = self.surroundings.context()
        self.center.open_book(self.context)
        self.mode = "open"
        self.carry_out()

    def leave(self, *, ending):
        self.center.close_book(ending=ending)
        self.context.operations.close()
        self.center.final_store(self.book)
        self.context = None

    def lock(self):
        self.leave(ending=False)
        self.center.watch_locked(self.book.vault.folder)
        self.mode = "locked"

    def quit(self):
        if self.mode == "open":
            self.leave(ending=True)
        (self.center or self.locked).close()
        self.gone()

    def kill(self):
        """The process is gone at once: nobody waits for anything, nothing is written."""
        if self.context is not None:
            self.context.operations.close()
        self.locked.rest()
        self.locked._closed = True
        self.locked._worker.shutdown(wait=True)
        if self.center is not None:
            self.center._timer.stop()
            self.center._context = None
        self.gone()

    def gone(self):
        QCoreApplication.processEvents()
        self.center = self.locked = self.context = None
        self.shown, self.mode = [], "off"

    # The model

    def add(self):
        due = clock.now() + self.random.choice([-1, 1]) * self.random.choice(JUMPS)
        moment = Moment(due, clock.zone().key)
        if self.random.random() < 0.25:
            moment = whole_day(due.astimezone(clock.zone()).date(), clock.zone())
        followup = Followup(title=f"事项{len(self.times)}", due=moment)
        work = partial(FOLLOWUPS.add, entities=[followup])
        followup_id = self.book.write("add", work).new_id(Kind.FOLLOWUPS)
        self.times[followup_id] = self.occasion(followup_id)

    def occasion(self, followup_id):
        return self.book.read(partial(occasion_of, followup_id=followup_id))

    def press(self):
        candidates = [(one, button) for one in self.shown for button in one.buttons if button.label != "Open"]
        if not candidates:
            return
        notification, button = self.random.choice(candidates)
        self.log.append(f"  {button.label} of {self.about[id(notification)]}")
        self.shown.remove(notification)
        kind, what, _more = self.about[id(notification)]
        until = None
        if button.label == "Snooze 10 min":
            until = int((clock.now() + timedelta(minutes=10)).timestamp() * 1000)
        elif button.label != "Done":
            return  # “This evening” is as good as ten minutes
        button.pressed()
        for followup_id, occasion in what if kind == "named" else [reminder_of(self.key, one) for one, _at in what]:
            if kind == "named" and self.mode == "open":
                self.apply(followup_id, until)
            else:
                self.queue.append((followup_id, occasion, until))
        self.settle()
        if self.mode == "open":
            self.carry_out()

    def apply(self, followup_id, until):
        if until is None:
            self.done.add(followup_id)
            self.times[followup_id] = None
        elif followup_id not in self.done:
            planned = self.book.read(lambda connection: FOLLOWUPS.get(connection, followup_id)).due
            self.times[followup_id] = max(int(planned.at.timestamp() * 1000), until)

    def carry_out(self):
        for followup_id, occasion, until in self.queue:
            expected = self.chain.get((followup_id, occasion), occasion)
            if self.times[followup_id] == expected:
                self.apply(followup_id, until)
                self.chain[followup_id, occasion] = self.times[followup_id] or expected
        self.queue = []
        self.settle()
        if not self.outside.waiting():
            self.chain = {}

    # A life

    def step(self):
        choices = {
            "off": [partial(self.make, "agent"), partial(self.make, "locked"), self.jump],
            "agent": [self.become_window, self.kill, self.quit, self.jump, self.jump, self.press, self.press],
            "locked": [self.open, self.open, self.kill, self.quit, self.jump, self.jump, self.press],
            "open": [self.add, self.add, self.lock, self.quit, self.kill, self.jump, self.jump, self.press],
        }
        act = self.random.choice(choices[self.mode])
        self.manner = self.random.choices(["takes", "refuses", "dies"], [8, 1, 1])[0]
        self.fault = self.random.choices([None, "store", "take_away"], [8, 1, 1])[0]
        self.log.append(
            f"{self.mode}: {getattr(act, 'func', act).__name__} {self.manner} {self.fault} {clock.now():%d %H:%M}"
        )
        act()
        self.settle()
        self.look()
        if self.mode != "off" and self.dying:
            self.log.append("  dies")
            self.kill()

    def jump(self):
        clock._fixed_now += self.random.choice(JUMPS)
        if self.random.random() < 0.1:
            clock._fixed_zone = self.random.choice(ZONES)

    def look(self):
        """What the timers of a living process do before long."""
        if self.mode == "open":
            self.center.look()
        elif self.mode != "off":
            self.locked.look()
        self.settle()

    def end(self):
        """Left alone, everything that is due is announced; then the book says what was done."""
        self.manner, self.fault = "takes", None
        if self.mode == "open":
            self.quit()
        if self.mode == "off":
            self.make("agent")
        self.look()
        self.look()
        sight = self.outside.look()
        assert all(one.is_announced for one in sight.due)
        named = {reminder.id for reminder in self.book.read(pending).due}
        counted = {reminder_of(self.key, one.id)[0] for one in sight.due}
        untouched = named - {followup_id for followup_id, _occasion, _until in self.queue}
        assert untouched <= counted
        if self.mode == "agent":
            self.become_window()
        self.open()
        self.settle()
        self.look()
        self.look()
        assert self.outside.waiting() == []
        for followup_id, time in self.times.items():
            followup = self.book.read(lambda connection, one=followup_id: FOLLOWUPS.get(connection, one))
            assert (followup.status == "done") == (followup_id in self.done)
            assert self.occasion(followup_id) == time
        assert self.book.read(pending).due == ()
        for followup_id, time in self.times.items():
            if time is not None and time <= clock.now().timestamp() * 1000 - 86_400_000:
                assert self.names[followup_id, time] or (followup_id, time) in self.listed
        self.quit()


class Surroundings:
    def __init__(self, book, window, theme, preferences):
        self.book, self.window, self.theme, self.preferences = book, window, theme, preferences

    def context(self):
        bus, messages = ChangeBus(), Messages(self.window)
        operations = Operations(self.book, bus.tell, messages.error)
        undoing, clipboard = Undoing(self.book, operations, bus, messages), Clipboard(operations, bus, messages)
        return Context(
            self.book, operations, bus, Navigator(), messages, self.theme, self.preferences, undoing, clipboard
        )


@pytest.mark.fault
def test_nothing_is_lost_and_only_a_kill_repeats(book, window, theme, preferences, english, monkeypatch):
    seed = int(os.environ.get("CRM_FAULTS_SEED", random.SystemRandom().randrange(2**32)))
    surroundings = Surroundings(book, window, theme, preferences)
    real = {name: getattr(Outside, name) for name in ("store", "take_away")}
    worlds = []

    def faulty(name, self, *args, **more):
        if worlds[-1].fault == name and (name == "take_away" or more):  # while the queue is carried out
            raise OSError("killed")
        return real[name](self, *args, **more)

    for name in real:
        monkeypatch.setattr(Outside, name, lambda self, *args, _name=name, **more: faulty(_name, self, *args, **more))
    monkeypatch.setattr(clock, "_fixed_zone", ZONES[0])
    for number in range(SEQUENCES):
        monkeypatch.setattr(clock, "_fixed_now", datetime(2026, 3, 28, 22, tzinfo=UTC) + timedelta(days=20 * number))
        world = World(seed + number, book, surroundings)
        worlds.append(world)
        try:
            world.make("locked")
            world.open()
            for _step in range(STEPS):
                world.step()
            world.end()
            assert world.problems == []
        except BaseException:
            print(f"CRM_FAULTS_SEED={seed + number}", *world.log, sep="\n")  # noqa: T201 - pytest shows it with the failure
            raise
        finally:
            if world.mode != "off":
                world.kill()
            rows = list(world.times)
            book.write("trash", lambda session, rows=rows: FOLLOWUPS.trash(session, rows))
            world.fault = None
            world.outside.take_away(world.outside.waiting())
            keep_index(book.vault, book.database)
