"""Short entries typed one after another, each of one of two sides, perhaps with a date in words: promises, needs."""

from collections.abc import Sequence
from datetime import UTC
from typing import NamedTuple

from PySide6.QtCore import QMargins, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.core import clock
from desktop_crm.core.calendar.words import read_words
from desktop_crm.core.calendar.words.render import short
from desktop_crm.core.i18n import _, language, listed
from desktop_crm.core.values.moment import Moment, whole_day
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.flow_layout import FlowLayout
from desktop_crm.ui.widgets.inputs import ENTER, LineEdit, field_height
from desktop_crm.ui.widgets.labels import chip, set_tone
from desktop_crm.ui.widgets.moment_edit import date_in_full


class Side(NamedTuple):
    """One of the sides: what is kept for it, what is shown, and words that choose it where an entry begins with one."""

    code: str
    title: str
    tone: Tone
    words: Sequence[str] = ()


class Entry(NamedTuple):
    """One entry: the code of its side, its words without the date, and the date."""

    side: str
    text: str
    at: Moment | None = None


class _EntryLine(LineEdit):
    """The line behind the entries. Backspace where it is empty asks for the last one, Up and Down change the side."""

    backspaced = Signal()
    turned = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Backspace and not self.text() and not self.composing:
            self.backspaced.emit()
            event.accept()
        elif event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down} and not self.composing:
            self.turned.emit()
            event.accept()
        elif event.key() in ENTER and not self.composing and not self.text():
            event.ignore()  # nothing to add: the dialog decides
        else:
            super().keyPressEvent(event)


class EntryEdit(QWidget):
    """Signals: `edited()` when the user added or removed an entry, or types.

    Enter makes an entry of what stands in the line, Backspace in the empty line takes the last one back to be changed.
    Up, Down or the button before the line changes the side of what is typed next, or a word with which it begins.
    """

    edited = Signal()

    def __init__(self, theme: Theme, name: str, sides: Sequence[Side], placeholder: str = "") -> None:
        super().__init__()
        self._theme, self._sides, self._placeholder = theme, tuple(sides), placeholder
        self._side = self._sides[0]
        self._entries: list[Entry] = []
        self._shown: list[QWidget] = []
        self._frame = QFrame()
        self._frame.setProperty("role", "field")
        self._frame.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._flow = FlowLayout(self._frame, spacing=4)
        self.side_button = QPushButton()
        self.side_button.setProperty("role", "chip")
        self.side_button.setAutoDefault(False)
        self.side_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Up and Down do the same from the line
        self.side_button.clicked.connect(self._on_side)
        self.line = _EntryLine()
        self.line.setProperty("role", "bare")
        self.line.setAccessibleName(name)
        self.line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        typing = QWidget()  # the button stays with its line where entries wrap
        typing.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(typing)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.side_button)
        row.addWidget(self.line, 1)
        self._flow.addWidget(typing)
        self.resolved = QLabel()
        self.resolved.setProperty("role", "caption")
        self.resolved.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self._frame)
        layout.addWidget(self.resolved)
        self.setFocusProxy(self.line)
        self.line.entered.connect(self.take_typed)
        self.line.left.connect(self.take_typed)
        self.line.backspaced.connect(self._on_backspaced)
        self.line.turned.connect(self._on_side)
        self.line.textEdited.connect(self._on_text_edited)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self._show()

    def values(self) -> tuple[Entry, ...]:
        """The entries, in their order; what still stands in the line counts."""
        typed = self._typed()
        return (*self._entries, typed) if typed else tuple(self._entries)

    def set_values(self, entries: Sequence[Entry]) -> None:
        """Show these entries and nothing typed."""
        self.line.clear()
        self._entries = list(entries)
        self._show()

    def set_placeholder(self, text: str) -> None:
        """Show other words while there is neither an entry nor anything typed."""
        self._placeholder = text
        self.line.setPlaceholderText("" if self._entries else text)

    def take_typed(self) -> None:
        """Make an entry of what stands in the line."""
        typed = self._typed()
        if typed:
            self.line.clear()
            self._entries.append(typed)
            self._show()
            self.edited.emit()

    def _typed(self) -> Entry | None:
        text, side = self.line.text().strip(), self._side
        for each in self._sides:
            for word in each.words:
                if text.casefold().startswith(word.casefold()):
                    text, side = text[len(word) :].lstrip(" :\uff1a"), each
                    break
        if not text:
            return None
        reading = read_words(text, clock.now(), clock.zone())
        if reading.moment is None or not reading.rest.strip():
            return Entry(side.code, text)
        local, zone = reading.moment, clock.zone()
        at = whole_day(local.date(), zone) if reading.all_day else Moment(local.astimezone(UTC), zone.key)
        return Entry(side.code, reading.rest.strip(), at)

    def _show(self) -> None:
        for shown in self._shown:
            self._flow.removeWidget(shown)
            shown.hide()
            shown.deleteLater()
        self._shown = []
        for place, entry in enumerate(self._entries):
            shown = self._made(entry)
            self._flow.insertWidget(place, shown)
            shown.show()
            self._shown.append(shown)
        self.line.setPlaceholderText("" if self._entries else self._placeholder)
        self.line.setAccessibleDescription(listed(self._words(entry) for entry in self._entries))
        self._show_side()
        self._show_resolved()
        self._frame.updateGeometry()
        self.updateGeometry()

    def _made(self, entry: Entry) -> QWidget:
        side = next((side for side in self._sides if side.code == entry.side), self._sides[0])
        holder = QWidget()
        layout = QHBoxLayout(holder)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(chip(side.title, side.tone))
        words = self._words(entry)
        made = QPushButton(f"{words}  ×")
        made.setProperty("role", "tag")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setAccessibleName(_("Remove {word}").format(word=words))
        made.setToolTip(_("Remove {word}").format(word=words))
        made.setProperty("entry", len(self._shown))
        made.clicked.connect(self._on_removed)
        layout.addWidget(made)
        return holder

    @staticmethod
    def _words(entry: Entry) -> str:
        if entry.at is None:
            return entry.text
        at = entry.at.local() if entry.at.all_day else entry.at.at
        return f"{entry.text} · {short(at, clock.now(), clock.zone(), language(), all_day=entry.at.all_day)}"

    def _show_side(self) -> None:
        self.side_button.setText(self._side.title)
        self.side_button.setAccessibleName(f"{self.line.accessibleName()}: {self._side.title}")
        self.side_button.setToolTip(_("Change the side: Up or Down in the field"))

    def _show_resolved(self) -> None:
        typed = self._typed()
        text = f"→ {date_in_full(typed.at)}" if typed and typed.at else ""
        self.resolved.setText(text)
        self.resolved.setVisible(bool(text))
        set_tone(self.resolved, Tone.GREEN)

    def _on_side(self) -> None:
        place = self._sides.index(self._side)
        self._side = self._sides[(place + 1) % len(self._sides)]
        self._show_side()

    def _on_text_edited(self) -> None:
        self._show_resolved()
        self.edited.emit()

    def _on_backspaced(self) -> None:
        if not self._entries:
            return
        entry = self._entries.pop()
        self._side = next((side for side in self._sides if side.code == entry.side), self._side)
        self._show()
        self.line.setText(self._words(entry).replace(" · ", " "))
        self._show_resolved()
        self.edited.emit()

    def _on_removed(self) -> None:
        del self._entries[self.sender().property("entry")]
        self._show()
        self.line.setFocus()
        self.edited.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.line.setFocus()
        super().mousePressEvent(event)

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._flow.setContentsMargins(QMargins(px(8), px(3), px(4), px(3)))
        self._frame.setMinimumHeight(field_height(self._theme))
        self.line.setMinimumWidth(px(120))
