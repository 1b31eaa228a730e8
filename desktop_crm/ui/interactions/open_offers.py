"""Open needs or requests of the customer beside the field that says which one a talk is about."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop_crm.ui.framework.field_editors import ReferenceEditor

_LONGEST_TITLE = 18


class OpenOffers(QWidget):
    """A few open records of the customer, each of which a click chooses in a field as long as that is empty."""

    def __init__(self, editor: ReferenceEditor) -> None:
        super().__init__()
        self._editor = editor
        self._asked = False
        self._made: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self.hide()
        editor.edited.connect(self._show)

    def ask(self, *, asked: bool) -> None:
        """Whether the field is asked for at all."""
        self._asked = asked
        self._show()

    def offer(self, records: Sequence[Any]) -> None:
        """Offer these needs or requests instead."""
        for old in self._made:
            self._row.removeWidget(old)
            old.deleteLater()
        self._made = [self._button(record) for record in records]
        self._show()

    def _button(self, record: Any) -> QPushButton:
        made = QPushButton(_short(record.title))
        made.setProperty("role", "pick")
        made.setAccessibleName(f"{self._editor.picker.line.accessibleName()}: {record.title}")
        made.setToolTip(record.title)
        made.setAutoDefault(False)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the field offers the same to the keyboard
        made.clicked.connect(partial(self._on_chosen, record.id))
        self._row.addWidget(made)
        return made

    def _show(self) -> None:
        self.setVisible(self._asked and self._editor.value() is None)

    def _on_chosen(self, record_id: int, *_checked: bool) -> None:
        self._editor.set_value(record_id)
        self._editor.edited.emit()


def _short(title: str) -> str:
    return title if len(title) <= _LONGEST_TITLE else f"{title[: _LONGEST_TITLE - 1]}…"
