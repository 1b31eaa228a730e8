"""Our own JSON where it is too large to be read at once: twice from its beginning, a record at a time.

The first time what its records hold is found out, the second time they are sent, so that hardly any memory is needed.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.reading import wire
from desktop_crm.core.transfer.reading.complete import FORMAT, headings_of, refuse_too_many, row_of, whole_of
from desktop_crm.core.transfer.reading.json_stream import JsonStream
from desktop_crm.core.transfer.reading.tables import ID, RefusedRow, Row, Whole
from desktop_crm.core.transfer.reading.unreadable import UnreadableFileError

_KINDS, _CONTENTS = "kinds", "contents"


def complete_lines(path: Path) -> Iterator[bytes]:
    """The document in the file as `wire` sends it; it is UTF-8, as we write it.

    Raises:
        UnreadableFileError: it is no JSON, or none of ours; what was sent before is to be forgotten.
        FileLimitError: it has more records or fields than are read.
    """
    try:
        with path.open("rb") as stream:
            headings, whole = _looked_through(path.name, JsonStream(stream))
        yield wire.document_line(path.name, "utf-8")
        yield from wire.whole_lines(whole)
        with path.open("rb") as stream:
            yield from _sent(JsonStream(stream), headings)
    except ValueError:
        raise UnreadableFileError(path.name, _("It is no JSON, or it is damaged.")) from None
    yield wire.end_line()


def _looked_through(file: str, stream: JsonStream) -> tuple[dict[Kind, tuple[str, ...]], Whole]:
    """The headings of each kind, and what there is beside the records but for the contents of attachments."""
    names: dict[Kind, dict[str, None]] = {}
    beside: dict[str, Any] = {}
    for name in stream.names():
        if name == _KINDS and stream.next() == "{":
            for kind, records in _kinds(stream):
                known = names.setdefault(kind, {})
                count = 0
                for count, record in enumerate(records, start=1):
                    if isinstance(record, dict):
                        known.update(dict.fromkeys(record))
                    refuse_too_many(file, count)
        elif name == _CONTENTS and stream.next() == "{":
            for _sha256 in stream.names():
                stream.value()
        else:
            beside[name] = stream.value()
    if stream.next():
        raise ValueError(file)
    if beside.get("format") != FORMAT:
        raise UnreadableFileError(file, _("It is JSON, but no export of this program."))
    return {kind: headings_of(file, (name for name in known if name != ID)) for kind, known in names.items()}, whole_of(
        beside
    )


def _kinds(stream: JsonStream) -> Iterator[tuple[Kind, Iterator[Any]]]:
    """Each kind that there is, with its records, which are to be read before the next kind."""
    known = {kind.value: kind for kind in Kind}
    for name in stream.names():
        if name in known and stream.next() == "[":
            yield known[name], stream.items()
        else:
            stream.value()


def _sent(stream: JsonStream, headings: dict[Kind, tuple[str, ...]]) -> Iterator[bytes]:
    for name in stream.names():
        if name == _KINDS and stream.next() == "{":
            for kind, records in _kinds(stream):
                yield wire.table_line(kind.value, kind, headings[kind], exact=True)
                yield from _sent_records(records, headings[kind])
        elif name == _CONTENTS and stream.next() == "{":
            for sha256 in stream.names():
                text = stream.value()
                if isinstance(text, str):
                    yield wire.content_line(sha256, text)
        else:
            stream.value()


def _sent_records(records: Iterator[Any], headings: tuple[str, ...]) -> Iterator[bytes]:
    rows: list[Row] = []
    for number, record in enumerate(records, start=1):
        row = row_of(number, record, headings)
        if isinstance(row, RefusedRow):
            yield wire.refused_line(row)
            continue
        rows.append(row)
        if len(rows) == wire.ROWS_A_LINE:
            yield wire.rows_line(rows)
            rows = []
    if rows:
        yield wire.rows_line(rows)
