"""A table whose first column can stay in sight while the others scroll sideways below it (habit 29)."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyle, QStyleOptionViewItem, QTableView

_FIRST = 0  # the column, which also stands first: it cannot be moved

Index = QModelIndex | QPersistentModelIndex


class FreezableTable(QTableView):
    """Qt's own example lays a second view over the first. Here one view paints its first column once more, at its
    left edge, and finds it there: rows, selection, keys and editors are one by nature, and 100,000 rows cost nothing.
    """

    _heading: "_Heading | None" = None  # Qt asks while the table is still being made

    @property
    def is_frozen(self) -> bool:
        """Whether the first column stays in sight."""
        return self._heading is not None

    def freeze(self, *, on: bool) -> None:
        """Let the first column stay in sight, or scroll with the others; the table begins at its left edge again."""
        if on == self.is_frozen:
            return
        self.horizontalScrollBar().setValue(0)  # which counts columns or pixels
        if self._heading is None:
            self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)  # a column would go as a whole
            self._heading = _Heading(self.horizontalHeader())
            self._heading.show()
        else:
            self._heading.hide()
            self._heading.deleteLater()
            self._heading = None
            self.resetHorizontalScrollMode()
        self.viewport().update()

    def left_of(self, column: int) -> int:
        """How far to the left a cell of this column can be seen, in pixels of the viewport."""
        return self.columnWidth(_FIRST) if self.is_frozen and column != _FIRST else 0

    # Where things are

    def indexAt(self, pos: QPoint) -> QModelIndex:
        if self.is_frozen and 0 <= pos.x() < self.columnWidth(_FIRST):
            row = self.rowAt(pos.y())
            return self.model().index(row, _FIRST) if row >= 0 else QModelIndex()
        return super().indexAt(pos)

    def visualRect(self, index: Index) -> QRect:
        rect = super().visualRect(index)
        if self.is_frozen and index.column() == _FIRST and not rect.isNull():
            rect.moveLeft(0)
        return rect

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Sideways only for a column that scrolls, and so far that the first one does not cover it."""
        across = self.horizontalScrollBar()
        before = across.value()
        super().scrollTo(index, hint)
        if self.is_frozen and index.column() == _FIRST:
            across.setValue(before)
        elif self.is_frozen:
            covered = self.columnWidth(_FIRST) - self.columnViewportPosition(index.column())
            across.setValue(across.value() - max(covered, 0))

    # How it looks

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Qt moves what is painted: the first column was there, and is to be where it was."""
        super().scrollContentsBy(dx, dy)
        if self.is_frozen and dx:
            self.viewport().update(0, 0, self.columnWidth(_FIRST) + max(dx, 0), self.viewport().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.is_frozen:
            return
        width = self.columnWidth(_FIRST)
        painter = QPainter(self.viewport())
        for row in self._rows_in(event.rect()):
            rect = QRect(0, self.rowViewportPosition(row), width, self.rowHeight(row))
            if self.horizontalOffset():  # else Qt has just painted it
                self._paint_cell(painter, rect, self.model().index(row, _FIRST))
            painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
            painter.drawLine(rect.topRight(), rect.bottomRight())
        painter.end()

    def _rows_in(self, area: QRect) -> range:
        first, last = self.rowAt(area.top()), self.rowAt(area.bottom())
        if first < 0:
            return range(0)
        return range(first, (last if last >= 0 else self.model().rowCount() - 1) + 1)

    def _paint_cell(self, painter: QPainter, rect: QRect, index: QModelIndex) -> None:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = rect
        if self.selectionModel().isSelected(index):
            option.state |= QStyle.StateFlag.State_Selected
        painter.fillRect(rect, self.palette().base())
        self.itemDelegate().paint(painter, option, index)


class _Heading(QHeaderView):
    """The heading of the first column, above the table's own, which scrolls away below it; a child of that."""

    def __init__(self, header: QHeaderView) -> None:
        super().__init__(Qt.Orientation.Horizontal, header)
        self._header = header
        self.setProperty("role", "frozen")
        self.setModel(header.model())
        self.setMinimumSectionSize(0)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setDefaultAlignment(header.defaultAlignment())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(header.accessibleName())
        self.sectionClicked.connect(header.sectionClicked)
        self.customContextMenuRequested.connect(header.customContextMenuRequested)  # both begin at the same corner
        header.sectionResized.connect(self._on_resized)
        header.installEventFilter(self)
        self._place()

    def _place(self) -> None:
        """Only the first section finds room."""
        width = self._header.sectionSize(_FIRST)
        self.resizeSection(_FIRST, width)
        self.setGeometry(0, 0, width, self._header.height())

    def _on_resized(self, section: int, _before: int, _after: int) -> None:
        if section == _FIRST:
            self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._header:
            self._place()
        return super().eventFilter(watched, event)
