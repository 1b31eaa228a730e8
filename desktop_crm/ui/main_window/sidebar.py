"""The sidebar: pages with their counts, and below them what is needed seldom."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.ui.look import tokens
from desktop_crm.ui.look.icons import icon
from desktop_crm.ui.look.theme import Theme

LOCK = "lock"  # the key of the one line that opens no page


class SidebarButton(QAbstractButton):
    """One line of the sidebar: icon, name and count; a red count asks for attention."""

    def __init__(self, key: str, text: str, icon_name: str, theme: Theme) -> None:
        super().__init__()
        self.key = key
        self._theme = theme
        self._count, self._alarming = 0, False
        self.folded = False
        self.setText(text)
        self.setAccessibleName(text)
        self.setIcon(icon(icon_name, theme))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # the sidebar says how wide it is
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_count(self, count: int, alarming: bool) -> None:  # noqa: FBT001 - a slot
        """Show a figure beside the name; none for 0."""
        self._count, self._alarming = count, alarming
        self.setAccessibleDescription(str(count) if count else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(tokens.SIDEBAR_WIDTH - 16), self._theme.px(34))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's name
        colors, px = self._theme.colors, self._theme.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self.rect().adjusted(0, 1, 0, -1)
        if self.isChecked() or self.underMouse() or self.hasFocus():
            painter.setPen(QColor(colors.accent if self.hasFocus() else colors.line))
            painter.setBrush(QColor(colors.panel) if self.isChecked() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(0, 0, -1, -1), px(6), px(6))
        size = px(16)
        left = (self.width() - size) // 2 if self.folded else px(10)
        self.icon().paint(painter, QRect(left, (self.height() - size) // 2, size, size))
        if self.folded:
            self._paint_dot(painter)
            return
        font = QFont(self.font())
        font.setBold(self.isChecked())
        painter.setFont(font)
        painter.setPen(QColor(colors.ink))
        text_area = area.adjusted(px(36), 0, -px(44 if self._count else 8), 0)
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, text_area.width())
        painter.drawText(text_area, Qt.AlignmentFlag.AlignVCenter, text)
        if self._count:
            self._paint_count(painter, area)

    def _paint_count(self, painter: QPainter, area: QRect) -> None:
        colors, px = self._theme.colors, self._theme.px
        painter.setFont(self._theme.font(tokens.CAPTION, bold=self._alarming))
        text = f"{self._count:,}" if self._count < 100_000 else "99,999+"
        if self._alarming:
            width = max(px(18), painter.fontMetrics().horizontalAdvance(text) + px(10))
            badge = QRect(area.right() - px(10) - width, area.center().y() - px(8), width, px(17))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colors.red))
            painter.drawRoundedRect(badge, px(8), px(8))
            painter.setPen(QColor(colors.panel))
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, text)
        else:
            painter.setPen(QColor(colors.soft))
            painter.drawText(
                area.adjusted(0, 0, -px(10), 0), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, text
            )

    def _paint_dot(self, painter: QPainter) -> None:
        if self._count and self._alarming:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.colors.red))
            painter.drawEllipse(QRect(self.width() - self._theme.px(14), self._theme.px(6), 7, 7))

    def enterEvent(self, event: QEvent) -> None:
        self.update()
        super().enterEvent(event)  # type: ignore[arg-type]  # the stub wants QEnterEvent

    def leaveEvent(self, event: QEvent) -> None:
        self.update()
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)


class SidebarPart(QWidget):
    """More lines in the sidebar, which fold with it."""

    def fold(self, folded: bool) -> None:  # noqa: FBT001 - a state
        """Show icons only, or names too."""
        raise NotImplementedError


class Sidebar(QFrame):
    """Signals: `chosen(key)` when a line is clicked."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self._theme = theme
        self._buttons: dict[str, SidebarButton] = {}
        self.group = QButtonGroup(self)
        self._sections: list[SidebarPart] = []
        self._middle = QVBoxLayout()
        self._layout = QVBoxLayout(self)
        self._layout.setSpacing(0)
        theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def fill(self, above: Iterable[tuple[str, str, str]], below: Iterable[tuple[str, str, str]]) -> None:
        """Add the lines: key, name and icon of each."""
        for entries in (above, below):
            for key, text, icon_name in entries:
                line = SidebarButton(key, text, icon_name, self._theme)
                line.setCheckable(key != LOCK)
                line.clicked.connect(self._on_clicked)
                if line.isCheckable():
                    self.group.addButton(line)
                self._buttons[key] = line
                self._layout.addWidget(line)
            if entries is above:
                self._layout.addWidget(self._scrolled(), 1)

    def _scrolled(self) -> QScrollArea:
        """The room between the pages and what is needed seldom."""
        content = QWidget()
        content.setLayout(self._middle)
        self._middle.setContentsMargins(0, 0, 0, 0)
        self._middle.setSpacing(0)
        self._middle.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        return area

    def add_part(self, part: SidebarPart) -> None:
        """Add lines below the pages."""
        self._sections.append(part)
        self._middle.insertWidget(self._middle.count() - 1, part)

    def mark(self, key: str) -> None:
        """Show which page is open."""
        if key in self._buttons and self._buttons[key].isCheckable():
            self._buttons[key].setChecked(True)

    def focus_marked(self) -> None:
        """Put the cursor on the line of the page that is open."""
        line = self.group.checkedButton() or next(iter(self._buttons.values()))
        line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def set_count(self, key: str, count: int, alarming: bool) -> None:  # noqa: FBT001 - passed on from a signal
        """Show a figure beside a page's name."""
        self._buttons[key].set_count(count, alarming)

    def fold(self, folded: bool) -> None:  # noqa: FBT001 - a state
        """Show icons only, or names too."""
        for line in self._buttons.values():
            line.folded = folded
            line.setToolTip(line.text() if folded else "")
            line.update()
        for part in self._sections:
            part.fold(folded)
        width = tokens.SIDEBAR_FOLDED_WIDTH if folded else tokens.SIDEBAR_WIDTH
        self.setFixedWidth(self._theme.px(width))

    def _on_clicked(self) -> None:
        line: QWidget = self.sender()  # type: ignore[assignment]  # only our buttons are connected
        if isinstance(line, SidebarButton):
            self.chosen.emit(line.key)

    def _on_theme_changed(self) -> None:
        margin = self._theme.px(8)
        self._layout.setContentsMargins(margin, margin, margin, margin)
        folded = any(line.folded for line in self._buttons.values())
        self.setFixedWidth(self._theme.px(tokens.SIDEBAR_FOLDED_WIDTH if folded else tokens.SIDEBAR_WIDTH))
