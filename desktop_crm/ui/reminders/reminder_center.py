"""Delivers reminders while the program runs, with the window open, in the tray or locked."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.errors import CrmError
from desktop_crm.core.followups.commands import complete, snooze
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import FollowupId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.reminders.announcements import Announcement, announcements, without_names
from desktop_crm.core.reminders.notifier import Button, Notification, Notifier
from desktop_crm.core.reminders.reminders import Pending, Reminder, count_today, mark_delivered, pending
from desktop_crm.core.reminders.snoozing import TEN_MINUTES
from desktop_crm.ui.framework.bridge import Bridge
from desktop_crm.ui.framework.context import Context

_LOOK_EVERY = timedelta(seconds=30)  # so that sleep and a clock that was set are noticed
_SHORTEST = timedelta(milliseconds=100)
_SHOWN = {Kind.FOLLOWUPS, Kind.CUSTOMERS}


class ReminderCenter(QObject):
    """Announces each reminder once, and marks it when the system has taken it.

    At least once: only a kill between the system's answer and the mark brings one a second time. While the book is
    locked it knows nothing but times, and announces a number.

    Signals: `open_requested(followup_id)` and `list_requested()` from a notification, `unlock_requested()` when a
    button needs the book, `undelivered()` when the system shows no notifications, `count_changed(number)` for what is
    due today.
    """

    open_requested = Signal(object)
    list_requested = Signal()
    unlock_requested = Signal()
    undelivered = Signal()
    count_changed = Signal(int)

    def __init__(self, notifier: Notifier, parent: QObject) -> None:
        super().__init__(parent)
        self._notifier = notifier
        self._bridge = Bridge()
        self._bridge.setParent(self)
        self._context: Context | None = None
        self._times: list[datetime] = []  # of what is to come while the book is locked
        self._announced = 0  # while the book is locked
        self._ending = False
        self._delivered: dict[FollowupId, int] = {}  # occasions announced by this process, marked or not
        self._unmarked: list[Reminder] = []
        self._wanted: list[Callable[[], None]] = []  # what buttons asked for while the book was locked
        self._paused_until: datetime | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    def open_book(self, context: Context) -> None:
        """Remind of what is in this book from now on."""
        self._context = context
        self._announced = 0
        context.bus.changed.connect(self._on_changed)
        wanted, self._wanted = self._wanted, []
        for act in wanted:
            act()
        self.look()

    def close_book(self, *, ending: bool = False) -> None:
        """Forget the book but for the times at which something is due, and take away what names anybody.

        When the program is `ending` nothing more is announced.
        """
        self._context = None
        self._ending = ending
        if ending:
            self._times = []
        self._notifier.withdraw(lambda count: self._bridge.deliver(partial(self._on_withdrawn, count)))
        self.look()

    def close(self) -> None:
        """Remind of nothing more."""
        self._context = None
        self._times = []
        self._timer.stop()
        self._notifier.close()

    def pause(self, span: timedelta) -> None:
        """Be silent for that long; what is due then comes afterwards, together."""
        self._paused_until = clock.now() + span
        self.look()

    @property
    def is_paused(self) -> bool:
        """Whether it is silent for a while."""
        return self._paused_until is not None and clock.now() < self._paused_until

    def look(self) -> None:
        """Announce what is due now."""
        self._wait_until(None)
        if self._context is None:
            self._look_while_locked()
        else:
            self._mark()
            read = self._context.operations.read
            read(self, pending, self._on_pending, latest="pending", failed=_ignore)
            read(self, count_today, self.count_changed.emit, latest="today", failed=_ignore)

    def _wait_until(self, moment: datetime | None) -> None:
        """Look again at that time, and in any case before long."""
        span = min(moment - clock.now(), _LOOK_EVERY) if moment else _LOOK_EVERY
        self._timer.start(int(max(span, _SHORTEST) / timedelta(milliseconds=1)) + 1)

    # The open book

    def _on_changed(self, changes: Changes, _origin: object) -> None:
        if not _SHOWN.isdisjoint(changes.kinds):
            self.look()

    def _on_pending(self, found: Pending) -> None:
        self._times = list(found.coming)
        self._wait_until(self._times[0] if self._times else None)
        if self.is_paused:
            return
        fresh = [reminder for reminder in found.due if self._delivered.get(reminder.id) != reminder.occasion]
        for announcement in announcements(fresh):
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
        followup_id = announcement.reminders[0].id
        opened = self._later(partial(self._open, followup_id))
        return Notification(
            announcement.title,
            announcement.text,
            (
                Button(_("Done"), self._later(partial(self._complete, followup_id))),
                Button(_("Snooze 10 min"), self._later(partial(self._snooze, followup_id))),
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

    # Buttons of notifications, pressed perhaps much later

    def _later(self, act: Callable[[], object]) -> Callable[[], None]:
        """What a notification may call on its own thread, done on this one."""
        return partial(self._bridge.deliver, act)

    def _unlocked(self, act: Callable[[], None]) -> bool:
        """Whether the book is open; else `act` comes again when it is."""
        if self._context is not None:
            return True
        self._wanted.append(act)
        self.unlock_requested.emit()
        return False

    def _complete(self, followup_id: FollowupId) -> None:
        if self._unlocked(partial(self._complete, followup_id)) and self._context:
            work = partial(complete, followup_id=followup_id, result="")
            self._context.operations.write(self, "complete_followup", work)

    def _snooze(self, followup_id: FollowupId) -> None:
        until = clock.now() + TEN_MINUTES
        if self._unlocked(partial(self._snooze, followup_id)) and self._context:
            work = partial(snooze, followup_id=followup_id, until=until)
            self._context.operations.write(self, "snooze_followup", work)

    def _open(self, followup_id: FollowupId) -> None:
        if self._unlocked(partial(self._open, followup_id)):
            self.open_requested.emit(followup_id)

    # The locked book

    def _look_while_locked(self) -> None:
        now = clock.now()
        reached = sum(moment <= now for moment in self._times)
        if reached and not self.is_paused:
            self._times = self._times[reached:]
            self._announce_number(reached)
        self._wait_until(self._times[0] if self._times else None)

    def _on_withdrawn(self, count: int) -> None:
        if count and self._context is None and not self._ending:
            self._announce_number(count)

    def _announce_number(self, more: int) -> None:
        self._announced += more
        words = without_names(self._announced)
        opened = self._later(self.unlock_requested.emit)
        self._notifier.send(Notification(words.title, words.text, opened=opened, count=0), _nothing)


def _ignore(_error: CrmError) -> None:
    """The next look tries again."""


def _nothing(_accepted: bool) -> None:  # noqa: FBT001 - the answer
    """What was due is announced with its names after unlocking."""
