"""The import dialog: preview, trial, import, result. Nothing is taken before the user has seen the trial."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _, listed, ngettext
from desktop_crm.core.transfer.errors_file import write_refused
from desktop_crm.core.transfer.options import OnDuplicate
from desktop_crm.core.transfer.reading.sandbox import Cancellation
from desktop_crm.core.transfer.reading.tables import Document
from desktop_crm.core.transfer.report import Report
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.operations import Progress
from desktop_crm.ui.framework.sheet_dialog import SheetDialog
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.transfer.import_plan import FilePlan, ImportPlan, Pasted
from desktop_crm.ui.transfer.preview_step import PreviewStep
from desktop_crm.ui.transfer.report_view import ReportView
from desktop_crm.ui.transfer.table_models import Findings, findings_of
from desktop_crm.ui.widgets.choice_chips import ChoiceChips
from desktop_crm.ui.widgets.labels import label, set_tone

_PREVIEW, _CHECK, _RESULT = range(3)
_MOST_FILES = 50


def open_import(context: Context, paths: Sequence[Path], parent: QWidget) -> "ImportDialog":
    """Open the dialog that previews and imports these files."""
    dialog = ImportDialog(context, paths, parent)
    dialog.open()
    return dialog


class ImportDialog(SheetDialog):
    """Leads through an import."""

    def __init__(self, context: Context, sources: Sequence[Path | Pasted], parent: QWidget | None) -> None:
        super().__init__(context, parent, _("Import"), 1080, 700)
        self.plan = ImportPlan([FilePlan.of(source) for source in sources[:_MOST_FILES]])
        self.report: Report | None = None
        self._reading = 0
        self._cancellation = Cancellation()  # of what is being read
        self._running: Progress | None = None
        self._close_when_stopped = False
        self.preview = PreviewStep(context, self.plan)
        self.preview.reread_requested.connect(self._read)
        self.preview.changed.connect(self._show_state)
        self.check, self.outcome = _CheckStep(context), ReportView(context.theme)
        self.check.duplicates.edited.connect(self._on_duplicates)
        self._steps = [QLabel(text) for text in (_("1 Preview"), _("2 Trial"), _("3 Result"))]
        for step in self._steps:
            self.head.addWidget(step)
        self.stack = QStackedWidget()
        for page in (self.preview, self.check, self.outcome):
            self.stack.addWidget(page)
        self.body.addWidget(self.stack)
        self.back_button = self.add_button(_("Back"), self._on_back)
        self.refused_button = self.add_button(_("Save refused rows…"), self._on_save_refused)
        self.cancel_button = self.add_button(_("Cancel"), self.reject)
        self.next_button = self.add_button("", self._on_next, "primary")
        context.bus.about_to_close.connect(self._stop)
        self.preview.show_plan()
        self._show_step(_PREVIEW)
        for file in self.plan.files:
            self._read(file)

    # Reading

    def _read(self, file: FilePlan) -> None:
        self._reading += 1
        self.context.operations.read(
            self,
            partial(_read, file, self._cancellation),
            partial(self._on_read, file),
            failed=partial(self._on_unreadable, file),
        )
        self._show_state()

    def _on_read(self, file: FilePlan, document: Document) -> None:
        file.take(document)
        self._on_one_more()

    def _on_unreadable(self, file: FilePlan, error: CrmError) -> None:
        file.fail(error)
        self._on_one_more()

    def _on_one_more(self) -> None:
        self._reading -= 1
        if not self._reading:
            self.preview.show_plan()
        self._show_state()
        if self.next_button.isEnabled() and self.focusWidget() in {None, self.cancel_button}:
            self.next_button.setFocus()

    # The trial and the import

    def _on_next(self) -> None:
        match self.stack.currentIndex():
            case 0:
                self._start(dry_run=True)
            case 1:
                self._start(dry_run=False)
            case _:
                self.accept()

    def _on_back(self) -> None:
        self._show_step(_PREVIEW)

    def _on_duplicates(self) -> None:
        self.plan.on_duplicate = OnDuplicate(self.check.duplicates.value())
        self._start(dry_run=True)

    def _start(self, *, dry_run: bool) -> None:
        if self._running:
            return
        book = self.context.book

        def work(progress: Progress) -> tuple[Report, Findings]:
            report = self.plan.run(book, progress.at, dry_run=dry_run)
            return report, findings_of(report)

        self._running = self.context.operations.run(
            self,
            work,
            self._on_checked if dry_run else self._on_imported,
            progressed=self._on_progress,
            failed=self._on_failed,
            canceled=self._on_stopped,
        )
        self._show_state()
        self.say(_("Trying…") if dry_run else _("Backing up and importing…"))

    def _on_progress(self, done: int, total: int) -> None:
        if self._running:
            self.show_progress(done, total)

    def _on_checked(self, answer: tuple[Report, Findings]) -> None:
        self._running = None
        self.report, findings = answer
        self.check.view.show_report(self.report, findings)
        self._show_step(_CHECK)

    def _on_imported(self, answer: tuple[Report, Findings]) -> None:
        self._running = None
        self.report, findings = answer
        self.outcome.show_report(self.report, findings)
        self._show_step(_RESULT)
        self.context.bus.backed_up.emit()

    def _on_failed(self, error: CrmError) -> None:
        self._running = None
        self._show_state()
        self.say_error(error)

    def _on_stopped(self) -> None:
        self._running = None
        self._show_state()
        self.say(_("Stopped; the book is as it was."), Tone.AMBER)
        if self._close_when_stopped:
            super().reject()

    def _stop(self) -> None:
        self._cancellation.cancel()
        self._cancellation = Cancellation()
        if self._running:
            self._running.cancel()

    # Refused rows

    def _on_save_refused(self) -> None:
        name = "-".join((self.plan.files[0].path.stem, _("refused"))) + ".xlsx"
        dialog = QFileDialog(self, _("Save refused rows"), str(self.plan.files[0].path.parent / name))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["Excel (*.xlsx)", "CSV (*.csv)"])
        dialog.setDefaultSuffix("xlsx")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_refused)
        dialog.open()

    def save_refused(self, name: str) -> None:
        """Write the refused rows with their reasons into a file that can be corrected and imported again."""
        assert self.report  # noqa: S101 - the button is shown only with one
        self.context.operations.read(
            self, partial(_write_refused, self.report, Path(name)), self._on_refused_saved, failed=self.say_error
        )

    def _on_refused_saved(self, written: list[Path]) -> None:
        names = listed(path.name for path in written)
        self.say(_("Saved: {files}").format(files=names), Tone.GREEN)

    # What is shown

    def _show_step(self, step: int) -> None:
        self.stack.setCurrentIndex(step)
        for place, text in enumerate(self._steps):
            text.setProperty("role", "strong" if place == step else "soft")
            set_tone(text, Tone.ACCENT if place == step else Tone.SOFT)
        self._show_state()
        self.next_button.setFocus()

    def _show_state(self) -> None:
        step, busy = self.stack.currentIndex(), bool(self._reading or self._running)
        self.preview.setEnabled(not busy)
        self.check.duplicates.setEnabled(not busy)
        self.back_button.setVisible(step == _CHECK)
        self.back_button.setEnabled(not busy)
        self.refused_button.setVisible(step != _PREVIEW and bool(self.report and self.report.refused))
        self.refused_button.setEnabled(not busy)
        self.cancel_button.setVisible(step != _RESULT)
        takes = bool(self.report and self.report.took_anything) if step == _CHECK else self.plan.rows > 0
        self.next_button.setEnabled(not busy and (takes or step == _RESULT))
        self.next_button.setText((_("Go on"), _("Import"), _("Close"))[step])
        if busy:
            self.show_progress(0, 0)
            self.say(_("Reading…") if self._reading else self.note.text())
            return
        self.progress.hide()
        self.say(self._state_in_words(step), Tone.SOFT)

    def _state_in_words(self, step: int) -> str:
        if step == _PREVIEW:
            count = self.plan.rows
            return ngettext("{count} row to take", "{count} rows to take", count).format(count=f"{count:,}")
        if step == _CHECK:
            if self.report and not self.report.took_anything:
                return _("Nothing of this can be taken.")
            return _("This was a trial: the book is as it was.")
        return _("Done. What was there before is in a backup.") if self.plan.backed_up else _("Done.")

    def reject(self) -> None:
        if self._running:
            self._close_when_stopped = True
            self.say(_("Stopping…"))
            self._stop()
            return
        super().reject()

    def done(self, result: int) -> None:
        self._stop()
        super().done(result)
        self._forget()

    def _forget(self) -> None:
        """Drop what was read and reported: as part of a closed dialog it would wait for a long garbage collection."""
        for file in self.plan.files:
            file.forget()
        self.preview.show_plan()
        self.report = None
        for view in (self.check.view, self.outcome):
            view.show_nothing()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._running:
            event.ignore()
            self.reject()
        else:
            super().closeEvent(event)


class _CheckStep(QWidget):
    """The second step: what would become of the rows."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        px = context.theme.px
        self.duplicates = ChoiceChips(
            _("Rows that are in the book already"),
            (
                (OnDuplicate.SKIP, _("Skip")),
                (OnDuplicate.UPDATE, _("Update what is there")),
                (OnDuplicate.NEW, _("Add as new")),
            ),
        )
        self.duplicates.set_value(OnDuplicate.SKIP)
        self.view = ReportView(context.theme)
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(label(_("Rows that are in the book already")))
        row.addWidget(self.duplicates, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(px(12))
        layout.addLayout(row)
        layout.addWidget(self.view, 1)


def _read(file: FilePlan, cancellation: Cancellation, _connection: Any) -> Document:
    """Read a file on a reader; it needs the thread, not the connection."""
    return file.read(cancellation)


def _write_refused(report: Report, target: Path, _connection: Any) -> list[Path]:
    return write_refused(report.refused, target)
