"""Files become attachments of a record: contents first, off the GUI thread, then one action that can be undone."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_crm.core.attachments.commands import keep
from desktop_crm.core.attachments.contents import ContentStore
from desktop_crm.core.book import Book
from desktop_crm.core.changes import Changes
from desktop_crm.core.database.errors import ReadOnlyError
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.workflows.attach_files import attach
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.operations import Progress

Target = tuple[Kind | None, int | None]  # the record that files are attached to


def files_in(mime: QMimeData) -> list[Path]:
    """The files, not folders, in what is dragged."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return [path for path in paths if path.is_file()]


def attach_files(context: Context, owner: QWidget, target: Target, paths: Sequence[Path]) -> None:
    """Attach files to a record; all of them, or none when one cannot be read."""
    work = partial(_attach, context.book, target, paths)
    words = _("Attaching {name}…").format(name=paths[0].name) if len(paths) == 1 else _("Attaching files…")
    context.messages.toast(words)
    context.operations.run(owner, work, partial(_on_attached, context), failed=context.messages.error)


def choose_and_attach(context: Context, owner: QWidget, target: Target) -> None:
    """Let the user choose files, and attach them to a record."""
    choose(owner, partial(attach_files, context, owner, target))


def choose(owner: QWidget, then: Callable[[list[Path]], object]) -> None:
    """Let the user choose files to attach."""
    dialog = QFileDialog(owner, _("Files to attach"))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda names: then([Path(name) for name in names]))
    dialog.open()


def _attach(book: Book, target: Target, paths: Sequence[Path], progress: Progress) -> Changes:
    if book.database.read_only:
        raise ReadOnlyError
    contents = ContentStore(book.vault)
    files = []
    for place, path in enumerate(paths):
        progress.at(place, len(paths))
        files.append(keep(contents, path))
    kind, record_id = target
    return book.write("add_attachments", partial(attach, kind=kind, record_id=record_id, files=files))


def _on_attached(context: Context, changes: Changes) -> None:
    if not changes:
        context.messages.toast(_("This record has these files already."))
