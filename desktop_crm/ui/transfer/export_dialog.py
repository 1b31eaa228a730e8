"""The export dialog: what goes into the file, and how many records went."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QFileDialog, QVBoxLayout, QWidget

from desktop_crm.core import clock
from desktop_crm.core.attachments.contents import ContentStore
from desktop_crm.core.customers.choosing import words_in_use
from desktop_crm.core.customers.fields import FIELDS as CUSTOMER_FIELDS
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.transfer.writing.exporting import FORMATS, ExportInfo, export
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.filter_bar import FilterBar
from desktop_crm.ui.framework.operations import Progress
from desktop_crm.ui.framework.sheet_dialog import SheetDialog
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.inputs import ComboBox
from desktop_crm.ui.widgets.labels import label

_FILTERS = ("industry", "size", "status")
_EVERYTHING = ""


@dataclass(frozen=True, slots=True)
class FormatWords:
    """What a format is called, what it is good for, and its icon of the Lucide set."""

    title: str
    caption: str
    icon: str


FORMAT_WORDS = {
    ".xlsx": FormatWords(
        N_("Excel workbook"), N_("Everything, a sheet for each kind, with drop-down lists"), "file-spreadsheet"
    ),
    ".csv": FormatWords(N_("CSV"), N_("One kind of record, for any other program"), "file-text"),
    ".vcf": FormatWords(N_("Contact cards"), N_("People for phones and mail programs"), "contact-round"),
    ".ics": FormatWords(N_("Calendar"), N_("Follow-ups with reminders for calendar programs"), "calendar"),
    ".json": FormatWords(N_("JSON"), N_("Every field as it is stored, for leaving at any time"), "braces"),
}


class ExportDialog(SheetDialog):
    """Writes records into a file."""

    def __init__(self, context: Context, suffix: str, parent: QWidget | None) -> None:
        words = FORMAT_WORDS[suffix]
        super().__init__(context, parent, _("Export · {format}").format(format=_(words.title)), 560, 340)
        self._suffix = suffix
        self._running: Progress | None = None
        self._written: Path | None = None
        chosen = FORMATS[suffix]
        self.kinds = ComboBox(context.theme)
        if len(chosen.unasked) > 1:
            self.kinds.addItem(_("Everything"), _EVERYTHING)
        for kind in chosen.kinds:
            self.kinds.addItem(_(TITLES[kind]), kind.value)
        self.kinds.activated.connect(self._on_kind)
        fields = [CUSTOMER_FIELDS[name] for name in _FILTERS]
        self.filters = FilterBar(context.operations, fields, _FILTERS, words_in_use)
        self._filter_box = QWidget()
        box = QVBoxLayout(self._filter_box)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(context.theme.px(4))
        box.addWidget(label(_("Only customers with"), "caption"))
        box.addWidget(self.filters)
        self.body.addWidget(label(_(words.caption), "soft", wrap=True))
        title = label(_("What goes into the file"), "caption")
        title.setBuddy(self.kinds)
        self.kinds.setAccessibleName(_("What goes into the file"))
        kind_box = QVBoxLayout()
        kind_box.setSpacing(context.theme.px(4))
        kind_box.addWidget(title)
        kind_box.addWidget(self.kinds)
        self.body.addLayout(kind_box)
        self.body.addWidget(self._filter_box)
        self.confidential = QCheckBox(_("Also what is marked confidential"))
        self.body.addWidget(self.confidential)
        self.body.addStretch(1)
        text = _("The file is not encrypted. What is confidential is left out unless ticked; the export is noted.")
        self.body.addWidget(label(text, "soft", wrap=True))
        self.open_button = self.add_button(_("Open folder"), self._on_open_folder)
        self.open_button.hide()
        self.close_button = self.add_button(_("Cancel"), self.reject)
        self.export_button = self.add_button(_("Export…"), self._on_export, "primary")
        self._on_kind(0)

    @property
    def kind(self) -> Kind | None:
        """What is exported, None for everything that fits into the file."""
        return Kind(self.kinds.currentData()) if self.kinds.currentData() else None

    def _on_kind(self, _place: int) -> None:
        subject = self.kind or FORMATS[self._suffix].unasked[0]
        all_kinds = self.kind is None and Kind.CUSTOMERS in FORMATS[self._suffix].kinds
        has_customers = subject is Kind.CUSTOMERS or all_kinds
        self._filter_box.setVisible(has_customers)
        if not has_customers and self.filters.values:
            self.filters.clear()

    def _on_export(self) -> None:
        name = "-".join((_("Customer book"), clock.today().isoformat())) + self._suffix
        dialog = QFileDialog(self, _("Export"), str(Path.home() / name))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter(f"{_(FORMAT_WORDS[self._suffix].title)} (*{self._suffix})")
        dialog.setDefaultSuffix(self._suffix.removeprefix("."))
        dialog.fileSelected.connect(self.export_to)
        dialog.open()

    def export_to(self, name: str) -> None:
        """Write the file and say how many records are in it."""
        if self._running:
            return
        filters = [f"{field}={value}" for field, value in self.filters.values.items()]
        confidential = self.confidential.isChecked()
        work = partial(_export, self.context, Path(name), self.kind, filters, confidential)
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


def _export(
    context: Context,
    target: Path,
    kind: Kind | None,
    filters: Sequence[str],
    confidential: bool,  # noqa: FBT001 - bound by partial
    _progress: Progress,
) -> ExportInfo:
    contents = ContentStore(context.book.vault)
    return export(context.book.database, target, kind, filters, confidential=confidential, contents=contents)
