"""Delivers reminders while the program runs, with the window open, in the tray or locked."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_crm.core import clock
from desktop_crm.core.book import Book
from desktop_crm.core.changes import Changes
from desktop_crm.core.errors import CrmError
from desktop_crm.core.followups.commands import complete, snooze
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import FollowupId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.reminders.announcements import Announcement, announcements
from desktop_crm.core.reminders.between import carry_out_waiting, index_of, keep_index
from desktop_crm.core.reminders.index import Index
from desktop_crm.core.reminders.notifier import Button, Notification, Notifier
from desktop_crm.core.reminders.opaque import opaque_id
from desktop_crm.core.reminders.outside import Outside
from desktop_crm.core.reminders.queue import Verb
from desktop_crm.core.reminders.reminders import Pending, Reminder, count_today, mark_delivered, pending
from desktop_crm.core.reminders.snoozing import TEN_MINUTES
from desktop_crm.ui.framework.bridge import Bridge
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.reminders.locked_reminders import LockedReminders

_LOOK_EVERY = timedelta(seconds=30)  # so that sleep and a clock that was set are noticed
_SHORTEST = timedelta(milliseconds=100)
_SHOWN = {Kind.FOLLOWUPS, Kind.CUSTOMERS}


class ReminderCenter(QObject):
    """Announces each reminder once, and marks it when the system has taken it.

    At least once: only a kill between the system's answer and the mark brings one a second time. While the book is
    locked it leaves the work to `locked`, which knows nothing but times; it keeps for that one what lies outside the
    vault, and carries out what was asked for there.

    Signals: `open_requested(followup_id)` and `list_requested()` from a notification, `unlock_requested()` when a
    button needs the book, `undelivered()` when the system shows no notifications, `count_changed(number)` for what is
    due today, `scheduled()` after a change when there is something to be reminded of.
    """

    open_requested = Signal(object)
    list_requested = Signal()
    unlock_requested = Signal()
    undelivered = Signal()
    count_changed = Signal(int)
    scheduled = Signal()

    def __init__(self, notifier: Notifier, parent: QObject, locked: LockedReminders) -> None:
        super().__init__(parent)
        self._notifier = notifier
        self.locked = locked
        self.locked.pressed.connect(self._on_pressed)
        self._bridge = Bridge()
        self._bridge.setParent(self)
        self._context: Context | None = None
        self._times: list[datetime] = []  # of what is to come
        self._ending = False
        self._changed = False  # since the last look
        self._carrying_out = 0  # how often, just now: what was asked for while the book was locked
        self._delivered: dict[FollowupId, int] = {}  # occasions announced by this process, marked or not
        self._unmarked: list[Reminder] = []
        self._wanted: FollowupId | None = None  # what was to be opened while the book was locked
        self._taken_away = 0  # notifications with names, before anybody watches the locked book
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def open_book(self, context: Context) -> None:
        """Remind of what is in this book from now on."""
        self.locked.rest()
        self._context = context
        self._times = []
        self._changed = False
        self._carrying_out = 0
        context.bus.changed.connect(self._on_changed)
        context.bus.settings_changed.connect(self._store_index)
        self._carry_out(self._on_carried_out)

    def close_book(self, *, ending: bool = False) -> None:
        """Forget the book, and take away what names anybody; `watch_locked` goes on from there.

        When the program is `ending` nothing more is announced.
        """
        self._context = None
        self._ending = ending
        self._timer.stop()
        self._notifier.withdraw(lambda count: self._bridge.deliver(partial(self._on_withdrawn, count)))

    def final_store(self, book: Book) -> None:
        """Keep the index once nothing more is written to the book; to be called off the GUI thread.

        What the system took, but the book does not say yet, is left out: it was delivered.
        """
        but = {reminder.id: reminder.occasion for reminder in self._unmarked}
        with suppress(CrmError):
            self.locked.run(partial(keep_index, book.vault, book.database, but)).result()

    def watch_locked(self, folder: Path, *, after: timedelta = timedelta(0)) -> None:
        """Remind of a number from what lies outside the vault in a folder, until a book is open."""
        if self._context is None and not self._ending:
            self.locked.watch(folder, after=after)
            more, self._taken_away = self._taken_away, 0
            self.locked.count_also(more)

    def close(self) -> None:
        """Remind of nothing more."""
        self._context = None
        self._ending = True
        self._timer.stop()
        self.locked.close()
        self._notifier.close()

    def pause(self, span: timedelta) -> None:
        """Be silent for that long; what is due then comes afterwards, together."""
        self.locked.pause(span)
        self.look()

    def look(self) -> None:
        """Announce what is due now, unless some of it is being done or snoozed: then afterwards."""
        if self._context is not None and not self._carrying_out:
            clock.notice_zone()
            self._wait_until(None)
            self._mark()
            read = self._context.operations.read
            read(self, pending, self._on_pending, latest="pending", failed=_ignore)
            read(self, count_today, self.count_changed.emit, latest="today", failed=_ignore)
            self._store_index()  # also when nothing changed: the disk may have been full

    def _wait_until(self, moment: datetime | None) -> None:
        """Look again at that time, and in any case before long."""
        span = min(moment - clock.now(), _LOOK_EVERY) if moment else _LOOK_EVERY
        self._timer.start(int(max(span, _SHORTEST) / timedelta(milliseconds=1)) + 1)

    # The open book

    def _on_changed(self, changes: Changes, _origin: object) -> None:
        if not _SHOWN.isdisjoint(changes.kinds):
            self._changed = True
            self.look()

    def _on_pending(self, found: Pending) -> None:
        self._times = list(found.coming)
        self._wait_until(self._times[0] if self._times else None)
        if self._changed and (found.due or found.coming):
            self._changed = False
            self.scheduled.emit()
        if self.locked.is_paused or self._carrying_out:
            return
        fresh = [reminder for reminder in found.due if self._delivered.get(reminder.id) != reminder.occasion]
        for announcement in announcements(fresh, named=found.named):
            for reminder in announcement.reminders:
                self._delivered[reminder.id] = reminder.occasion
            self._notifier.send(
                self._notification(announcement),
                lambda accepted, sent=announcement: self._bridge.deliver(  # type: ignore[misc]  # mypy: a default's type
                    partial(self._on_answered, sent, accepted)
                ),
            )

    def _notification(self, announcement: Announcement) -> Notification:
        if len(announcement.reminders) != 1:
            opened = self._later(self.list_requested.emit)
            count = len(announcement.reminders)
            return Notification(announcement.title, announcement.text, opened=opened, count=count)
        reminder = announcement.reminders[0]
        opened = self._later(partial(self._open, reminder.id))
        return Notification(
            announcement.title,
            announcement.text,
            (
                Button(_("Done"), self._later(partial(self._complete, reminder, self._opaque(reminder)))),
                Button(_("Snooze 10 min"), self._later(partial(self._snooze, reminder, self._opaque(reminder)))),
                Button(_("Open"), opened),
            ),
            opened,
        )

    def _on_answered(self, sent: Announcement, accepted: bool) -> None:  # noqa: FBT001 - the answer
        if accepted:
            self._unmarked += sent.reminders
        elif self._context is not None:
            self._unmarked += sent.reminders
            self.undelivered.emit()  # the window that lists what is due delivers it then
        else:  # after unlocking it is tried again
            for reminder in sent.reminders:
                self._delivered.pop(reminder.id, None)
        self._mark()

    def _mark(self) -> None:
        if self._unmarked and self._context is not None and not self._context.book.database.read_only:
            delivered = tuple(self._unmarked)
            work = partial(mark_delivered, reminders=delivered)
            self._context.operations.write(self, "remind", work, partial(self._on_marked, delivered), failed=_ignore)

    def _on_marked(self, delivered: tuple[Reminder, ...], _changes: Changes) -> None:
        self._unmarked = [reminder for reminder in self._unmarked if reminder not in delivered]
        self._store_index()

    # Buttons of notifications, pressed perhaps much later

    def _later(self, act: Callable[[], object]) -> Callable[[], None]:
        """What a notification may call on its own thread, done on this one."""
        return partial(self._bridge.deliver, act)

    def _complete(self, reminder: Reminder, opaque: str) -> None:
        if self._context is None:
            self.locked.press([opaque], Verb.DONE)
        else:
            work = partial(complete, followup_id=reminder.id, result="")
            self._context.operations.write(self, "complete_followup", work)

    def _snooze(self, reminder: Reminder, opaque: str) -> None:
        until = clock.now() + TEN_MINUTES
        if self._context is None:
            self.locked.press([opaque], Verb.SNOOZE, until)
        else:
            work = partial(snooze, followup_id=reminder.id, until=until)
            self._context.operations.write(self, "snooze_followup", work)

    def _open(self, followup_id: FollowupId) -> None:
        if self._context is not None:
            self.open_requested.emit(followup_id)
        else:
            self._wanted = followup_id
            self.unlock_requested.emit()

    # What lies outside the vault

    def _opaque(self, reminder: Reminder) -> str:
        """The id of a reminder outside the vault."""
        assert self._context is not None  # noqa: S101 - only the open book announces by name
        return opaque_id(self._context.book.vault.keys.reminders, reminder.id, reminder.occasion)

    def _on_pressed(self) -> None:
        if self._context is not None:  # a number was still on the screen
            self._carry_out(self.look)

    def _carry_out(self, then: Callable[[], None]) -> None:
        """Do to the book what was asked for while it was locked, and announce only then: it may be done."""
        context = self._context
        if context is None:
            return

        def done() -> None:
            if self._context is context:
                self._carrying_out -= 1
                then()

        def work(_progress: object) -> None:
            try:
                _carry_out_waiting(context.book)
            finally:  # also when the program made a mistake: reminders go on
                context.operations.deliver(done)

        self._carrying_out += 1
        context.operations.run(self, work, _nothing, failed=_ignore)

    def _on_carried_out(self) -> None:
        self.look()
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.open_requested.emit(wanted)

    def _store_index(self) -> None:
        if self._context is not None:
            work = partial(index_of, key=self._context.book.vault.keys.reminders)
            self._context.operations.read(self, work, self._on_index, latest="index", failed=_ignore)

    def _on_index(self, index: Index) -> None:
        if self._context is not None:
            self.locked.run(partial(_store, self._context.book.vault.folder, index))

    # The locked book

    def _on_withdrawn(self, count: int) -> None:
        if self._context is None and not self._ending:
            if self.locked.is_watching:
                self.locked.count_also(count)
            else:
                self._taken_away += count


def _carry_out_waiting(book: Book) -> None:
    if not book.database.read_only:
        with suppress(OSError):  # what is done is noted in the book; the next unlock goes on
            carry_out_waiting(book.vault, book.database)


def _store(folder: Path, index: Index) -> None:
    outside = Outside.of(folder)
    if outside is not None:
        outside.store(index)


def _nothing(_value: object) -> None:
    """Nothing more is to be done."""


def _ignore(_error: CrmError) -> None:
    """The next look tries again."""
