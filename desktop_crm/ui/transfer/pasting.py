"""Pasting rows into a list: the same preview as for a file (habit 59)."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.transfer.import_dialog import ImportDialog
from desktop_crm.ui.transfer.import_plan import Pasted


def paste_rows(context: Context, kind: Kind, headings: Sequence[str], text: str, parent: QWidget) -> None:
    """Open the preview of rows that were copied elsewhere; where they have no headings, those of the list are taken."""
    if text.strip():
        ImportDialog(context, [Pasted(text, kind, tuple(headings))], parent).open()
    else:
        context.messages.toast(_("There is nothing on the clipboard that could be a table."))
