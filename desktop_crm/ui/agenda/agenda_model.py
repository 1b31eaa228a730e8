"""The agenda as a list model: a line for each group and, where it is unfolded, a line for each item."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_crm.core.agenda.agenda import Agenda, Group, Item
from desktop_crm.core.i18n import _

LINE = Qt.ItemDataRole.UserRole
_NONE = Agenda([], {})


@dataclass(frozen=True, slots=True)
class Heading:
    """The line of a group."""

    group: Group
    title: str
    count: int
    folded: bool


@dataclass(frozen=True, slots=True)
class More:
    """The last line of a group of which not everything was read."""

    group: Group
    count: int

    @property
    def text(self) -> str:
        """What the line says."""
        return _("Show more: {count}").format(count=f"{self.count:,}")


Line = Heading | Item | More


class AgendaModel(QAbstractListModel):
    """Lines in the order of the groups in `titles`. Data under `LINE` is a `Heading`, an `Item` or a `More`."""

    def __init__(self, parent: QObject, titles: Mapping[Group, str], folded: Sequence[Group] = ()) -> None:
        super().__init__(parent)
        self._titles = titles
        self._folded = set(folded)
        self._agenda = _NONE
        self._lines: list[Line] = []

    def show(self, agenda: Agenda) -> None:
        """Show this agenda."""
        if agenda != self._agenda:
            self._agenda = agenda
            self._rebuild()

    @property
    def items(self) -> Sequence[Item]:
        """The items that were read, also those of groups that are folded."""
        return self._agenda.items

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

    def row_of(self, key: object) -> int:
        """The row of an item by its key, -1 when it is not shown."""
        found = (row for row, line in enumerate(self._lines) if isinstance(line, Item) and line.key == key)
        return next(found, -1)

    def next_item(self, row: int) -> int:
        """The row of the first item from `row` on, else of the last one before it; -1 when there is none."""
        rows = [number for number, line in enumerate(self._lines) if isinstance(line, Item)]
        return next((number for number in rows if number >= row), rows[-1] if rows else -1)

    def _rebuild(self) -> None:
        self.beginResetModel()
        self._lines = []
        for group, title in self._titles.items():
            of_group = [item for item in self._agenda.items if item.group is group]
            total = self._agenda.totals.get(group, 0)
            if total:
                folded = group in self._folded
                self._lines.append(Heading(group, title, total, folded))
                beyond = total - sum(1 + item.more for item in of_group)
                rest = [More(group, beyond)] if beyond > 0 else []
                self._lines += [] if folded else [*of_group, *rest]
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
            return line.text if isinstance(line, More) else _said(line)
        if role == Qt.ItemDataRole.ToolTipRole and isinstance(line, Item):
            return _said(line).replace(" · ", "\n")
        return None


def _said(item: Item) -> str:
    return " · ".join(filter(None, (item.customer, item.contact, item.title, item.reason)))
