"""Our own JSON, which holds a whole book: a table for each kind of record, and what there is beside them."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from desktop_crm.core.fields import OWN
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.reading import limits
from desktop_crm.core.transfer.reading.tables import (
    ID,
    Cell,
    Document,
    Marked,
    RefusedRow,
    Row,
    StoppedClock,
    Table,
    Verification,
    Whole,
)
from desktop_crm.core.transfer.reading.unreadable import FileLimitError, UnreadableFileError

FORMAT = "desktop-crm"  # what our JSON says it is


def parse_complete(file: str, text: str) -> Document:
    """The document; rows are counted from 1 within their kind, and a record that is none is refused.

    Values that JSON has not one cell for, such as lists, stand in their cell as JSON.

    Raises:
        UnreadableFileError: it is no JSON, or none of ours.
        FileLimitError: it has more records or fields than are read.
    """
    try:
        document = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise UnreadableFileError(file, _("It is no JSON, or it is damaged.")) from None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise UnreadableFileError(file, _("It is JSON, but no export of this program."))
    kinds = _mapping(document.get("kinds"))
    tables = tuple(_table(file, kind, kinds[kind.value]) for kind in Kind if isinstance(kinds.get(kind.value), list))
    return Document(file, "utf-8", tables, whole=whole_of(document))


def whole_of(document: Mapping[str, Any]) -> Whole:
    """What the document says beside its records."""
    return Whole(
        str(document.get("schema", "")),
        {name: json.dumps(value, ensure_ascii=False) for name, value in _mapping(document.get("settings")).items()},
        tuple(number for number in _list(document.get("numbers")) if isinstance(number, str)),
        tuple(_verifications(_list(document.get("verifications")))),
        {name: text for name, text in _mapping(document.get("contents")).items() if isinstance(text, str)},
        tuple(_marked(_list(document.get("confidential_values")))),
        tuple(_stopped(_list(document.get("stopped_clocks")))),
    )


def refuse_too_many(file: str, count: int) -> None:
    """Raise FileLimitError when a kind has more records than are read."""
    if count > limits.ROWS:
        raise FileLimitError(file, _("There are more than {limit} rows.").format(limit=limits.ROWS), limits.ROWS + 1)


def _refuse_constant(name: str) -> None:
    raise ValueError(name)  # NaN and infinities are no JSON


def _mapping(data: Any) -> Mapping[str, Any]:
    return data if isinstance(data, dict) else {}


def _list(data: Any) -> list[Any]:
    return data if isinstance(data, list) else []


def _table(file: str, kind: Kind, records: list[Any]) -> Table:
    refuse_too_many(file, len(records))
    headings = headings_of(file, (name for record in records if isinstance(record, dict) for name in record))
    rows: list[Row] = []
    refused: list[RefusedRow] = []
    for number, record in enumerate(records, start=1):
        row = row_of(number, record, headings)
        if isinstance(row, Row):
            rows.append(row)
        else:
            refused.append(row)
    return Table(kind.value, kind, headings, tuple(rows), tuple(refused), exact=True)


def headings_of(file: str, found: Iterable[str]) -> tuple[str, ...]:
    """The headings for records with these fields.

    Raises:
        FileLimitError: there are more than are read.
    """
    names = dict.fromkeys(name for name in found if name != ID)
    if len(names) >= limits.COLUMNS:
        raise FileLimitError(
            file,
            _("Row {row} has {count} columns; up to {limit} are read.").format(
                row=1, count=len(names) + 1, limit=limits.COLUMNS
            ),
        )
    return (ID, *names)


def row_of(number: int, record: Any, headings: Iterable[str]) -> Row | RefusedRow:
    """The row of a record, refused where it is none."""
    if not isinstance(record, dict):
        return RefusedRow(number, (json.dumps(record),), _("It is no record."))
    values = [(heading, record.get(heading)) for heading in headings]
    return Row(number, tuple([None if value is None else _cell(heading, value) for heading, value in values]))


def _cell(heading: str, value: Any) -> Cell:
    """The value for a cell; of the user's own fields nobody knows here what they hold."""
    if isinstance(value, (dict, list)) or heading.startswith(OWN):
        return json.dumps(value, ensure_ascii=False)
    return value if isinstance(value, (str, int, float)) else str(value)


def _verifications(entries: list[Any]) -> Iterator[Verification]:
    for entry in entries:
        try:
            known = (Kind(entry["kind"]), int(entry["record_id"]), str(entry["field"]), str(entry["value"]))
            yield Verification(*known, int(entry["at"]), str(entry["author"]))
        except (KeyError, TypeError, ValueError):
            continue  # of no use, and nothing of the records themselves


def _marked(entries: list[Any]) -> Iterator[Marked]:
    for entry in entries:
        try:
            yield Marked(Kind(entry["kind"]), int(entry["record_id"]), str(entry["field"]))
        except (KeyError, TypeError, ValueError):
            continue


def _stopped(entries: list[Any]) -> Iterator[StoppedClock]:
    for entry in entries:
        try:
            about = (Kind(entry["kind"]), int(entry["record_id"]), str(entry["clock"]), str(entry["period"]))
            yield StoppedClock(*about, int(entry["at"]), str(entry["author"]), str(entry["note"]))
        except (KeyError, TypeError, ValueError):
            continue
