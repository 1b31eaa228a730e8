"""Workbooks (XLSX, XLS, XLSB, ODS) through calamine, after their zip has been unpacked once just to count it."""

import zipfile
from collections.abc import Iterator
from datetime import time, timedelta
from io import BytesIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetTypeEnum

from desktop_crm.core.i18n import _
from desktop_crm.core.transfer.reading import limits
from desktop_crm.core.transfer.reading.tables import (
    LISTS_SHEET,
    Cell,
    Document,
    RefusedRow,
    Row,
    Table,
    cell_text,
    unique_headings,
)
from desktop_crm.core.transfer.reading.unreadable import FileLimitError, UnreadableFileError

_CHUNK_BYTES = 256 * 1024
_CalamineCell = float | str | bool | time | timedelta | Cell


def parse_workbook(file: str, data: bytes, header_row: int | None = None) -> Document:
    """A table for each sheet that has a heading row; formulas are never evaluated, their stored results are read.

    Headings are in row `header_row` (1-based) of every sheet, by default in its first row that is not blank. Blank
    rows are skipped; a cell merged over several rows stands in each of them.

    Raises:
        FileLimitError: it unpacks to more than is read, or has more rows or columns.
        UnreadableFileError: it is damaged, protected, or has no headings.
    """
    if data.startswith(b"PK"):
        _check_zip(file, data)
    try:
        with CalamineWorkbook.from_filelike(BytesIO(data)) as workbook:
            sheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
            names = [sheet.name for sheet in sheets if sheet.name != LISTS_SHEET]
            tables = [_table(file, workbook.get_sheet_by_name(name), header_row) for name in names]
    except PasswordError:
        raise UnreadableFileError(
            file, _("It is protected by a password. Save it without one and try again.")
        ) from None
    except (CalamineError, ValueError, OverflowError):
        raise UnreadableFileError(
            file, _("It is no workbook, or it is damaged. Open it in a spreadsheet program and save it as .xlsx.")
        ) from None
    found = tuple(table for table in tables if table)
    if not found:
        raise UnreadableFileError(file, _("No sheet has a row of headings."))
    return Document(file, "", found)


def _check_zip(file: str, data: bytes) -> None:
    """Unpack everything once and count, because the sizes that an archive declares may lie."""
    unpacked = 0
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > limits.ZIP_ENTRIES:
                raise FileLimitError(
                    file,
                    _("It holds {count} parts; up to {limit} are read.").format(
                        count=len(entries), limit=limits.ZIP_ENTRIES
                    ),
                )
            for entry in entries:
                with archive.open(entry) as part:
                    while chunk := part.read(_CHUNK_BYTES):
                        unpacked += len(chunk)
                        if unpacked > min(limits.UNPACKED_BYTES, limits.UNPACKED_RATIO * len(data)):
                            raise FileLimitError(
                                file,
                                _(
                                    "It unpacks to far more than its size. Save only the sheets you need, "
                                    "or save them as CSV."
                                ),
                            )
    except (FileLimitError, MemoryError):
        raise
    except Exception:  # noqa: BLE001 - zipfile raises a dozen kinds of error at damaged or encrypted archives
        raise UnreadableFileError(
            file, _("It is no workbook, or it is damaged. Open it in a spreadsheet program and save it as .xlsx.")
        ) from None


def _table(file: str, sheet: CalamineSheet, header_row: int | None) -> Table | None:
    """The sheet's table, or none where it has no heading row."""
    if sheet.start is None:
        return None
    first_column = sheet.start[1]
    if sheet.total_height > limits.ROWS:
        raise FileLimitError(
            file, _("Sheet “{sheet}” has more than {limit} rows.").format(sheet=sheet.name, limit=limits.ROWS)
        )
    numbered = _filled_rows(sheet)
    header: list[Cell] | None = None
    for number, cells in numbered:
        if number >= (header_row or 1):
            header = cells if header_row in (None, number) else None
            break
    if header is None:
        return None
    rows: list[tuple[int, list[Cell]]] = []
    refused: list[RefusedRow] = []
    used = _width(header)
    for number, cells in numbered:
        if any(isinstance(cell, str) and len(cell) > limits.CELL_CHARACTERS for cell in cells):
            reason = _("A cell is longer than {limit} characters.").format(limit=limits.CELL_CHARACTERS)
            refused.append(RefusedRow(number, tuple(cells), reason))
            continue
        used = max(used, _width(cells))
        rows.append((number, cells))
    if used > limits.COLUMNS:
        raise FileLimitError(
            file,
            _("Sheet “{sheet}” has {count} columns; up to {limit} are read.").format(
                sheet=sheet.name, count=used, limit=limits.COLUMNS
            ),
        )
    headings = unique_headings([cell_text(cell) for cell in header[:used]], first_column)
    return Table(
        sheet.name, None, headings, tuple(Row(number, tuple(cells[:used])) for number, cells in rows), tuple(refused)
    )


def _filled_rows(sheet: CalamineSheet) -> Iterator[tuple[int, list[Cell]]]:
    """The 1-based number and the cells of each row that is not blank, with what is merged downwards filled in."""
    assert sheet.start is not None  # noqa: S101 - `_table` has looked
    first_column = sheet.start[1]
    merged = sorted(
        (top, bottom, left - first_column)
        for (top, left), (bottom, _right) in sheet.merged_cell_ranges or []
        if bottom > top and 0 <= left - first_column < sheet.width
    )
    merged.reverse()
    open_ranges: dict[int, tuple[int, Cell]] = {}  # column -> last row, value
    for index, values in enumerate(sheet.iter_rows()):
        cells = [_cell(value) for value in values]
        while merged and merged[-1][0] <= index:
            _top, bottom, column = merged.pop()
            open_ranges[column] = (bottom, cells[column])
        if all(cell is None or (isinstance(cell, str) and not cell.strip()) for cell in cells):
            continue
        for column, (bottom, value) in open_ranges.items():
            if index <= bottom and cells[column] is None:
                cells[column] = value
        yield index + 1, cells


def _cell(value: _CalamineCell) -> Cell:
    if isinstance(value, str):
        return value or None
    if isinstance(value, time):
        return value.isoformat("auto" if value.second or value.microsecond else "minutes")
    if isinstance(value, timedelta):
        minutes, seconds = divmod(int(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}" + (f":{seconds:02}" if seconds else "")
    return value


def _width(cells: list[Cell]) -> int:
    """How many cells there are up to the last that is not blank."""
    return next((index for index in range(len(cells), 0, -1) if cells[index - 1] not in (None, "")), 0)
