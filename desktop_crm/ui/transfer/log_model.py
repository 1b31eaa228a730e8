"""The list of what went in and out lately."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_crm.core.i18n import _
from desktop_crm.ui.framework.record_table_model import TONE_ROLE
from desktop_crm.ui.look.tokens import Tone

_NOWHERE = QModelIndex()
_TONES = (Tone.SOFT, Tone.INK, Tone.INK, Tone.SOFT, Tone.SOFT)


class LogLine(NamedTuple):
    """One import, export or print in words."""

    when: str
    what: str
    files: str
    counts: str
    author: str


class LogModel(QAbstractTableModel):
    """Lines that are all there."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lines: Sequence[LogLine] = ()

    def show_lines(self, lines: Sequence[LogLine]) -> None:
        """Show these."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(LogLine._fields)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._lines[index.row()][index.column()]
        return _TONES[index.column()] if role == TONE_ROLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or section >= len(LogLine._fields):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (_("When"), _("What"), _("File or title"), _("Records"), _("By"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None
