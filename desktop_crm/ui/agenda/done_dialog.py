"""Asks what came of a follow-up, and what comes next."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop_crm.core.i18n import _
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.widgets.cards import button
from desktop_crm.ui.widgets.inputs import TextEdit, is_composing
from desktop_crm.ui.widgets.labels import label

_LINES = 3


class DoneDialog(QDialog):
    """Signals: `confirmed(result)`, with the text as typed, perhaps empty."""

    confirmed = Signal(str)

    def __init__(self, title: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Done"))
        self.setMinimumWidth(theme.px(460))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 16)
        layout.setSpacing(8)
        layout.addWidget(label(title, "section", wrap=True))
        caption = label(_("What came of it"), "caption")
        self.result_edit = TextEdit(theme, lines=_LINES)
        self.result_edit.setAccessibleName(_("What came of it"))
        caption.setBuddy(self.result_edit)
        layout.addWidget(caption)
        layout.addWidget(self.result_edit)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(_("Cancel"), self.reject))
        row.addWidget(button(_("Done") + "  Ctrl ↵", self._on_confirmed, "primary"))
        layout.addLayout(row)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._on_confirmed)

    def _on_confirmed(self) -> None:
        if is_composing():
            return
        self.confirmed.emit(self.result_edit.toPlainText().strip())
        self.accept()
