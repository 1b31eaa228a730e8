"""A list whose rows the user arranges, by the mouse or by keys, ticks, and calls otherwise in their place."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

_KEY, _TEXT, _TICKED = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 2
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


@dataclass(frozen=True, slots=True)
class ArrangedRow:
    """One row. `ticked` None is a row without a box; a `fixed` one keeps its tick."""

    key: str
    text: str
    ticked: bool | None = None
    fixed: bool = False


class ArrangedList(QListWidget):
    """Signals: `arranged(keys)` in their new order, `ticked(key, on)`, `renamed(key, text)`, `opened(key)` by Enter or
    a double click where rows are not called otherwise in their place.

    Rows go up and down by dragging, or by Alt with the arrow keys.
    """

    arranged = Signal(list)
    ticked = Signal(str, bool)
    renamed = Signal(str, str)
    opened = Signal(str)

    def __init__(self, name: str, *, arrangeable: bool = True, renamable: bool = False) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setProperty("role", "framed")
        self._arrangeable, self._renamable = arrangeable, renamable
        if arrangeable:
            self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
            self.setDefaultDropAction(Qt.DropAction.MoveAction)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed if renamable else triggers.NoEditTriggers)
        self.model().rowsMoved.connect(self._on_moved)
        self.itemChanged.connect(self._on_item_changed)
        self.itemDoubleClicked.connect(self._on_double_clicked)

    def show_rows(self, rows: Iterable[ArrangedRow]) -> None:
        """Show these rows; the row with the cursor keeps it."""
        current, place = self.current_key, self.currentRow()
        self.blockSignals(True)  # noqa: FBT003 - Qt's own
        self.clear()
        for row in rows:
            self.addItem(self._item(row))
        self.blockSignals(False)  # noqa: FBT003 - Qt's own
        keys = self.keys
        self.setCurrentRow(keys.index(current) if current in keys else min(max(place, 0), len(keys) - 1))

    def _item(self, row: ArrangedRow) -> QListWidgetItem:
        item = QListWidgetItem(row.text)
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self._arrangeable:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        if self._renamable:
            flags |= Qt.ItemFlag.ItemIsEditable
        if row.ticked is not None:
            item.setCheckState(Qt.CheckState.Checked if row.ticked else Qt.CheckState.Unchecked)
            if not row.fixed:
                flags |= Qt.ItemFlag.ItemIsUserCheckable
        item.setFlags(flags)
        item.setData(_KEY, row.key)
        item.setData(_TEXT, row.text)
        item.setData(_TICKED, bool(row.ticked))
        return item

    @property
    def keys(self) -> list[str]:
        """The keys of all rows, in their order."""
        return [self.item(place).data(_KEY) for place in range(self.count())]

    @property
    def ticked_keys(self) -> list[str]:
        """The keys of the rows that are ticked, in their order."""
        items = (self.item(place) for place in range(self.count()))
        return [item.data(_KEY) for item in items if item.checkState() == Qt.CheckState.Checked]

    @property
    def current_key(self) -> str:
        """The key of the row with the cursor, "" if there is none."""
        place = self.currentRow()
        return self.keys[place] if place >= 0 else ""

    def move_current(self, step: int) -> None:
        """Move the row with the cursor by so many places."""
        place, to = self.currentRow(), self.currentRow() + step
        if self._arrangeable and place >= 0 and 0 <= to < self.count():
            self.insertItem(to, self.takeItem(place))
            self.setCurrentRow(to)
            self.arranged.emit(self.keys)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in _STEPS:
            self.move_current(_STEPS[Qt.Key(event.key())])
            event.accept()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.state() != self.State.EditingState:
            if not self._renamable and self.current_key:
                self.opened.emit(self.current_key)
            elif self.currentRow() >= 0:
                self.editItem(self.currentItem())
            event.accept()
        else:
            super().keyPressEvent(event)

    def _on_moved(self, *_where: object) -> None:
        self.arranged.emit(self.keys)

    def _on_double_clicked(self, item: QListWidgetItem) -> None:
        if not self._renamable:
            self.opened.emit(item.data(_KEY))

    def _on_item_changed(self, item: QListWidgetItem) -> None:
        on = item.checkState() == Qt.CheckState.Checked
        if item.text() != item.data(_TEXT):
            self.renamed.emit(item.data(_KEY), item.text())
        elif item.data(Qt.ItemDataRole.CheckStateRole) is not None and on != item.data(_TICKED):
            self.ticked.emit(item.data(_KEY), on)
