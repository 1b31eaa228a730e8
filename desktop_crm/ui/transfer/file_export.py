"""What every dialog does that writes records into a file: asks where to, writes, says how many records went."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QFileDialog, QWidget

from desktop_crm.core import clock
from desktop_crm.core.attachments.contents import ContentStore
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.kinds import TITLES
from desktop_crm.core.transfer.writing.exporting import ExportInfo, export
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.operations import Progress
from desktop_crm.ui.framework.sheet_dialog import SheetDialog
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.labels import label

FORMAT_NAMES = {
    ".xlsx": N_("Excel workbook"),
    ".docx": N_("Word document"),
    ".csv": N_("CSV"),
    ".vcf": N_("Contact cards"),
    ".ics": N_("Calendar"),
    ".json": N_("JSON"),
}


class FileExport(SheetDialog):
    """Writes records into a file. A subclass fills `body`, ends it with `add_ending`, and says what goes in."""

    def __init__(self, context: Context, parent: QWidget | None, title: str, width: int, height: int) -> None:
        super().__init__(context, parent, title, width, height)
        self._running: Progress | None = None
        self._written: Path | None = None
        self.confidential = QCheckBox(_("Also what is marked confidential"))
        self.open_button = self.add_button(_("Open folder"), self._on_open_folder)
        self.open_button.hide()
        self.close_button = self.add_button(_("Cancel"), self.reject)
        self.export_button = self.add_button(_("Export…"), self._on_export, "primary")

    @property
    def suffix(self) -> str:
        """The ending of the file, which names its format."""
        raise NotImplementedError

    def wanted(self) -> dict[str, Any]:
        """What goes into the file, as `export` takes it."""
        raise NotImplementedError

    def file_name(self) -> str:
        """What the file is called, without its ending, unless the user says otherwise."""
        return "-".join((_("Customer book"), clock.today().isoformat()))

    def add_ending(self) -> None:
        """Put below what was chosen whether confidential values go too, and what that means."""
        self.body.addWidget(self.confidential)
        text = _("The file is not encrypted. What is confidential is left out unless ticked; the export is noted.")
        self.body.addWidget(label(text, "soft", wrap=True))

    def _on_export(self) -> None:
        dialog = QFileDialog(self, _("Export"), str(Path.home() / (self.file_name() + self.suffix)))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{_(FORMAT_NAMES[self.suffix])} (*{self.suffix})")
        dialog.setDefaultSuffix(self.suffix.removeprefix("."))
        dialog.fileSelected.connect(self.export_to)
        dialog.open()

    def export_to(self, name: str) -> None:
        """Write the file and say how many records are in it."""
        if self._running:
            return
        wanted = self.wanted() | {"confidential": self.confidential.isChecked()}
        work = partial(_export, self.context, Path(name), wanted)
        self._running = self.context.operations.run(self, work, self._on_written, failed=self._on_failed)
        self.export_button.setEnabled(False)
        self.show_progress(0, 0)
        self.say(_("Writing…"))

    def _on_written(self, info: ExportInfo) -> None:
        self._end()
        self._written = info.path
        counts = [f"{_(TITLES[kind])} {count:,}" for kind, count in info.rows.items()]
        self.say(_("Written: {counts}").format(counts=" · ".join(counts)), Tone.GREEN)
        self.open_button.show()
        self.close_button.setText(_("Close"))

    def _on_failed(self, error: CrmError) -> None:
        self._end()
        self.say_error(error)

    def _end(self) -> None:
        self._running = None
        self.progress.hide()
        self.export_button.setEnabled(True)

    def _on_open_folder(self) -> None:
        if self._written:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.parent)))


def _export(context: Context, target: Path, wanted: dict[str, Any], _progress: Progress) -> ExportInfo:
    return export(context.book.database, target, contents=ContentStore(context.book.vault), **wanted)
