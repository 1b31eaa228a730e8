"""Reminding while the program runs: by name of the open book, by a number of the locked one, and whether at login."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_crm.app.reminding_at_login import RemindingAtLogin
from desktop_crm.core.reminders.notifier import Notifier
from desktop_crm.ui.framework.preferences import Preferences
from desktop_crm.ui.reminders.locked_reminders import LockedReminders

if TYPE_CHECKING:
    from desktop_crm.core.book import Book
    from desktop_crm.ui.framework.context import Context
    from desktop_crm.ui.reminders.reminder_center import ReminderCenter

_GRACE = timedelta(seconds=30)  # to unlock in, before a number is announced


class Reminding(QObject):
    """Hands over between those who remind of the open and of the locked book.

    Signals: `window_requested()`, `followup_requested(id)` and `list_requested()` from a notification,
    `count_changed(number)` for what is due today, `permission_wanted()` when there is something to be reminded of and
    nobody was asked yet whether that shall go on while the program is closed.
    """

    window_requested = Signal()
    followup_requested = Signal(object)
    list_requested = Signal()
    count_changed = Signal(int)
    permission_wanted = Signal()

    def __init__(
        self, notifier: Notifier, preferences: Preferences, locked: LockedReminders | None, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._notifier = notifier
        self._locked = locked or LockedReminders(notifier, None, self)
        self._locked.setParent(self)
        self._locked.open_requested.connect(self.window_requested)
        self.center: ReminderCenter | None = None  # made with the first open book
        self.at_login = RemindingAtLogin(preferences, notifier, self)

    def begin(self, folder: Path) -> None:
        """Remind of the locked book in a folder, if it is not opened soon."""
        self.at_login.begin(folder)
        self.watch_locked(folder, after=_GRACE)

    def watch_locked(self, folder: Path, *, after: timedelta = timedelta(0)) -> None:
        """Remind of the locked book in a folder."""
        (self.center.watch_locked if self.center else self._locked.watch)(folder, after=after)

    def open_book(self, context: "Context") -> None:
        """Remind of an open book, from now on."""
        from desktop_crm.ui.reminders.reminder_center import ReminderCenter  # noqa: PLC0415 - loads the database

        if self.center is None:
            self.center = ReminderCenter(self._notifier, self, self._locked)
            self.center.unlock_requested.connect(self.window_requested)
            self.center.open_requested.connect(self.followup_requested)
            self.center.list_requested.connect(self.list_requested)
            self.center.undelivered.connect(self.list_requested)
            self.center.count_changed.connect(self.count_changed)
            self.center.scheduled.connect(self._on_scheduled)
        self.center.open_book(context)

    def close_book(self, book: "Book", *, ending: bool) -> Callable[[], None]:
        """Forget the open book; what is returned is to be called off the GUI thread, when nobody writes to it any more.

        When the program is `ending` nothing more is announced.
        """
        if self.center is None:  # a mistake of the program came first: the book has to be locked all the same
            return _nothing
        self.center.close_book(ending=ending)
        return partial(self.center.final_store, book)

    def pause(self, span: timedelta) -> None:
        """Be silent for that long; what is due then comes afterwards, together."""
        (self.center or self._locked).pause(span)

    def close(self) -> None:
        """Remind of nothing more."""
        if self.center is not None:
            self.center.close()
        else:
            self._locked.close()
            self._notifier.close()

    def _on_scheduled(self) -> None:
        if self.at_login.is_to_be_asked:
            self.permission_wanted.emit()


def _nothing() -> None:
    """Nobody reminded of the book."""
