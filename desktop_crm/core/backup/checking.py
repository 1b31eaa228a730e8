"""Whether an open customer book is whole: file, journal, anchor, text index, numbers and values."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from sqlalchemy import CompoundSelect, Connection, Integer, column, func, select, table, union_all

from desktop_crm.core.attachments.contents import ContentStore, is_sha256
from desktop_crm.core.attachments.store import ATTACHMENTS
from desktop_crm.core.database import clearance_store, fulltext, integrity, sealing
from desktop_crm.core.database.clearance import Clearance, SecretUnreadableError
from desktop_crm.core.database.columns import Row, column_names
from desktop_crm.core.database.database import Database
from desktop_crm.core.database.indexing import IndexedColumns
from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.base import metadata
from desktop_crm.core.database.schema.upkeep import secret_values
from desktop_crm.core.database.write import chunks
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.vault.vault import UnlockedVault

_SAMPLE = 40  # spread evenly over the ids
_MOST_HITS = 2_000  # a query with more hits than this says nothing about one record
_QUERY_CHARACTERS = 24


class OpenBook(Protocol):
    """What is checked: a vault and its open database."""

    @property
    def vault(self) -> UnlockedVault:
        """The unlocked vault."""

    @property
    def database(self) -> Database:
        """Its database."""


def check(book: OpenBook, *, sample: int = _SAMPLE) -> list[str]:
    """What is wrong, each in one translated sentence; empty when the book is whole. It reads the whole file.

    The file itself, every journal entry, every number and the index's list of records are checked in full; the words
    of the index and the values in a `sample` of records of each kind.
    """
    found = [_("The database file: {problem}").format(problem=problem) for problem in _file_problems(book)]
    if found:
        return found  # what is read from a damaged file would only repeat it
    return book.database.read_unmasked(lambda connection: list(_problems(connection, book.vault, sample)))


def _file_problems(book: OpenBook) -> list[str]:
    if not book.vault.read_only:
        return integrity.problems(book.vault.database_path, book.vault.keys.data_key)
    pragmas = ("cipher_integrity_check", "quick_check")
    rows = book.database.read_unmasked(
        lambda connection: [row[0] for name in pragmas for row in connection.exec_driver_sql(f"PRAGMA {name}")]
    )
    return [row for row in rows if row != "ok"]


def _problems(connection: Connection, vault: UnlockedVault, sample: int) -> Iterator[str]:
    missing = list(_missing_columns(connection))
    yield from missing
    if missing:
        return
    for problem in integrity.journal_problems(connection, vault.keys.journal_chain):
        yield _("The journal: {problem}").format(problem=problem)
    yield from _anchor_problems(connection, vault)
    yield from _number_problems(connection)
    yield from _index_problems(connection)
    yield from _secret_problems(connection, vault)
    yield from _content_problems(connection, vault)
    yield from _sample_problems(connection, sample)


def _missing_columns(connection: Connection) -> Iterator[str]:
    for known in metadata.sorted_tables:
        present = {row[1] for row in connection.exec_driver_sql(f"PRAGMA table_info({known.name})")}
        for wanted in known.columns:
            if wanted.name not in present:
                yield _("The table {table} has no column {column}").format(table=known.name, column=wanted.name)
    for kind, room in ROOMS.items():
        for field in room.fields.in_columns:
            for name in column_names(field):
                if name not in room.table.c:
                    yield _("The table {table} has no column {column}").format(table=kind.value, column=name)


def _anchor_problems(connection: Connection, vault: UnlockedVault) -> Iterator[str]:
    last = connection.exec_driver_sql("SELECT coalesce(max(sequence), 0) FROM actions").scalar_one()
    expected = vault.anchor.latest()
    if expected is None:
        yield _("The record of the last step saved (commit.seq) is missing or damaged")
    elif expected > last:
        yield _("The database ends at step {found}, but step {expected} had been saved").format(
            found=last, expected=expected
        )


def _number_problems(connection: Connection) -> Iterator[str]:
    rows = connection.exec_driver_sql(
        "SELECT number FROM customers WHERE number IS NOT NULL EXCEPT SELECT number FROM customer_numbers LIMIT 5"
    )
    for (number,) in rows:
        yield _("Customer number {number} is not in the list of numbers given").format(number=number)


def _index_problems(connection: Connection) -> Iterator[str]:
    """Every record in use is in the text index, and nothing else is."""
    in_use = union_all(*(select(room.table.c.id).where(room.table.c.deleted_at.is_(None)) for room in ROOMS.values()))
    records = select(in_use.subquery().c.id)
    indexed = select(column("rowid", Integer)).select_from(table("search_index"))
    if count := _count(connection, records.except_(indexed)):
        yield _("Records that search cannot find: {count}").format(count=count)
    if count := _count(connection, indexed.except_(records)):
        yield _("Entries in the search index without a record: {count}").format(count=count)


def _count(connection: Connection, rows: CompoundSelect[int]) -> int:
    return connection.scalar(select(func.count()).select_from(rows.subquery())) or 0


def _secret_problems(connection: Connection, vault: UnlockedVault) -> Iterator[str]:
    """Every confidential value opens, belongs to a record, and has left its own column empty."""
    c = secret_values.c
    try:
        clearance = clearance_store.load(connection, vault.keys.clearance)
    except SecretUnreadableError:
        clearance = None
    for name in connection.scalars(select(c.table_name).distinct()).all():
        if name not in ROOMS:
            yield _("Confidential values of an unknown kind: {kind}").format(kind=name)
            continue
        room = ROOMS[Kind(name)]
        ids = connection.scalars(select(c.record_id).where(c.table_name == name).distinct()).all()
        for chunk in chunks(ids):
            rows = connection.execute(select(room.table).where(room.table.c.id.in_(chunk))).mappings()
            present = {row["id"]: row for row in rows}
            for record_id, marks in sealing.marks_of(connection, name, chunk).items():
                yield from _problems_of_marks(room, present.get(record_id), marks, clearance)


def _problems_of_marks(
    room: Records[Any], row: Row | None, marks: Mapping[str, sealing.Mark], clearance: Clearance | None
) -> Iterator[str]:
    for field, mark in marks.items():
        where = {"kind": room.kind.value, "id": mark.place.record_id, "field": field}
        try:
            if clearance is None:
                raise SecretUnreadableError
            clearance.opened(mark.place, mark.ciphertext)
        except SecretUnreadableError:
            yield _("A confidential value cannot be read: {kind} {id} {field}").format(**where)
        if row is None:
            yield _("A confidential value has no record: {kind} {id} {field}").format(**where)
        elif field in room.fields and sealing.value_in(room.fields, room.fields[field], row) is not None:
            yield _("A confidential value lies open as well: {kind} {id} {field}").format(**where)


def _content_problems(connection: Connection, vault: UnlockedVault) -> Iterator[str]:
    """Every content that attachments have is there and as it was kept; each is read to its end.

    An attachment of which only the name was imported has no size, and no content.
    """
    c = ATTACHMENTS.table.c
    contents = ContentStore(vault)
    named = select(c.sha256, func.min(c.name), func.min(c.id)).where(c.size_bytes.is_not(None), c.sha256 != "")
    for sha256, name, attachment_id in connection.execute(named.group_by(c.sha256)).all():
        if not (is_sha256(sha256) and contents.is_whole(sha256)):
            yield _("The content of the attachment {name} ({id}) is missing or damaged").format(
                name=name, id=attachment_id
            )


def _sample_problems(connection: Connection, sample: int) -> Iterator[str]:
    """A sample of records can be read, and is found by its own words."""
    for kind, room in ROOMS.items():
        indexed = IndexedColumns.of(room.fields)
        ids = connection.scalars(select(room.table.c.id).where(room.table.c.deleted_at.is_(None))).all()
        for record_id in ids[:: max(len(ids) // sample, 1)]:
            row = connection.execute(select(room.table).where(room.table.c.id == record_id)).mappings().one()
            try:
                room.entity_of(row)
            except (ValueError, TypeError, KeyError):
                yield _("A record cannot be read: {kind} {id}").format(kind=kind.value, id=record_id)
                continue
            document = indexed.document(row)
            if document is not None and not _is_found(connection, document):
                yield _("A record is not found by its own words: {kind} {id}").format(kind=kind.value, id=record_id)


def _is_found(connection: Connection, document: fulltext.Document) -> bool:
    for words in (*document.names, *document.identity, document.text):
        query = words[:_QUERY_CHARACTERS]
        if not any(character.isalnum() for character in query):
            continue
        hits = fulltext.search(connection, query, _MOST_HITS)
        if len(hits) < _MOST_HITS and document.id not in {hit.id for hit in hits}:
            return False
    return True
