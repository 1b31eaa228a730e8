"""A table of a few plain texts, for dialogs; some of its cells may be chosen from a list."""

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop_crm.ui.framework.record_table_model import TONE_ROLE
from desktop_crm.ui.look import tokens
from desktop_crm.ui.look.icons import icon
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.inputs import ENTER, ComboBox

Index = QModelIndex | QPersistentModelIndex


class PlainTable(QTableView):
    """Rows of texts in their tones, each on one line. `choice_column` is edited by a drop-down list."""

    def __init__(self, theme: Theme, model: QAbstractTableModel, choice_column: int | None = None) -> None:
        super().__init__()
        self._theme, self._choice_column = theme, choice_column
        self.setModel(model)
        self.setItemDelegate(_TextDelegate(theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.px(tokens.ROW_HEIGHT))
        header = self.horizontalHeader()
        header.setFixedHeight(theme.px(31))
        header.setHighlightSections(False)
        header.setMinimumSectionSize(theme.px(48))
        if choice_column is not None:
            self.clicked.connect(self._on_clicked)

    def use_choices(self, choices: Mapping[str, str]) -> None:
        """What the choice column offers: value and what it is called."""
        assert self._choice_column is not None  # noqa: S101 - a table without such a column has no choices
        self.setItemDelegateForColumn(self._choice_column, ChoiceDelegate(self._theme, choices, self))

    def stretch(self, *shares: int) -> None:
        """Give the columns these shares of the width; the user may still change them."""
        width = max(self.viewport().width(), 1)
        for column, share in enumerate(shares[:-1]):
            self.setColumnWidth(column, width * share // sum(shares))
        self.horizontalHeader().setStretchLastSection(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and self._choice_column is not None and self.currentIndex().isValid():
            self._choose(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def _on_clicked(self, index: Index) -> None:
        if index.column() == self._choice_column:
            self._choose(index.row())

    def _choose(self, row: int) -> None:
        assert self._choice_column is not None  # noqa: S101 - only asked for where there is one
        self.edit(self.model().index(row, self._choice_column))


class _TextDelegate(QStyledItemDelegate):
    """One line of plain text in its tone."""

    def __init__(self, theme: Theme, parent: QTableView) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colors, px = self._theme.colors, self._theme.px
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(colors.selection))
        painter.setPen(QColor(colors.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(QColor(colors.of(Tone(index.data(TONE_ROLE) or Tone.INK))))  # Qt brings it as a plain text
        area = rect.adjusted(px(9), 0, -px(8) - self.room(), -1)
        text = painter.fontMetrics().elidedText(index.data() or "", Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def room(self) -> int:
        """What is kept free at the right."""
        return 0


class ChoiceDelegate(_TextDelegate):
    """A text that is chosen from a list, with a chevron that says so."""

    def __init__(self, theme: Theme, choices: Mapping[str, str], parent: QTableView) -> None:
        super().__init__(theme, parent)
        self._choices = choices

    def room(self) -> int:
        return self._theme.px(20)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        rect: QRect = option.rect
        size = self._theme.px(14)
        corner = QRect(rect.right() - size - self._theme.px(6), rect.center().y() - size // 2, size, size)
        icon("chevron-down", self._theme, Tone.SOFT).paint(painter, corner)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:  # noqa: ARG002
        editor = ComboBox(self._theme)
        editor.setParent(parent)
        editor.setAccessibleName(index.model().headerData(index.column(), Qt.Orientation.Horizontal))
        for value, text in self._choices.items():
            editor.addItem(text, value)
        editor.setMaxVisibleItems(16)
        editor.activated.connect(partial(self._on_activated, editor))
        return editor

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        assert isinstance(editor, ComboBox)  # noqa: S101 - made above
        editor.setCurrentIndex(max(editor.findData(index.data(Qt.ItemDataRole.EditRole)), 0))
        editor.showPopup()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        assert isinstance(editor, ComboBox)  # noqa: S101 - made above
        model.setData(index, editor.currentData())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:  # noqa: ARG002
        rect: QRect = option.rect
        height = editor.sizeHint().height()
        editor.setGeometry(QRect(rect.topLeft(), QSize(rect.width(), max(height, rect.height()))))

    def _on_activated(self, editor: QWidget, _index: int) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
