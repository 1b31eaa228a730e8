"""Writing records into a file, and the journal's line that says so."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop_crm.core.changes import Changes
from desktop_crm.core.database.database import Database
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.transfer.writing.calendars import as_calendar
from desktop_crm.core.transfer.writing.cards import as_cards, people
from desktop_crm.core.transfer.writing.complete import as_json
from desktop_crm.core.transfer.writing.filters import parse_filters
from desktop_crm.core.transfer.writing.selection import Selection, fields_of, select_records
from desktop_crm.core.transfer.writing.tabular import as_delimited, as_workbook
from desktop_crm.core.transfer.writing.target import suffix_of, write_file


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files: the kinds it can hold, those it holds when none is named, and what writes it."""

    write: Callable[[Selection], bytes]
    kinds: tuple[Kind, ...] = tuple(Kind)
    unasked: tuple[Kind, ...] = tuple(Kind)
    narrow: Callable[[Selection], Selection] = lambda selection: selection


FORMATS: Mapping[str, Format] = {
    ".xlsx": Format(as_workbook),
    ".csv": Format(as_delimited, unasked=(Kind.CUSTOMERS,)),
    ".json": Format(as_json),
    ".vcf": Format(as_cards, (Kind.CONTACTS, Kind.CUSTOMERS), (Kind.CONTACTS, Kind.CUSTOMERS), people),
    ".ics": Format(as_calendar, (Kind.FOLLOWUPS,), (Kind.FOLLOWUPS,)),
}


class KindWithoutFormatError(RefusedError):
    """The format has no way to say what a kind of record is; nothing was written."""

    def __init__(self, kind: Kind, suffix: str) -> None:
        super().__init__(
            _("{kind} cannot be written as {suffix}").format(kind=_(TITLES[kind]), suffix=suffix),
            _("Choose .xlsx, .csv or .json instead."),
        )


@dataclass(frozen=True, slots=True)
class ExportInfo:
    """What an export wrote: how many records of each kind, into which file, with which SHA-256 (hexadecimal)."""

    path: Path
    rows: Mapping[Kind, int]
    sha256: str


def export(database: Database, target: Path, kind: Kind | None = None, filters: Sequence[str] = ()) -> ExportInfo:
    """What was written to `target`, in the format that its ending names: all kinds that fit in there, or one.

    `filters` are texts `FIELD=TEXT`, about records of `kind`, or about customers (calendars: follow-ups) where none is
    named. Confidential fields stay at home. The export is in the journal, unless the book can only be read.

    Raises:
        RefusedError: and what was at `target` is still there; it says why.
        DatabaseError: the journal could not be written; there is no file.
    """
    suffix = suffix_of(target, FORMATS)
    chosen = FORMATS[suffix]
    if kind is not None and kind not in chosen.kinds:
        raise KindWithoutFormatError(kind, suffix)
    kinds = chosen.unasked if kind is None else (kind,)
    subject = kind or (Kind.CUSTOMERS if Kind.CUSTOMERS in kinds else kinds[0])
    wanted = parse_filters(filters, subject)
    selection = chosen.narrow(database.read(lambda connection: select_records(connection, kinds, subject, wanted)))
    data = chosen.write(selection)
    info = ExportInfo(
        target, {kind: len(records) for kind, records in selection.items()}, hashlib.sha256(data).hexdigest()
    )
    if database.read_only:
        write_file(target, data)
    else:
        _write_and_note(database, info, data, filters)
    return info


def _write_and_note(database: Database, info: ExportInfo, data: bytes, filters: Sequence[str]) -> None:
    """Write the file inside the transaction of its journal line: there is never one without the other."""
    written = False

    def work(session: Session) -> Changes:
        nonlocal written
        session.note(
            file=info.path.name,
            rows={kind.value: count for kind, count in info.rows.items()},
            fields={kind.value: [field.name for field in fields_of(kind)] for kind in info.rows},
            filters=list(filters),
            sha256=info.sha256,
        )
        write_file(info.path, data)
        written = True
        return Changes()

    try:
        database.write("export", work)
    except BaseException:
        if written:
            info.path.unlink(missing_ok=True)
        raise
