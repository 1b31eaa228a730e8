"""Handing one follow-up to a calendar: a file that calendars open, and that updates what an earlier one brought."""

import re
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop_crm.core.errors import CrmError
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.writing.exporting import ExportInfo, export
from desktop_crm.ui.framework.context import Context

_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\s]+')
_LONGEST_NAME = 60  # characters


def hand_to_calendar(context: Context, followup_id: int, parent: QWidget) -> None:
    """Ask for a file, and write the follow-up into it."""
    try:
        context.book.database.refuse_while_presenting()
    except CrmError as error:
        context.messages.error(error)
        return
    work = partial(FOLLOWUPS.get, record_id=followup_id)
    context.operations.read(parent, work, partial(_ask, context, parent), latest="calendar")


def _ask(context: Context, parent: QWidget, followup: Followup | None) -> None:
    if followup is None:
        return
    name = _NOT_IN_FILE_NAMES.sub("_", followup.title)[:_LONGEST_NAME].strip("._") or _("Follow-up")
    dialog = QFileDialog(parent, _("Export to calendar"), str(Path.home() / f"{name}.ics"), "iCalendar (*.ics)")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix("ics")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(partial(write_calendar, context, parent, followup.id))
    dialog.open()


def write_calendar(context: Context, parent: QWidget, followup_id: int, name: str) -> None:
    """Write the follow-up into the file of this name, and say so."""
    work = partial(_written, context, Path(name), followup_id)
    context.operations.run(parent, work, partial(_on_written, context), failed=context.messages.error)


def _written(context: Context, path: Path, followup_id: int, _progress: Any) -> ExportInfo:
    return export(context.book.database, path, Kind.FOLLOWUPS, ids=[followup_id])


def _on_written(context: Context, info: ExportInfo) -> None:
    context.messages.toast(_("Saved: {files}").format(files=info.path.name))
