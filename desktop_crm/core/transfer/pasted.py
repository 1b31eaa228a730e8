"""Rows copied in a spreadsheet and pasted here: the same table that a file would give (habit 59)."""

import csv
import io
from collections.abc import Sequence

from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.transfer.headings import map_columns
from desktop_crm.core.transfer.reading import limits
from desktop_crm.core.transfer.reading.tables import Document, RefusedRow, Row, Table, unique_headings
from desktop_crm.core.transfer.reading.unreadable import FileLimitError, UnreadableFileError


def parse_pasted(text: str, kind: Kind, headings: Sequence[str], header_row: int | None = None) -> Document:
    """The table in a text whose cells are parted by tabs, its rows by line ends, as spreadsheets copy them.

    The first row, or row `header_row` (1-based), is the headings. Where none of them names a field, `headings`, those
    of the list into which it was pasted, stand for them and the first row is data.

    Raises:
        FileLimitError: more rows or columns than are read.
        UnreadableFileError: there is nothing in it.
    """
    name = _("Pasted rows")
    rows = _rows(name, text)
    if not rows:
        raise UnreadableFileError(name, _("There is nothing on the clipboard that could be a table."))
    place = next((place for place, row in enumerate(rows) if row.number == header_row), 0)
    found = unique_headings([str(cell) for cell in rows[place].cells])
    if not header_row and not _knows_any(found, kind):
        found, place = unique_headings(headings), -1
    used = max(len(row.cells) for row in rows[place + 1 :] or rows)
    found = (*found, *unique_headings([""] * max(used - len(found), 0), len(found)))[: max(used, 1)]
    taken, refused = [], []
    for row in rows[place + 1 :]:
        if max(map(len, map(str, row.cells)), default=0) > limits.CELL_CHARACTERS:
            reason = _("A cell is longer than {limit} characters.").format(limit=limits.CELL_CHARACTERS)
            refused.append(RefusedRow(row.number, row.cells, reason))
        else:
            taken.append(Row(row.number, (*row.cells, *("",) * len(found))[: len(found)]))
    return Document(name, "", (Table(_(TITLES[kind]), None, found, tuple(taken), tuple(refused)),))


def _rows(name: str, text: str) -> list[Row]:
    """The rows that are not blank, without the blank cells at their ends."""
    if len(text.encode()) > limits.TEXT_BYTES:
        raise FileLimitError(
            name,
            _("It is larger than {limit} MiB. Split it and import the parts.").format(
                limit=limits.TEXT_BYTES // limits.MEBIBYTE
            ),
        )
    csv.field_size_limit(limits.TEXT_BYTES)
    rows = []
    for number, cells in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter="\t"), 1):
        width = next((place for place in range(len(cells), 0, -1) if cells[place - 1].strip()), 0)
        if width > limits.COLUMNS:
            raise FileLimitError(
                name,
                _("Row {row} has {count} columns; up to {limit} are read.").format(
                    row=number, count=width, limit=limits.COLUMNS
                ),
                number,
            )
        if width:
            rows.append(Row(number, tuple(cells[:width])))
        if len(rows) > limits.ROWS:
            raise FileLimitError(name, _("There are more than {limit} rows.").format(limit=limits.ROWS), number)
    return rows


def _knows_any(headings: Sequence[str], kind: Kind) -> bool:
    mapped = map_columns(Table("", kind, tuple(headings), ()), kind)
    return any(column.target for column in mapped.columns)
