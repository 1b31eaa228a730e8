"""The small tables of the import dialog: what each column fills, the first rows, and what an import has to say."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import TITLES
from desktop_crm.core.transfer.drafts import Place
from desktop_crm.core.transfer.headings import EITHER
from desktop_crm.core.transfer.reading.tables import cell_text
from desktop_crm.core.transfer.report import Report
from desktop_crm.ui.framework.record_table_model import TONE_ROLE, Cell, Cells
from desktop_crm.ui.framework.text_table_model import TextTableModel
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.transfer.import_plan import KEPT_ASIDE, TablePlan, offered_targets

PREVIEW_ROWS = 20
TARGET = 2  # the column of the mapping that can be edited
_LONGEST = 200

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class _PlanModel(QAbstractTableModel):
    """A model of one table's plan."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.plan: TablePlan | None = None

    def show_plan(self, plan: TablePlan | None) -> None:
        """Show another plan, or the same one after it was changed."""
        self.beginResetModel()
        self.plan = plan
        self.endResetModel()


class MappingModel(_PlanModel):
    """One row for each column of the file: its heading, an example, and what it fills, which can be changed."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._examples: list[str] = []
        self.offered: dict[str, str] = {}

    def show_plan(self, plan: TablePlan | None) -> None:
        rows = plan.table.rows[:PREVIEW_ROWS] if plan else ()
        count = len(plan.table.headings) if plan else 0
        texts = ((cell_text(row.cells[number]) for row in rows) for number in range(count))
        self._examples = [next(filter(None, found), "")[:_LONGEST] for found in texts]
        self.offered = offered_targets(plan.kind) if plan else {}
        super().show_plan(plan)

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self.plan is None else len(self.plan.table.headings)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 3

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.plan is None or not index.isValid():
            return None
        target = self.plan.targets[index.row()]
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            heading = self.plan.table.headings[index.row()]
            filled = " / ".join(self.offered.get(part, part) for part in target.split(EITHER))
            return (heading, self._examples[index.row()], filled)[index.column()]
        if role == Qt.ItemDataRole.EditRole and index.column() == TARGET:
            return target
        if role == TONE_ROLE:
            placed = Tone.INK if target != KEPT_ASIDE else Tone.AMBER
            return (Tone.INK, Tone.SOFT, placed)[index.column()]
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        known = index.column() == TARGET and value in self.offered
        if self.plan is None or role != Qt.ItemDataRole.EditRole or not known:
            return False
        self.plan.targets[index.row()] = value
        self.dataChanged.emit(index, index)
        return True

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsEditable if index.column() == TARGET else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (_("Column in the file"), _("Example"), _("Fills"))[section]
        return _left(orientation, role)


class PreviewModel(_PlanModel):
    """The first rows of a table, as they stand in the file."""

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self.plan is None else min(len(self.plan.table.rows), PREVIEW_ROWS)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        return 0 if parent.isValid() or self.plan is None else len(self.plan.table.headings)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.plan is None or not index.isValid():
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return " ".join(cell_text(self.plan.table.rows[index.row()].cells[index.column()])[:_LONGEST].split())
        if role == TONE_ROLE:
            return Tone.INK if self.plan.targets[index.column()] != KEPT_ASIDE else Tone.SOFT
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if self.plan is None or section >= self.columnCount() or orientation == Qt.Orientation.Vertical:
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self.plan.table.headings[section]
        return _left(orientation, role)


Findings = tuple[list[Cells], list[Cells], list[Cells]]


def findings_model(parent: QObject) -> TextTableModel:
    """A model for refused rows, doubts or pairs of customers: where, about which record or column, and what."""
    return TextTableModel((_("Where"), _("What about"), _("Reason")), parent)


def findings_of(report: Report) -> Findings:
    """Refused rows, doubts and pairs of customers; there may be many, so not on the GUI thread."""
    return _refusals_of(report), _doubts_of(report), _pairs_of(report)


def _refusals_of(report: Report) -> list[Cells]:
    """The rows that cannot be taken."""
    return [_finding(_where(each.place), _(TITLES[each.kind]), each.reason, Tone.RED) for each in report.refused]


def _doubts_of(report: Report) -> list[Cells]:
    """What is taken, but looks odd."""
    return [
        _finding(_where(each.place), " · ".join(filter(None, (each.number, each.field))), each.reason)
        for each in report.warnings
    ]


def _pairs_of(report: Report) -> list[Cells]:
    """Customers that are, or may be, one."""
    reason = _("These two customers are the same, or may be")
    return [_finding(_("Customer numbers"), f"{one} ↔ {other}", reason) for one, other in report.duplicates]


def _finding(place: str, about: str, reason: str, tone: Tone = Tone.INK) -> Cells:
    return Cell(place, Tone.SOFT), Cell(about), Cell(reason, tone)


def _where(place: Place) -> str:
    row = _("row {row}").format(row=place.row) if place.row else ""
    return " · ".join(filter(None, (place.file, place.sheet, row)))


def _left(orientation: Qt.Orientation, role: int) -> Any:
    if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
        return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    return None
