"""Which columns of which table go into the text index, derived from the fields' declarations."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain

from sqlalchemy import Connection

from desktop_crm.core.database import fulltext
from desktop_crm.core.database.columns import Row, column_names, from_columns
from desktop_crm.core.fields import Field, FieldType, RecordFields, Search


def _words(field: Field) -> Callable[[Row], tuple[str, ...]]:
    """How the words of a field are read from a row.

    A built-in choice is known by its labels, a phone in both its forms, a list by each of its words, and what found no
    place by its headings and texts.
    """
    name, choices = column_names(field)[0], field.choices
    if field.type is FieldType.UNPLACED:
        return lambda row: tuple(chain.from_iterable(from_columns(field, row).items())) if row[name] else ()
    if field.type in {FieldType.TAGS, FieldType.CHOICES}:
        word_of = choices.words_of if choices else str
        return lambda row: tuple(map(word_of, from_columns(field, row))) if row[name] else ()
    if choices is not None:
        return lambda row: (choices.words_of(row[name]),) if row[name] else ()
    if field.type is FieldType.PHONE:
        return lambda row: tuple(filter(None, (row[name], row[name + "_e164"])))
    return lambda row: (row[name],) if row[name] else ()


def _all_words(readers: tuple[Callable[[Row], tuple[str, ...]], ...], row: Row) -> tuple[str, ...]:
    return tuple(words for read in readers for words in read(row))


@dataclass(frozen=True)
class IndexedColumns:
    """How a row of one table becomes a document of the text index."""

    used: frozenset[str]  # columns whose change makes a new document
    names: tuple[Callable[[Row], tuple[str, ...]], ...]
    identity: tuple[Callable[[Row], tuple[str, ...]], ...]
    text: tuple[Callable[[Row], tuple[str, ...]], ...]

    @classmethod
    def of(cls, fields: RecordFields) -> "IndexedColumns":
        """The indexing of a kind of record, as its fields declare it."""
        parts = {search: tuple(_words(field) for field in fields.stored if field.search is search) for search in Search}
        used = {name for field in fields.stored if field.search is not Search.NO for name in column_names(field)}
        return cls(frozenset(used | {"deleted_at"}), parts[Search.NAME], parts[Search.IDENTITY], parts[Search.TEXT])

    def document(self, row: Row) -> fulltext.Document | None:
        """The document of a row, None for a row in the Trash."""
        if row["deleted_at"] is not None:
            return None
        return fulltext.Document(
            row["id"],
            _all_words(self.names, row),
            _all_words(self.identity, row),
            " ".join(_all_words(self.text, row)),
        )


class Indexing:
    """Keeps the text index in step with the rows that are written."""

    def __init__(self, fields: Iterable[RecordFields] = ()) -> None:
        self._tables: Mapping[str, IndexedColumns] = {each.kind.value: IndexedColumns.of(each) for each in fields}

    def concerns(self, table_name: str, columns: Iterable[str]) -> bool:
        """Whether a change of these columns changes what the index holds."""
        indexed = self._tables.get(table_name)
        return indexed is not None and not indexed.used.isdisjoint(columns)

    def put(self, connection: Connection, table_name: str, rows: Iterable[Row], *, fresh: bool = False) -> None:
        """Index rows as they are now; `fresh` says that none of them was indexed before."""
        indexed = self._tables[table_name]
        documents = {row["id"]: indexed.document(row) for row in rows}
        if not fresh:
            fulltext.remove(connection, documents)
        fulltext.add(connection, (document for document in documents.values() if document is not None))

    def remove(self, connection: Connection, table_name: str, ids: Iterable[int]) -> None:
        """Forget rows that are deleted for good."""
        if table_name in self._tables:
            fulltext.remove(connection, ids)
