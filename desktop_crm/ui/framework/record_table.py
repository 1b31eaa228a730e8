"""The table in which every list of records is shown: quick with any number of rows, selection kept by id."""

from array import array
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QColor, QFont, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
)

from desktop_crm.core.i18n import _, ngettext
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.record_table_model import TONE_ROLE, Cells, RecordTableModel
from desktop_crm.ui.look import tokens
from desktop_crm.ui.look.theme import Theme
from desktop_crm.ui.look.tokens import Tone

COPIED_AT_MOST = 5_000
_REMEMBER_AFTER_MILLISECONDS = 500

Index = QModelIndex | QPersistentModelIndex


class _RowDelegate(QStyledItemDelegate):
    """Paints a cell as one line of plain text in its tone; the first cell of a selected row is bold."""

    def __init__(self, theme: Theme, parent: QTableView) -> None:
        super().__init__(parent)
        self._theme = theme
        self._table = parent

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
        """The whole text where it was cut."""
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


class RecordTable(QTableView):
    """Signals: `current_changed(id or None)` when another record is current, `opened(id)` by Enter or double click,
    `order_requested(order, descending)` by a header, `trash_requested(ids)` by Delete, `menu_requested(id, position)`.
    """

    current_changed = Signal(object)
    opened = Signal(object)
    order_requested = Signal(str, bool)
    trash_requested = Signal(object)
    menu_requested = Signal(object, QPoint)

    def __init__(self, context: Context, model: RecordTableModel, name: str) -> None:
        super().__init__()
        self._context, self._records, self._name = context, model, name
        self._current_id: int | None = None
        self._selected_ids: Sequence[int] = ()
        self._reset_from: int | None = None
        self._order: tuple[str, bool] | None = None
        self.setModel(model)
        self.setItemDelegate(_RowDelegate(context.theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self._prepare_headers()
        self._add_actions()
        self.customContextMenuRequested.connect(self._on_menu)
        self.doubleClicked.connect(self._on_double_clicked)
        model.modelAboutToBeReset.connect(self._on_about_to_be_reset)
        model.modelReset.connect(self._on_reset)
        context.theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    # What is selected

    @property
    def current_id(self) -> int | None:
        """The record under the cursor."""
        index = self.currentIndex()
        return self._records.id_at(index.row()) if index.isValid() else None

    def selected_ids(self) -> "array[int]":
        """The ids of the selected rows in order, read from ranges: asking for rows would look at every cell."""
        ids = array("q")
        ranges = sorted((part.top(), part.bottom()) for part in self.selectionModel().selection().toList())
        for top, bottom in ranges:
            ids.extend(self._records.ids[top : bottom + 1])
        return ids

    def go_to(self, record_id: int) -> bool:
        """Whether the record is in the list; it is then current and in sight."""
        row = self._records.row_of(record_id)
        if row is None:
            return False
        self._make_current(row)
        return True

    def go_to_row(self, row: int) -> None:
        """Make a row current, or the last one where there are fewer."""
        if self._records.ids:
            self._make_current(min(row, len(self._records.ids) - 1))

    def _make_current(self, row: int) -> None:
        index = self._records.index(row, 0)
        self.selectionModel().setCurrentIndex(
            index, QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        )
        self.scrollTo(index)

    def selectAll(self) -> None:
        """Select every row as one range; Qt would ask every cell whether it may be selected."""
        if self._records.ids:
            last = self._records.index(len(self._records.ids) - 1, len(self._records.columns) - 1)
            every = QItemSelection(self._records.index(0, 0), last)
            self.selectionModel().select(every, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()
        if self.current_id != self._current_id:
            self._current_id = self.current_id
            self.current_changed.emit(self._current_id)

    def _on_about_to_be_reset(self) -> None:
        self._selected_ids = self.selected_ids() if self.selectionModel().hasSelection() else ()
        self._reset_from = self.current_id

    def _on_reset(self) -> None:
        """Select again, by id, what was selected."""
        if 1 < len(self._selected_ids) <= COPIED_AT_MOST:
            kept = set(self._selected_ids)
            selection = QItemSelection()
            last = len(self._records.columns) - 1
            for row, record_id in enumerate(self._records.ids):
                if record_id in kept:
                    selection.select(self._records.index(row, 0), self._records.index(row, last))
            self.selectionModel().select(selection, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        place = None if self._reset_from is None else self._records.row_of(self._reset_from)
        if place is not None:
            index = self._records.index(place, 0)
            flag = QItemSelectionModel.SelectionFlag
            keep = flag.NoUpdate if len(self._selected_ids) > 1 else flag.ClearAndSelect | flag.Rows
            self.selectionModel().setCurrentIndex(index, keep)
            self.scrollTo(index)
        elif self._current_id is not None:
            self._current_id = None
            self.current_changed.emit(None)

    # Headers

    def _prepare_headers(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        # A header asks every row whether it is selected, to draw its sections pressed: it gets a selection of its own.
        header.setSelectionModel(QItemSelectionModel(self._records, header))
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(48)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.customContextMenuRequested.connect(self._on_header_menu)
        header.sectionClicked.connect(self._on_header_clicked)
        header.setAccessibleName(_("Columns"))
        self.reset_columns()
        header.restoreState(self._context.preferences.state(f"{self._name}.header"))
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._remember_soon = QTimer(self, singleShot=True, interval=_REMEMBER_AFTER_MILLISECONDS)
        self._remember_soon.timeout.connect(self.remember_columns)
        header.sectionResized.connect(self._on_columns_changed)
        header.sectionMoved.connect(self._on_columns_changed)

    def reset_columns(self) -> None:
        """Show the columns as they were made: which, how wide, in which order."""
        header = self.horizontalHeader()
        for number, column in enumerate(self._records.columns):
            header.moveSection(header.visualIndex(number), number)
            header.setSectionHidden(number, not column.shown)
            header.resizeSection(number, self._context.theme.px(column.width))

    def remember_columns(self) -> None:
        """Keep widths, order and choice of the columns for the next time."""
        self._context.preferences.set_state(f"{self._name}.header", self.horizontalHeader().saveState())

    def show_order(self, order: str, *, descending: bool) -> None:
        """Show by which column the list is ordered."""
        self._order = order, descending
        self._records.mark_sorted(order, descending=descending)

    def _on_header_clicked(self, section: int) -> None:
        order = self._records.columns[section].order
        if order:
            descending = self._order is not None and self._order[0] == order and not self._order[1]
            self.order_requested.emit(order, descending)

    def _on_header_menu(self, position: QPoint) -> None:
        menu = self.columns_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.horizontalHeader().mapToGlobal(position))

    def columns_menu(self) -> QMenu:
        """The column chooser: a tick for each column but the first, which stays, and the way back."""
        menu = QMenu(self)
        for number, column in enumerate(self._records.columns):
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not self.isColumnHidden(number))
            action.setEnabled(number > 0)
            action.toggled.connect(partial(self._on_column_ticked, number))
        menu.addSeparator()
        menu.addAction(_("Reset columns")).triggered.connect(self._on_reset_columns)
        return menu

    def _on_column_ticked(self, number: int, shown: bool) -> None:  # noqa: FBT001 - a slot
        self.setColumnHidden(number, not shown)
        if shown and self.columnWidth(number) < self.horizontalHeader().minimumSectionSize():
            self.setColumnWidth(number, self._context.theme.px(self._records.columns[number].width))
        self.remember_columns()

    def _on_reset_columns(self) -> None:
        self.reset_columns()
        self.remember_columns()

    def _on_columns_changed(self, section: int, *_numbers: int) -> None:
        if section > 0 and self.isVisible():  # the first one follows the width of the table
            self._remember_soon.start()

    def _on_theme_changed(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._context.theme.px(tokens.ROW_HEIGHT))
        self.horizontalHeader().setFixedHeight(self._context.theme.px(31))
        self.viewport().update()

    # Keys, menu, copying

    def _add_actions(self) -> None:
        for name, keys, act in (
            (_("Copy rows"), QKeySequence(QKeySequence.StandardKey.Copy), self.copy),
            (_("Move to the Trash"), QKeySequence(QKeySequence.StandardKey.Delete), self._on_delete),
        ):
            action = QAction(name, self)
            action.setShortcut(keys)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(act)
            self.addAction(action)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.current_id is not None:
            self.opened.emit(self.current_id)
        elif event.key() == Qt.Key.Key_Menu and self.currentIndex().isValid():
            self._on_menu(self.visualRect(self.currentIndex()).bottomLeft())
        else:
            super().keyPressEvent(event)

    def _on_double_clicked(self, _index: Index) -> None:
        if self.current_id is not None:
            self.opened.emit(self.current_id)

    def _on_delete(self) -> None:
        ids = self.selected_ids()
        if ids:
            self.trash_requested.emit(ids)

    def _on_menu(self, position: QPoint) -> None:
        index = self.indexAt(position)
        if index.isValid():
            self.menu_requested.emit(self._records.id_at(index.row()), self.viewport().mapToGlobal(position))

    def copy(self) -> None:
        """Put the selected rows on the clipboard, with headings, as a spreadsheet takes them (habit 59)."""
        ids = self.selected_ids()
        if len(ids) > COPIED_AT_MOST:
            self._context.messages.toast(
                _("At most {count} rows can be copied. Export the list instead.").format(count=f"{COPIED_AT_MOST:,}")
            )
        elif ids:
            header = self.horizontalHeader()
            shown = [
                number
                for number in map(header.logicalIndex, range(header.count()))
                if not header.isSectionHidden(number)
            ]
            self._context.operations.read(
                self, partial(_rows_to_copy, self._records, ids), partial(self._on_rows_to_copy, shown), latest="copy"
            )

    def _on_rows_to_copy(self, shown: list[int], rows: list[Cells]) -> None:
        lines = [[self._records.columns[number].title for number in shown]]
        lines += [[row[number].text for number in shown] for row in rows]
        QGuiApplication.clipboard().setText("\n".join("\t".join(map(_plain, line)) for line in lines))
        text = ngettext("{count} row copied", "{count} rows copied", len(rows))
        self._context.messages.toast(text.format(count=f"{len(rows):,}"))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _rows_to_copy(model: RecordTableModel, ids: Sequence[int], connection: Any) -> list[Cells]:
    found = model.fetch(connection, ids)
    return [found[record_id] for record_id in ids if record_id in found]
