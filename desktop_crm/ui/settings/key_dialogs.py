"""Changing the passphrase, and making a new recovery key."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _
from desktop_crm.core.vault.errors import WeakPassphraseError
from desktop_crm.core.vault.passphrase import checked, suggest_passphrase
from desktop_crm.core.vault.vault import change_passphrase, renew_recovery_key
from desktop_crm.ui.framework.background import Background
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.operations import Progress
from desktop_crm.ui.framework.sheet_dialog import SheetDialog
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.unlock.password_edit import PassphraseEdit
from desktop_crm.ui.unlock.recovery_page import RecoverySheetPage
from desktop_crm.ui.widgets.cards import button
from desktop_crm.ui.widgets.labels import label


class KeyDialog(SheetDialog):
    """A dialog of passphrase fields and one button that works for about a second."""

    def __init__(
        self, context: Context, parent: QWidget | None, title: str, action: str, height: int, *, danger: bool = False
    ) -> None:
        super().__init__(context, parent, title, 480, height)
        self._working = False
        self.stack = QStackedWidget()
        first = QWidget()
        self.form = QVBoxLayout(first)
        self.form.setContentsMargins(0, 0, 0, 0)
        self.form.setSpacing(context.theme.px(12))
        self.stack.addWidget(first)
        self.body.addWidget(self.stack)
        self.cancel_button = self.add_button(_("Cancel"), self.reject)
        self.go_button = self.add_button(action, self._on_go, "danger" if danger else "primary")

    def _field(self, name: str) -> PassphraseEdit:
        field = PassphraseEdit(name, self.context.theme)
        title = label(name, "caption")
        title.setBuddy(field)
        field.entered.connect(self._on_go)
        field.textEdited.connect(self._on_edited)
        box = QVBoxLayout()
        box.setSpacing(self.context.theme.px(4))
        box.addWidget(title)
        box.addWidget(field)
        self.form.addLayout(box)
        return field

    def _on_edited(self) -> None:
        self.go_button.setEnabled(not self._working and not self.problem())
        self.say("")

    def problem(self) -> str:
        """Why the button cannot be pressed yet; empty when it can."""
        raise NotImplementedError

    def go(self) -> None:
        """Do the work."""
        raise NotImplementedError

    def _on_go(self) -> None:
        if self._working:
            return
        if problem := self.problem():
            self.say(problem, Tone.RED)
            return
        self.go()

    def _work(self, work: Callable[[Progress], str], then: Callable[[str], None]) -> None:
        self._working = True
        self.go_button.setEnabled(False)
        self.show_progress(0, 0)
        self.context.operations.run(self, work, then, failed=self._on_failed)

    def _end(self) -> None:
        self._working = False
        self.progress.hide()
        self.go_button.setEnabled(True)

    def _on_failed(self, error: CrmError) -> None:
        self._end()
        self.say_error(error)

    def reject(self) -> None:
        if not self._working:
            super().reject()


class PassphraseDialog(KeyDialog):
    """Lets another passphrase open the book."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        super().__init__(context, parent, _("Change passphrase"), _("Change passphrase"), 380)
        self.old = self._field(_("Present passphrase"))
        self.old.setFocus()
        self.new = self._field(_("New passphrase"))
        self.again = self._field(_("Passphrase once more"))
        suggest = QHBoxLayout()
        suggest.addWidget(label(_("At least 12 characters, or five words."), "caption"))
        suggest.addStretch(1)
        suggest.addWidget(button(_("Suggest one"), self._on_suggest, "quiet"))
        self.form.addLayout(suggest)
        self.form.addStretch(1)
        self._on_edited()

    def problem(self) -> str:
        try:
            checked(self.new.text())
        except WeakPassphraseError as error:
            return error.message
        if self.new.text() != self.again.text():
            return _("The two passphrases are not the same.")
        return "" if self.old.text() else _("Type the present passphrase.")

    def go(self) -> None:
        self._work(partial(_changed, self.context, self.old.text(), self.new.text()), self._on_changed)

    def _on_suggest(self) -> None:
        words = suggest_passphrase()
        for field in (self.new, self.again):
            field.setText(words)
            field.setEchoMode(QLineEdit.EchoMode.Normal)
        self._on_edited()

    def _on_changed(self, _nothing: str) -> None:
        self._end()
        self.context.messages.toast(_("From now on the new passphrase opens the book. The recovery key stays."))
        self.accept()


class RecoveryKeyDialog(KeyDialog):
    """Makes a new recovery key and shows it this once."""

    def __init__(self, context: Context, parent: QWidget | None) -> None:
        super().__init__(context, parent, _("New recovery key"), _("Make a new key"), 300)
        self._sheet: RecoverySheetPage | None = None
        self._background = Background()
        text = _("For a sheet that was lost or seen by others. The old recovery key opens nothing any more afterwards.")
        self.form.addWidget(label(text, wrap=True))
        self.passphrase = self._field(_("Present passphrase"))
        self.passphrase.setFocus()
        self.form.addStretch(1)
        self.finished.connect(self._background.close)
        self._on_edited()

    def problem(self) -> str:
        return "" if self.passphrase.text() else _("Type the present passphrase.")

    def go(self) -> None:
        self._work(partial(_renewed, self.context, self.passphrase.text()), self._on_renewed)

    def _on_renewed(self, key: str) -> None:
        self._end()
        self._sheet = RecoverySheetPage(key, self.context.book.vault.folder, self.context.theme, self._background)
        self._sheet.done.connect(self.accept)
        self.stack.addWidget(self._sheet)
        self.stack.setCurrentWidget(self._sheet)
        self.go_button.hide()
        self.cancel_button.hide()
        self.resize(self.width(), self.context.theme.px(520))

    def reject(self) -> None:
        if self._sheet is not None:  # the old key is void: this one must not vanish unread
            self.say(_("Print the key or write it down, then go on."), Tone.AMBER)
        else:
            super().reject()


def _changed(context: Context, old: str, new: str, _progress: Progress) -> str:
    change_passphrase(context.book.vault, old, new)
    return ""


def _renewed(context: Context, passphrase: str, _progress: Progress) -> str:
    return renew_recovery_key(context.book.vault, passphrase)
