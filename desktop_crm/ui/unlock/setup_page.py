"""Setting up a customer book: language and name, passphrase, recovery key; three steps at most (habit 41)."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QProgressBar, QWidget

from desktop_crm.core import book as books
from desktop_crm.core.book import Book
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _, language
from desktop_crm.core.vault.errors import WeakPassphraseError
from desktop_crm.core.vault.passphrase import checked, suggest_passphrase
from desktop_crm.core.vault.synchronized import synchronized_folder
from desktop_crm.ui.framework.background import Background
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.unlock.password_edit import PassphraseEdit
from desktop_crm.ui.widgets.cards import Card, button, centered
from desktop_crm.ui.widgets.inputs import ComboBox, LineEdit
from desktop_crm.ui.widgets.labels import label

_CARD_WIDTH = 480
_LANGUAGES = {"zh": "简体中文", "en": "English"}


class SetupPage(QWidget):
    """Signals: `made(Book, recovery_key)`, `language_chosen(code)`, `existing_requested()`."""

    made = Signal(object, str)
    language_chosen = Signal(str)
    existing_requested = Signal()

    def __init__(self, folder: Path, user_name: str, theme: Theme, background: Background) -> None:
        super().__init__()
        self.setObjectName("page")
        self._folder, self._background = folder, background
        self._languages = self._language_choice(theme)
        self.user_name = LineEdit(user_name)
        self.passphrase = PassphraseEdit(_("Passphrase"), theme)
        self.again = PassphraseEdit(_("Passphrase once more"), theme)
        self.problem = label("", "problem", wrap=True)
        self._warning = label(_("Without passphrase and recovery key the data is gone for good."), wrap=True)
        self.understood = QCheckBox(_("I understand"))
        self.understood.setAccessibleDescription(self._warning.text())
        self.understood.toggled.connect(self._on_edited)
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setVisible(False)
        self.make_button = button(_("Create customer book"), self._on_make, "primary")
        self.existing_button = button(_("Open an existing book"), self.existing_requested.emit, "quiet")
        self._lay_out(theme)
        self.setFocusProxy(self.passphrase)
        self._on_edited()

    def _language_choice(self, theme: Theme) -> ComboBox:
        languages = ComboBox(theme)
        languages.setAccessibleName(_("Language"))
        for code, own_name in _LANGUAGES.items():
            languages.addItem(own_name, code)
        languages.setCurrentIndex(languages.findData(language()))
        languages.currentIndexChanged.connect(self._on_language)
        return languages

    def _lay_out(self, theme: Theme) -> None:
        card = Card()
        card.setFixedWidth(theme.px(_CARD_WIDTH))
        card.body.setContentsMargins(theme.px(28), theme.px(24), theme.px(28), theme.px(24))
        card.body.setSpacing(theme.px(8))
        head = QHBoxLayout()
        head.addWidget(label(_("Set up your customer book"), "pageTitle"))
        head.addStretch(1)
        head.addWidget(self._languages)
        card.body.addLayout(head)
        card.body.addWidget(
            label(_("Everything stays on this computer, encrypted with your passphrase."), "soft", wrap=True)
        )
        for text, field in (
            (_("Your name, as it stands in records and on paper"), self.user_name),
            (_("Passphrase"), self.passphrase),
            (_("Passphrase once more"), self.again),
        ):
            name = label(text, "caption")
            name.setBuddy(field)
            field.setAccessibleName(text)
            field.textEdited.connect(self._on_edited)
            field.entered.connect(self._on_make)
            card.body.addWidget(name)
            card.body.addWidget(field)
        suggest = QHBoxLayout()
        suggest.addWidget(label(_("At least 12 characters, or five words."), "caption"))
        suggest.addStretch(1)
        suggest.addWidget(button(_("Suggest one"), self._on_suggest, "quiet"))
        card.body.addLayout(suggest)
        shown = (self.problem, self._warning, self.understood, self._busy, self.make_button, self.existing_button)
        for widget in shown:
            card.body.addWidget(widget)
        card.body.addWidget(label(_where(self._folder), "caption", wrap=True))
        centered(self, card)

    def _problem(self) -> str:
        """Why the book cannot be made yet; empty when it can."""
        try:
            checked(self.passphrase.text())
        except WeakPassphraseError as error:
            return error.message
        if self.passphrase.text() != self.again.text():
            return _("The two passphrases are not the same.")
        return ""

    def _on_edited(self, *_args: object) -> None:
        problem = self._problem()
        self.problem.setText(problem if self.passphrase.text() and (self.again.text() or "\n" in problem) else "")
        making = not self._busy.isHidden()
        self.make_button.setEnabled(not problem and self.understood.isChecked() and not making)
        # Nothing leads away from the page while a book is made: its recovery key would never be seen.
        for way_out in (self._languages, self.existing_button):
            way_out.setEnabled(not making)

    def _on_suggest(self) -> None:
        words = suggest_passphrase()
        for field in (self.passphrase, self.again):
            field.setText(words)
            field.setEchoMode(QLineEdit.EchoMode.Normal)
        self._on_edited()

    def _on_language(self) -> None:
        self.language_chosen.emit(self._languages.currentData())

    def _on_make(self) -> None:
        if not self.make_button.isEnabled():
            return
        self._busy.setVisible(True)
        self._on_edited()
        folder, secret, name = self._folder, self.passphrase.text(), self.user_name.text().strip()
        self._background.run(lambda: books.make(folder, secret, name), self._on_made, self._on_failed)

    def _on_made(self, answer: tuple[Book, str]) -> None:
        self._busy.setVisible(False)
        self.made.emit(*answer)

    def _on_failed(self, error: CrmError) -> None:
        self._busy.setVisible(False)
        self._on_edited()
        self.problem.setText(error.text)


def _where(folder: Path) -> str:
    where = _("It will lie in {folder}").format(folder=folder)
    if service := synchronized_folder(folder):
        where += "\n" + _(
            "This folder is synchronized by {service}. Two computers writing at once can damage the book."
        ).format(service=service)
    return where
