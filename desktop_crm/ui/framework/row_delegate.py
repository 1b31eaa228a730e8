"""How a table paints its rows, and what it says of a cell on which the pointer rests."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from desktop_crm.ui.framework.record_table_model import TONE_ROLE, Index, RecordTableModel
from desktop_crm.ui.look import tokens
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.look.tokens import Tone


class RowDelegate(QStyledItemDelegate):
    """Paints a cell as one line of plain text in its tone; the first cell of a selected row is bold."""

    def __init__(self, theme: Theme, table: QTableView, explain: Callable[[Index, QPoint], bool]) -> None:
        super().__init__(table)
        self._theme, self._table, self._explain = theme, table, explain

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colors, px = self._theme.colors, self._theme.px
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, QColor(colors.selection))
        painter.setPen(QColor(colors.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if (
            index.row() == self._table.currentIndex().row()
            and self._table.hasFocus()
            and index.column() == _first(self._table)
        ):
            painter.fillRect(QRect(rect.left(), rect.top(), px(3), rect.height() - 1), QColor(colors.accent))
        elif index == self._table.currentIndex() and self._table.hasFocus():  # what F2 edits and Ctrl+C copies
            painter.drawRect(rect.adjusted(0, 0, -1, -2))
        font = QFont(self._table.font())
        if selected and index.column() == 0:
            font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(colors.of(Tone(index.data(TONE_ROLE) or Tone.FAINT))))
        area = rect.adjusted(px(9), 0, -px(8), -1)
        text = painter.fontMetrics().elidedText(index.data() or "", Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, index.data(Qt.ItemDataRole.TextAlignmentRole), text)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - every row is alike
        return QSize(self._theme.px(self._table_column(index).width), self._theme.px(tokens.ROW_HEIGHT))

    def _table_column(self, index: Index) -> Any:
        model = index.model()
        assert isinstance(model, RecordTableModel)  # noqa: S101 - this table shows no other
        return model.columns[index.column()]

    def helpEvent(self, event: Any, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """The whole text where it was cut, or more that the list has to tell."""
        if self._explain(index, event.globalPos()):
            return True
        text = index.data() or ""
        room = option.rect.width() - self._theme.px(17)
        if (
            index.isValid()
            and not index.data(Qt.ItemDataRole.ToolTipRole)
            and view.fontMetrics().horizontalAdvance(text) > room
        ):
            QToolTip.showText(event.globalPos(), text, view)
            return True
        return super().helpEvent(event, view, option, index)


def _first(table: QTableView) -> int:
    return table.horizontalHeader().logicalIndex(0)
