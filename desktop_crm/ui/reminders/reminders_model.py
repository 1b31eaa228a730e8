"""What is due, as a table model: when, whose, what."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_crm.core import clock
from desktop_crm.core.calendar.words.render import short
from desktop_crm.core.i18n import N_, _, language
from desktop_crm.core.ids import FollowupId
from desktop_crm.core.reminders.reminders import Reminder

_COLUMNS = (N_("Due"), N_("Customer"), N_("What to do"))
_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class RemindersModel(QAbstractTableModel):
    """One row for each reminder."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._ids: list[FollowupId] = []
        self._cells: list[tuple[str, str, str]] = []

    def show(self, reminders: Sequence[Reminder]) -> None:
        """Show these instead."""
        self.beginResetModel()
        self._ids = [reminder.id for reminder in reminders]
        self._cells = [(_when(reminder), reminder.customer, reminder.title) for reminder in reminders]
        self.endResetModel()

    def ids(self) -> list[FollowupId]:
        """The follow-ups, in the order of the rows."""
        return list(self._ids)

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._cells)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(_COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if index.isValid() and role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._cells[index.row()][index.column()]
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return _(_COLUMNS[section])
        return None


def _when(reminder: Reminder) -> str:
    due = reminder.due
    if due is None:
        return short(reminder.at, clock.now(), clock.zone(), language())
    return short(due.at, clock.now(), clock.zone(), language(), all_day=due.all_day)
