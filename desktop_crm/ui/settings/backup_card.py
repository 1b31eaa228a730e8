"""The backups of the book: those there are, making one, and how one is brought back."""

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout

from desktop_crm.core import clock
from desktop_crm.core.backup.backups import FOLDER, BackupInfo, automatic_backup
from desktop_crm.core.backup.listing import backups_of
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.operations import Progress
from desktop_crm.ui.framework.plain_table import PlainTable
from desktop_crm.ui.framework.record_table_model import TONE_ROLE
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.cards import Card, button
from desktop_crm.ui.widgets.labels import label, set_tone

_ROWS_SHOWN = 4
_MEBIBYTE = 1024 * 1024
_NOWHERE = QModelIndex()
_TONES = (Tone.INK, Tone.SOFT, Tone.SOFT, Tone.SOFT)


class _Line(NamedTuple):
    when: str
    customers: str
    size: str
    name: str


class BackupModel(QAbstractTableModel):
    """Verified backups, the newest first."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._lines: Sequence[_Line] = ()

    def show_backups(self, found: Sequence[BackupInfo]) -> None:
        """Show these."""
        self.beginResetModel()
        self._lines = [_line(info) for info in found]
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(_Line._fields)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return self._lines[index.row()][index.column()]
        return _TONES[index.column()] if role == TONE_ROLE else None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical or section >= len(_Line._fields):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (_("Made"), _("Customers"), _("File size"), _("File"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None


class BackupCard(Card):
    """The list of backups with what can be done about them."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Backups"))
        self._context = context
        px = context.theme.px
        self.body.setSpacing(px(12))
        text = _("Made by themselves when the program ends and before every import; each is read back and checked.")
        self.body.addWidget(label(text, "soft", wrap=True))
        self.model = BackupModel(self)
        self.table = PlainTable(context.theme, self.model)
        self.table.setAccessibleName(_("Backups"))
        self.table.setFixedHeight(px(31 + _ROWS_SHOWN * 34 + 2))
        self.body.addWidget(self.table)
        self.make_button = button(_("Back up now"), self.make, "")
        self.make_button.setEnabled(not context.book.vault.read_only)
        self.note = label("", "soft", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.make_button)
        row.addWidget(button(_("Open folder"), self._on_open_folder))
        row.addWidget(self.note, 1)
        self.body.addLayout(row)
        hint = _("To bring one back, close the program and run: desktop-crm restore FILE. What is there is kept.")
        self.body.addWidget(label(hint, "caption", wrap=True))
        context.bus.backed_up.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Look again which backups there are."""
        work = partial(_backups, self._context)
        self._context.operations.read(self, work, self._on_found, latest="backups")

    def make(self) -> None:
        """Back up now."""
        self.make_button.setEnabled(False)
        self.note.setText(_("Backing up and checking…"))
        set_tone(self.note, Tone.SOFT)
        self._context.operations.run(self, partial(_back_up, self._context), self._on_made, failed=self._on_failed)

    def _on_found(self, found: list[BackupInfo]) -> None:
        self.model.show_backups(found)
        self.table.stretch(5, 3, 3, 8)

    def _on_made(self, _info: BackupInfo | None) -> None:
        self.make_button.setEnabled(True)
        self.note.setText(_("Backed up and verified."))
        set_tone(self.note, Tone.GREEN)
        self._context.bus.backed_up.emit()

    def _on_failed(self, error: CrmError) -> None:
        self.make_button.setEnabled(True)
        self.note.setText(f"{error.title}. {error.message}")
        set_tone(self.note, Tone.RED)

    def _on_open_folder(self) -> None:
        folder = self._context.book.vault.folder
        wanted = folder / FOLDER
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(wanted if wanted.is_dir() else folder)))


def _line(info: BackupInfo) -> _Line:
    return _Line(
        info.made_at.astimezone(clock.zone()).strftime("%Y-%m-%d %H:%M"),
        f"{info.counts.get(Kind.CUSTOMERS.value, 0):,}",
        f"{info.size_bytes / _MEBIBYTE:.1f} MB",
        info.path.name,
    )


def _backups(context: Context, _connection: Any) -> list[BackupInfo]:
    return backups_of(context.book.vault)


def _back_up(context: Context, _progress: Progress) -> BackupInfo | None:
    return automatic_backup(context.book.vault, "manual")
