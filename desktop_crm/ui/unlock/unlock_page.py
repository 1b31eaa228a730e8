"""Unlocking a customer book with its passphrase, or with its recovery key."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _
from desktop_crm.core.vault.errors import WrongPassphraseError
from desktop_crm.core.vault.tries import Tries
from desktop_crm.ui.framework.background import Background
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.unlock.password_edit import PassphraseEdit
from desktop_crm.ui.widgets.cards import Card, button, centered
from desktop_crm.ui.widgets.labels import label

if TYPE_CHECKING:
    from desktop_crm.core.book import Book

_CARD_WIDTH = 420


class UnlockPage(QWidget):
    """Signals: `unlocked(Book)`, `recovery_requested()`, `other_book_requested()`."""

    unlocked = Signal(object)
    recovery_requested = Signal()
    other_book_requested = Signal()

    def __init__(self, folder: Path, theme: Theme, background: Background, tries: Tries) -> None:
        super().__init__()
        self.setObjectName("page")
        self._folder, self._background, self._tries = folder, background, tries
        card = Card()
        card.setFixedWidth(theme.px(_CARD_WIDTH))
        card.body.setContentsMargins(theme.px(28), theme.px(24), theme.px(28), theme.px(24))
        card.body.setSpacing(theme.px(12))
        card.body.addWidget(label(_("Desktop CRM"), "pageTitle"))
        card.body.addWidget(label(_("Your customer book is locked and encrypted."), "soft", wrap=True))
        name = label(_("Passphrase"), "caption")
        self.passphrase = PassphraseEdit(_("Passphrase"), theme)
        name.setBuddy(self.passphrase)
        self.passphrase.entered.connect(self._on_unlock)
        self.problem = label("", "problem", wrap=True)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setVisible(False)
        self.unlock_button = button(_("Unlock"), self._on_unlock, "primary")
        for widget in (name, self.passphrase, self.problem, self._busy, self.unlock_button):
            card.body.addWidget(widget)
        more = QHBoxLayout()
        self.recovery_button = button(_("Use the recovery key"), self.recovery_requested.emit, "quiet")
        self.other_button = button(_("Another book"), self.other_book_requested.emit, "quiet")
        more.addWidget(self.recovery_button)
        more.addStretch(1)
        more.addWidget(self.other_button)
        card.body.addLayout(more)
        centered(self, card)
        self.setFocusProxy(self.passphrase)
        self._wait = QTimer(self)
        self._wait.setInterval(500)
        self._wait.timeout.connect(self._show_wait)

    def _on_unlock(self) -> None:
        typed = self.passphrase.text()
        if not typed or self._busy.isVisible() or self._tries.wait_seconds() > 0:
            return
        self._set_busy(busy=True)
        folder = self._folder
        self._background.run(lambda: _opened(folder, typed), self._on_opened, self._on_failed)

    def _on_opened(self, book: "Book") -> None:
        self._tries.right()
        self.passphrase.clear()
        self._set_busy(busy=False)
        self.unlocked.emit(book)

    def _on_failed(self, error: CrmError) -> None:
        self._set_busy(busy=False)
        self.problem.setText(error.text)
        self.passphrase.selectAll()
        self.passphrase.setFocus()
        if isinstance(error, WrongPassphraseError):
            self._tries.wrong()
            self._wait.start()

    def _show_wait(self) -> None:
        seconds = int(self._tries.wait_seconds() + 0.999)
        self.unlock_button.setEnabled(seconds <= 0)
        if seconds <= 0:
            self._wait.stop()
            self.unlock_button.setText(_("Unlock"))
        else:
            self.unlock_button.setText(_("Unlock in {seconds} s").format(seconds=seconds))

    def _set_busy(self, *, busy: bool) -> None:
        self._busy.setVisible(busy)
        # Nothing leads away from the page while a book is opened: it would be open, and nobody would have it.
        for widget in (self.passphrase, self.unlock_button, self.recovery_button, self.other_button):
            widget.setEnabled(not busy)
        if busy:
            self.problem.clear()


def _opened(folder: Path, typed: str) -> "Book":
    from desktop_crm.core.book import open_book  # noqa: PLC0415 - loads the database; the page does not wait for it

    return open_book(folder, typed)
