"""Taking in what a whole book has beside its records: settings, own fields and lists, numbers, verified fields."""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from desktop_crm.core.choices import Choice
from desktop_crm.core.database import settings_store, tailoring_store, write
from desktop_crm.core.database.migrations import HEAD
from desktop_crm.core.database.schema.clocks import clock_marks
from desktop_crm.core.database.schema.customers import customer_numbers
from desktop_crm.core.database.schema.settings import settings as settings_table
from desktop_crm.core.database.schema.upkeep import verifications
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.fields import Field
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.tailoring import Tailoring
from desktop_crm.core.transfer.contents import Contents
from desktop_crm.core.transfer.exact_ids import ExactIds
from desktop_crm.core.transfer.reading.tables import Document, Marked, Whole
from desktop_crm.core.transfer.whole_settings import fits


class NewerExportError(RefusedError):
    """The file comes from a newer program; nothing was taken."""

    def __init__(self, file: str, schema: str) -> None:
        super().__init__(
            _("{file} was written by a newer version of this program").format(file=file),
            _("Update the program first. The file has schema {found}, this version knows {known}.").format(
                found=schema, known=HEAD
            ),
        )


class DamagedExportError(RefusedError):
    """What the file says of own fields and lists cannot be understood; nothing was taken."""

    def __init__(self, file: str) -> None:
        super().__init__(
            _("{file} is damaged").format(file=file), _("What it says of own fields, lists or settings is unclear.")
        )


class Wholes:
    """The whole books among the files of an import, and the `tailoring` that holds when they come into the book.

    Raises:
        NewerExportError, DamagedExportError: one of them cannot be taken.
    """

    def __init__(self, book: Tailoring, documents: Iterable[Document]) -> None:
        self._wholes: list[Whole] = []
        self._settings: dict[str, Any] = {}
        self.tailoring = book
        for document in documents:
            if document.whole:
                values = _settings_in(document.file, document.whole)
                self.tailoring = _merged(self.tailoring, tailoring_store.tailoring_of(values))
                self._settings |= values
                self._wholes.append(document.whole)

    def keep_contents(self, contents: Contents) -> None:
        """Keep the contents whose SHA-256 is what the file says; those that nothing names in the end go again."""
        for whole in self._wholes:
            for sha256, text in whole.contents.items():
                try:
                    data = base64.b64decode(text, validate=True)
                except (binascii.Error, ValueError):
                    continue
                if hashlib.sha256(data).hexdigest() == sha256:
                    contents.put_bytes(data)

    @property
    def marked(self) -> list[Marked]:
        """What is confidential in the files."""
        return [each for whole in self._wholes for each in whole.marked]

    def take_settings(self, session: Session) -> None:
        """Let the tailoring hold from now on; into an empty vault every setting of the file goes as it is."""
        if not self._wholes:
            return
        wanted = tailoring_store.values_of(self.tailoring)
        if _is_empty(session):
            wanted |= self._settings
        rows = session.connection.execute(select(settings_table.c.name, settings_table.c.value))
        known = {name: json.loads(value) for name, value in rows}
        for name, value in wanted.items():
            if name not in known or known[name] != value:
                settings_store.keep(session, name, value)

    def take_rest(self, session: Session, ids: ExactIds) -> None:
        """Let no number be given that was given before (C-07), and what was found right count on for new records."""
        for whole in self._wholes:
            _take_numbers(session, whole)
            _take_verifications(session, whole, ids)
            _take_marks(session, whole, ids)
            _take_stopped_clocks(session, whole, ids)


def _settings_in(file: str, whole: Whole) -> dict[str, Any]:
    """The settings of the file that a vault can have."""
    if whole.schema > HEAD:
        raise NewerExportError(file, whole.schema)
    values = {name: json.loads(text) for name, text in whole.settings.items()}
    try:
        tailoring_store.tailoring_of(values)
    except (AttributeError, KeyError, TypeError, ValueError):
        raise DamagedExportError(file) from None
    return {name: value for name, value in values.items() if fits(name, value)}


def _merged(book: Tailoring, other: Tailoring) -> Tailoring:
    """What holds when `other` comes into a book: the book's own, then what only the other has."""
    kinds = dict.fromkeys((*book.fields, *other.fields))
    lists = dict.fromkeys((*book.lists, *other.lists))
    return Tailoring(
        {kind: _fields(book.fields.get(kind, ()), other.fields.get(kind, ())) for kind in kinds},
        {**other.hidden, **book.hidden},
        {name: _choices(book.lists.get(name, ()), other.lists.get(name, ())) for name in lists},
        {
            kind: book.confidential.get(kind, frozenset()) | other.confidential.get(kind, frozenset())
            for kind in {**book.confidential, **other.confidential}
        },
    )


def _fields(book: tuple[Field, ...], other: tuple[Field, ...]) -> tuple[Field, ...]:
    known = {field.name for field in book}
    return (*book, *(field for field in other if field.name not in known))


def _choices(book: tuple[Choice, ...], other: tuple[Choice, ...]) -> tuple[Choice, ...]:
    known = {choice.code for choice in book}
    return (*book, *(choice for choice in other if choice.code not in known))


def _is_empty(session: Session) -> bool:
    """Whether the vault has no record at all, not even in the Trash."""
    return not any(session.connection.execute(select(room.table.c.id).limit(1)).first() for room in ROOMS.values())


def _take_numbers(session: Session, whole: Whole) -> None:
    column = customer_numbers.c.number
    given = set(session.connection.scalars(select(column)))
    new = [number for number in dict.fromkeys(whole.numbers) if number and number not in given]
    write.insert(session, customer_numbers, ({"id": session.new_id(), "number": number} for number in new))


def _take_verifications(session: Session, whole: Whole, ids: ExactIds) -> None:
    rows: dict[tuple[int, str], dict[str, Any]] = {}
    for each in whole.verifications:
        record_id = ids.added(each.kind, each.record_id)
        if record_id is not None and each.field in ROOMS[each.kind].fields:
            rows[record_id, each.field] = {
                "id": session.new_id(),
                "table_name": ROOMS[each.kind].table.name,
                "record_id": record_id,
                "field": each.field,
                "value": each.value,
                "at": each.at,
                "author": each.author,
            }
    write.insert(session, verifications, rows.values())


def _take_stopped_clocks(session: Session, whole: Whole, ids: ExactIds) -> None:
    c = clock_marks.c
    known = {tuple(row) for row in session.connection.execute(select(c.clock, c.record_id, c.period))}
    rows: dict[tuple[str, int, str], dict[str, Any]] = {}
    for each in whole.stopped:
        record_id = ids.added(each.kind, each.record_id) if each.record_id else 0
        if record_id is not None and (each.clock, record_id, each.period) not in known:
            rows[each.clock, record_id, each.period] = {
                "id": session.new_id(),
                "clock": each.clock,
                "table_name": each.kind.value,
                "record_id": record_id,
                "period": each.period,
                "at": each.at,
                "author": each.author,
                "note": each.note or None,
            }
    write.insert(session, clock_marks, rows.values())


def _take_marks(session: Session, whole: Whole, ids: ExactIds) -> None:
    """Let what was confidential in the file be so here (P-04)."""
    marked: dict[tuple[Kind, str], list[int]] = {}
    for each in whole.marked:
        record_id, fields = ids.added(each.kind, each.record_id), ROOMS[each.kind].fields
        if record_id is not None and each.field in fields and ROOMS[each.kind].can_be_confidential(fields[each.field]):
            marked.setdefault((each.kind, each.field), []).append(record_id)
    for (kind, field), record_ids in marked.items():
        ROOMS[kind].mark(session, record_ids, field)
