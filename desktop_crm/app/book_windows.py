"""The windows of one open book, and what they want of the program."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QObject, QThread, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop_crm.app.handed_command import run_handed_command
from desktop_crm.app.single_instance import Answer
from desktop_crm.core.backup import backups
from desktop_crm.core.backup.backups import BackupInfo
from desktop_crm.core.book import Book
from desktop_crm.core.database import settings_store
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import FollowupId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.settings import LOCK_AFTER_MINUTES, Settings
from desktop_crm.ui.attachments.outside import clear_outside
from desktop_crm.ui.framework.bridge import Bridge
from desktop_crm.ui.framework.draft_recovery import offer_drafts
from desktop_crm.ui.framework.preferences import Preferences
from desktop_crm.ui.interactions import log_dialog
from desktop_crm.ui.letters import letter_dialog
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.main_window.main_window import MainWindow
from desktop_crm.ui.quick_add import quick_add_dialog
from desktop_crm.ui.reminders.reminder_window import ReminderWindow
from desktop_crm.ui.transfer.import_dialog import open_import

_FIRST_LOCK_SECONDS = 60.0
_DRAFT_OPENERS = {
    log_dialog.FORM: log_dialog.open_draft,
    quick_add_dialog.FORM: quick_add_dialog.open_draft,
    letter_dialog.FORM: letter_dialog.open_draft,
}


class BookWindows(QObject):
    """Main window and list of reminders; they go with `take_away`, and the book stays open.

    Signals: `quit_requested()`, `restore_requested(backup, passphrase)`.
    """

    quit_requested = Signal()
    restore_requested = Signal(object, str)

    def __init__(self, book: Book, theme: Theme, preferences: Preferences, bridge: Bridge, parent: QObject) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._bridge = bridge  # lives as long as the program, so that a command is answered when the book is locked
        self.lock_seconds = _FIRST_LOCK_SECONDS  # without input, until the book is locked
        self.main = MainWindow(book, theme, preferences)
        self.context = self.main.context
        self.reminders: ReminderWindow | None = None
        theme.about_to_scale.connect(self._on_about_to_scale)
        bus = self.context.bus
        bus.about_to_close.connect(partial(clear_outside, book.vault.folder))
        bus.settings_changed.connect(self._read_lock_minutes)
        bus.backed_up.connect(self._read_newest_backup)
        bus.restore_requested.connect(self.restore_requested)
        quit_action = QAction(_("Quit"), self.main)
        quit_action.setShortcut(QKeySequence.StandardKey.Quit)
        quit_action.triggered.connect(self.quit_requested)
        self.main.addAction(quit_action)

    def begin(self) -> None:
        """Tell what was noticed when the book was opened, and offer what was being typed when it was closed."""
        for sentence in self.context.book.warnings:
            self.context.messages.toast(sentence)
        self._read_lock_minutes()
        self._read_newest_backup()
        offer_drafts(self.context, self.main, _DRAFT_OPENERS)

    def import_files(self, files: Sequence[Path]) -> None:
        """Begin to import files."""
        open_import(self.context, files, self.main)

    def open_followup(self, followup_id: FollowupId) -> None:
        """Show a follow-up."""
        self.context.navigator.open_record(Kind.FOLLOWUPS, followup_id)

    def carry_out(self, request: dict[str, Any], answer: Answer) -> None:
        """Do what a command asks for that was typed while this book was open."""
        book = self.context.book

        def work(_progress: object) -> None:
            found = run_handed_command(book, request)
            self._bridge.deliver(partial(answer, found))

        self.context.operations.run(self, work, _nothing)

    def show_reminders(self) -> None:
        """Show the window that lists what is due."""
        if self.reminders is None:
            self.reminders = ReminderWindow(self.context, self.main)
        self.reminders.refresh()
        self.reminders.show()
        self.reminders.raise_()
        self.reminders.activateWindow()

    def _on_about_to_scale(self) -> None:
        """Make the list of reminders anew in the size that is chosen; pages see to themselves."""
        old, self.reminders = self.reminders, None
        if old is not None:
            if old.isVisible():
                QTimer.singleShot(0, self, self.show_reminders)
            old.hide()
            _delete_soon(old)

    def _read_newest_backup(self) -> None:
        vault = self.context.book.vault
        self.context.operations.read(
            self, lambda _connection: backups.newest_backup(vault), self._on_newest_backup, latest="backup"
        )

    def _on_newest_backup(self, newest: BackupInfo | None) -> None:
        self.main.show_backup(newest.made_at if newest else None)

    def _read_lock_minutes(self) -> None:
        self.context.operations.read(self, settings_store.load, self._on_settings, latest="settings")

    def _on_settings(self, settings: Settings) -> None:
        self.lock_seconds = 60.0 * min(max(settings.number(LOCK_AFTER_MINUTES), 1), 60)

    def take_away(self, but: QWidget | None) -> QByteArray:
        """Where the main window was; every window and dialog of the book is gone, whoever opened it, `but` one."""
        self.context.operations.silence()
        geometry = self.main.saveGeometry()
        self._preferences.set_state("main_window", geometry)
        for window in QApplication.topLevelWidgets():
            if window is but or window.metaObject().className().startswith("QSystemTray"):
                continue
            window.hide()
            # What has a parent goes with it; lists of completers look parentless, but their completers delete them.
            if window.parent() is None and isinstance(window, MainWindow | QDialog):
                _delete_soon(window)
        self.deleteLater()
        return geometry


def _delete_soon(window: QWidget) -> None:
    """Delete a hidden window, but not below the feet of a dialog that waits for an answer in a loop of its own."""
    if QThread.currentThread().loopLevel() > 1:
        QTimer.singleShot(200, window, partial(_delete_soon, window))
    else:
        window.deleteLater()


def _nothing(_value: object) -> None:
    """Nothing more is to be done."""
