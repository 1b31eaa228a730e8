"""What every reader makes of a file: tables of headings and rows, the rows it refused, and what found no place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from desktop_crm.core.kinds import Kind

Cell = str | date | datetime | float | int | bool | None

LISTS_SHEET = "_lists"  # holds the longer drop-down lists of our own workbooks, and no records

ID = "id"  # in an exact table the heading of the records' own ids


@dataclass(frozen=True, slots=True)
class Row:
    """One row as long as the headings; `number` is where it stands in the file.

    1-based: the row as a spreadsheet counts it, or the line on which a card or an event begins.
    """

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that is not taken, with the reason in the user's language; `cells` as found, of any number."""

    number: int
    cells: tuple[Cell, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Note:
    """Something in a row that has no place in the table: what it is called in the file, its value, and why."""

    row: int
    field: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """The rows below one row of headings; `name` is the sheet's, or empty where the file has no sheets.

    Headings are unique and not empty. `kind_hint` is set where the format says what the rows are. An `exact` table is
    from our own JSON: headings are names of fields, cells what JSON has for their values, and lists, mappings and all
    that the user's own fields hold are JSON text.
    """

    name: str
    kind_hint: Kind | None
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    refused: tuple[RefusedRow, ...] = ()
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Verification:
    """That a field was found right: `value` is the SHA-256 of what it held, `at` milliseconds since 1970."""

    kind: Kind
    record_id: int
    field: str
    value: str
    at: int
    author: str


@dataclass(frozen=True, slots=True)
class Marked:
    """That what a field of a record holds is confidential."""

    kind: Kind
    record_id: int
    field: str


@dataclass(frozen=True, slots=True)
class StoppedClock:
    """That a clock was stopped for a period of a record (0: of the whole book); `at` in milliseconds since 1970."""

    kind: Kind
    record_id: int
    clock: str
    period: str
    at: int
    author: str
    note: str


@dataclass(frozen=True, slots=True)
class Whole:
    """What a whole book has beside its records: settings by name as JSON, the numbers given, verified and confidential
    fields, clocks that were stopped.

    `contents` are those of attachments, in base64 by their SHA-256.
    """

    schema: str
    settings: Mapping[str, str] = field(default_factory=dict)
    numbers: tuple[str, ...] = ()
    verifications: tuple[Verification, ...] = ()
    contents: dict[str, str] = field(default_factory=dict)
    marked: tuple[Marked, ...] = ()
    stopped: tuple[StoppedClock, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """All that was read from one file; `encoding` is empty where the format needs none."""

    file: str
    encoding: str
    tables: tuple[Table, ...]
    notes: tuple[Note, ...] = ()
    whole: Whole | None = None


def cell_text(cell: Cell) -> str:
    """The cell as a person would write it: 5.0 is "5", a date at midnight is the date alone, no value is ""."""
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        # From 1e21 on repr writes an exponent, which is shorter and just as exact as the digits.
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e21 else repr(cell)
    if isinstance(cell, datetime):
        if cell.time() == time.min and cell.tzinfo is None:
            return cell.date().isoformat()
        return cell.isoformat(" ", "minutes" if not (cell.second or cell.microsecond) else "auto")
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def column_letter(index: int) -> str:
    """The name a spreadsheet gives to the column with this 0-based index: A … Z, AA …"""
    letters = ""
    index += 1
    while index:
        index, place = divmod(index - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def unique_headings(found: Sequence[str], first_column: int = 0) -> tuple[str, ...]:
    """`found`, with each blank one named by its column letter and each repeated one numbered: id, id (2), id (3).

    `first_column` is the 0-based column in which the first heading stands.
    """
    named = [heading if heading.strip() else column_letter(first_column + index) for index, heading in enumerate(found)]
    taken = set(named)
    seen: set[str] = set()
    unique = []
    for heading in named:
        name, count = heading, 1
        while name in seen or (count > 1 and name in taken):
            count += 1
            name = f"{heading} ({count})"
        seen.add(name)
        unique.append(name)
    return tuple(unique)
