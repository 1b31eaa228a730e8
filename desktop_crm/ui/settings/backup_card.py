"""The backups of the book: those there are, making one, rehearsing with one, and bringing one back."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QItemSelectionModel, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QProgressBar, QWidget

from desktop_crm.core.backup.backups import FOLDER, SUFFIX, BackupInfo, automatic_backup
from desktop_crm.core.backup.listing import Listed, backups_of, read_backup
from desktop_crm.core.backup.rehearsing import Rehearsal, rehearse
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.operations import Progress
from desktop_crm.ui.framework.plain_table import PlainTable
from desktop_crm.ui.framework.record_table_model import Cell, Cells
from desktop_crm.ui.framework.text_table_model import TextTableModel
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.settings.restore_dialog import RestoreDialog, made_at
from desktop_crm.ui.widgets.cards import Card, button
from desktop_crm.ui.widgets.flow_layout import flowing
from desktop_crm.ui.widgets.labels import label, set_tone

_HEADER, _ROW, _ROWS_SHOWN = 31, 34, 5  # heights in pixels at 100 %, and how many rows are in sight at most
_MEBIBYTE = 1024 * 1024
_SHARES = (9, 6, 6, 5, 6)  # of the width, for the columns


class BackupCard(Card):
    """The list of backups with what can be done about them."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Backups"))
        self._context = context
        self._backups: list[BackupInfo] = []
        self._progress: Progress | None = None
        px = context.theme.px
        self.body.setSpacing(px(12))
        text = _("Made automatically when the program ends and before every import; each is read back and checked.")
        self.body.addWidget(label(text, "soft", wrap=True))
        titles = (_("Made"), _("State"), _("Customers"), _("File size"), _("File"))
        self.model = TextTableModel(titles, self)
        self.table = PlainTable(context.theme, self.model)
        self.table.setAccessibleName(_("Backups"))
        self.table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        self.table.hide()
        self.nothing = label(_("No backup yet"))
        self.nothing.hide()  # until it is known
        self.body.addWidget(self.table)
        self.body.addWidget(self.nothing)
        self.make_button = button(_("Back up now"), self.make)
        self.restore_button = button(_("Restore…"), self.restore)
        self.rehearse_button = button(_("Rehearse"), self.rehearse)
        self.rehearse_button.setToolTip(_("Restores it into a temporary place and compares; your book stays as it is."))
        self.file_button = button(_("Restore from a file…"), self._on_file)
        self.stop_button = button(_("Stop"), self._on_stop, "quiet")
        buttons, row = flowing(spacing=px(8))
        for each in (self.make_button, self.restore_button, self.rehearse_button, self.file_button):
            row.addWidget(each)
        row.addWidget(button(_("Open folder"), self._on_open_folder))
        self.body.addWidget(buttons)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(px(120))
        self._bar.setAccessibleName(_("Progress"))
        self.note = label("", "soft", wrap=True)
        self._state = QWidget()
        state = QHBoxLayout(self._state)
        state.setContentsMargins(0, 0, 0, 0)
        state.setSpacing(px(8))
        state.addWidget(self._bar)
        state.addWidget(self.stop_button)
        state.addWidget(self.note, 1)
        self.body.addWidget(self._state)
        context.bus.backed_up.connect(self.refresh)
        self._end()
        self.refresh()

    def refresh(self) -> None:
        """Look again which backups there are."""
        work = partial(_backups, self._context)
        self._context.operations.read(self, work, self._on_found, latest="backups")

    def selected(self) -> BackupInfo | None:
        """The backup that is selected; None where nothing is, or a file that cannot be used."""
        rows = [index.row() for index in self.table.selectionModel().selectedRows()]
        return self._backups[rows[0]] if rows and rows[0] < len(self._backups) else None

    # What can be done

    def make(self) -> None:
        """Back up now."""
        self._begin(_("Backing up and checking…"))
        self._context.operations.run(self, partial(_back_up, self._context), self._on_made, failed=self._on_failed)

    def rehearse(self) -> None:
        """Restore the selected backup into a temporary place, and say what was found."""
        if info := self.selected():
            self._begin(_("Rehearsing the restoring…"))
            self._progress = self._context.operations.run(
                self,
                partial(_rehearse, self._context, info.path),
                self._on_rehearsed,
                progressed=self._on_progress,
                failed=self._on_failed,
                canceled=self._on_stopped,
            )
            self.stop_button.show()

    def restore(self) -> None:
        """Ask whether the book shall become again what it was in the selected backup."""
        if info := self.selected():
            RestoreDialog(self._context, self.window(), info).open()

    # News

    def _on_found(self, listed: Listed) -> None:
        before = self.selected()
        self._backups = listed.backups
        self.model.show_rows([*map(_cells, listed.backups), *map(_unusable_cells, listed.unusable)])
        rows = self.model.rowCount()
        self.table.setFixedHeight(self._context.theme.px(_HEADER + min(rows, _ROWS_SHOWN) * _ROW + 2))
        self.table.setVisible(rows > 0)
        self.nothing.setVisible(not rows)
        self.table.stretch(*_SHARES)
        paths = [info.path for info in listed.backups]
        if paths:
            row = paths.index(before.path) if before and before.path in paths else 0
            flag = QItemSelectionModel.SelectionFlag
            self.table.selectionModel().setCurrentIndex(self.model.index(row, 0), flag.ClearAndSelect | flag.Rows)
        self._on_selection_changed()

    def _on_selection_changed(self) -> None:
        free = not self._bar.isVisibleTo(self)
        writable = not self._context.book.vault.read_only
        self.make_button.setEnabled(free and writable)
        self.file_button.setEnabled(free and writable)
        self.restore_button.setEnabled(free and writable and self.selected() is not None)
        self.rehearse_button.setEnabled(free and self.selected() is not None)

    def _on_made(self, _info: BackupInfo | None) -> None:
        self._end(_("Backed up and verified."), Tone.GREEN)
        self._context.bus.backed_up.emit()

    def _on_rehearsed(self, found: Rehearsal) -> None:
        if found.problems:
            self._end(" ".join((_("This backup would not come back whole:"), *found.problems)), Tone.RED)
            return
        counts = " · ".join(f"{_(TITLES[kind])} {found.counts[kind]:,}" for kind in Kind if kind in found.counts)
        text = _("Rehearsed with the backup of {time}: it came back whole. {counts}")
        self._end(text.format(time=made_at(found.info), counts=counts), Tone.GREEN)

    def _on_failed(self, error: CrmError) -> None:
        self._end(error.text, Tone.RED)

    def _on_progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def _on_stop(self) -> None:
        if self._progress:
            self._progress.cancel()

    def _on_stopped(self) -> None:
        self._end(_("Stopped; nothing was left behind."))

    def _on_file(self) -> None:
        name, _filter = QFileDialog.getOpenFileName(
            self, _("The backup to restore"), "", _("Backups") + f" (*{SUFFIX})"
        )
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """Ask whether the book shall become again what it was in a backup that lies elsewhere."""
        work = partial(_read, self._context, path)
        self._context.operations.read(self, work, self._on_read, latest="file", failed=self._on_failed)

    def _on_read(self, info: BackupInfo) -> None:
        RestoreDialog(self._context, self.window(), info).open()

    def _on_open_folder(self) -> None:
        folder = self._context.book.vault.folder
        wanted = folder / FOLDER
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(wanted if wanted.is_dir() else folder)))

    def _begin(self, text: str) -> None:
        self._bar.setRange(0, 0)
        self._bar.show()
        self._say(text, Tone.SOFT)
        self._on_selection_changed()

    def _end(self, text: str = "", tone: Tone = Tone.SOFT) -> None:
        self._progress = None
        self._bar.hide()
        self.stop_button.hide()
        self._say(text, tone)
        self._on_selection_changed()

    def _say(self, text: str, tone: Tone) -> None:
        self._state.setVisible(bool(text))
        self.note.setText(text)
        set_tone(self.note, tone)


def _cells(info: BackupInfo) -> Cells:
    return (
        Cell(made_at(info)),
        Cell(_("✓ Verified"), Tone.GREEN),
        Cell(f"{info.counts.get(Kind.CUSTOMERS.value, 0):,}", Tone.SOFT),
        _size(info.size_bytes),
        Cell(info.path.name, Tone.SOFT),
    )


def _unusable_cells(path: Path) -> Cells:
    damaged = Cell(_("✗ Damaged"), Tone.RED, _("It is no backup of this book, or was cut short or altered."))
    return Cell("—", Tone.SOFT), damaged, Cell("—", Tone.SOFT), Cell("—", Tone.SOFT), Cell(path.name, Tone.SOFT)


def _size(size_bytes: int) -> Cell:
    return Cell(f"{size_bytes / _MEBIBYTE:.1f} MB", Tone.SOFT)


def _backups(context: Context, _connection: Any) -> Listed:
    return backups_of(context.book.vault)


def _read(context: Context, path: Path, _connection: Any) -> BackupInfo:
    return read_backup(context.book.vault, path)


def _back_up(context: Context, _progress: Progress) -> BackupInfo | None:
    return automatic_backup(context.book.vault, "manual")


def _rehearse(context: Context, path: Path, progress: Progress) -> Rehearsal:
    return rehearse(path, context.book.vault, progress.at)
