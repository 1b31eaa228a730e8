"""Reminds of a number while the book is closed or locked, from what lies outside the vault; it never has a key.

It is all that the agent in the tray does, so nothing here may load the database.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

from desktop_crm.core import clock
from desktop_crm.core.i18n import _
from desktop_crm.core.reminders.count import count_in_words
from desktop_crm.core.reminders.notifier import Button, Notification, Notifier
from desktop_crm.core.reminders.outside import Outside, Sight
from desktop_crm.core.reminders.queue import Verb
from desktop_crm.core.reminders.snoozing import TEN_MINUTES, next_rest
from desktop_crm.ui.framework.background import raise_again
from desktop_crm.ui.framework.bridge import Bridge

_LOOK_EVERY = timedelta(seconds=30)  # so that sleep and a clock that was set are noticed
_SHORTEST = timedelta(milliseconds=100)
_NONE = timedelta(0)

T = TypeVar("T")
Pressed = Callable[[Outside], None]  # what a button asks for, still to be kept


class LockedReminders(QObject):
    """Shows a number once for each reminder, and keeps what the buttons ask for until the book is open.

    At least once: only a kill between the system's answer and the mark brings a number a second time. Files are read
    and written on a thread of its own.

    Signals: `open_requested()` when a notification was clicked, `pressed()` when the queue has something new.
    """

    open_requested = Signal()
    pressed = Signal()

    def __init__(self, notifier: Notifier, folder: Path | None, parent: QObject) -> None:
        super().__init__(parent)
        self._notifier = notifier
        self._folder = folder
        self._bridge = Bridge()
        self._bridge.setParent(self)
        self._worker = ThreadPoolExecutor(1, "reminders")
        self._closed = False
        self._watching = 0  # counts up, so that answers from before are known; even while it does not watch
        self._asked = False  # the system has not answered yet
        self._told: dict[str, int] = {}  # announced by this process, by opaque id: the times
        self._more = 0  # named notifications that were taken away: they count as well
        self._unkept: list[Pressed] = []  # on the worker's thread alone
        self._paused_until: datetime | None = None
        self._files = QFileSystemWatcher(self)  # a command may write the index
        self._files.directoryChanged.connect(self._on_files)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.look)

    # Watching

    @property
    def is_watching(self) -> bool:
        """Whether it reminds; else the open book does."""
        return self._watching % 2 == 1

    def watch(self, folder: Path | None = None, *, after: timedelta = _NONE) -> None:
        """Remind of what is due in the book of a folder from now on, or from a little later."""
        self._folder = folder or self._folder
        if not self.is_watching:
            self._watching += 1
        self._wait(after)

    def rest(self) -> None:
        """Remind of nothing: the book is open and does it by itself."""
        if self.is_watching:
            self._watching += 1
        self._more = 0
        self._timer.stop()

    def count_also(self, count: int) -> None:
        """Say again how much is due: notifications that told of so many things by name were taken away."""
        if self.is_watching and count:
            self._more += count
            self.look(again=True)

    def pause(self, span: timedelta) -> None:
        """Be silent for that long."""
        self._paused_until = clock.now() + span
        if self.is_watching:
            self.look()

    @property
    def is_paused(self) -> bool:
        """Whether it is silent for a while."""
        return self._paused_until is not None and clock.now() < self._paused_until

    def look(self, *, again: bool = False) -> None:
        """Show how much is due, if there is anything new or it is to be said `again`."""
        if self.is_watching and not self._closed:
            self._wait(_LOOK_EVERY)
            self._run(self._sight, partial(self._on_sight, self._watching, again))

    def _wait(self, span: timedelta) -> None:
        self._timer.start(int(max(min(span, _LOOK_EVERY), _SHORTEST) / timedelta(milliseconds=1)) + 1)

    def _on_files(self, _folder: str) -> None:
        if self.is_watching:
            self._wait(_SHORTEST)

    def _sight(self) -> tuple[Sight, Path | None]:
        """What there is, and the folder it lies in. Runs on the worker's thread."""
        clock.notice_zone()
        outside = self._outside()
        if outside is None:
            return Sight(), None
        self._keep_again(outside)
        return outside.look(), outside.folder if outside.folder.is_dir() else None

    def _on_sight(self, watching: int, again: bool, found: tuple[Sight, Path | None]) -> None:  # noqa: FBT001 - as asked
        sight, folder = found
        watched = self._files.directories()
        if folder is not None and str(folder) not in watched:
            if watched:
                self._files.removePaths(watched)
            self._files.addPath(str(folder))
        if watching != self._watching or self._asked:
            return
        if sight.coming is not None:
            self._wait(sight.coming - clock.now())
        is_new = any(not one.is_announced and self._told.get(one.id) != one.at for one in sight.due)
        if (is_new or (again and self._more)) and not self.is_paused:
            self._asked = True
            self._notifier.send(
                self._notification(sight),
                lambda accepted: self._bridge.deliver(partial(self._on_answer, sight, accepted)),
            )

    def _notification(self, sight: Sight) -> Notification:
        """Of one thing it can be said that it is done; where some have no id here, all can only be opened."""
        buttons: list[Button] = []
        if not self._more:
            ids = [entry.id for entry in sight.due]
            rest = next_rest(sight.morning)
            if len(ids) == 1:
                buttons.append(Button(_("Done"), partial(self.press, ids, Verb.DONE)))
            buttons += [
                Button(_("Snooze 10 min"), lambda: self.press(ids, Verb.SNOOZE, clock.now() + TEN_MINUTES)),
                Button(_(rest.label), lambda: self.press(ids, Verb.SNOOZE, next_rest(sight.morning).until)),
            ]
        opened = partial(self._bridge.deliver, self.open_requested.emit)
        buttons.append(Button(_("Open"), opened))
        words = count_in_words(len(sight.due) + self._more)
        return Notification(words, _("Unlock the customer book to see what."), tuple(buttons), opened, count=0)

    def _on_answer(self, sight: Sight, accepted: bool) -> None:  # noqa: FBT001 - the answer
        self._asked = False
        if not accepted:
            return  # the next look tries again: whoever shows notifications may come later than this program
        self._told |= {entry.id: entry.at for entry in sight.due}
        self._run(partial(self._mark, sight), _nothing)
        self.look()  # what became due meanwhile

    def _mark(self, sight: Sight) -> None:
        outside = self._outside()
        if outside is not None:
            with suppress(OSError):  # then only this process knows
                outside.mark_announced(sight.due)

    # Buttons

    def press(self, ids: list[str], verb: Verb, until: datetime | None = None) -> None:
        """Keep what a button asked for, on whatever thread it was pressed."""
        if not self._closed:
            ask: Pressed = partial(_press, ids, verb, until)
            self._worker.submit(self._keep, ask)

    def _keep(self, ask: Pressed) -> None:
        """Runs on the worker's thread."""
        self._unkept.append(ask)
        outside = self._outside()
        if outside is not None:
            self._keep_again(outside)
        self._bridge.deliver(self._on_kept)

    def _keep_again(self, outside: Outside) -> None:
        with suppress(OSError):  # a full disk, say: the next look tries again
            while self._unkept:
                self._unkept[0](outside)
                del self._unkept[0]

    def _on_kept(self) -> None:
        self.pressed.emit()
        self.look()

    # The worker

    def run(self, work: Callable[[], None]) -> "Future[None]":
        """Change what lies outside the vault, after all that was asked for before; a full disk is passed over."""

        def perform() -> None:
            with suppress(OSError):
                work()

        return self._worker.submit(perform)

    def close(self) -> None:
        """Show and keep nothing more; what was asked for is done first."""
        self.rest()
        self._closed = True
        self._worker.shutdown(wait=True)

    def _run(self, work: Callable[[], T], then: Callable[[T], None]) -> None:
        def perform() -> None:
            try:
                answer = work()
            except Exception as error:  # noqa: BLE001 - our own mistake: carried to the GUI thread, where it is shown
                self._bridge.deliver(partial(raise_again, error))
            else:
                self._bridge.deliver(partial(then, answer))

        if not self._closed:
            self._worker.submit(perform)

    def _outside(self) -> Outside | None:
        return Outside.of(self._folder) if self._folder is not None else None


def _press(ids: list[str], verb: Verb, until: datetime | None, outside: Outside) -> None:
    outside.press(ids, verb, until)


def _nothing(_value: object) -> None:
    """Nothing more is to be done."""
