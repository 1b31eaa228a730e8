"""Input fields that know when an input method is composing, grow with their text, and leave the wheel to the page."""

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QCompleter,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QSizePolicy,
    QSpinBox,
    QWidget,
)

from desktop_crm.ui.look import tokens
from desktop_crm.ui.look.icons import icon
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.labels import restyle

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_KEYS_OF_COMPOSING = (
    *ENTER,
    Qt.Key.Key_Escape,
    Qt.Key.Key_Tab,
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_Left,
    Qt.Key.Key_Right,
    Qt.Key.Key_Backspace,
)


def field_height(theme: Theme) -> int:
    """The height of a one-line field with its border."""
    return theme.px(tokens.CONTROL_HEIGHT) + 2


def mark_invalid(widget: QWidget, *, invalid: bool) -> None:
    """Draw the frame of a field red, or plain again."""
    if bool(widget.property("invalid")) != invalid:
        widget.setProperty("invalid", invalid)
        restyle(widget)


def as_popup(completer: QCompleter, line: "LineEdit") -> QListView:
    """The list that a completer opens below a line, with the look of a menu."""
    popup = QListView()
    popup.setProperty("role", "popup")
    completer.setPopup(popup)
    line.popup = popup
    return popup


def is_composing(widget: QWidget | None = None) -> bool:
    """Whether an input method is composing in a widget, or in the one that has the focus."""
    asked = widget or QApplication.focusWidget()
    return isinstance(asked, LineEdit | TextEdit) and asked.composing


class LineEdit(QLineEdit):
    """One line. Signals: `entered()` for Enter outside of composing, `left()` when the focus goes.

    Qt emits `returnPressed` while an input method is composing, too; connect `entered` instead.
    """

    entered = Signal()
    left = Signal()

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.composing = False
        self.popup: QListView | None = None  # the list of a completer, which takes Enter while a line of it is chosen
        self.setTextMargins(-2, 0, -2, 0)  # Qt's own two pixels: every field shall begin at its padding

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._leaves_undo(event):
            event.ignore()
            return False
        return super().event(event)

    def _leaves_undo(self, event: QKeyEvent) -> bool:
        """Whether the key would take back or redo something, but nothing in this line: then it is the window's."""
        undoes, redoes = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo
        return (event.matches(undoes) and not self.isUndoAvailable()) or (
            event.matches(redoes) and not self.isRedoAvailable()
        )

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composing and event.key() in _KEYS_OF_COMPOSING:
            event.accept()
        elif event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._on_enter(event)
        else:
            super().keyPressEvent(event)

    def _on_enter(self, event: QKeyEvent) -> None:
        listed = self.popup is not None and self.popup.isVisible()
        event.ignore()  # as QLineEdit does: the list of a completer, or the dialog, may want it
        if self.popup and listed and self.popup.selectedIndexes():
            return
        if self.popup and listed:
            self.popup.hide()
            event.accept()  # or the completer takes the first line of its list, which nobody chose
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.composing = False
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class TextEdit(QPlainTextEdit):
    """Several lines of plain text, as high as the text within bounds; Tab goes on to the next field.

    One that `fills` takes the height there is, and no less than its `lines`.
    """

    left = Signal()

    def __init__(self, theme: Theme, lines: int = 1, most_lines: int = 10, *, fills: bool = False) -> None:
        super().__init__()
        self.composing = False
        self._theme, self._lines, self._most_lines, self._fills = theme, lines, most_lines, fills
        self.setTabChangesFocus(True)
        if not fills:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        expanding, fixed = QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        self.setSizePolicy(expanding, expanding if fills else fixed)
        self.textChanged.connect(self.fit)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self.composing = bool(event.preeditString())
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.composing and event.key() in _KEYS_OF_COMPOSING:
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.composing = False
        super().focusOutEvent(event)
        self.left.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.verticalScrollBar().maximum():
            super().wheelEvent(event)
        else:
            event.ignore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(200), self.height())

    def fit(self) -> None:
        """Take the height of the text."""
        if self._fills:
            self.setMinimumHeight(self._height_of(self._lines))
            return
        wanted = max(self._lines, int(self.document().size().height()))
        shown = min(wanted, self._most_lines)
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if wanted > shown else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)
        self.setFixedHeight(self._height_of(shown))

    def _height_of(self, lines: int) -> int:
        return field_height(self._theme) + (lines - 1) * self.fontMetrics().lineSpacing()

    def _on_theme_changed(self) -> None:
        self.document().setDocumentMargin(self._theme.px(tokens.STEP))
        self.fit()


class SpinBox(QSpinBox):
    """A whole number; the wheel scrolls the page, not the number."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class ComboBox(QComboBox):
    """A drop-down list with a chevron in the theme's color; the wheel scrolls the page, not the choice."""

    def __init__(self, theme: Theme, *, editable: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        if editable:
            self.setEditable(True)
            self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
            line = LineEdit()
            self.setLineEdit(line)
            completer = QCompleter(self.model(), self)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            as_popup(completer, line)
            self.setCompleter(completer)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        size = self._theme.px(14)
        corner = QPoint(self.width() - size - self._theme.px(8), (self.height() - size) // 2)
        painter = QPainter(self)
        icon("chevron-down", self._theme, Tone.SOFT).paint(painter, QRect(corner, QSize(size, size)))
