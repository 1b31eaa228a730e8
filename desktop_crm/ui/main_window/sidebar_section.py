"""A titled group of lines in the sidebar whose order is the user's: by dragging, or with Alt and the arrow keys."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QVBoxLayout, QWidget

from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.main_window.sidebar import SidebarButton, SidebarPart
from desktop_crm.ui.widgets.labels import label


@dataclass(frozen=True, slots=True)
class Line:
    """What one line says."""

    key: str
    text: str
    icon: str
    count: int = 0


class _MovableLine(SidebarButton):
    """Signals: `dragged(y)` while it is dragged, `dropped()`, `stepped(-1 or 1)` by Alt and an arrow key,
    `menu_requested(position)`.
    """

    dragged = Signal(int)
    dropped = Signal()
    stepped = Signal(int)
    menu_requested = Signal(QPoint)

    def __init__(self, line: Line, theme: Theme) -> None:
        super().__init__(line.key, line.text, line.icon, theme)
        self.set_count(line.count, alarming=False)
        self._pressed_at: QPoint | None = None
        self._dragging = False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        here = event.position().toPoint()
        if self._pressed_at is None:
            super().mouseMoveEvent(event)
            return
        if (here - self._pressed_at).manhattanLength() >= QApplication.startDragDistance():
            self._dragging = True
            self.setDown(False)
        if self._dragging:
            self.dragged.emit(self.mapToParent(here).y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        dragging, self._dragging, self._pressed_at = self._dragging, False, None
        if dragging:
            self.setDown(False)
            self.dropped.emit()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alone = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.AltModifier
        if alone and event.key() in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.stepped.emit(-1 if event.key() == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        self.menu_requested.emit(event.globalPos() if by_mouse else self.mapToGlobal(self.rect().bottomLeft()))


class SidebarSection(SidebarPart):
    """Signals: `chosen(key)` when a line is clicked, `arranged(keys)` when the user moved one, `menu_requested(key,
    position)`. Lines in `group` are marked one at a time; without one they are never marked.
    """

    chosen = Signal(str)
    arranged = Signal(object)
    menu_requested = Signal(str, QPoint)

    def __init__(self, title: str, theme: Theme, group: QButtonGroup | None = None) -> None:
        super().__init__()
        self._theme, self._group, self._folded = theme, group, False
        self._lines: list[_MovableLine] = []
        self._shown: Sequence[Line] = ()
        self._title = label(title, "caption")
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(0)
        self._layout.addWidget(self._title)
        self.setAccessibleName(title)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()
        self.hide()

    @property
    def keys(self) -> list[str]:
        """The keys of the lines from top to bottom."""
        return [line.key for line in self._lines]

    def line(self, key: str) -> SidebarButton | None:
        """The line with this key."""
        return next((line for line in self._lines if line.key == key), None)

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines; where only figures differ from those shown, the lines stay."""
        if [(line.key, line.text) for line in lines] == [(line.key, line.text) for line in self._shown]:
            for made, line in zip(self._lines, lines, strict=True):
                made.set_count(line.count, alarming=False)
            self._shown = lines
            return
        focused = next((made.key for made in self._lines if made.hasFocus()), "")
        for made in self._lines:
            if self._group:
                self._group.removeButton(made)
            self._layout.removeWidget(made)
            made.hide()
            made.deleteLater()
        self._shown, self._lines = lines, [self._made(line) for line in lines]
        for made in self._lines:
            self._layout.addWidget(made)
            if made.key == focused:
                made.setFocus()
        self.setVisible(bool(lines))
        self.fold(self._folded)

    def mark(self, key: str) -> bool:
        """Whether there is such a line; it is marked then."""
        found = self.line(key)
        if found and found.isCheckable():
            found.setChecked(True)
        return found is not None

    def fold(self, folded: bool) -> None:  # noqa: FBT001 - a state
        self._folded = folded
        self._title.setVisible(not folded)
        for line in self._lines:
            line.folded = folded
            line.setToolTip(line.text())
            line.update()

    def _made(self, line: Line) -> _MovableLine:
        made = _MovableLine(line, self._theme)
        if self._group:
            made.setCheckable(True)
            self._group.addButton(made)
        made.clicked.connect(self._on_clicked)
        made.dragged.connect(self._on_dragged)
        made.dropped.connect(self._on_dropped)
        made.stepped.connect(self._on_stepped)
        made.menu_requested.connect(self._on_menu_requested)
        return made

    def _sender(self) -> _MovableLine:
        sender = self.sender()
        assert isinstance(sender, _MovableLine)  # noqa: S101 - only our lines are connected
        return sender

    def _on_clicked(self) -> None:
        self.chosen.emit(self._sender().key)

    def _on_menu_requested(self, position: QPoint) -> None:
        self.menu_requested.emit(self._sender().key, position)

    def _on_dragged(self, y: int) -> None:
        line = self._sender()
        others = [other for other in self._lines if other is not line]
        self._move(line, sum(other.geometry().center().y() < y for other in others))

    def _on_dropped(self) -> None:
        self.arranged.emit(self.keys)

    def _on_stepped(self, step: int) -> None:
        line = self._sender()
        place = self._lines.index(line) + step
        if 0 <= place < len(self._lines):
            self._move(line, place)
            line.setFocus()
            self.arranged.emit(self.keys)

    def _move(self, line: _MovableLine, place: int) -> None:
        if self._lines.index(line) == place:
            return
        self._lines.remove(line)
        self._lines.insert(place, line)
        self._shown = sorted(self._shown, key=lambda shown: self.keys.index(shown.key))
        self._layout.removeWidget(line)
        self._layout.insertWidget(place + 1, line)
        previous: QWidget = self._title
        for each in self._lines:
            QWidget.setTabOrder(previous, each)
            previous = each

    def _on_theme_changed(self) -> None:
        px = self._theme.px
        self._title.setContentsMargins(px(10), px(14), px(10), px(4))
