"""A layout that sets its widgets in a line and begins another where there is no more room."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget


class FlowLayout(QLayout):
    """Widgets one after another like words, centered within their line.

    A widget that expands sideways takes what is left of its line.
    """

    def __init__(self, parent: QWidget | None = None, spacing: int = 8) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)
        self._items: list[QLayoutItem] = []

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def insertWidget(self, index: int, widget: QWidget) -> None:
        """Put a widget at a place in the order."""
        self.addWidget(widget)
        self._items.insert(index, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arranged(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arranged(rect, move=True)

    def sizeHint(self) -> QSize:
        shown = [item.sizeHint() for item in self._items if not item.isEmpty()]
        width = sum(size.width() + self.spacing() for size in shown) - self.spacing()
        return self._with_margins(max(width, 0), max((size.height() for size in shown), default=0))

    def minimumSize(self) -> QSize:
        widest = max((item.minimumSize().width() for item in self._items if not item.isEmpty()), default=0)
        return self._with_margins(widest, max((item.minimumSize().height() for item in self._items), default=0))

    def _with_margins(self, width: int, height: int) -> QSize:
        margins = self.contentsMargins()
        return QSize(width + margins.left() + margins.right(), height + margins.top() + margins.bottom())

    def _arranged(self, whole: QRect, *, move: bool) -> int:
        """The height that the widgets need in this width."""
        rect = whole.marginsRemoved(self.contentsMargins())
        lines: list[list[QLayoutItem]] = [[]]
        left = 0
        for item in self._items:
            if item.isEmpty():
                continue
            width = item.sizeHint().width()
            if lines[-1] and left + width > rect.width():
                lines.append([])
                left = 0
            lines[-1].append(item)
            left += width + self.spacing()
        heights = [max((item.sizeHint().height() for item in line), default=0) for line in lines]
        total = sum(heights) + self.spacing() * (len(lines) - 1)
        if move:
            top = rect.top() + max(0, (rect.height() - total) // 2)
            for line, height in zip(lines, heights, strict=True):
                left = rect.left()
                for item in line:
                    size = item.sizeHint()
                    expands = bool(item.expandingDirections() & Qt.Orientation.Horizontal)
                    width = rect.right() + 1 - left if expands else min(size.width(), rect.width())
                    place = QPoint(left, top + (height - size.height()) // 2)
                    item.setGeometry(QRect(place, QSize(width, size.height())))
                    left += width + self.spacing()
                top += height + self.spacing()
        return self._with_margins(0, total).height()


def flowing(spacing: int = 8) -> tuple[QWidget, FlowLayout]:
    """A widget whose children flow, and its layout."""
    widget = QWidget()
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    policy.setHeightForWidth(True)
    widget.setSizePolicy(policy)
    return widget, FlowLayout(widget, spacing)
