"""The one table model of every kind of record: ordered ids, and rows fetched in pages off the GUI thread.

Opening a list costs one question for its ids; what the rows say is read for 100 at a time, when a view paints them,
and comes as finished texts, so that painting asks nothing.
"""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_crm.ui.framework.operations import Operations
from desktop_crm.ui.look.tokens import Tone

PAGE = 100
KEPT_ROWS = 4_000  # texts kept at most; more are read again when they are painted
_WAITING_PAGES = 4  # while one page is read, only the last ones asked for are remembered
_PLACEHOLDER = "…"

TONE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
ID_ROLE = TONE_ROLE + 1

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Cell(NamedTuple):
    """What one cell says: its text, its tone, and more words for its tooltip."""

    text: str
    tone: Tone = Tone.INK
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `title` is shown as it is; `order` names the order its header sorts by, None when it does not."""

    key: str
    title: str
    width: int
    order: str | None = None
    shown: bool = True
    right: bool = False


Cells = tuple[Cell, ...]
Fetch = Callable[[Any, Sequence[int]], Mapping[int, Cells]]  # with a connection, on a reader: id to one cell a column


class RecordTableModel(QAbstractTableModel):
    """Ids in an order given from outside, and their texts, which come and go."""

    def __init__(self, operations: Operations, columns: Sequence[Column], fetch: Fetch, parent: QObject) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._operations = operations
        self.fetch = fetch
        self._ids = array("q")
        self._rows: OrderedDict[int, Cells] = OrderedDict()
        self._stale: dict[int, Cells] = {}  # shown until the fresh ones have come
        self._wanted: OrderedDict[int, None] = OrderedDict()  # first rows of pages, the last asked for is read first
        self._reading = False
        self._generation = 0
        self._sorted_by: tuple[str, bool] | None = None

    # What it holds

    @property
    def ids(self) -> "array[int]":
        """Every id, in order; not to be changed."""
        return self._ids

    def id_at(self, row: int) -> int:
        """The id of the record in a row."""
        return self._ids[row]

    def row_of(self, record_id: int) -> int | None:
        """The row of a record, None when it is not in the list."""
        try:
            return self._ids.index(record_id)
        except ValueError:
            return None

    def show_ids(self, ids: "array[int]") -> None:
        """Show these records, in this order.

        Records that were put in, taken out or moved as one block are announced as such, so that views keep their
        place; anything else is a reset, after which views find their selection again by id.
        """
        old, new = self._ids, ids
        first, last = (len(old), 0) if old == new else _common_ends(old, new)
        gone, come = len(old) - first - last, len(new) - first - last
        if not gone and not come:
            return
        if not gone:
            self.beginInsertRows(_NOWHERE, first, first + come - 1)
            self._ids = new
            self.endInsertRows()
        elif not come:
            self.beginRemoveRows(_NOWHERE, first, first + gone - 1)
            self._ids = new
            self.endRemoveRows()
        elif gone == come and (move := _single_move(old, new, first, first + gone - 1)):
            source, target = move
            self.beginMoveRows(_NOWHERE, source, source, _NOWHERE, target)
            self._ids = new
            self.endMoveRows()
        else:
            self.beginResetModel()
            self._ids = new
            self._wanted.clear()
            self.endResetModel()

    def read_again(self, ids: Iterable[int] | None = None) -> None:
        """Read the texts of these records again, or of all; the old ones stay until the new ones are there."""
        self._generation += 1
        self._reading = False
        if ids is None:
            if len(self._stale) > KEPT_ROWS:
                self._stale.clear()
            self._stale |= self._rows
            self._rows.clear()
            self._tell_changed(0, len(self._ids) - 1)
            return
        for record_id in ids:
            if record_id in self._rows:
                self._stale[record_id] = self._rows.pop(record_id)
                row = self.row_of(record_id)
                if row is not None:
                    self._tell_changed(row, row)

    def mark_sorted(self, order: str, *, descending: bool) -> None:
        """Show in the header by what the ids are ordered."""
        self._sorted_by = order, descending
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    # Qt's questions

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = index.row()
        if role == ID_ROLE:
            return self._ids[row]
        if role not in {Qt.ItemDataRole.DisplayRole, TONE_ROLE, Qt.ItemDataRole.ToolTipRole}:
            return self._look(index.column(), role)
        cells = self._rows.get(self._ids[row]) or self._ask(row)
        if cells is None:
            return _PLACEHOLDER if role == Qt.ItemDataRole.DisplayRole and index.column() == 0 else None
        cell = cells[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return cell.text
        if role == TONE_ROLE:
            return cell.tone
        return cell.tip or None

    def _look(self, column: int, role: int) -> Any:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[column].right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._look(section, role)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if self._sorted_by and column.order == self._sorted_by[0]:
            return f"{column.title} {'↓' if self._sorted_by[1] else '↑'}"
        return column.title

    # Pages

    def _ask(self, row: int) -> Cells | None:
        """What is still known of a row while its page is on its way."""
        page = row - row % PAGE
        self._wanted[page] = None
        self._wanted.move_to_end(page)
        if len(self._wanted) > _WAITING_PAGES:
            self._wanted.popitem(last=False)
        if not self._reading:
            self._read_next()
        return self._stale.get(self._ids[row])

    def _read_next(self) -> None:
        while self._wanted:
            page, _nothing = self._wanted.popitem()
            ids = [record_id for record_id in self._ids[page : page + PAGE] if record_id not in self._rows]
            if ids:
                self._reading = True
                answer = partial(self._on_read, self._generation, page, ids)
                self._operations.read(self, partial(_fetched, self.fetch, ids), answer)
                return

    def _on_read(self, generation: int, page: int, ids: list[int], cells: Mapping[int, Cells]) -> None:
        if generation != self._generation:
            self._wanted[page] = None  # what came may be older than what was asked for since
            self._wanted.move_to_end(page, last=False)
            if not self._reading:
                self._read_next()
            return
        self._reading = False
        changed = {record_id for record_id in ids if cells.get(record_id) != self._stale.pop(record_id, None)}
        empty = (Cell(""),) * len(self.columns)
        for record_id in ids:
            self._rows[record_id] = cells.get(record_id, empty)  # gone meanwhile: the next ids are on their way
        while len(self._rows) > KEPT_ROWS:
            self._rows.popitem(last=False)
        self._tell_arrived(page, changed)
        self._read_next()

    def _tell_arrived(self, page: int, changed: set[int]) -> None:
        """Say which rows are new, each run of them once; normally they still stand where they were asked for."""
        here = self._ids[page : page + PAGE]
        rows = [page + offset for offset, record_id in enumerate(here) if record_id in changed]
        if len(rows) < len(changed):
            rows = sorted(row for record_id in changed if (row := self.row_of(record_id)) is not None)
        start = 0
        for position in range(1, len(rows) + 1):
            if position == len(rows) or rows[position] != rows[position - 1] + 1:
                self._tell_changed(rows[start], rows[position - 1])
                start = position

    def _tell_changed(self, first: int, last: int) -> None:
        if last >= first:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(self.columns) - 1))


def _fetched(fetch: Fetch, ids: Sequence[int], connection: Any) -> Mapping[int, Cells]:
    return fetch(connection, ids)


def _common_ends(one: "array[int]", other: "array[int]") -> tuple[int, int]:
    """How many items are equal at the beginning, and how many of the rest at the end."""
    left, right = memoryview(one), memoryview(other)  # slices without copies, compared in C
    shorter = min(len(left), len(right))
    first = _largest(shorter, lambda count: left[:count] == right[:count])
    last = _largest(shorter - first, lambda count: left[len(left) - count :] == right[len(right) - count :])
    return first, last


def _largest(limit: int, holds: Callable[[int], bool]) -> int:
    """The largest number up to `limit` for which a condition holds that holds for all smaller ones."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if holds(middle) else (low, middle - 1)
    return low


def _single_move(old: "array[int]", new: "array[int]", first: int, last: int) -> tuple[int, int] | None:
    """Where one row went from, and before which old row to, if that is all the difference between first and last."""
    if old[first] == new[last] and old[first + 1 : last + 1] == new[first:last]:
        return first, last + 1
    if old[last] == new[first] and old[first:last] == new[first + 1 : last + 1]:
        return last, first
    return None
