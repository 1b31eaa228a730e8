"""How a document travels from the child process: lines of JSON, so that nothing in a file can become code."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.reading.tables import (
    Cell,
    Document,
    Marked,
    Note,
    RefusedRow,
    Row,
    StoppedClock,
    Table,
    Verification,
    Whole,
)
from desktop_crm.core.transfer.reading.unreadable import FAMILY, ReadingStoppedError, UnreadableFileError

ROWS_A_LINE = 500


def document_lines(document: Document) -> Iterator[bytes]:
    """The document as lines; the last one says that it is complete."""
    yield document_line(document.file, document.encoding)
    for table in document.tables:
        yield table_line(table.name, table.kind_hint, table.headings, exact=table.exact)
        for start in range(0, len(table.rows), ROWS_A_LINE):
            yield rows_line(table.rows[start : start + ROWS_A_LINE])
        for refused in table.refused:
            yield refused_line(refused)
    for note in document.notes:
        yield _line("note", [note.row, note.field, note.value, note.reason])
    if document.whole:
        yield from whole_lines(document.whole)
    yield end_line()


def document_line(file: str, encoding: str) -> bytes:
    """The line that comes first."""
    return _line("document", [file, encoding])


def table_line(name: str, kind: Kind | None, headings: Sequence[str], *, exact: bool) -> bytes:
    """The line of a table, whose rows follow."""
    return _line("table", [name, kind, headings, exact])


def rows_line(rows: Iterable[Row]) -> bytes:
    """Some rows of the table last named."""
    return _line("rows", [[row.number, row.cells] for row in rows])


def refused_line(refused: RefusedRow) -> bytes:
    """A refused row of the table last named."""
    return _line("refused", [refused.number, refused.cells, refused.reason])


def content_line(sha256: str, text: str) -> bytes:
    """The content of an attachment, after the line of the whole book."""
    return _line("content", [sha256, text])


def end_line() -> bytes:
    """The line without which a document is not complete."""
    return _line("end", [])


def error_line(problem: UnreadableFileError) -> bytes:
    """The line that stands instead of a document."""
    return _line("error", [type(problem).__name__, problem.file, problem.message, problem.line])


def document_from(lines: Iterable[bytes]) -> Document | None:
    """What `document_lines` has sent, or None when the lines end too early.

    Raises:
        UnreadableFileError: the one whose line was sent.
        ValueError: a line is not of this kind.
    """
    file, encoding, notes, whole = "", "", [], None
    tables: list[tuple[Any, list[Row], list[RefusedRow]]] = []
    for line in lines:
        what, content = json.loads(line)
        match what:
            case "rows":
                tables[-1][1].extend(Row(number, _cells(cells)) for number, cells in content)
            case "refused":
                number, cells, reason = content
                tables[-1][2].append(RefusedRow(number, _cells(cells), reason))
            case "table":
                tables.append((content, [], []))
            case "note":
                notes.append(Note(*content))
            case "whole":
                whole = _whole(*content)
            case "content":
                assert whole  # noqa: S101 - its line comes first
                sha256, text = content
                whole.contents[sha256] = text
            case "document":
                file, encoding = content
            case "error":
                family, *details = content
                raise FAMILY.get(family, ReadingStoppedError)(*details)
            case "end":
                return Document(file, encoding, tuple(_table(*table) for table in tables), tuple(notes), whole)
            case _:
                raise ValueError(what)
    return None


def _line(what: str, content: object) -> bytes:
    return json.dumps([what, content], default=_marked).encode() + b"\n"


def _marked(moment: object) -> dict[str, str]:
    if isinstance(moment, datetime):
        zone = {"zone": moment.tzinfo.key} if isinstance(moment.tzinfo, ZoneInfo) and moment.tzinfo.key else {}
        return {"datetime": moment.isoformat(), **zone}
    if isinstance(moment, date):
        return {"date": moment.isoformat()}
    raise TypeError(type(moment))


def _cells(found: list[Any]) -> tuple[Cell, ...]:
    return tuple([_moment(cell) if type(cell) is dict else cell for cell in found])


def _moment(marked: dict[str, str]) -> date | datetime:
    if "datetime" in marked:
        moment = datetime.fromisoformat(marked["datetime"])
        return moment.astimezone(ZoneInfo(marked["zone"])) if "zone" in marked else moment
    return date.fromisoformat(marked["date"])


def _table(head: Any, rows: list[Row], refused: list[RefusedRow]) -> Table:
    name, kind, headings, exact = head
    return Table(name, Kind(kind) if kind else None, tuple(headings), tuple(rows), tuple(refused), exact)


def whole_lines(whole: Whole) -> Iterator[bytes]:
    """What a whole book has beside its records; each content has a line of its own."""
    yield _line(
        "whole",
        [
            whole.schema,
            whole.settings,
            whole.numbers,
            *(list(map(astuple, each)) for each in (whole.verifications, whole.marked, whole.stopped)),
        ],
    )
    for sha256, text in whole.contents.items():
        yield content_line(sha256, text)


def _whole(schema: str, settings: dict[str, str], numbers: list[str], *beside: list[list[Any]]) -> Whole:
    verifications, marks, stops = beside
    known = (Verification(Kind(kind), *rest) for kind, *rest in verifications)
    marked = (Marked(Kind(kind), *rest) for kind, *rest in marks)
    stopped = (StoppedClock(Kind(kind), *rest) for kind, *rest in stops)
    return Whole(schema, settings, tuple(numbers), tuple(known), {}, tuple(marked), tuple(stopped))
