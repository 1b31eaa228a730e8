"""One of a few words, chosen by a click, an arrow key or a digit."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QPushButton, QWidget

from desktop_crm.ui.widgets.flow_layout import FlowLayout


class ChoiceChips(QWidget):
    """A row of chips of which one is chosen. Signals: `edited()` when the user chose another.

    Tab reaches the chosen one; arrows move the choice, a digit takes the chip at that place. An optional choice is
    taken away by a second click, or by Backspace.
    """

    edited = Signal()

    def __init__(self, name: str, choices: Iterable[tuple[str, str]], *, optional: bool = False) -> None:
        super().__init__()
        self._optional = optional
        self._chosen = ""
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        layout = FlowLayout(self, spacing=6)
        self.codes: list[str] = []
        for place, (code, text) in enumerate(choices):
            chip = QPushButton(text)
            chip.setProperty("role", "chip")
            chip.setCheckable(True)
            chip.setAutoDefault(False)
            chip.setAccessibleName(f"{name}: {text}")
            self._group.addButton(chip, place)
            self.codes.append(code)
            layout.addWidget(chip)
        self._group.idClicked.connect(self._on_clicked)

    def value(self) -> str:
        """The code of the chip that is chosen, nothing where none is."""
        place = self._group.checkedId()
        return self.codes[place] if place >= 0 else ""

    def set_value(self, code: str) -> None:
        """Choose a chip; one that is not there chooses none."""
        if code in self.codes:
            self._group.button(self.codes.index(code)).setChecked(True)
        elif checked := self._group.checkedButton():
            self._group.setExclusive(False)
            checked.setChecked(False)
            self._group.setExclusive(True)
        self._chosen = self.value()
        self.setFocusProxy(self._group.checkedButton() or self._group.button(0))

    def choose(self, place: int) -> None:
        """Choose the chip at a place, counted from 0; nothing happens where there is none."""
        if 0 <= place < len(self.codes) and self.codes[place] != self.value():
            self.set_value(self.codes[place])
            self.edited.emit()

    def button(self, code: str) -> QAbstractButton:
        """The chip of a code."""
        return self._group.button(self.codes.index(code))

    @property
    def buttons(self) -> list[QAbstractButton]:
        """The chips, in their order."""
        return self._group.buttons()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.key() - Qt.Key.Key_1
        if 0 <= digit < len(self.codes) and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.choose(digit)
            self.setFocus()
        elif self._optional and self._chosen and event.key() in {Qt.Key.Key_Backspace, Qt.Key.Key_Delete}:
            self._clear()
        else:
            super().keyPressEvent(event)

    def _on_clicked(self, place: int) -> None:
        if self._optional and self.codes[place] == self._chosen:
            self._clear()
            return
        self._chosen = self.codes[place]
        self.setFocusProxy(self._group.button(place))
        self.edited.emit()

    def _clear(self) -> None:
        self.set_value("")
        self.setFocus()
        self.edited.emit()
