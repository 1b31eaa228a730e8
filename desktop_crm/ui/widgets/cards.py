"""A card: a panel with a line around it; and what an empty list shows."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop_crm.ui.widgets.labels import label


class Card(QFrame):
    """A panel with rounded corners; put things into `body`."""

    def __init__(self, title: str = "") -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(14, 12, 14, 12)
        self.body.setSpacing(6)
        if title:
            self.body.addWidget(label(title, "section"))


def button(text: str, act: Callable[[], None], role: str = "") -> QPushButton:
    """A button; roles are primary, danger and quiet."""
    made = QPushButton(text)
    made.setAutoDefault(True)  # Enter presses the button that has the focus
    if role:
        made.setProperty("role", role)
    made.clicked.connect(lambda _checked=False: act())
    return made


class EmptyState(QWidget):
    """What an empty list says: what belongs here, and the one button that fills it."""

    def __init__(self, text: str, action: str = "", act: Callable[[], None] | None = None) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        layout.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.setSpacing(12)
        sentence = label(text, "soft", wrap=True)
        sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout.addWidget(sentence)
        if act:
            fill = button(action, act, "primary")
            self.setFocusProxy(fill)
            layout.addWidget(fill, alignment=Qt.AlignmentFlag.AlignCenter)


def show_part(stack: QStackedLayout | QStackedWidget, index: int) -> None:
    """Show one part of a stack: a list, or what it says when it is empty. The focus goes with it, where Qt loses it."""
    before = stack.currentWidget()
    had_focus = before is not None and before.hasFocus()
    stack.setCurrentIndex(index)
    if had_focus:
        focus_part(stack)


def focus_part(stack: QStackedLayout | QStackedWidget) -> None:
    """Put the cursor into the part of a stack that is shown."""
    if part := stack.currentWidget():
        part.setFocus(Qt.FocusReason.ShortcutFocusReason)


def centered(page: QWidget, card: QWidget) -> None:
    """Put a card in the middle of a page that shows nothing else, a little above the true middle."""
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(card)
    row.addStretch(1)
    layout = QVBoxLayout(page)
    layout.addStretch(1)
    layout.addLayout(row)
    layout.addStretch(2)
