"""The program: what lives as long as the process, and the way between the locked and the open book.

The window of the open book is loaded when the page that unlocks it stands on the screen: see `loading`.
"""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from desktop_crm.app import logging, mistakes
from desktop_crm.app.entering import Entering
from desktop_crm.app.exit_status import DONE, IN_USE
from desktop_crm.app.idle import IdleWatch
from desktop_crm.app.loading import Loading
from desktop_crm.app.opened_files import OpenedFiles
from desktop_crm.app.reminding import Reminding
from desktop_crm.app.session_events import SessionEvents
from desktop_crm.app.single_instance import Answer, InstanceServer
from desktop_crm.core import clock
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import FollowupId
from desktop_crm.core.reminders.notifier import Notifier
from desktop_crm.ui.attachments.outside import clear_outside
from desktop_crm.ui.framework.background import Background
from desktop_crm.ui.framework.bridge import Bridge
from desktop_crm.ui.framework.language import use_language
from desktop_crm.ui.framework.messages import Messages
from desktop_crm.ui.framework.preferences import Preferences
from desktop_crm.ui.look.theme import Mode, Theme
from desktop_crm.ui.reminders.locked_reminders import LockedReminders
from desktop_crm.ui.tray.tray import PAUSE, Tray, app_icon

if TYPE_CHECKING:
    from desktop_crm.app.book_windows import BookWindows
    from desktop_crm.core.backup.restoring import Restored
    from desktop_crm.core.book import Book
    from desktop_crm.ui.main_window.main_window import MainWindow


class Program(QObject):
    """Everything that lives as long as the process: theme, tray, reminders, and the windows of the moment.

    Signals: `left_book()` when the windows of a book were closed.
    """

    left_book = Signal()

    def __init__(
        self,
        application: QApplication,
        folder: Path,
        server: InstanceServer,
        notifier: Notifier,
        locked: LockedReminders | None = None,
    ) -> None:
        super().__init__(application)
        self._application = application
        self._folder = folder
        self._server = server
        self._preferences = Preferences()
        self._theme = Theme(application)
        self._theme.use(Mode(self._preferences.get("theme", Mode.SYSTEM)), self._preferences.get("scale", 1.0))
        self._background = Background()
        self._bridge = Bridge()
        self.loading = Loading(self)
        self._entering = Entering(folder, self._theme, self._background, self)
        self._windows: BookWindows | None = None  # of the open book, None while it is locked
        self._leaving = self._remind_on = False
        self._told: set[str] = set()
        self._tray = Tray(self)
        self._reminding = Reminding(notifier, self._preferences, locked, self)
        self._idle = IdleWatch(application)
        self._session = SessionEvents(self)
        self.files = OpenedFiles(application)
        self._connect()
        application.setQuitOnLastWindowClosed(False)
        application.setWindowIcon(app_icon())
        mistakes.catch(lambda report: self._bridge.deliver(partial(self._tell_mistake, report)))

    def _connect(self) -> None:
        self._server.requested.connect(self._on_request)
        self._preferences.changed.connect(self._on_preference)
        self._entering.unlocked.connect(self._on_unlocked)
        self._entering.book_chosen.connect(self._on_book_chosen)
        self._entering.language_chosen.connect(self._on_setup_language)
        self._entering.closed.connect(self._on_entry_closed)
        self._idle.idle.connect(self._on_idle)
        self._session.left.connect(self.lock)
        self.files.came.connect(self._import_opened)
        self._application.commitDataRequest.connect(self._on_session_ending)
        self._tray.open_requested.connect(self.raise_window)
        self._tray.quick_add_requested.connect(self._on_quick_add)
        self._tray.list_requested.connect(self.show_reminders)
        self._tray.presenting_requested.connect(self._on_presenting_requested)
        self._tray.lock_requested.connect(self.lock)
        self._tray.quit_requested.connect(self.quit)
        self._tray.pause_requested.connect(partial(self._reminding.pause, PAUSE))
        self._reminding.window_requested.connect(self.raise_window)
        self._reminding.followup_requested.connect(self._on_followup_requested)
        self._reminding.list_requested.connect(self.show_reminders)
        self._reminding.count_changed.connect(self._tray.show_count)
        self._reminding.permission_wanted.connect(self._on_permission_wanted)

    def start(self) -> None:
        """Show the first window; what a program that ended badly left for others to read goes."""
        clear_outside(self._folder)
        self._entering.begin()
        self._reminding.begin(self._folder)
        self.raise_window()
        self.loading.begin(self._background)  # before anything else is done there: see `Loading`

    @property
    def main_window(self) -> "MainWindow | None":
        """The window of the open book, None while locked."""
        return self._windows.main if self._windows else None

    @property
    def entry_window(self) -> QWidget | None:
        """The window without a book, None while one is open."""
        return self._entering.window

    def raise_window(self) -> None:
        """Bring the window of the moment to the front, also from the tray."""
        window = self.main_window or self.entry_window
        if window is not None:
            if window.isMinimized():
                window.showNormal()
            window.show()
            window.raise_()
            window.activateWindow()

    # Entering

    def _on_setup_language(self, code: str) -> None:
        self._preferences.set("language", code)
        use_language(self._application, code)
        self._tray.retranslate()
        self._entering.begin()

    def _on_book_chosen(self, folder: Path) -> None:
        self.loading.wait(self._background, partial(self._use_book, folder))

    def _use_book(self, folder: Path) -> None:
        self._server.close()
        self._folder = self._entering.folder = folder
        self._server = InstanceServer(folder, self)
        self._server.requested.connect(self._on_request)
        self.start()

    # The open book

    def _on_unlocked(self, book: "Book") -> None:
        from desktop_crm.app.book_windows import BookWindows  # noqa: PLC0415 - the first page does not wait for it

        self._windows = windows = BookWindows(book, self._theme, self._preferences, self._bridge, self)
        windows.main.lock_requested.connect(self.lock)
        windows.main.closed.connect(self._on_main_closed)
        windows.main.presenting_changed.connect(self._tray.show_presenting)
        windows.quit_requested.connect(self.quit)
        windows.restore_requested.connect(self._on_restore_requested)
        windows.context.bus.notification_test_requested.connect(self._reminding.at_login.test)
        self._tray.show_presenting(windows.main.is_presenting)
        self.raise_window()
        self._entering.leave()
        windows.begin()
        self._reminding.open_book(windows.context)
        self._tray.set_locked(False)
        self._idle.start()
        self._import_opened()
        logging.event("window.unlocked", warnings=len(book.warnings))

    def _import_opened(self) -> None:
        """Begin to import what the user opened with the program; while the book is locked it waits."""
        if self._windows is not None and (files := self.files.take()):
            self._windows.import_files(files)

    def _on_presenting_requested(self) -> None:
        if self._windows is not None:
            self._windows.main.toggle_presenting()
            self.raise_window()

    def _on_preference(self, name: str) -> None:
        if name == "language" and self._windows is not None:
            QTimer.singleShot(0, self, self._speak_anew)  # not within a slot of the window that goes

    def _speak_anew(self) -> None:
        """Make the window anew in the language that was chosen; the book stays open."""
        if self._windows is None or self._windows.context.operations.is_busy:
            return
        page = self._windows.main.current_key
        book = self._leave_windows(closing=False)
        use_language(self._application, self._preferences.get("language"))
        self._tray.retranslate()
        self._on_unlocked(book)
        self._windows.main.open_page(page)

    def show_reminders(self) -> None:
        """Show the window that lists what is due; while the book is locked the way to unlock it."""
        if self._windows is None:
            self.raise_window()
        else:
            self._windows.show_reminders()

    def _on_followup_requested(self, followup_id: FollowupId) -> None:
        if self._windows is not None:
            self.raise_window()
            self._windows.open_followup(followup_id)

    def _on_quick_add(self) -> None:
        if self._windows is not None:
            self.raise_window()
            self._windows.main.quick_add()

    def _on_permission_wanted(self) -> None:
        if self._windows is not None:
            yes, no = (partial(self._reminding.at_login.answer, wanted=wanted) for wanted in (True, False))
            self._windows.main.ask(
                _("Remind you while the program is closed, too? It then starts with the system, into the tray."),
                {_("Yes, remind me"): yes, _("No"): no},
            )

    # Leaving it

    def lock(self) -> None:
        """Drop keys, connections and models; what was being typed stays as an encrypted draft."""
        if self._windows is None:
            return
        was_seen = self._windows.main.isVisible()
        self._leave_windows()
        self._entering.unlock()
        if was_seen:
            self.raise_window()
        logging.event("window.locked")

    def _on_restore_requested(self, backup: Path, passphrase: str) -> None:
        if self._windows is not None:
            QTimer.singleShot(0, self, partial(self._restore, backup, passphrase))  # not within a slot of its dialog

    def _restore(self, backup: Path, passphrase: str) -> None:
        """Let the book become again what it was in a backup; afterwards it is open, or locked if it did not succeed."""
        from desktop_crm.app import book_at_rest  # noqa: PLC0415 - the first page does not wait for it

        if self._windows is None:
            return
        book = self._leave_windows(closing=False)
        self._entering.wait(_("Restoring and checking…"))
        self.raise_window()
        work = partial(book_at_rest.restored, book, backup, passphrase)
        self._background.run(work, self._on_restored, self._on_not_restored)

    def _on_restored(self, found: "tuple[Book, Restored]") -> None:
        book, restored = found
        logging.event("vault.restored", sequence=restored.info.sequence)
        self._on_unlocked(book)
        if self._windows is not None:
            made_at = restored.info.made_at.astimezone(clock.zone())
            self._windows.context.messages.toast(
                _("Restored: the book is as it was on {time}.").format(time=f"{made_at:%Y-%m-%d %H:%M}")
            )

    def _on_not_restored(self, error: CrmError) -> None:
        logging.failure("vault.not_restored", error)
        self._entering.unlock()
        if self.entry_window is not None:
            Messages(self.entry_window).error(error)

    def quit(self) -> None:
        """End the program; what was acknowledged is on the disk, and what changed is backed up."""
        self._leave(asking=True)

    def end(self) -> None:
        """As `quit`, but without a question: the system wants the program to end."""
        self._leave(asking=False)

    def _leave(self, *, asking: bool) -> None:
        if self._leaving:
            return
        self._leaving = True
        if self._windows is None:
            self._finish()
            return
        self._windows.context.operations.cancel()
        was_seen = self._windows.main.isVisible()
        book = self._leave_windows(closing=False)
        self._entering.wait(_("Backing up …"))
        if was_seen:
            self.raise_window()
        self._back_up(book, asking=asking)

    def _leave_windows(self, *, closing: bool = True) -> "Book":
        """The book, after all its windows and whatever they show are gone; it is closed off the GUI thread."""
        windows, self._windows = self._windows, None
        assert windows is not None  # noqa: S101 - the callers have looked
        context = windows.context
        self._idle.stop()
        context.bus.about_to_close.emit()
        final_store = self._reminding.close_book(context.book, ending=self._leaving)
        self._tray.set_locked(True)
        self._entering.wait("", windows.take_away(but=self._tray.menu))

        def close() -> None:
            context.operations.close()
            final_store()
            if closing:
                context.book.close()

        self._background.run(close, self._on_left, self._on_left)
        self.left_book.emit()
        return context.book

    def _on_left(self, _answer: object) -> None:
        if self._windows is None:
            self._reminding.watch_locked(self._folder)

    def _back_up(self, book: "Book", *, asking: bool) -> None:
        from desktop_crm.app import book_at_rest  # noqa: PLC0415 - the first page does not wait for it

        def failed(error: CrmError) -> None:
            logging.failure("backup.refused", error)
            if not asking or self.entry_window is None:
                self._close(book)
                return
            self.raise_window()
            answers: dict[str, Callable[[], None] | None] = {
                _("Try again"): partial(self._back_up, book, asking=True),
                _("Quit without a backup"): partial(self._close, book),
            }
            Messages(self.entry_window).ask(error.title, error.message, answers, danger=True)

        self._background.run(partial(book_at_rest.back_up, book), lambda _none: self._close(book), failed)

    def _close(self, book: "Book") -> None:
        self._background.run(book.close, lambda _none: self._finish(), lambda _error: self._finish())

    def _finish(self) -> None:
        self._reminding.close()
        self._tray.close()
        self._background.close()
        self._server.close()
        self._entering.leave()
        if self._remind_on:
            self._reminding.at_login.start_agent(self._folder)
        logging.event("window.ended")
        self._application.quit()

    def _on_main_closed(self) -> None:
        if self._hides_to_tray():
            if not self._preferences.get("tray_hint_given"):
                self._preferences.set("tray_hint_given", True)  # noqa: FBT003 - a value
                self._tray.tell(_("Desktop CRM"), _("The program goes on here and reminds you. Quit it in this menu."))
        else:
            self._quit_but_remind()

    def _on_entry_closed(self) -> None:
        if not (self._entering.has_book and self._hides_to_tray()):
            self._quit_but_remind()

    def _quit_but_remind(self) -> None:
        """The window was closed where nothing can be hidden: whoever wants to be reminded still is."""
        self._remind_on = self._reminding.at_login.is_wanted and self._entering.has_book
        self.quit()

    def _hides_to_tray(self) -> bool:
        return self._tray.is_there and bool(self._preferences.get("close_to_tray", True))

    def _on_session_ending(self, *_args: object) -> None:
        if self._windows is not None:
            self._windows.context.bus.about_to_close.emit()

    # Idle time, requests of later starts, mistakes

    def _on_idle(self, seconds: float) -> None:
        windows = self._windows
        if windows is not None and seconds >= windows.lock_seconds and not windows.context.operations.is_busy:
            self.lock()

    def _on_request(self, request: dict[str, Any], answer: Answer) -> None:
        if request.get("raise"):
            self.raise_window()
            self.files.add([Path(name) for name in request.get("open", [])])
            answer({"status": DONE})
        elif self._windows is None:
            sentence = _("The customer book is open in the window, but locked. Unlock it there, then try again.")
            answer({"status": IN_USE, "out": "", "err": sentence + "\n"})
        else:
            self._windows.carry_out(request, answer)

    def _tell_mistake(self, report: str) -> None:
        window = self.main_window or self.entry_window
        if window is not None and report not in self._told:  # a timer would else tell the same one for ever
            self._told.add(report)
            Messages(window).mistake(report)
