"""The way into a customer book: setting it up, unlocking it, and recovering it with its recovery key.

This is what a start shows first, so nothing here loads the database or the window of the open book.
"""

import getpass
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_crm.app.entry_window import EntryWindow, WaitingPage
from desktop_crm.app.handoff import raised
from desktop_crm.app.loading import Loading
from desktop_crm.core.i18n import _
from desktop_crm.core.vault.tries import Tries
from desktop_crm.ui.framework.background import Background
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.unlock.unlock_page import UnlockPage

if TYPE_CHECKING:
    from desktop_crm.core.book import Book


class Entering(QObject):
    """Shows the page of the moment in a window of its own.

    Signals: `unlocked(Book)`, `book_chosen(Path)` when the user wants another one, `language_chosen(code)` while
    setting up, `closed()` when the user closed the window.
    """

    unlocked = Signal(object)
    book_chosen = Signal(object)
    language_chosen = Signal(str)
    closed = Signal()

    def __init__(self, folder: Path, theme: Theme, background: Background, parent: QObject) -> None:
        super().__init__(parent)
        self.folder = folder
        self._theme = theme
        self._background = background
        self._tries = Tries()
        self.window: EntryWindow | None = None  # None while a book is open

    @property
    def has_book(self) -> bool:
        """Whether there is a book in the folder."""
        return (self.folder / "vault.json").exists() or (self.folder / "vault.json.prev").exists()

    def begin(self) -> None:
        """Let the book be unlocked, or made where there is none."""
        if self.has_book:
            self.unlock()
        else:
            self._show_setup()

    def unlock(self) -> None:
        """Let the book be unlocked."""
        page = UnlockPage(self.folder, self._theme, self._background, self._tries)
        page.unlocked.connect(self.unlocked)
        page.recovery_requested.connect(partial(Loading.wait, self._background, self._show_recover))
        page.other_book_requested.connect(self._on_other_book)
        self._show(page)

    def wait(self, sentence: str, geometry: QByteArray | None = None) -> None:
        """Show that something is done that the user need not attend to, where another window was."""
        self._show(WaitingPage(sentence, self._theme))
        if self.window is not None and geometry is not None:
            self.window.restoreGeometry(geometry)

    def leave(self) -> None:
        """Take the window away: the book has one."""
        window, self.window = self.window, None
        if window is not None:
            window.hide()
            window.deleteLater()

    def _show(self, page: QWidget) -> None:
        if self.window is None:
            self.window = EntryWindow()
            self.window.closed.connect(self.closed)
        self.window.show_page(page)

    def _show_setup(self) -> None:
        from desktop_crm.ui.unlock.setup_page import SetupPage  # noqa: PLC0415 - shown once in the life of a book

        page = SetupPage(self.folder, getpass.getuser(), self._theme, self._background)
        page.made.connect(self._on_made)
        page.language_chosen.connect(self.language_chosen)
        page.existing_requested.connect(self._on_other_book)
        self._show(page)

    def _on_made(self, book: "Book", recovery_key: str) -> None:
        self._show_recovery_key(recovery_key, partial(self.unlocked.emit, book))

    def _show_recover(self) -> None:
        from desktop_crm.ui.unlock.recovery_page import RecoverPage  # noqa: PLC0415 - hardly ever shown

        page = RecoverPage(self.folder, self._theme, self._background)
        page.back_requested.connect(self.unlock)
        page.recovered.connect(self._on_recovered)
        self._show(page)

    def _on_recovered(self, recovery_key: str) -> None:
        self._show_recovery_key(recovery_key, self.unlock)

    def _show_recovery_key(self, recovery_key: str, then: Callable[[], object]) -> None:
        from desktop_crm.ui.unlock.recovery_page import RecoverySheetPage  # noqa: PLC0415 - hardly ever shown

        page = RecoverySheetPage(recovery_key, self.folder, self._theme, self._background)
        page.done.connect(then)
        self._show(page)

    def _on_other_book(self) -> None:
        name = QFileDialog.getExistingDirectory(self.window, _("The folder of the customer book"), str(self.folder))
        if name and Path(name) != self.folder and not raised(Path(name)):
            self.book_chosen.emit(Path(name))
