"""Writing records into a file, and the journal's line that says so."""

import hashlib
import re
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
from desktop_crm.core.transfer.writing.cards import as_cards, people
from desktop_crm.core.transfer.writing.complete import (
    as_json,
    contents_of,
    marked,
    settings_and_numbers,
    stopped_clocks,
    verified,
)
from desktop_crm.core.transfer.writing.filters import parse_filters
from desktop_crm.core.transfer.writing.selection import Selection, fields_of, select_records
from desktop_crm.core.transfer.writing.tabular import Layout, all_columns, as_delimited, as_workbook, column_label
from desktop_crm.core.transfer.writing.target import suffix_of, write_file


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an export is asked for, beside the kinds and the filters.

    `layout` says which columns tables have and how the records asked for are grouped (X-01), and whether what is
    marked confidential is taken in (P-04); `contents` is where those of attachments lie, which JSON takes along.
    """

    layout: Layout
    contents: Contents | None = None

    @property
    def confidential(self) -> bool:
        """Whether what is marked confidential is taken in."""
        return self.layout.confidential


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files: the kinds it can hold, those it holds when none is named, and what writes it."""

    write: Callable[[Connection, Selection, Wanted], bytes]
    kinds: tuple[Kind, ...] = tuple(Kind)
    unasked: tuple[Kind, ...] = tuple(Kind)
    narrow: Callable[[Selection], Selection] = lambda selection: selection


def _as_workbook(_connection: Connection, selection: Selection, wanted: Wanted) -> bytes:
    return as_workbook(selection, wanted.layout)


def _as_delimited(_connection: Connection, selection: Selection, wanted: Wanted) -> bytes:
    return as_delimited(selection, wanted.layout)


def _as_document(_connection: Connection, selection: Selection, wanted: Wanted) -> bytes:
    from desktop_crm.core.transfer.writing.word import as_document  # noqa: PLC0415 - python-docx costs start-up time

    return as_document(selection, wanted.layout)


def _as_calendar(connection: Connection, selection: Selection, _wanted: Wanted) -> bytes:
    from desktop_crm.core.transfer.writing.calendars import as_calendar  # noqa: PLC0415 - so does icalendar

    return as_calendar(connection, selection)


def _as_json(connection: Connection, selection: Selection, wanted: Wanted) -> bytes:
    """A file with all kinds is a whole book, with what there is beside the records."""
    beside = settings_and_numbers(connection) if selection.keys() == set(Kind) else {}
    beside["verifications"] = verified(connection, selection)
    beside["stopped_clocks"] = stopped_clocks(connection, selection)
    if wanted.confidential:
        beside["confidential_values"] = marked(connection, selection)
    if wanted.contents and Kind.ATTACHMENTS in selection:
        beside["contents"] = contents_of(selection, wanted.contents)
    return as_json(selection, beside=beside, confidential=wanted.confidential)


FORMATS: Mapping[str, Format] = {
    ".xlsx": Format(_as_workbook),
    ".docx": Format(_as_document, unasked=(Kind.CUSTOMERS,)),
    ".csv": Format(_as_delimited, unasked=(Kind.CUSTOMERS,)),
    ".json": Format(_as_json),
    ".vcf": Format(
        lambda _connection, selection, _wanted: as_cards(selection),
        *((Kind.CONTACTS, Kind.CUSTOMERS), (Kind.CONTACTS, Kind.CUSTOMERS), people),
    ),
    ".ics": Format(_as_calendar, (Kind.FOLLOWUPS,), (Kind.FOLLOWUPS,)),
}
TABLES = (".xlsx", ".docx", ".csv")  # what can be grouped, and have columns of the user's choice


_BETWEEN_COLUMNS = re.compile("[,，、;；]")


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
            _("Workbooks, Word documents and CSV files can be grouped by one of these fields: {fields}").format(
                fields=labels
            ),
        )


class UnknownColumnError(RefusedError):
    """No such column can be written; nothing was written."""

    def __init__(self, text: str, kind: Kind, suffix: str) -> None:
        if suffix not in TABLES:
            super().__init__(
                _("{suffix} files have no columns to choose").format(suffix=suffix),
                _("Choose a name that ends in {endings}.").format(endings=", ".join(TABLES)),
            )
            return
        labels = ", ".join(column_label(kind, name) for name in all_columns(kind))
        super().__init__(
            _("“{text}” names no column of {kind}").format(text=text, kind=_(TITLES[kind])),
            _("Choose among these, separated by commas: {fields}").format(fields=labels),
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
    columns: Sequence[str] = (),
    ids: Sequence[int] | None = None,
    contents: Contents | None = None,
) -> ExportInfo:
    """What was written to `target`, in the format that its ending names: all kinds that fit in there, or one.

    `filters` are texts `FIELD=TEXT`, about records of `kind`, or about customers (calendars: follow-ups) where none is
    named; `group_by` is a field of the same, and `columns` are the headings of what tables show of them, and of them
    alone. `ids` are the only records of that kind, in this order, as a list shows them (habit 22). What is confidential
    stays at home unless it is asked for. JSON takes the contents of attachments along. The export is in the journal,
    unless the book can only be read.

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
        if group_by and (group is None or not _may_group(group) or suffix not in TABLES):
            raise UngroupableError(group_by, subject)
        chosen_columns = _columns(columns, subject, suffix, confidential=confidential)
    if columns:
        kinds = (subject,)
    wanted = Wanted(Layout(confidential, group, chosen_columns), contents)

    def read(connection: Connection) -> tuple[Selection, bytes]:
        selection = select_records(connection, kinds, subject, texts, confidential=confidential, ids=ids)
        if ids is not None and not selection[subject]:
            raise RefusedError(
                _("Nothing was written"), _("It is marked confidential, or its customer is, and stays in the book.")
            )
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


def _columns(texts: Sequence[str], kind: Kind, suffix: str, *, confidential: bool) -> tuple[str, ...]:
    """The columns that these headings name; a name that could be no heading is one by its parts."""
    columns: list[str] = []
    offered = all_columns(kind, confidential=confidential)
    for text in texts:
        if text in offered and suffix in TABLES:
            columns.append(text)
            continue
        whole = targets(kind).get(folded(text)) in offered
        for part in [text] if whole else [part for part in _BETWEEN_COLUMNS.split(text) if part.strip()]:
            target = targets(kind).get(folded(part), "")
            if suffix not in TABLES or target not in offered:
                raise UnknownColumnError(part.strip(), kind, suffix)
            columns.append(target)
    return tuple(dict.fromkeys(columns))


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
        fields = {
            kind: wanted.layout.columns
            or tuple(field.name for field in fields_of(kind, confidential=wanted.confidential))
            for kind in info.rows
        }
        session.note(
            file=info.path.name,
            rows={kind.value: count for kind, count in info.rows.items()},
            fields={kind.value: list(found) for kind, found in fields.items()},
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
