"""Writing records into a file, and the journal's line that says so."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from desktop_crm.core.changes import Changes
from desktop_crm.core.database.database import Database
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.fields import Field, FieldType, folded
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.tailoring import using
from desktop_crm.core.transfer.contents import Contents
from desktop_crm.core.transfer.headings import field_of, targets
from desktop_crm.core.transfer.writing.calendars import as_calendar
from desktop_crm.core.transfer.writing.cards import as_cards, people
from desktop_crm.core.transfer.writing.complete import as_json, contents_of, marked, settings_and_numbers, verified
from desktop_crm.core.transfer.writing.filters import parse_filters
from desktop_crm.core.transfer.writing.selection import Selection, fields_of, select_records
from desktop_crm.core.transfer.writing.tabular import as_delimited, as_workbook
from desktop_crm.core.transfer.writing.target import suffix_of, write_file


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an export is asked for, beside the kinds and the filters.

    `confidential` takes in what is marked so (P-04), `group_by` names the field by which the records asked for are
    grouped (X-01), and `contents` is where those of attachments lie, which JSON takes along.
    """

    confidential: bool = False
    group_by: Field | None = None
    contents: Contents | None = None


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files: the kinds it can hold, those it holds when none is named, and what writes it."""

    write: Callable[[Connection, Selection, Wanted], bytes]
    kinds: tuple[Kind, ...] = tuple(Kind)
    unasked: tuple[Kind, ...] = tuple(Kind)
    narrow: Callable[[Selection], Selection] = lambda selection: selection


def _as_workbook(_connection: Connection, selection: Selection, wanted: Wanted) -> bytes:
    return as_workbook(selection, confidential=wanted.confidential, group_by=wanted.group_by)


def _as_delimited(_connection: Connection, selection: Selection, wanted: Wanted) -> bytes:
    return as_delimited(selection, confidential=wanted.confidential, group_by=wanted.group_by)


def _as_json(connection: Connection, selection: Selection, wanted: Wanted) -> bytes:
    """A file with all kinds is a whole book, with what there is beside the records."""
    beside = settings_and_numbers(connection) if selection.keys() == set(Kind) else {}
    beside["verifications"] = verified(connection, selection)
    if wanted.confidential:
        beside["confidential_values"] = marked(connection, selection)
    if wanted.contents and Kind.ATTACHMENTS in selection:
        beside["contents"] = contents_of(selection, wanted.contents)
    return as_json(selection, beside=beside, confidential=wanted.confidential)


FORMATS: Mapping[str, Format] = {
    ".xlsx": Format(_as_workbook),
    ".csv": Format(_as_delimited, unasked=(Kind.CUSTOMERS,)),
    ".json": Format(_as_json),
    ".vcf": Format(
        lambda _connection, selection, _wanted: as_cards(selection),
        *((Kind.CONTACTS, Kind.CUSTOMERS), (Kind.CONTACTS, Kind.CUSTOMERS), people),
    ),
    ".ics": Format(
        lambda _connection, selection, _wanted: as_calendar(selection), (Kind.FOLLOWUPS,), (Kind.FOLLOWUPS,)
    ),
}
_GROUPED = (".xlsx", ".csv")


class KindWithoutFormatError(RefusedError):
    """The format has no way to say what a kind of record is; nothing was written."""

    def __init__(self, kind: Kind, suffix: str) -> None:
        super().__init__(
            _("{kind} cannot be written as {suffix}").format(kind=_(TITLES[kind]), suffix=suffix),
            _("Choose .xlsx, .csv or .json instead."),
        )


class UngroupableError(RefusedError):
    """Records cannot be grouped so; nothing was written."""

    def __init__(self, field: str, kind: Kind) -> None:
        labels = ", ".join(_title(each) for each in ROOMS[kind].fields if _may_group(each))
        super().__init__(
            _("{kind} cannot be grouped by “{field}”").format(kind=_(TITLES[kind]), field=field),
            _("Workbooks and CSV files can be grouped by one of these fields: {fields}").format(fields=labels),
        )


@dataclass(frozen=True, slots=True)
class ExportInfo:
    """What an export wrote: how many records of each kind, into which file, with which SHA-256 (hexadecimal)."""

    path: Path
    rows: Mapping[Kind, int]
    sha256: str


def export(
    database: Database,
    target: Path,
    kind: Kind | None = None,
    filters: Sequence[str] = (),
    *,
    confidential: bool = False,
    group_by: str = "",
    contents: Contents | None = None,
) -> ExportInfo:
    """What was written to `target`, in the format that its ending names: all kinds that fit in there, or one.

    `filters` are texts `FIELD=TEXT`, about records of `kind`, or about customers (calendars: follow-ups) where none is
    named; `group_by` is a field of the same. What is confidential stays at home unless it is asked for. JSON takes the
    contents of attachments along. The export is in the journal, unless the book can only be read.

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
    with using(database.tailoring):
        texts = parse_filters(filters, subject)
        group = field_of(subject, targets(subject).get(folded(group_by), "")) if group_by else None
        if group_by and (group is None or not _may_group(group) or suffix not in _GROUPED):
            raise UngroupableError(group_by, subject)
    wanted = Wanted(confidential, group, contents)

    def read(connection: Connection) -> tuple[Selection, bytes]:
        selection = select_records(connection, kinds, subject, texts, confidential=confidential)
        selection = chosen.narrow(selection)
        return selection, chosen.write(connection, selection, wanted)

    selection, data = database.read(read)
    info = ExportInfo(
        target, {kind: len(records) for kind, records in selection.items()}, hashlib.sha256(data).hexdigest()
    )
    if database.read_only:
        write_file(target, data)
    else:
        _write_and_note(database, info, data, filters, wanted)
    return info


def _may_group(field: Field) -> bool:
    """Whether a field tells groups apart: it is chosen from a list, or names somebody."""
    return not field.confidential and (field.type in {FieldType.CHOICE, FieldType.YES_NO} or field.name == "owner")


def _title(field: Field) -> str:
    return _(field.label)


def _write_and_note(database: Database, info: ExportInfo, data: bytes, filters: Sequence[str], wanted: Wanted) -> None:
    """Write the file inside the transaction of its journal line: there is never one without the other."""
    written = False

    def work(session: Session) -> Changes:
        nonlocal written
        fields = {kind: fields_of(kind, confidential=wanted.confidential) for kind in info.rows}
        session.note(
            file=info.path.name,
            rows={kind.value: count for kind, count in info.rows.items()},
            fields={kind.value: [field.name for field in found] for kind, found in fields.items()},
            filters=list(filters),
            sha256=info.sha256,
            **({"confidential": True} if wanted.confidential else {}),
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
