"""The entries of a timeline, fetched a hundred at a time as the view comes near the end."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop_crm.core import clock
from desktop_crm.core.kinds import Kind
from desktop_crm.core.timeline.entry import Accent, Entry, Key, month_heading
from desktop_crm.ui.framework.operations import Operations

STEP = 100

ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1

Index = QModelIndex | QPersistentModelIndex
Fetch = Callable[[Any, Key | None, int], list[Entry]]  # connection, before which, how many
_NOWHERE = QModelIndex()


class TimelineModel(QAbstractListModel):
    """Signals: `arrived()` after each fetch, also one that brought nothing."""

    arrived = Signal()

    def __init__(self, operations: Operations, parent: QObject) -> None:
        super().__init__(parent)
        self._operations = operations
        self._fetch: Fetch | None = None
        self._entries: list[Entry] = []
        self._headings: list[str] = []
        self._complete = True
        self._fetching = False

    @property
    def entries(self) -> list[Entry]:
        """What was fetched so far, the newest first; not to be changed."""
        return self._entries

    @property
    def complete(self) -> bool:
        """Whether everything was fetched."""
        return self._complete

    @property
    def fetching(self) -> bool:
        """Whether entries are on their way."""
        return self._fetching

    def row_of(self, kind: Kind, record_id: int) -> int | None:
        """The row of a record, None when it is not among what was fetched."""
        wanted = (kind, record_id)
        return next((row for row, entry in enumerate(self._entries) if (entry.kind, entry.id) == wanted), None)

    def show_source(self, fetch: Fetch | None) -> None:
        """Show another stream from its beginning; what is shown goes when the first entries have come."""
        self._fetch = fetch
        if fetch is None:
            self._fetching, self._complete = False, True
            self._exchange([])
        else:
            self._read(None, STEP)

    def read_again(self) -> None:
        """Read again as much as was fetched; nothing happens to the view where nothing changed."""
        if self._fetch:
            self._read(None, max(STEP, len(self._entries)))

    def heading(self, row: int) -> str:
        """The words above an entry where a month begins, else nothing."""
        return self._headings[row]

    def _add_headings(self) -> None:
        """Find where months begin once, when entries come: a layout asks for every row."""
        zone = clock.zone()
        for row in range(len(self._headings), len(self._entries)):
            here, above = (self._entries[place].at.astimezone(zone) for place in (row, max(row - 1, 0)))
            begins = row == 0 or (here.year, here.month) != (above.year, above.month)
            self._headings.append(month_heading(here.year, here.month) if begins else "")

    # Qt's questions

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.title
            case Qt.ItemDataRole.AccessibleTextRole:
                words = (
                    self.heading(index.row()),
                    entry.title,
                    entry.when,
                    entry.body,
                    *(text for text, _a in entry.chips),
                )
                return "\n".join(filter(None, words))
            case _ if role == ENTRY_ROLE:
                return entry
        return None

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and not self._complete and not self._fetching

    def fetchMore(self, parent: Index) -> None:  # noqa: ARG002 - Qt's name
        if not self._complete and not self._fetching:
            self._read(self._entries[-1].key if self._entries else None, STEP)

    def _read(self, before: Key | None, limit: int) -> None:
        fetch = self._fetch
        if fetch is None:
            return
        self._fetching = True
        work = partial(_fetched, fetch, before, limit)
        self._operations.read(self, work, partial(self._on_fetched, before, limit), latest="entries")

    def _on_fetched(self, before: Key | None, limit: int, entries: list[Entry]) -> None:
        self._complete = len(entries) < limit
        if before is None:
            self._exchange(entries)
        elif entries:
            self.beginInsertRows(_NOWHERE, len(self._entries), len(self._entries) + len(entries) - 1)
            self._entries += entries
            self._add_headings()
            self.endInsertRows()
        self._fetching = False  # not before: a view asks for more while rows are being put in
        self.arrived.emit()

    def _exchange(self, entries: list[Entry]) -> None:
        if entries != self._entries:
            self.beginResetModel()
            self._entries, self._headings = entries, []
            self._add_headings()
            self.endResetModel()

    def next_milestone(self, after: int) -> int | None:
        """The row of the first milestone below a row, None when there is none among what was fetched."""
        rows = range(after + 1, len(self._entries))
        return next((row for row in rows if self._entries[row].accent is Accent.MILESTONE), None)


def _fetched(fetch: Fetch, before: Key | None, limit: int, connection: Any) -> list[Entry]:
    return fetch(connection, before, limit)
