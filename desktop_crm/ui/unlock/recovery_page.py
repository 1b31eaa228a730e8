"""The recovery sheet of a new book, and the way in with it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QCheckBox, QFileDialog, QLabel, QProgressBar, QWidget

from desktop_crm.core.documents.recovery_sheet import recovery_sheet
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _
from desktop_crm.core.vault.files import write_durably
from desktop_crm.core.vault.vault import unlock_with_recovery
from desktop_crm.ui.framework.background import Background
from desktop_crm.ui.framework.messages import Messages
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.unlock.password_edit import PassphraseEdit
from desktop_crm.ui.widgets.cards import Card, button, centered
from desktop_crm.ui.widgets.inputs import LineEdit
from desktop_crm.ui.widgets.labels import label

_CARD_WIDTH = 480


class RecoverySheetPage(QWidget):
    """Shows the recovery key this once. Signals: `done()` when the user says that it is kept."""

    done = Signal()

    def __init__(self, recovery_key: str, folder: Path, theme: Theme, background: Background) -> None:
        super().__init__()
        self.setObjectName("page")
        self._key, self._folder, self._background = recovery_key, folder, background
        self._messages = Messages(self)
        card = Card()
        card.setFixedWidth(theme.px(_CARD_WIDTH))
        card.body.setContentsMargins(theme.px(28), theme.px(24), theme.px(28), theme.px(24))
        card.body.setSpacing(theme.px(12))
        card.body.addWidget(label(_("Your recovery key"), "pageTitle"))
        text = _("It opens the book when the passphrase is forgotten. It is shown once: keep it apart from the laptop.")
        card.body.addWidget(label(text, wrap=True))
        groups = recovery_key.split("-")
        shown = QLabel("\n".join("  ".join(groups[start : start + 3]) for start in range(0, len(groups), 3)))
        shown.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        shown.setProperty("role", "section")
        shown.setAccessibleName(_("Recovery key"))
        shown.setAccessibleDescription(recovery_key)
        card.body.addWidget(shown)
        self.save_button = button(_("Save as PDF to print"), self._on_save)
        card.body.addWidget(self.save_button)
        self.kept = QCheckBox(_("I have printed it or written it down."))
        card.body.addWidget(self.kept)
        self.go_on = button(_("Go on"), self.done.emit, "primary")
        self.go_on.setEnabled(False)
        self.kept.toggled.connect(self.go_on.setEnabled)
        card.body.addWidget(self.go_on)
        centered(self, card)
        self.setFocusProxy(self.save_button)

    def _on_save(self) -> None:
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Save as PDF to print"), _("recovery key.pdf"), "PDF (*.pdf)"
        )
        if name:
            key, folder, target = self._key, self._folder, Path(name)
            self._background.run(
                lambda: write_durably(target, recovery_sheet(key, folder).pdf), lambda _none: None, self._messages.error
            )


class RecoverPage(QWidget):
    """Opens a book with its recovery key. Signals: `recovered(new_recovery_key)`, `back_requested()`."""

    recovered = Signal(str)
    back_requested = Signal()

    def __init__(self, folder: Path, theme: Theme, background: Background) -> None:
        super().__init__()
        self.setObjectName("page")
        self._folder, self._background = folder, background
        card = Card()
        card.setFixedWidth(theme.px(_CARD_WIDTH))
        card.body.setContentsMargins(theme.px(28), theme.px(24), theme.px(28), theme.px(24))
        card.body.setSpacing(theme.px(8))
        card.body.addWidget(label(_("Use the recovery key"), "pageTitle"))
        self.key = LineEdit()
        self.passphrase = PassphraseEdit(_("New passphrase"), theme)
        self.again = PassphraseEdit(_("Passphrase once more"), theme)
        for text, field in (
            (_("Recovery key"), self.key),
            (_("New passphrase"), self.passphrase),
            (_("Passphrase once more"), self.again),
        ):
            name = label(text, "caption")
            name.setBuddy(field)
            field.setAccessibleName(text)
            field.entered.connect(self._on_recover)
            card.body.addWidget(name)
            card.body.addWidget(field)
        self.problem = label("", "problem", wrap=True)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setVisible(False)
        self.recover_button = button(_("Set new passphrase"), self._on_recover, "primary")
        for widget in (self.problem, self._busy, self.recover_button):
            card.body.addWidget(widget)
        self.back_button = button(_("Back"), self.back_requested.emit, "quiet")
        card.body.addWidget(self.back_button)
        centered(self, card)
        self.setFocusProxy(self.key)

    def _on_recover(self) -> None:
        if self._busy.isVisible():
            return
        if self.passphrase.text() != self.again.text():
            self.problem.setText(_("The two passphrases are not the same."))
            return
        self._set_busy(busy=True)
        folder, key, secret = self._folder, self.key.text(), self.passphrase.text()
        self._background.run(lambda: _recovered(folder, key, secret), self._on_recovered, self._on_failed)

    def _on_recovered(self, new_key: str) -> None:
        self._set_busy(busy=False)
        self.recovered.emit(new_key)

    def _on_failed(self, error: CrmError) -> None:
        self._set_busy(busy=False)
        self.problem.setText(error.text)

    def _set_busy(self, *, busy: bool) -> None:
        self._busy.setVisible(busy)
        self.back_button.setEnabled(not busy)  # who left the page now would never see the new recovery key


def _recovered(folder: Path, key: str, secret: str) -> str:
    vault, new_key = unlock_with_recovery(folder, key, secret)
    vault.close()
    return new_key
