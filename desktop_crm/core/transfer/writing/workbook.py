"""Workbooks in which text stays text: no cell becomes a formula, a link or a number by its looks."""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import Any
from unicodedata import east_asian_width

from xlsxwriter import Workbook

from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.transfer.reading.tables import LISTS_SHEET, column_letter
from desktop_crm.core.transfer.writing.sheets import Cell, Sheet, cell_words

MOST_ROWS, MOST_CHARACTERS = 1_048_576, 32_767  # the limits of the format (ECMA-376 as Excel implements it)
_MOST_OFFERED = 255  # characters of a drop-down list that stands in the sheet itself
_NARROWEST, _WIDEST = 8, 42  # in characters
_ROWS_MEASURED = 200
_TITLE_CHARACTERS = 31
_SPARE_ROWS = 1_000  # below the last row, where drop-down lists still help

_OPTIONS = {
    "in_memory": True,  # XlsxWriter would else leave the customers' data in temporary files
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


class CellTooLongError(RefusedError):
    """A text has more characters than a cell of a workbook holds; nothing was written."""

    def __init__(self, heading: str, row: int) -> None:
        super().__init__(
            _("A text is too long for a workbook"),
            _("“{heading}” in row {row} has more than {limit} characters. Choose .csv or .json instead.").format(
                heading=heading, row=row, limit=MOST_CHARACTERS
            ),
        )


class TooManyRowsError(RefusedError):
    """There are more records than a sheet has rows; nothing was written."""

    def __init__(self, title: str) -> None:
        super().__init__(
            _("Too many rows for a workbook"),
            _("“{title}” has more than {limit} rows. Choose .csv or .json instead.").format(
                title=title, limit=MOST_ROWS
            ),
        )


def workbook(sheets: Iterable[Sheet]) -> bytes:
    """The sheets as XLSX: headings frozen and with a filter, columns as wide as their content, drop-down lists.

    Raises:
        CellTooLongError, TooManyRowsError: the format cannot hold it.
    """
    content = BytesIO()
    with Workbook(content, _OPTIONS) as book:
        formats = {
            "heading": book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "text_wrap": True}),
            "text": book.add_format({"num_format": "@", "valign": "top"}),
            "amount": book.add_format({"num_format": "#,##0.00", "valign": "top"}),
            "number": book.add_format({"num_format": "0", "valign": "top"}),
        }
        lists = _Lists()
        titles: set[str] = set()
        for sheet in sheets:
            _write(book, sheet, formats, _title(sheet.title, titles), lists)
        lists.write(book)
    return content.getvalue()


class _Lists:
    """Drop-down lists that are too long for the sheet they serve: columns of a hidden sheet of their own."""

    def __init__(self) -> None:
        self._columns: dict[tuple[str, ...], int] = {}

    def source(self, words: tuple[str, ...]) -> list[str] | str:
        """What Excel takes the words from."""
        if len(",".join(words)) <= _MOST_OFFERED and not any("," in word for word in words):
            return list(words)
        column = column_letter(self._columns.setdefault(words, len(self._columns)))
        return f"='{LISTS_SHEET}'!${column}$1:${column}${len(words)}"

    def write(self, book: Any) -> None:
        """Add the sheet, if any list needs it."""
        if not self._columns:
            return
        page = book.add_worksheet(LISTS_SHEET)
        page.hide()
        for words, column in self._columns.items():
            for row, word in enumerate(words):
                page.write_string(row, column, word)


def _title(title: str, taken: set[str]) -> str:
    """The title as a sheet may have it, unlike every other one (ECMA-376: 31 characters, no []:*?/ and backslash)."""
    plain = re.sub(r"[\[\]:*?/\\]", "·", title).strip("' ")[:_TITLE_CHARACTERS]
    unique, number = plain, 1
    while unique.casefold() in taken:
        number += 1
        end = f" {number}"
        unique = plain[: _TITLE_CHARACTERS - len(end)] + end
    taken.add(unique.casefold())
    return unique


def _write(book: Any, sheet: Sheet, formats: Mapping[str, Any], title: str, lists: _Lists) -> None:
    if len(sheet.rows) >= MOST_ROWS:
        raise TooManyRowsError(sheet.title)
    page = book.add_worksheet(title)
    page.freeze_panes(1, 0)
    for column, heading in enumerate(sheet.headings):
        page.write_string(0, column, heading, formats["heading"])
        # The text format of the whole column holds for rows that are typed below as well.
        page.set_column(column, column, _width(sheet, column), formats["text"])
    for number, row in enumerate(sheet.rows, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                if len(cell) > MOST_CHARACTERS:
                    raise CellTooLongError(sheet.headings[column], number + 1)
                if cell:
                    page.write_string(number, column, cell, formats["text"])
            elif cell is not None:
                _write_number(page, number, column, cell, formats)
    if sheet.headings:
        page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.headings) - 1)
    last = min(len(sheet.rows) + _SPARE_ROWS, MOST_ROWS - 1)
    for column, words in sheet.offers.items():
        # Other words are kept as they are by the importer, so that Excel does not forbid them either.
        offered = {"validate": "list", "source": lists.source(words), "show_error": False}
        page.data_validation(1, column, last, column, offered)


def _write_number(page: Any, row: int, column: int, number: int | Decimal, formats: Mapping[str, Any]) -> None:
    """Write a number, or its text where a cell, which holds a binary float, would round it."""
    if Decimal(repr(float(number))) == number:
        page.write_number(row, column, float(number), formats["amount" if isinstance(number, Decimal) else "number"])
    else:
        page.write_string(row, column, cell_words(number), formats["text"])


def _width(sheet: Sheet, column: int) -> int:
    """The width of a column in characters, Chinese ones counted twice."""
    cells: Iterable[Cell] = (row[column] for row in islice(sheet.rows, _ROWS_MEASURED))
    longest = max([_measured(sheet.headings[column]) + 2, *map(_measured, cells)])
    return min(max(longest + 1, _NARROWEST), _WIDEST)


def _measured(cell: Cell) -> int:
    first_line = cell_words(cell)[: _WIDEST + 1].partition("\n")[0]
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in first_line)
