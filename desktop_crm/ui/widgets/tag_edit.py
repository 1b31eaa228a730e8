"""Several words as chips, with a line to type the next one; known words are offered while typing."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QEvent, QMargins, QModelIndex, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QCompleter, QFrame, QPushButton, QSizePolicy

from desktop_crm.core.i18n import _, listed
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.widgets.flow_layout import FlowLayout
from desktop_crm.ui.widgets.inputs import ENTER, LineEdit, as_popup, field_height
from desktop_crm.ui.widgets.labels import restyle

_SEPARATORS = ",\uff0c、;\uff1b"  # with the wide forms of comma and semicolon


class _WordLine(LineEdit):
    """The line behind the chips. Backspace asks for the last chip to go; a click or Down offers the known words."""

    backspaced = Signal()
    asked = Signal()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if not self.text():
            self.asked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and not self.text() and not self.composing:
            self.backspaced.emit()
            event.accept()
        elif event.key() in ENTER and not self.composing and not self.text():
            event.ignore()  # nothing to add: the dialog decides
        elif event.key() == Qt.Key.Key_Down and not self.composing and not self.text():
            self.asked.emit()
            event.accept()
        else:
            super().keyPressEvent(event)


class TagEdit(QFrame):
    """Words as chips. Signals: `edited()` when the user added or removed one, or types.

    `known` are words to offer: the value kept for each, and what is shown for it. Other words are kept as typed,
    unless `closed`.
    """

    edited = Signal()

    def __init__(
        self, theme: Theme, name: str, known: Mapping[str, str] | None = None, *, closed: bool = False
    ) -> None:
        super().__init__()
        self._theme = theme
        self._known: dict[str, str] = dict(known or {})
        self._closed = closed
        self._values: list[str] = []
        self._chips: list[QPushButton] = []
        self.setProperty("role", "field")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)  # more lines where chips wrap
        self._layout = FlowLayout(self, spacing=4)
        self.line = _WordLine()
        self.line.setProperty("role", "bare")
        self.line.setAccessibleName(name)
        self.line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._layout.addWidget(self.line)
        self.setFocusProxy(self.line)
        self._model = QStringListModel()
        completer = QCompleter(self._model, self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        as_popup(completer, self.line)
        self.line.setCompleter(completer)
        completer.activated[QModelIndex].connect(self._on_completed)  # type: ignore[index]  # stubs lack overloads
        self.line.entered.connect(self.take_typed)
        self.line.left.connect(self.take_typed)
        self.line.backspaced.connect(self._on_backspaced)
        self.line.asked.connect(self._on_asked)
        self.line.textEdited.connect(self._on_text_edited)
        self.line.installEventFilter(self)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self._offer()

    def values(self) -> tuple[str, ...]:
        """The words, in their order; a word still being typed counts."""
        typed = [self._value_of(word) for word in self._words_typed()]
        return tuple(dict.fromkeys([*self._values, *(value for value in typed if value)]))

    def set_values(self, values: Iterable[str]) -> None:
        """Show these words and nothing typed."""
        self.line.clear()
        self._values = list(dict.fromkeys(values))
        self._show()

    def offer(self, known: Mapping[str, str]) -> None:
        """Exchange the words that are offered."""
        self._known = dict(known)
        self._offer()

    def take_typed(self) -> None:
        """Make chips of what stands in the line."""
        words = self._words_typed()
        if not words:
            return
        self.line.setText("".join(word for word in words if not self._value_of(word)))
        self._add(value for word in words if (value := self._value_of(word)))

    def unknown_word(self) -> str:
        """A word in the line that a closed list does not know, or nothing."""
        return next((word for word in self._words_typed() if not self._value_of(word)), "")

    def _words_typed(self) -> list[str]:
        text = self.line.text()
        for separator in _SEPARATORS:
            text = text.replace(separator, "\n")
        return [word.strip() for word in text.split("\n") if word.strip()]

    def _value_of(self, word: str) -> str:
        """What is kept for a word that was typed, nothing when it may not be kept."""
        for value, shown in self._known.items():
            if word.casefold() in {value.casefold(), shown.casefold()}:
                return value
        return "" if self._closed else word

    def _add(self, values: Iterable[str]) -> None:
        before = len(self._values)
        self._values = list(dict.fromkeys([*self._values, *values]))
        if len(self._values) != before:
            self._show()
        self.edited.emit()

    def _show(self) -> None:
        for chip in self._chips:
            self._layout.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = []
        for position, value in enumerate(self._values):
            shown = self._known.get(value, value)
            chip = QPushButton(f"{shown}  ×")
            chip.setProperty("role", "tag")
            chip.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            chip.setAccessibleName(_("Remove {word}").format(word=shown))
            chip.setToolTip(_("Remove {word}").format(word=shown))
            chip.setProperty("word", value)
            chip.clicked.connect(self._on_chip_clicked)
            self._layout.insertWidget(position, chip)
            self._chips.append(chip)
            chip.show()
        self.line.setPlaceholderText("+" if self._values else "")
        self.line.setAccessibleDescription(listed(self._known.get(value, value) for value in self._values))
        self._offer()
        self.updateGeometry()

    def _offer(self) -> None:
        self._model.setStringList([shown for value, shown in self._known.items() if value not in self._values])

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self.line and event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.setProperty("focused", event.type() == QEvent.Type.FocusIn)
            restyle(self)
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.line.setFocus()
        super().mousePressEvent(event)

    def _on_text_edited(self, text: str) -> None:
        if text and text[-1] in _SEPARATORS and not self.line.composing:
            self.take_typed()
        else:
            self.edited.emit()

    def _on_completed(self, index: QModelIndex) -> None:
        shown = str(index.data())
        value = next((value for value, label in self._known.items() if label == shown), shown)
        self.line.clear()
        self._add([value])
        QTimer.singleShot(0, self.line, self.line.clear)  # the completer writes its word after this

    def _on_asked(self) -> None:
        if self._model.rowCount():
            self.line.completer().setCompletionPrefix("")
            self.line.completer().complete()

    def _on_backspaced(self) -> None:
        if self._values:
            self._values.pop()
            self._show()
            self.edited.emit()

    def _on_chip_clicked(self) -> None:
        self._values.remove(self.sender().property("word"))
        self._show()
        self.line.setFocus()
        self.edited.emit()

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._layout.setContentsMargins(QMargins(px(8), px(3), px(4), px(3)))
        self.setMinimumHeight(field_height(self._theme))
        self.line.setMinimumWidth(px(60))
