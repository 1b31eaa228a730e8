"""Which reader a file needs, told by what is in it: a renamed workbook is a workbook still."""

import re
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from desktop_crm.core.i18n import _
from desktop_crm.core.transfer.reading import limits
from desktop_crm.core.transfer.reading.decoding import decoded
from desktop_crm.core.transfer.reading.tables import Document
from desktop_crm.core.transfer.reading.unreadable import FileLimitError, UnreadableFileError
from desktop_crm.core.transfer.reading.wire import document_lines

_WORKBOOKS = (b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")  # zip, empty zip, OLE
_CARDS = re.compile(r"\s*BEGIN:VCARD", re.IGNORECASE)
_EVENTS = re.compile(r"\s*BEGIN:VCALENDAR", re.IGNORECASE)
_OBJECT = re.compile(r"\s*\{")
_MARKUP = re.compile(r"\s*<(?:\?xml|!doctype|html|table|meta|head|style)\b", re.IGNORECASE)


def file_lines(path: Path, encoding: str | None, header_row: int | None, zone: ZoneInfo) -> Iterator[bytes]:
    """Everything in the file as lines of `wire`, read in this very process; a large book of ours piece by piece.

    Raises:
        UnreadableFileError: or one of its family; what was sent before is to be forgotten.
    """
    if path.suffix.lower() == ".json" and path.is_file() and path.stat().st_size > limits.JSON_BYTES:
        if path.stat().st_size > limits.WHOLE_BYTES:
            raise FileLimitError(
                path.name,
                _(
                    "It is larger than {limit} MiB, the most that is read of a whole book. "
                    "Export the book in parts, each kind of record by itself, and import those."
                ).format(limit=limits.WHOLE_BYTES // limits.MEBIBYTE),
            )
        from desktop_crm.core.transfer.reading.large_complete import complete_lines  # noqa: PLC0415 - see below

        yield from complete_lines(path)
    else:
        yield from document_lines(parse_file(path, encoding, header_row, zone))


def parse_file(path: Path, encoding: str | None, header_row: int | None, zone: ZoneInfo) -> Document:
    """Everything in the file at `path`, read in this very process; `sandbox.read_file` is for all others.

    Raises:
        UnreadableFileError: or one of its family; nothing was read.
    """
    return parse(path.name, _content(path), encoding, header_row, zone)


def parse(file: str, data: bytes, encoding: str | None, header_row: int | None, zone: ZoneInfo) -> Document:
    """Everything in `data`, the content of the file named `file`.

    Raises:
        UnreadableFileError: or one of its family.
    """
    # Each reader is imported when it is needed, so that a small file is read at once.
    if data.startswith(_WORKBOOKS):
        from desktop_crm.core.transfer.reading.workbook import parse_workbook  # noqa: PLC0415 - see above

        return parse_workbook(file, data, header_row)
    text, found = decoded(file, data, encoding)
    suffix = Path(file).suffix.lower()
    if _CARDS.match(text) or suffix == ".vcf":
        from desktop_crm.core.transfer.reading.cards import parse_cards  # noqa: PLC0415 - see above

        return parse_cards(file, text, found)
    if _EVENTS.match(text) or suffix == ".ics":
        from desktop_crm.core.transfer.reading.events import parse_events  # noqa: PLC0415 - see above

        return parse_events(file, text, found, zone)
    if suffix == ".json" and _OBJECT.match(text):
        from desktop_crm.core.transfer.reading.complete import parse_complete  # noqa: PLC0415 - see above

        return parse_complete(file, text)
    if _MARKUP.match(text):
        raise UnreadableFileError(
            file, _("It is a web page, whatever its name. Open it in a spreadsheet program and save it as .xlsx.")
        )
    from desktop_crm.core.transfer.reading.delimited import parse_delimited  # noqa: PLC0415 - see above

    return parse_delimited(file, text, found, header_row)


def _content(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise UnreadableFileError(path.name, _("There is no such file."))
        with path.open("rb") as stream:
            start = stream.read(max(map(len, _WORKBOOKS)))
            limit = limits.JSON_BYTES if path.suffix.lower() == ".json" else limits.TEXT_BYTES
            limit = limits.WORKBOOK_BYTES if start.startswith(_WORKBOOKS) else limit
            data = start + stream.read(limit + 1 - len(start))
    except OSError as problem:
        raise UnreadableFileError(
            path.name, _("The system does not let it be read: {reason}").format(reason=problem.strerror)
        ) from None
    if len(data) > limit:
        raise FileLimitError(
            path.name,
            _("It is larger than {limit} MiB. Split it and import the parts.").format(limit=limit // limits.MEBIBYTE),
        )
    return data
