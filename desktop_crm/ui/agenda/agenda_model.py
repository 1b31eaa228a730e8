"""The agenda as a list model: a line for each group and, where it is unfolded, a line for each item."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_crm.core.agenda.agenda import Group, Item

LINE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Heading:
    """The line of a group."""

    group: Group
    title: str
    count: int
    folded: bool


Line = Heading | Item


class AgendaModel(QAbstractListModel):
    """Lines in the order of the groups in `titles`. Data under `LINE` is a `Heading` or an `Item`."""

    def __init__(self, parent: QObject, titles: Mapping[Group, str], folded: Sequence[Group] = ()) -> None:
        super().__init__(parent)
        self._titles = titles
        self._folded = set(folded)
        self._items: Sequence[Item] = ()
        self._lines: list[Line] = []

    def show(self, items: Sequence[Item]) -> None:
        """Show these items."""
        self._items = items
        self._rebuild()

    def toggle(self, group: Group) -> None:
        """Fold or unfold a group."""
        self._folded ^= {group}
        self._rebuild()

    @property
    def folded(self) -> frozenset[Group]:
        """The groups that are folded."""
        return frozenset(self._folded)

    def fold(self, groups: Collection[Group]) -> None:
        """Fold these groups and no others."""
        self._folded = set(groups)
        self._rebuild()

    def line(self, row: int) -> Line | None:
        """The line in a row, None when there is none."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, record_id: int) -> int:
        """The row of an item by its id, -1 when it is not shown."""
        found = (row for row, line in enumerate(self._lines) if isinstance(line, Item) and line.id == record_id)
        return next(found, -1)

    def _rebuild(self) -> None:
        self.beginResetModel()
        self._lines = []
        for group, title in self._titles.items():
            of_group = [item for item in self._items if item.group is group]
            if of_group:
                folded = group in self._folded
                self._lines.append(Heading(group, title, len(of_group), folded))
                self._lines += [] if folded else of_group
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's default
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == LINE:
            return line
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            if isinstance(line, Heading):
                return f"{line.title} {line.count}"
            return " · ".join(filter(None, (line.customer, line.title, line.reason)))
        return None
