"""What the menu of a row offers for the cell under the pointer and for the rows selected, the same in every list."""

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from desktop_crm.core.i18n import _
from desktop_crm.ui.framework.inline_edit import editable_field
from desktop_crm.ui.framework.record_table import RecordTable


def add_cell_actions(menu: QMenu, table: RecordTable, *, pasting: bool = True) -> None:
    """Add copying and editing of the current cell, copying and pasting of rows; keys stand beside them."""
    index = table.currentIndex()
    if index.isValid():
        column = table.columns.all()[index.column()]
        title = column.title.replace("&", "&&")
        copied = menu.addAction(_("Copy “{column}”").format(column=title))
        copied.triggered.connect(partial(_call, table.copy_cell))
        if table.kind and editable_field(table.kind, column.key):
            edited = menu.addAction(_("Edit “{column}”").format(column=title))
            edited.setShortcut(QKeySequence("F2"))
            edited.triggered.connect(partial(_call, table.edit_cell))
    rows = menu.addAction(_("Copy rows"))
    rows.setShortcut(QKeySequence("Ctrl+Shift+C"))
    rows.triggered.connect(partial(_call, table.copy_rows))
    if table.kind and pasting:
        pasted = menu.addAction(_("Paste rows"))
        pasted.setShortcut(QKeySequence(QKeySequence.StandardKey.Paste))
        pasted.triggered.connect(partial(_call, table.paste))


def _call(act: Callable[[], None], *_checked: bool) -> None:
    act()
