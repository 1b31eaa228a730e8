"""Copying out of a list: what a cell says, or rows with headings as a spreadsheet takes them (habits 34 and 59)."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject

from desktop_crm.core.fields import FieldType
from desktop_crm.core.i18n import _, ngettext
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.field_values import show
from desktop_crm.core.workflows.keep_confidential import any_confidential
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.record_table_model import Cells, RecordTableModel

COPIED_AT_MOST = 5_000  # rows


class TableCopying(QObject):
    """Reads what records of a list say in full, puts it on the clipboard, and says that it did."""

    def __init__(self, context: Context, model: RecordTableModel, kind: Kind | None, parent: QObject) -> None:
        super().__init__(parent)
        self._context, self._model, self._kind = context, model, kind

    def copy_cell(self, record_id: int, column: int) -> None:
        """Put what a record says in a column on the clipboard, whole where the list says it in short."""
        work = partial(_cell_to_copy, self._kind, self._model, record_id, column)
        title = self._model.columns[column].title
        self._context.operations.read(self, work, partial(self._on_cell, title), latest="copy")

    def _on_cell(self, title: str, found: tuple[str, bool]) -> None:
        text, confidential = found
        if text:
            self._context.clipboard.copy(text, confidential=confidential)
        said = _("{column} copied").format(column=title) if text else _("Nothing is recorded there")
        self._context.messages.toast(said)

    def copy_rows(self, ids: Sequence[int], columns: Sequence[int]) -> None:
        """Put these columns of records on the clipboard, with headings; too many are refused with a notice."""
        if len(ids) > COPIED_AT_MOST:
            self._context.messages.toast(
                _("At most {count} rows can be copied. Export the list instead.").format(count=f"{COPIED_AT_MOST:,}")
            )
            return
        work = partial(_rows_to_copy, self._kind, self._model, ids, columns)
        self._context.operations.read(self, work, partial(self._on_rows, columns), latest="copy")

    def _on_rows(self, columns: Sequence[int], found: tuple[list[Cells], bool]) -> None:
        rows, confidential = found
        lines = [[self._model.columns[number].title for number in columns]]
        lines += [[row[number].text for number in columns] for row in rows]
        copied = "\n".join("\t".join(map(_plain, line)) for line in lines)
        self._context.clipboard.copy(copied, confidential=confidential)
        text = ngettext("{count} row copied", "{count} rows copied", len(rows))
        self._context.messages.toast(text.format(count=f"{len(rows):,}"))


def _plain(text: str) -> str:
    return " ".join(text.split())


def _rows_to_copy(
    kind: Kind | None, model: RecordTableModel, ids: Sequence[int], columns: Sequence[int], connection: Any
) -> tuple[list[Cells], bool]:
    """What the rows say, and whether anything of it is confidential."""
    found = model.fetch(connection, ids)
    names = [model.columns[number].key for number in columns]
    rows = [found[record_id] for record_id in ids if record_id in found]
    return rows, kind is not None and any_confidential(connection, kind, ids, names)


def _cell_to_copy(
    kind: Kind | None, model: RecordTableModel, record_id: int, column: int, connection: Any
) -> tuple[str, bool]:
    """What the cell says, and whether that is confidential."""
    names = [model.columns[column].key]
    confidential = kind is not None and any_confidential(connection, kind, [record_id], names)
    return _cell_text(kind, model, record_id, column, connection), confidential


def _cell_text(kind: Kind | None, model: RecordTableModel, record_id: int, column: int, connection: Any) -> str:
    """A stored field as it is read; anything else as the list says it."""
    key = model.columns[column].key
    field = next((field for field in ROOMS[kind].fields.stored if field.name == key), None) if kind else None
    if kind and field and field.type is not FieldType.REFERENCE:
        record = ROOMS[kind].get(connection, record_id)
        return show(field, getattr(record, key)) if record is not None else ""
    cells = model.fetch(connection, [record_id]).get(record_id)
    return cells[column].text if cells else ""
