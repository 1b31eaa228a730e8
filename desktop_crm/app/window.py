"""The program with its windows: set-up, unlock, the open book, and the way between them."""

import getpass
import sys
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QThread, QTimer, QTranslator, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget

from desktop_crm.app import logging, mistakes
from desktop_crm.app.entry_window import EntryWindow, WaitingPage
from desktop_crm.app.exit_status import DONE, IN_USE
from desktop_crm.app.handed_command import locked_answer, run_handed_command
from desktop_crm.app.handoff import raised
from desktop_crm.app.idle import IdleWatch
from desktop_crm.app.notifications import SystemNotifier
from desktop_crm.app.opened_files import OpenedFiles
from desktop_crm.app.reminding_at_login import RemindingAtLogin
from desktop_crm.app.session_events import SessionEvents
from desktop_crm.app.signals import end_on_signals
from desktop_crm.app.single_instance import Answer, InstanceServer
from desktop_crm.core import clock, i18n
from desktop_crm.core.backup import backups
from desktop_crm.core.backup.backups import BackupInfo
from desktop_crm.core.backup.restoring import Restored, restore
from desktop_crm.core.book import Book, open_book
from desktop_crm.core.database import settings_store
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import FollowupId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.reminders.notifier import Notifier
from desktop_crm.core.settings import LOCK_AFTER_MINUTES, Settings
from desktop_crm.core.vault.tries import Tries
from desktop_crm.ui.attachments.outside import clear_outside
from desktop_crm.ui.customers.record_windows import open_customer_draft
from desktop_crm.ui.framework.background import Background
from desktop_crm.ui.framework.bridge import Bridge
from desktop_crm.ui.framework.draft_recovery import offer_drafts
from desktop_crm.ui.framework.messages import Messages
from desktop_crm.ui.framework.pauses import GarbageCollector, take_short_turns
from desktop_crm.ui.framework.preferences import Preferences
from desktop_crm.ui.interactions import log_dialog
from desktop_crm.ui.look.theme import Mode, Theme
from desktop_crm.ui.main_window.main_window import MainWindow
from desktop_crm.ui.quick_add import quick_add_dialog
from desktop_crm.ui.reminders.locked_reminders import LockedReminders
from desktop_crm.ui.reminders.reminder_center import ReminderCenter
from desktop_crm.ui.reminders.reminder_window import ReminderWindow
from desktop_crm.ui.transfer.import_dialog import open_import
from desktop_crm.ui.tray.tray import PAUSE, Tray, app_icon
from desktop_crm.ui.unlock.recovery_page import RecoverPage, RecoverySheetPage
from desktop_crm.ui.unlock.setup_page import SetupPage
from desktop_crm.ui.unlock.unlock_page import UnlockPage

_FIRST_LOCK_SECONDS = 60.0
_START_SECONDS = 5.0
_GRACE = timedelta(seconds=30)  # to unlock in, before a number is announced


class Program(QObject):
    """Everything that lives as long as the process: theme, tray, reminders, and the window of the moment.

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
        server.requested.connect(self._on_request)
        self._preferences = Preferences()
        self._theme = Theme(application)
        self._theme.use(Mode(self._preferences.get("theme", Mode.SYSTEM)), self._preferences.get("scale", 1.0))
        self._background = Background()
        self._bridge = Bridge()
        self._tries = Tries()
        self._entry: EntryWindow | None = None
        self._main: MainWindow | None = None
        self._reminder_window: ReminderWindow | None = None
        self._lock_seconds = _FIRST_LOCK_SECONDS
        self._leaving = self._remind_on = False
        self._told: set[str] = set()
        self._tray = Tray(self)
        self._center = ReminderCenter(notifier, self, locked)
        self._at_login = RemindingAtLogin(self._preferences, notifier, self)
        self._idle = IdleWatch(application)
        self._session = SessionEvents(self)
        self.files = OpenedFiles(application)
        self._connect()
        application.setQuitOnLastWindowClosed(False)
        application.setWindowIcon(app_icon())
        mistakes.catch(lambda report: self._bridge.deliver(partial(self._tell_mistake, report)))

    def _connect(self) -> None:
        self._preferences.changed.connect(self._on_preference)
        self._theme.about_to_scale.connect(self._on_about_to_scale)
        self._idle.idle.connect(self._on_idle)
        self._session.left.connect(self.lock)
        self.files.came.connect(self._import_opened)
        self._application.commitDataRequest.connect(self._on_session_ending)
        self._tray.open_requested.connect(self.raise_window)
        self._tray.quick_add_requested.connect(self._on_quick_add)
        self._tray.list_requested.connect(self.show_reminders)
        self._tray.pause_requested.connect(self._on_pause)
        self._tray.presenting_requested.connect(self._on_presenting_requested)
        self._tray.lock_requested.connect(self.lock)
        self._tray.quit_requested.connect(self.quit)
        self._center.count_changed.connect(self._tray.show_count)
        self._center.unlock_requested.connect(self.raise_window)
        self._center.open_requested.connect(self._on_followup_requested)
        self._center.list_requested.connect(self.show_reminders)
        self._center.undelivered.connect(self.show_reminders)
        self._center.scheduled.connect(self._on_scheduled)

    def start(self) -> None:
        """Show the first window; what a program that ended badly left for others to read goes."""
        clear_outside(self._folder)
        if self._has_book():
            self._show_unlock()
        else:
            self._show_setup()
        self._at_login.begin(self._folder)
        self._center.watch_locked(self._folder, after=_GRACE)
        self.raise_window()

    @property
    def main_window(self) -> MainWindow | None:
        """The window of the open book, None while locked."""
        return self._main

    @property
    def entry_window(self) -> EntryWindow | None:
        """The window without a book, None while one is open."""
        return self._entry

    def raise_window(self) -> None:
        """Bring the window of the moment to the front, also from the tray."""
        window: QWidget | None = self._main or self._entry
        if window is not None:
            if window.isMinimized():
                window.showNormal()
            window.show()
            window.raise_()
            window.activateWindow()

    def _has_book(self) -> bool:
        return (self._folder / "vault.json").exists() or (self._folder / "vault.json.prev").exists()

    # Entering

    def _enter(self, page: QWidget) -> None:
        if self._entry is None:
            self._entry = EntryWindow()
            self._entry.closed.connect(self._on_entry_closed)
        self._entry.show_page(page)

    def _show_setup(self) -> None:
        page = SetupPage(self._folder, getpass.getuser(), self._theme, self._background)
        page.made.connect(self._on_made)
        page.language_chosen.connect(self._on_setup_language)
        page.existing_requested.connect(self._on_other_book)
        self._enter(page)

    def _on_setup_language(self, code: str) -> None:
        self._preferences.set("language", code)
        use_language(self._application, code)
        self._tray.retranslate()
        self._show_setup()

    def _on_made(self, book: Book, recovery_key: str) -> None:
        page = RecoverySheetPage(recovery_key, self._folder, self._theme, self._background)
        page.done.connect(partial(self._on_unlocked, book))
        self._enter(page)

    def _show_unlock(self) -> None:
        page = UnlockPage(self._folder, self._theme, self._background, self._tries)
        page.unlocked.connect(self._on_unlocked)
        page.recovery_requested.connect(self._show_recover)
        page.other_book_requested.connect(self._on_other_book)
        self._enter(page)

    def _show_recover(self) -> None:
        page = RecoverPage(self._folder, self._theme, self._background)
        page.back_requested.connect(self._show_unlock)
        page.recovered.connect(self._on_recovered)
        self._enter(page)

    def _on_recovered(self, recovery_key: str) -> None:
        page = RecoverySheetPage(recovery_key, self._folder, self._theme, self._background)
        page.done.connect(self._show_unlock)
        self._enter(page)

    def _on_other_book(self) -> None:
        name = QFileDialog.getExistingDirectory(self._entry, _("The folder of the customer book"), str(self._folder))
        if not name or Path(name) == self._folder or raised(Path(name)):
            return
        self._server.close()
        self._folder = Path(name)
        self._server = InstanceServer(self._folder, self)
        self._server.requested.connect(self._on_request)
        self.start()

    # The open book

    def _on_unlocked(self, book: Book) -> None:
        entry, self._entry = self._entry, None
        self._main = main = MainWindow(book, self._theme, self._preferences)
        main.lock_requested.connect(self.lock)
        main.closed.connect(self._on_main_closed)
        main.presenting_changed.connect(self._tray.show_presenting)
        self._tray.show_presenting(main.is_presenting)
        quit_action = QAction(_("Quit"), main)
        quit_action.setShortcut(QKeySequence.StandardKey.Quit)
        quit_action.triggered.connect(self.quit)
        main.addAction(quit_action)
        context = main.context
        context.bus.about_to_close.connect(partial(clear_outside, book.vault.folder))
        context.bus.settings_changed.connect(self._read_lock_minutes)
        context.bus.backed_up.connect(self._read_newest_backup)
        context.bus.restore_requested.connect(self._on_restore_requested)
        context.bus.notification_test_requested.connect(self._at_login.test)
        self.raise_window()
        if entry is not None:
            entry.hide()
            entry.deleteLater()
        for sentence in book.warnings:
            context.messages.toast(sentence)
        self._read_lock_minutes()
        self._read_newest_backup()
        openers = {
            log_dialog.FORM: log_dialog.open_draft,
            quick_add_dialog.FORM: quick_add_dialog.open_draft,
            Kind.CUSTOMERS.value: open_customer_draft,
        }
        offer_drafts(context, main, openers)
        self._center.open_book(context)
        self._tray.set_locked(False)
        self._idle.start()
        self._import_opened()
        logging.event("window.unlocked", warnings=len(book.warnings))

    def _import_opened(self) -> None:
        """Begin to import what the user opened with the program; while the book is locked it waits."""
        if self._main is not None and (files := self.files.take()):
            open_import(self._main.context, files, self._main)

    def _on_presenting_requested(self) -> None:
        if self._main is not None:
            self._main.toggle_presenting()
            self.raise_window()

    def _read_newest_backup(self) -> None:
        if self._main is not None:
            vault = self._main.context.book.vault
            self._main.context.operations.read(
                self._main, lambda _connection: backups.newest_backup(vault), self._on_newest_backup, latest="backup"
            )

    def _on_newest_backup(self, newest: BackupInfo | None) -> None:
        if self._main is not None:
            self._main.show_backup(newest.made_at if newest else None)

    def _read_lock_minutes(self) -> None:
        if self._main is not None:
            self._main.context.operations.read(self, settings_store.load, self._on_settings, latest="settings")

    def _on_settings(self, settings: Settings) -> None:
        self._lock_seconds = 60.0 * min(max(settings.number(LOCK_AFTER_MINUTES), 1), 60)

    def _on_preference(self, name: str) -> None:
        if name == "language" and self._main is not None:
            QTimer.singleShot(0, self, self._speak_anew)  # not within a slot of the window that goes

    def _speak_anew(self) -> None:
        """Make the window anew in the language that was chosen; the book stays open."""
        if self._main is None or self._main.context.operations.is_busy:
            return
        page = self._main.current_key
        book = self._leave_windows(closing=False)
        use_language(self._application, self._preferences.get("language"))
        self._tray.retranslate()
        self._on_unlocked(book)
        self._main.open_page(page)

    def show_reminders(self) -> None:
        """Show the window that lists what is due; while the book is locked the way to unlock it."""
        if self._main is None:
            self.raise_window()
            return
        if self._reminder_window is None:
            self._reminder_window = ReminderWindow(self._main.context, self._main)
        self._reminder_window.refresh()
        self._reminder_window.show()
        self._reminder_window.raise_()
        self._reminder_window.activateWindow()

    def _on_about_to_scale(self) -> None:
        """Make the list of reminders anew in the size that is chosen; pages see to themselves."""
        old, self._reminder_window = self._reminder_window, None
        if old is not None:
            if old.isVisible():
                QTimer.singleShot(0, self, self.show_reminders)
            old.hide()
            self._delete_soon(old)

    def _on_followup_requested(self, followup_id: FollowupId) -> None:
        if self._main is not None:
            self.raise_window()
            self._main.context.navigator.open_record(Kind.FOLLOWUPS, followup_id)

    def _on_quick_add(self) -> None:
        if self._main is not None:
            self.raise_window()
            self._main.quick_add()

    def _on_scheduled(self) -> None:
        if self._main is not None and self._at_login.is_to_be_asked:
            yes, no = (partial(self._at_login.answer, wanted=wanted) for wanted in (True, False))
            self._main.ask(
                _("Remind you while the program is closed, too? It then starts with the system, into the tray."),
                {_("Yes, remind me"): yes, _("No"): no},
            )

    def _on_pause(self) -> None:
        self._center.pause(PAUSE)

    # Leaving it

    def lock(self) -> None:
        """Drop keys, connections and models; what was being typed stays as an encrypted draft."""
        if self._main is None:
            return
        was_seen = self._main.isVisible()
        self._leave_windows()
        self._show_unlock()
        if was_seen:
            self.raise_window()
        logging.event("window.locked")

    def _on_restore_requested(self, backup: Path, passphrase: str) -> None:
        if self._main is not None:
            QTimer.singleShot(0, self, partial(self._restore, backup, passphrase))  # not within a slot of its dialog

    def _restore(self, backup: Path, passphrase: str) -> None:
        """Let the book become again what it was in a backup; afterwards it is open, or locked if it did not succeed."""
        if self._main is None:
            return
        book = self._leave_windows(closing=False)
        self._enter(WaitingPage(_("Restoring and checking…"), self._theme))
        self.raise_window()

        def work() -> tuple[Book, Restored]:
            book.close()
            restored = restore(backup, book.vault.folder, passphrase)
            return open_book(book.vault.folder, passphrase), restored

        self._background.run(work, self._on_restored, self._on_not_restored)

    def _on_restored(self, found: tuple[Book, Restored]) -> None:
        book, restored = found
        logging.event("vault.restored", sequence=restored.info.sequence)
        self._on_unlocked(book)
        if self._main is not None:
            made_at = restored.info.made_at.astimezone(clock.zone())
            self._main.context.messages.toast(
                _("Restored: the book is as it was on {time}.").format(time=f"{made_at:%Y-%m-%d %H:%M}")
            )

    def _on_not_restored(self, error: CrmError) -> None:
        logging.failure("vault.not_restored", error)
        self._show_unlock()
        if self._entry is not None:
            Messages(self._entry).error(error)

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
        if self._main is None:
            self._finish()
            return
        self._main.context.operations.cancel()
        was_seen = self._main.isVisible()
        book = self._leave_windows(closing=False)
        self._enter(WaitingPage(_("Backing up …"), self._theme))
        if was_seen:
            self.raise_window()
        self._back_up(book, asking=asking)

    def _leave_windows(self, *, closing: bool = True) -> Book:
        """The book, after all its windows and whatever they show are gone; it is closed off the GUI thread."""
        main, self._main = self._main, None
        assert main is not None  # noqa: S101 - the callers have looked
        context = main.context
        self._idle.stop()
        context.bus.about_to_close.emit()
        self._center.close_book(ending=self._leaving)
        self._tray.set_locked(True)
        self._reminder_window = None
        context.operations.silence()
        geometry = main.saveGeometry()
        self._preferences.set_state("main_window", geometry)
        self._take_away_windows()
        self._enter(WaitingPage("", self._theme))
        assert self._entry is not None  # noqa: S101 - made by _enter
        self._entry.restoreGeometry(geometry)

        def close() -> None:
            context.operations.close()
            self._center.final_store(context.book)
            if closing:
                context.book.close()

        self._background.run(close, self._on_left, self._on_left)
        self.left_book.emit()
        return context.book

    def _on_left(self, _answer: object) -> None:
        if self._main is None:
            self._center.watch_locked(self._folder)

    def _take_away_windows(self) -> None:
        """Every window and dialog of the book, whoever opened it."""
        for window in self._application.topLevelWidgets():
            if window is self._tray.menu or window.metaObject().className().startswith("QSystemTray"):
                continue
            window.hide()
            # What has a parent goes with it; lists of completers look parentless, but their completers delete them.
            if window.parent() is None and isinstance(window, MainWindow | QDialog):
                self._delete_soon(window)

    def _delete_soon(self, window: QWidget) -> None:
        """Delete a hidden window, but not below the feet of a dialog that waits for an answer in a loop of its own."""
        if QThread.currentThread().loopLevel() > 1:
            QTimer.singleShot(200, window, partial(self._delete_soon, window))
        else:
            window.deleteLater()

    def _back_up(self, book: Book, *, asking: bool) -> None:
        def work() -> None:
            if not book.vault.read_only and backups.due(book.vault, book.vault.anchor.latest() or 0):
                backups.automatic_backup(book.vault, "exit")

        def failed(error: CrmError) -> None:
            logging.failure("backup.refused", error)
            if not asking or self._entry is None:
                self._close(book)
                return
            self.raise_window()
            answers: dict[str, Callable[[], None] | None] = {
                _("Try again"): partial(self._back_up, book, asking=True),
                _("Quit without a backup"): partial(self._close, book),
            }
            Messages(self._entry).ask(error.title, error.message, answers, danger=True)

        self._background.run(work, lambda _none: self._close(book), failed)

    def _close(self, book: Book) -> None:
        self._background.run(book.close, lambda _none: self._finish(), lambda _error: self._finish())

    def _finish(self) -> None:
        self._center.close()
        self._tray.close()
        self._background.close()
        self._server.close()
        if self._entry is not None:
            self._entry.hide()
        if self._remind_on:
            self._at_login.start_agent(self._folder)
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
        if not (self._has_book() and self._hides_to_tray()):
            self._quit_but_remind()

    def _quit_but_remind(self) -> None:
        """The window was closed where nothing can be hidden: whoever wants to be reminded still is."""
        self._remind_on = self._at_login.is_wanted and self._has_book()
        self.quit()

    def _hides_to_tray(self) -> bool:
        return self._tray.is_there and bool(self._preferences.get("close_to_tray", True))

    def _on_session_ending(self, *_args: object) -> None:
        if self._main is not None:
            self._main.context.bus.about_to_close.emit()

    # Idle time, requests of later starts, mistakes

    def _on_idle(self, seconds: float) -> None:
        if self._main is not None and seconds >= self._lock_seconds and not self._main.context.operations.is_busy:
            self.lock()

    def _on_request(self, request: dict[str, Any], answer: Answer) -> None:
        if request.get("raise"):
            self.raise_window()
            self.files.add([Path(name) for name in request.get("open", [])])
            answer({"status": DONE})
        elif self._main is None:
            answer(locked_answer())
        else:
            book = self._main.context.book

            def work(_progress: object) -> None:
                found = run_handed_command(book, request)
                self._bridge.deliver(partial(answer, found))  # also when the book was locked meanwhile

            self._main.context.operations.run(self, work, _nothing)

    def _tell_mistake(self, report: str) -> None:
        window = self._main or self._entry
        if window is not None and report not in self._told:  # a timer would else tell the same one for ever
            self._told.add(report)
            Messages(window).mistake(report)


def use_language(application: QApplication, code: str) -> None:
    """Speak the language in our own words, in Qt's standard dialogs and in the form of numbers."""
    i18n.use_language(code)
    QLocale.setDefault(QLocale(QLocale.Language.Chinese if code == "zh" else QLocale.Language.English))
    for old in application.findChildren(QTranslator):
        application.removeTranslator(old)
        old.deleteLater()
    if code == "zh":
        translator = QTranslator(application)
        if translator.load("qtbase_zh_CN", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            application.installTranslator(translator)


def run(folder: Path, language: str | None, files: Sequence[Path] = ()) -> int:
    """The exit status of the windowed program, which imports the files once its book is open.

    A second start for the same book raises the first window, hands it the files and ends.
    """
    application = QApplication.instance() or QApplication(["desktop-crm"])
    assert isinstance(application, QApplication)  # noqa: S101 - nothing else makes a QCoreApplication here
    application.setApplicationName("desktop-crm")
    application.setDesktopFileName("desktop-crm")
    use_language(application, language or Preferences().get("language") or i18n.system_language())
    server = InstanceServer(folder, application)
    if not server.is_first:
        return DONE if _raised_soon(folder, files) else IN_USE
    program = begin(application, folder, server, SystemNotifier())
    program.files.add([file.absolute() for file in files])
    return application.exec()


def begin(
    application: QApplication,
    folder: Path,
    server: InstanceServer,
    notifier: Notifier,
    locked: LockedReminders | None = None,
) -> Program:
    """The program with its first window on the screen; the agent hands over what it reminded with."""
    take_short_turns()
    program = Program(application, folder, server, notifier, locked)
    program.left_book.connect(GarbageCollector(program).thaw)
    end_on_signals(program, program)
    logging.event("window.started")
    program.start()
    return program


def _raised_soon(folder: Path, files: Sequence[Path]) -> bool:
    """Whether the first program raised its window; it may be starting just now."""
    latest = time.monotonic() + _START_SECONDS
    while time.monotonic() < latest:
        if raised(folder, files):
            return True
        time.sleep(0.2)
    print(_("The program is running already, but does not answer."), file=sys.stderr)
    return False


def _nothing(_value: object) -> None:
    """Nothing more is to be done."""
