"""The table in which every list of records is shown: quick with any number of rows, selection kept by id."""

from array import array
from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QToolTip

from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.framework.attaching import Target, attach_files
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.file_drops import FileDrops
from desktop_crm.ui.framework.freezable_table import FreezableTable
from desktop_crm.ui.framework.inline_edit import InlineEdit
from desktop_crm.ui.framework.record_table_model import Index, RecordTableModel
from desktop_crm.ui.framework.row_delegate import RowDelegate
from desktop_crm.ui.framework.table_columns import TableColumns
from desktop_crm.ui.framework.table_copying import COPIED_AT_MOST, TableCopying
from desktop_crm.ui.look import tokens


class Place(NamedTuple):
    """Where the user is in a list: the record under the cursor, those selected by id, and the first row in sight."""

    current: int | None
    selected: frozenset[int]
    top: int


class RecordTable(FreezableTable):
    """Signals: `current_changed(id or None)` when another record is current, `opened(id)` by Enter or double click,
    `order_requested(order, descending)` by a header, `trash_requested(ids)` by Delete, `menu_requested(id, position)`,
    `pasted(text)` by Ctrl+V.

    The cells of a list of one kind of record can be edited: F2 does it, a double click opens the record.
    """

    current_changed = Signal(object)
    opened = Signal(object)
    order_requested = Signal(str, bool)
    trash_requested = Signal(object)
    menu_requested = Signal(object, QPoint)
    pasted = Signal(str)

    def __init__(self, context: Context, model: RecordTableModel, name: str, kind: Kind | None = None) -> None:
        super().__init__()
        self._context, self._records, self.kind = context, model, kind
        self.told_on_hover: dict[str, Callable[[int, Any], str]] = {}  # by column: what is read of a record
        self._current_id: int | None = None
        self._selected_ids: Sequence[int] = ()
        self._reset_from: int | None = None
        self._reset_column = 0
        self._return_to: Place | None = None
        self._order: tuple[str, bool] | None = None
        self.setModel(model)
        self.setItemDelegate(RowDelegate(context.theme, self, self.explain))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.columns = TableColumns(context, self, model, name)
        self._copying = TableCopying(context, model, kind, self)
        self.inline = InlineEdit(context, self, model, kind) if kind else None
        if kind:
            FileDrops(self.viewport(), self._target_at, partial(attach_files, context, self))
        self.horizontalHeader().sectionClicked.connect(self._on_header_clicked)
        self._add_actions()
        self.customContextMenuRequested.connect(self._on_menu)
        self.doubleClicked.connect(self._on_double_clicked)
        model.modelAboutToBeReset.connect(self._on_about_to_be_reset)
        model.modelReset.connect(self._on_reset)
        model.rowsInserted.connect(self._on_rows_inserted)
        context.theme.changed.connect(self._on_theme_changed)
        self._on_theme_changed()

    def _target_at(self, position: QPoint) -> Target | None:
        """The record that files are attached to when they are dropped there."""
        row = self.rowAt(position.y())
        return None if self.kind is None or row < 0 else (self.kind, self._records.id_at(row))

    @property
    def ids(self) -> "array[int]":
        """The records in the list, in order; not to be changed."""
        return self._records.ids

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

    def selected_count(self) -> int:
        """How many rows are selected."""
        return sum(part.height() for part in self.selectionModel().selection().toList())

    def explain(self, index: Index, position: QPoint) -> bool:
        """Whether the column has more to tell of a record than its cells hold; it is read now, and shown there."""
        if not index.isValid() or not (told := self.told_on_hover.get(self._records.columns[index.column()].key)):
            return False
        work = partial(_told, told, self._records.id_at(index.row()))
        then = partial(self._on_told, QPersistentModelIndex(index), position)
        self._context.operations.read(self, work, then, latest="explain")
        return True

    def _on_told(self, index: QPersistentModelIndex, position: QPoint, text: str) -> None:
        if text and index.isValid():
            QToolTip.showText(position, text, self.viewport(), self.visualRect(index))

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

    def place(self) -> Place:
        """Where the user is in the list."""
        ids = self.selected_ids()
        selected = frozenset(ids) if len(ids) <= COPIED_AT_MOST else frozenset()
        return Place(self.current_id, selected, self.rowAt(0))

    def return_to(self, place: Place) -> None:
        """Go to where the user was in a list like this, as soon as its rows are there."""
        if not self._records.ids:
            self._return_to = place
            return
        self._return_to = None
        if place.current is not None:
            self.go_to(place.current)
        if len(place.selected) > 1:
            self._select(place.selected, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        if place.top >= 0:
            self.scrollTo(self._records.index(place.top, 0), QAbstractItemView.ScrollHint.PositionAtTop)

    def _on_rows_inserted(self) -> None:
        if self._return_to is not None:
            self.return_to(self._return_to)

    def _make_current(self, row: int) -> None:
        index = self._records.index(row, max(self.currentIndex().column(), 0))
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
        self._reset_column = max(self.currentIndex().column(), 0)

    def _on_reset(self) -> None:
        """Select again, by id, what was selected."""
        if 1 < len(self._selected_ids) <= COPIED_AT_MOST:
            self._select(frozenset(self._selected_ids), QItemSelectionModel.SelectionFlag.ClearAndSelect)
        place = None if self._reset_from is None else self._records.row_of(self._reset_from)
        if place is not None:
            index = self._records.index(place, self._reset_column)
            flag = QItemSelectionModel.SelectionFlag
            keep = flag.NoUpdate if len(self._selected_ids) > 1 else flag.ClearAndSelect | flag.Rows
            self.selectionModel().setCurrentIndex(index, keep)
            self.scrollTo(index)
        elif self._current_id is not None:
            self._current_id = None
            self.current_changed.emit(None)

    def _select(self, ids: Collection[int], how: QItemSelectionModel.SelectionFlag) -> None:
        selection = QItemSelection()
        last = len(self._records.columns) - 1
        for row, record_id in enumerate(self._records.ids):
            if record_id in ids:
                selection.select(self._records.index(row, 0), self._records.index(row, last))
        self.selectionModel().select(selection, how)

    # Headers

    def show_order(self, order: str, *, descending: bool) -> None:
        """Show by which column the list is ordered."""
        self._order = order, descending
        self._records.mark_sorted(order, descending=descending)

    def _on_header_clicked(self, section: int) -> None:
        order = self._records.columns[section].order
        if order:
            descending = self._order is not None and self._order[0] == order and not self._order[1]
            self.order_requested.emit(order, descending)

    def _on_theme_changed(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self._context.theme.px(tokens.ROW_HEIGHT))
        self.horizontalHeader().setFixedHeight(self._context.theme.px(31))
        self.viewport().update()

    # Keys, menu, copying

    def _add_actions(self) -> None:
        self._add_action(_("Copy"), QKeySequence(QKeySequence.StandardKey.Copy), self.copy)
        self._add_action(_("Copy rows"), QKeySequence("Ctrl+Shift+C"), self.copy_rows)
        self._add_action(_("Move to the Trash"), QKeySequence(QKeySequence.StandardKey.Delete), self.trash_selected)
        if self.kind:
            self._add_action(_("Edit the cell"), QKeySequence("F2"), self.edit_cell)
            self._add_action(_("Put today into the cell"), QKeySequence("Ctrl+;"), self._on_today)
            self._add_action(_("Paste rows"), QKeySequence(QKeySequence.StandardKey.Paste), self.paste)

    def _add_action(self, name: str, keys: QKeySequence, act: Callable[[], None]) -> None:
        action = QAction(name, self)
        action.setShortcut(keys)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(act)
        self.addAction(action)

    def edit_cell(self) -> None:
        """Edit the current cell in its place, where it can be."""
        if self.inline:
            self.scrollTo(self.currentIndex())
            self.inline.begin(self.currentIndex())

    def _on_today(self) -> None:
        if self.inline:
            self.inline.begin(self.currentIndex(), today=True)

    def paste(self) -> None:
        """Offer what lies on the clipboard as rows."""
        self.pasted.emit(QGuiApplication.clipboard().text())

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

    def trash_selected(self) -> None:
        """Ask for the Trash for the selected records."""
        ids = self.selected_ids()
        if ids:
            self.trash_requested.emit(ids)

    def _on_menu(self, position: QPoint) -> None:
        index = self.indexAt(position)
        if index.isValid():
            self.menu_requested.emit(self._records.id_at(index.row()), self.viewport().mapToGlobal(position))

    def copy(self) -> None:
        """Put the current cell on the clipboard, or, where several rows are selected, these (habits 34 and 59)."""
        if len(self.selected_ids()) > 1 or not self.currentIndex().isValid():
            self.copy_rows()
        else:
            self.copy_cell()

    def copy_cell(self) -> None:
        """Put what the current cell says on the clipboard, whole where the list says it in short."""
        index = self.currentIndex()
        if index.isValid():
            self._copying.copy_cell(self._records.id_at(index.row()), index.column())

    def copy_rows(self) -> None:
        """Put the selected rows on the clipboard, as far as their columns are shown (habit 59)."""
        if ids := self.selected_ids():
            self._copying.copy_rows(ids, self.columns.numbers())


def _told(told: Callable[[int, Any], str], record_id: int, connection: Any) -> str:
    return told(record_id, connection)
