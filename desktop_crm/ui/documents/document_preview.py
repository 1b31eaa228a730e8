"""A document before it is printed: its pages, zoom, and the ways to paper and to a file."""

from collections.abc import Callable
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinterInfo
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop_crm.core.documents.typesetting import Printout
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _, ngettext
from desktop_crm.core.journal.transfers import PRINT, note_print
from desktop_crm.core.transfer.writing.target import write_file
from desktop_crm.ui.documents.page_images import page_sizes
from desktop_crm.ui.documents.pages_view import PagesView
from desktop_crm.ui.documents.printing import new_printer, print_pages
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.sheet_dialog import SheetDialog
from desktop_crm.ui.look.icons import icon
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.labels import label, set_tone

_ZOOM_STEP = 1.25

Make = Callable[[Any], Printout]  # with a connection, on a reader


class DocumentPreview(SheetDialog):
    """Shows what `make` sets, and prints exactly that. A subclass puts what the user may choose in by `add_options`."""

    def __init__(self, context: Context, title: str, file_name: str, parent: QWidget | None) -> None:
        super().__init__(context, parent, title, 900, 820)
        self._file_name = file_name
        self.printout: Printout | None = None
        self._printer = new_printer()
        self._dialog: QPrintDialog | None = None
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        px = context.theme.px
        # Tab goes through the widgets as they are made here: from the top down.
        for name, symbol, act in (
            (_("Smaller"), "zoom-out", self._on_smaller),
            (_("Larger"), "zoom-in", self._on_larger),
            (_("Fit width"), "move-horizontal", self._on_fit),
        ):
            self.head.addWidget(self._icon_button(name, symbol, act))
        self._zoom = QLabel()
        self._zoom.setMinimumWidth(px(48))
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.head.addWidget(self._zoom)
        options = QHBoxLayout()
        options.setSpacing(px(12))
        self.body.addLayout(options)
        self.add_options(options)
        if options.count():
            options.setContentsMargins(px(20), px(10), px(20), px(10))
        self.warning = label("", wrap=True)
        self.warning.setContentsMargins(px(20), 0, px(20), px(10))
        set_tone(self.warning, Tone.AMBER)
        self.warning.hide()
        self.body.addWidget(self.warning)
        self.pages = PagesView(context)
        self.pages.setAccessibleName(_("Pages"))
        self.pages.zoom_changed.connect(self._on_zoom_changed)
        self.body.addWidget(self.pages, 1)
        self.close_button = self.add_button(_("Close"), self.reject)
        self.save_button = self.add_button(_("Save as PDF…"), self._on_save)
        self.print_button = self.add_button(_("Print…"), self._on_print, "primary")
        for keys, act in (
            (QKeySequence.StandardKey.ZoomIn, self._on_larger),
            (QKeySequence.StandardKey.ZoomOut, self._on_smaller),
            (QKeySequence("Ctrl+0"), self._on_fit),
            (QKeySequence.StandardKey.Print, self._on_print),
        ):
            QShortcut(QKeySequence(keys), self, act)
        self._set_ready(ready=False)
        self.pages.setFocus()  # so that the keys turn pages

    def add_options(self, bar: QHBoxLayout) -> None:
        """Put what the user may choose above the pages; nothing here."""

    def make(self, work: Make) -> None:
        """Set the document and show it; of several requests the last one wins."""
        self._set_ready(ready=False)
        self.say(_("Setting the page…"))
        self.context.operations.read(self, partial(_made, work), self._on_made, latest="made", failed=self._on_not_made)

    def _icon_button(self, name: str, symbol: str, act: Callable[[], None]) -> QPushButton:
        made = QPushButton()
        made.setIcon(icon(symbol, self.context.theme, Tone.SOFT))
        made.setProperty("role", "quiet")
        made.setAutoDefault(False)
        made.setToolTip(name)
        made.setAccessibleName(name)
        made.clicked.connect(lambda _checked=False: act())
        return made

    def _on_made(self, answer: tuple[Printout, list[QSizeF]]) -> None:
        self.printout, sizes = answer
        self.pages.show_document(self.printout.pdf, sizes)
        self.warning.setText(self.printout.warning)
        self.warning.setVisible(bool(self.printout.warning))
        self._set_ready(ready=True)
        self.say(ngettext("{count} page, A4", "{count} pages, A4", len(sizes)).format(count=len(sizes)))

    def _on_not_made(self, error: CrmError) -> None:
        """What was shown before is not what was asked for."""
        self.printout = None
        self.pages.show_document(b"", [])
        self.warning.hide()
        self._on_failed(error)

    def _on_failed(self, error: CrmError) -> None:
        self.progress.hide()
        self._set_ready(ready=self.printout is not None)
        self.say_error(error)

    def _set_ready(self, *, ready: bool) -> None:
        for button in (self.save_button, self.print_button):
            button.setEnabled(ready)

    # Zoom

    def _on_zoom_changed(self, zoom: float) -> None:
        self._zoom.setText(f"{zoom:.0%}")

    def _on_larger(self) -> None:
        self.pages.set_zoom(self.pages.zoom * _ZOOM_STEP)

    def _on_smaller(self) -> None:
        self.pages.set_zoom(self.pages.zoom / _ZOOM_STEP)

    def _on_fit(self) -> None:
        self.pages.set_zoom(None)

    # Paper

    def _on_print(self) -> None:
        if self.printout is None:
            return
        if not QPrinterInfo.availablePrinterNames():
            text = _("No printer is set up on this computer. Save the page as PDF and print it elsewhere.")
            self.say(text, Tone.AMBER)
            return
        self._dialog = QPrintDialog(self._printer, self)
        self._dialog.setMinMax(1, self.pages.page_count)
        self._dialog.accepted.connect(self.print_now)
        self._dialog.setModal(True)
        self._dialog.show()

    def print_now(self) -> None:
        """Print on the printer as it was chosen."""
        if self.printout is None:
            return
        self._set_ready(ready=False)
        self.show_progress(0, 0)
        self.say(_("Printing…"))
        work = partial(print_pages, self.printout.pdf, self._printer)
        self.context.operations.run(self, work, self._on_printed, progressed=self.show_progress, failed=self._on_failed)

    def _on_printed(self, pages: int) -> None:
        self.progress.hide()
        self._set_ready(ready=True)
        self.say(ngettext("{count} page printed", "{count} pages printed", pages).format(count=pages), Tone.GREEN)
        self._note(pages, "")

    # File

    def _on_save(self) -> None:
        dialog = QFileDialog(self, _("Save as PDF"), str(Path.home() / self._file_name), "PDF (*.pdf)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, name: str) -> None:
        """Write the pages into a file."""
        if self.printout:
            work = partial(_save, self.printout.pdf, Path(name))
            self.context.operations.read(self, work, self._on_saved, failed=self._on_failed)

    def _on_saved(self, path: Path) -> None:
        self.say(_("Saved: {files}").format(files=path.name), Tone.GREEN)
        self._note(self.pages.page_count, path.name)

    def _note(self, pages: int, file: str) -> None:
        """Tell the journal (design, export and print are noted); a book that can only be read has none."""
        if self.printout and not self.context.book.database.read_only:
            digest = sha256(self.printout.pdf).hexdigest()
            work = partial(note_print, title=self.windowTitle(), pages=pages, sha256=digest, file=file)
            self.context.operations.write(self, PRINT, work)


def _made(work: Make, connection: Any) -> tuple[Printout, list[QSizeF]]:
    printout = work(connection)
    return printout, page_sizes(printout.pdf)


def _save(pdf: bytes, target: Path, _connection: Any) -> Path:
    write_file(target, pdf)
    return target
