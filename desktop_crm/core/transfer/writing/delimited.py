"""Delimited text as spreadsheets open it: UTF-8 with a byte order mark, and no cell that runs as a formula."""

import csv
from io import StringIO

from desktop_crm.core.transfer.formula_guard import guarded
from desktop_crm.core.transfer.writing.sheets import Sheet, cell_words


def delimited(sheet: Sheet) -> bytes:
    """The sheet as CSV (RFC 4180). Without the mark, Excel would take UTF-8 for the system's code page."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([guarded(heading) for heading in sheet.headings])
    # A number is no text: the mark would make text of -5.
    writer.writerows(
        [guarded(cell) if isinstance(cell, str) else cell_words(cell) for cell in row] for row in sheet.rows
    )
    return text.getvalue().encode("utf-8-sig")
