"""One attachment in the program: its pages, image or text; a copy to keep, or one for another program."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QFontDatabase, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton, QStackedWidget, QTextBrowser, QWidget

from desktop_crm.core.attachments.contents import ContentStore
from desktop_crm.core.attachments.entity import Attachment
from desktop_crm.core.attachments.fields import FIELDS
from desktop_crm.core.attachments.outside import file_name
from desktop_crm.core.attachments.store import ATTACHMENTS
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _
from desktop_crm.core.journal.transfers import EXPORT, note_copy
from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.writing.target import write_file
from desktop_crm.core.values.field_values import show
from desktop_crm.ui.attachments.image_view import ImageView
from desktop_crm.ui.attachments.outside import copies_of
from desktop_crm.ui.attachments.shown import Pages, Shown, Text, shown_of
from desktop_crm.ui.documents.pages_view import PagesView
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.record_dialog import RecordDialog
from desktop_crm.ui.framework.sheet_dialog import SheetDialog
from desktop_crm.ui.look.icons import icon
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.labels import label

_ZOOM_STEP = 1.25
_KILOBYTE = 1024


def view_attachment(context: Context, attachment_id: int, parent: QWidget) -> None:
    """Open the viewer of an attachment, as soon as its row was read; while presenting it is refused."""
    try:
        context.book.database.refuse_while_presenting()
    except CrmError as error:
        context.messages.error(error)
        return
    work = partial(ATTACHMENTS.get, record_id=attachment_id)
    context.operations.read(parent, work, partial(_open, context, parent))


def _open(context: Context, parent: QWidget, attachment: Attachment | None) -> None:
    if attachment is not None:
        AttachmentViewer(context, attachment, parent).open()


class AttachmentViewer(SheetDialog):
    """Shows one attachment. What the program cannot show can be saved or opened elsewhere."""

    def __init__(self, context: Context, attachment: Attachment, parent: QWidget | None) -> None:
        super().__init__(context, parent, attachment.name, 940, 820)
        self.attachment = attachment
        self._contents = ContentStore(context.book.vault)
        self.pages, self.image, self.text = PagesView(context), ImageView(), QTextBrowser()
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont))
        self.text.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.words = label("", "soft", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.pages.setAccessibleName(_("Pages"))
        self.image.setAccessibleName(_("Image"))
        self.text.setAccessibleName(_("Text"))
        self._build()
        self._show_words(_("Opening…"))
        work = partial(_shown, self._contents, attachment)
        context.operations.read(self, work, self._on_shown, latest="shown", failed=self._on_failed)

    def _build(self) -> None:
        self._zoom_buttons = [
            self._icon_button(_("Smaller"), "zoom-out", partial(self._on_zoom, 1 / _ZOOM_STEP)),
            self._icon_button(_("Larger"), "zoom-in", partial(self._on_zoom, _ZOOM_STEP)),
            self._icon_button(_("Fit"), "move-horizontal", partial(self._on_zoom, None)),
        ]
        self._zoom = QLabel()
        self._zoom.setMinimumWidth(self.context.theme.px(48))
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.pages.zoom_changed.connect(self._say_zoom)
        self.head.addWidget(self._zoom)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.parts = QStackedWidget()
        for part in (self.words, self.pages, self.image, self.text):
            self.parts.addWidget(part)
        self.body.addWidget(self.parts, 1)
        self.say(_facts(self.attachment))
        self.add_button(_("Details…"), self._on_details)
        self.save_button = self.add_button(_("Save a copy…"), self._on_save)
        self.open_button = self.add_button(_("Open outside…"), self._on_open_outside)
        self.add_button(_("Close"), self.reject, "primary")
        for keys, act in (
            (QKeySequence.StandardKey.ZoomIn, partial(self._on_zoom, _ZOOM_STEP)),
            (QKeySequence.StandardKey.ZoomOut, partial(self._on_zoom, 1 / _ZOOM_STEP)),
            (QKeySequence("Ctrl+0"), partial(self._on_zoom, None)),
            (QKeySequence.StandardKey.Save, self._on_save),
        ):
            QShortcut(QKeySequence(keys), self, act)

    def _icon_button(self, name: str, symbol: str, act: Callable[[], None]) -> QPushButton:
        made = QPushButton()
        made.setIcon(icon(symbol, self.context.theme, Tone.SOFT))
        made.setProperty("role", "quiet")
        made.setAutoDefault(False)
        made.setToolTip(name)
        made.setAccessibleName(name)
        made.clicked.connect(lambda _checked=False: act())
        self.head.addWidget(made)
        return made

    # What is shown

    def _on_shown(self, shown: Shown) -> None:
        match shown:
            case Pages():
                self._show_part(self.pages)
                self.pages.show_document(shown.pdf, shown.sizes)
            case QImage():
                self._show_part(self.image)
                self.image.show_image(shown)
                self._say_zoom(self.image.zoom)
            case Text():
                self._show_part(self.text)
                more = _("There is more of this text; open it outside to read all.")
                self.text.setPlainText("\n\n".join((shown.text, f"… {more}")) if shown.cut else shown.text)
            case None:
                self._show_words(_("This format cannot be shown here. Save a copy, or open it in another program."))

    def _on_failed(self, error: CrmError) -> None:
        self._show_words(f"{error.title}\n{error.message}")
        for button in (self.save_button, self.open_button):
            button.setEnabled(False)

    def _show_words(self, words: str) -> None:
        self.words.setText(words)
        self._show_part(self.words)

    def _show_part(self, part: QWidget) -> None:
        self.parts.setCurrentWidget(part)
        zooms = part in {self.pages, self.image}
        for button in self._zoom_buttons:
            button.setVisible(zooms)
        self._zoom.setVisible(zooms)
        if part is not self.words:
            part.setFocus()

    def _on_zoom(self, factor: float | None) -> None:
        part = self.parts.currentWidget()
        if isinstance(part, PagesView | ImageView):
            part.set_zoom(None if factor is None else part.zoom * factor)
            self._say_zoom(part.zoom)

    def _say_zoom(self, zoom: float) -> None:
        self._zoom.setText(f"{zoom:.0%}")

    # What can be done with it

    def _on_details(self) -> None:
        dialog = RecordDialog(self.context, Kind.ATTACHMENTS, self.attachment, None, self.parentWidget())
        self.accept()
        dialog.open()

    def _on_save(self) -> None:
        dialog = QFileDialog(self, _("Save a copy"), str(Path.home() / file_name(self.attachment.name)))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.save_to)
        dialog.open()

    def save_to(self, name: str) -> None:
        """Write the content into a file, which is not encrypted; the journal says so."""
        work = partial(_save, self._contents, self.attachment, Path(name))
        self.context.operations.read(self, work, self._on_saved, failed=self.say_error)

    def _on_saved(self, path: Path) -> None:
        self.say(_("Saved: {files}").format(files=path.name), Tone.GREEN)
        self._note(path.name)

    def _on_open_outside(self) -> None:
        self.messages.ask(
            _("Open {name} outside?").format(name=self.attachment.name),
            _(
                "Another program gets a copy that is not encrypted. It can only be read, and is removed when the "
                "book is locked or closed. What the other program keeps of it is beyond our reach."
            ),
            {_("Open"): self.open_outside, _("Cancel"): None},
        )

    def open_outside(self) -> None:
        """Put a copy where other programs can read it, and open it with the one that the system has for it."""
        work = partial(_copy_outside, self.context.book.vault.folder, self._contents, self.attachment)
        self.context.operations.read(self, work, self._on_copied, failed=self.say_error)

    def _on_copied(self, path: Path) -> None:
        if QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.say(_("Opened in another program"), Tone.GREEN)
        else:
            self.say(_("No program on this computer opens this format. Save a copy instead."), Tone.AMBER)
        self._note(path.name)

    def _note(self, file: str) -> None:
        """Tell the journal that the content was written outside; a book that can only be read has none."""
        if not self.context.book.database.read_only:
            work = partial(note_copy, file=file, sha256=self.attachment.sha256)
            self.context.operations.write(self, EXPORT, work)


def _facts(attachment: Attachment) -> str:
    size = attachment.size_bytes
    shown_size = "" if size is None else f"{max(round(size / _KILOBYTE), 1):,} KB"
    facts = (show(FIELDS[name], getattr(attachment, name)) for name in ("type", "dated"))
    return " · ".join(filter(None, (*facts, shown_size)))


def _shown(contents: ContentStore, attachment: Attachment, _connection: Any) -> Shown:
    return shown_of(contents, attachment)


def _save(contents: ContentStore, attachment: Attachment, target: Path, _connection: Any) -> Path:
    write_file(target, contents.read(attachment.sha256, attachment.name))
    return target


def _copy_outside(vault: Path, contents: ContentStore, attachment: Attachment, _connection: Any) -> Path:
    chunks = contents.chunks(attachment.sha256, attachment.name)
    return copies_of(vault).write(attachment.name, chunks)
