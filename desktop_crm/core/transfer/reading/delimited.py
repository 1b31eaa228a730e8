"""CSV, TSV and other delimited text (RFC 4180, as spreadsheets write it) into one table, exactly or not at all."""

import csv
import re
from collections.abc import Iterator
from itertools import islice

from desktop_crm.core.i18n import _
from desktop_crm.core.transfer.formula_guard import unguarded
from desktop_crm.core.transfer.reading import limits
from desktop_crm.core.transfer.reading.tables import Document, RefusedRow, Row, Table, unique_headings
from desktop_crm.core.transfer.reading.unreadable import FileLimitError, UnreadableFileError

_DELIMITERS = (",", "\t", ";")
_SAMPLE_ROWS = 100
# Not str.splitlines, which also splits at characters that are text here, such as U+2028.
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")

_Record = tuple[int, list[str], str]


def parse_delimited(file: str, text: str, encoding: str, header_row: int | None = None) -> Document:
    """The table in `text`; cells are text as it stands, without the formula guard of our own export.

    Headings are in row `header_row` (1-based), by default the first row that is not blank. Blank rows are skipped,
    short ones filled; long ones and those with broken quotation marks are refused one by one.

    Raises:
        FileLimitError: more rows or columns than are read.
        UnreadableFileError: there is no heading row, or a quotation mark is never closed.
    """
    delimiter, top = _delimiter(file, text, header_row)
    records = _records(file, text, delimiter)
    number, header = _header(file, records, header_row, top)
    if len(header) > limits.COLUMNS:
        raise FileLimitError(
            file,
            _("Row {row} has {count} columns; up to {limit} are read.").format(
                row=number, count=len(header), limit=limits.COLUMNS
            ),
            number,
        )
    rows: list[Row] = []
    refused: list[RefusedRow] = []
    used = _width(header)
    for row_number, cells, broken in records:
        if reason := broken or _refusal(cells, len(header)):
            refused.append(RefusedRow(row_number, tuple(cells), reason))
            continue
        if len(cells) > used:
            used = max(used, _width(cells))
        rows.append(Row(row_number, tuple(cells)))
    filled = tuple(row if len(row.cells) == used else _filled(row, used) for row in rows)
    return Document(file, encoding, (Table("", None, unique_headings(header[:used]), filled, tuple(refused)),))


def _filled(row: Row, width: int) -> Row:
    return Row(row.number, (row.cells + ("",) * width)[:width])


def _refusal(cells: list[str], headings: int) -> str:
    """Why the row cannot be taken, or nothing."""
    if len(cells) > headings and (found := _width(cells)) > headings:
        return _("The row has {found} cells, but there are only {expected} headings.").format(
            found=found, expected=headings
        )
    if max(map(len, cells)) > limits.CELL_CHARACTERS:
        return _("A cell is longer than {limit} characters.").format(limit=limits.CELL_CHARACTERS)
    return ""


def _width(cells: list[str]) -> int:
    """How many cells there are up to the last that is not blank."""
    return next((index for index in range(len(cells), 0, -1) if cells[index - 1].strip()), 0)


def _header(file: str, records: Iterator[_Record], header_row: int | None, top: int) -> tuple[int, list[str]]:
    """The number and the cells of the heading row, below the `top` rows; `records` stands behind it afterwards."""
    for number, cells, broken in records:
        if number < (header_row or top + 1):
            continue
        if header_row and number > header_row:
            break
        if broken:
            raise UnreadableFileError(
                file, _("Row {row} should hold the headings: {reason}").format(row=number, reason=broken), number
            )
        return number, cells
    if header_row:
        raise UnreadableFileError(
            file, _("Row {row} is empty; choose the row that holds the headings.").format(row=header_row), header_row
        )
    raise UnreadableFileError(file, _("The file is empty."))


class _Lines:
    """The lines of a text with their ends; `given` are those handed out since it was last emptied."""

    def __init__(self, text: str) -> None:
        self._matches = _LINE.finditer(text)
        self.given: list[str] = []
        self.ended = False

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        match = next(self._matches, None)
        if match is None:
            self.ended = True
            raise StopIteration
        self.given.append(match[0])
        return match[0]


def _records(file: str, text: str, delimiter: str) -> Iterator[_Record]:
    """Number, cells and, where its quotation marks are broken, the reason, of every row that is not blank.

    A broken row has one cell: its text as it stands. Reading goes on with the line after it.
    """
    # The default of 131,072 would end a long cell in its middle; the true limit is checked row by row.
    csv.field_size_limit(limits.TEXT_BYTES)
    lines = _Lines(text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    # Millions of short cells, each a text of its own, would take more memory than the child has.
    short: dict[str, str] = {}
    for number in range(1, limits.ROWS + 2):
        lines.given.clear()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            if lines.ended:
                raise UnreadableFileError(
                    file,
                    _(
                        "A quotation mark opened in row {row} is never closed. Close it, or double it if it is text."
                    ).format(row=number),
                    number,
                ) from None
            raw = "".join(lines.given).rstrip("\r\n")
            yield number, [raw], _("A quotation mark stands inside a quoted cell; double it if it is text.")
            continue
        if any(map(str.strip, cells)):
            plain = [unguarded(cell) if cell.startswith("'") else cell for cell in cells]
            yield number, [short.setdefault(cell, cell) if len(cell) < 4 else cell for cell in plain], ""
    raise FileLimitError(file, _("There are more than {limit} rows.").format(limit=limits.ROWS), limits.ROWS + 1)


def _delimiter(file: str, text: str, header_row: int | None) -> tuple[str, int]:
    """The character between cells, and how many rows at the top belong to no table.

    A first line `sep=;` (Excel's own hint) decides. Otherwise each candidate splits a sample, minding quotation
    marks: the one wins under which most rows are as wide as the heading row, then the one with most columns. One
    that does not split the heading row is out, however often it stands in prose further down.
    """
    if hint := re.match(r"sep=([^\r\n])\r?\n", text, re.IGNORECASE):
        return hint[1], 1
    best, best_score = _DELIMITERS[0], (0.0, 0)
    for delimiter in _DELIMITERS:
        score = _score(file, text, delimiter, header_row)
        if score > best_score:
            best, best_score = delimiter, score
    return best, 0


def _score(file: str, text: str, delimiter: str, header_row: int | None) -> tuple[float, int]:
    """The share of a sample's rows that are as wide as its headings, and that width; nothing for a width of one."""
    sample = _records(file, text, delimiter)
    try:
        _number, header = _header(file, sample, header_row, 0)
        widths = [len(cells) for _row, cells, broken in islice(sample, _SAMPLE_ROWS) if not broken]
    except UnreadableFileError:
        return 0.0, 0
    if len(header) < 2:
        return 0.0, 0
    return widths.count(len(header)) / max(len(widths), 1), len(header)
