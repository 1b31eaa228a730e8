"""Which columns of which table go into the text index, derived from the fields' declarations."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any

from sqlalchemy import Connection, select

from desktop_crm.core.choices import ChoiceList
from desktop_crm.core.database import fulltext
from desktop_crm.core.database.columns import OWN_COLUMN, Row, as_json, column_names, from_columns
from desktop_crm.core.database.schema.base import metadata
from desktop_crm.core.fields import OWN, Field, FieldType, RecordFields, Search
from desktop_crm.core.tailoring import Tailoring, using

_ROWS = 1_000  # that are indexed at a time


def _words(field: Field) -> Callable[[Row], tuple[str, ...]]:
    """How the words of a field are read from a row.

    A built-in choice is known by its labels, a phone in both its forms, a list by each of its words, and what found no
    place by its headings and texts.
    """
    name, choices = column_names(field)[0], field.choices
    if field.type in {FieldType.ANSWERS, FieldType.UNPLACED}:
        return lambda row: tuple(chain.from_iterable(from_columns(field, row).items())) if row[name] else ()
    if field.type in {FieldType.TAGS, FieldType.CHOICES}:
        word_of = choices.words_of if choices else str
        return lambda row: tuple(map(word_of, from_columns(field, row))) if row[name] else ()
    if choices is not None:
        return lambda row: (choices.words_of(row[name]),) if row[name] else ()
    if field.type is FieldType.PHONE:
        return lambda row: tuple(filter(None, (row[name], row[name + "_e164"])))
    return lambda row: (row[name],) if row[name] else ()


def _own_words(fields: RecordFields) -> Callable[[Row], tuple[str, ...]]:
    """How the words of the user's own fields are read from a row, with the fields and lists in force at that time."""

    def words(row: Row) -> tuple[str, ...]:
        if not row[OWN_COLUMN]:
            return ()
        choices = {field.name: field.choices for field in fields.own}
        values = json.loads(row[OWN_COLUMN]).items()
        return tuple(word for name, value in values for word in _texts_in(value, choices.get(name)))

    return words


def _texts_in(value: Any, choices: ChoiceList | None) -> Iterator[str]:
    """Every text and number in the JSON of a value of any type, choices by their labels; of money as it was typed."""
    match value:
        case {"text": str(text)}:
            yield text
        case list():
            for part in value:
                yield from _texts_in(part, choices)
        case str() if choices:
            yield choices.words_of(value)
        case str() | int() if not isinstance(value, bool):
            yield str(value)


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
        found = [field for field in fields.in_columns if field.search is not Search.NO]
        parts = {search: tuple(_words(field) for field in found if field.search is search) for search in Search}
        used = {name for field in found for name in column_names(field)}
        text = (*parts[Search.TEXT], _own_words(fields))
        return cls(frozenset(used | {"deleted_at", OWN_COLUMN}), parts[Search.NAME], parts[Search.IDENTITY], text)

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


def _indexed_choices(fields: RecordFields) -> Iterator[Field]:
    return (field for field in fields.stored if field.choices and field.search is not Search.NO)


def _choice_words(field: Field) -> dict[str, str]:
    """Code to words, as the index takes them."""
    choices = field.choices
    return {choice.code: choices.words_of(choice.code) for choice in choices.known} if choices else {}


class Indexing:
    """Keeps the text index in step with the rows that are written."""

    def __init__(self, fields: Iterable[RecordFields] = ()) -> None:
        self._fields = tuple(fields)
        self._tables: Mapping[str, IndexedColumns] = {each.kind.value: IndexedColumns.of(each) for each in self._fields}

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

    def follow(self, connection: Connection, before: Tailoring, after: Tailoring) -> None:
        """Index anew the records that hold a choice which the user gave other words."""
        for fields in self._fields:
            with using(before):
                known = {each.name: _choice_words(each) for each in _indexed_choices(fields)}
            with using(after):
                for field in (each for each in _indexed_choices(fields) if each.name in known):
                    words, earlier = _choice_words(field), known[field.name]
                    for code in words.keys() | earlier.keys():
                        if words.get(code, code) != earlier.get(code, code):
                            self._put_holders(connection, fields, field, code)

    def _put_holders(self, connection: Connection, fields: RecordFields, field: Field, code: str) -> None:
        """Index anew the records whose field holds this choice, or whose other fields merely look like it."""
        table = metadata.tables[fields.kind.value]
        own = field.name.startswith(OWN)
        column = table.c[OWN_COLUMN if own else field.name]
        alone = field.type is FieldType.CHOICE and not own
        holds = column == code if alone else column.contains(as_json(code), autoescape=True)
        for rows in connection.execute(select(table).where(holds)).mappings().partitions(_ROWS):
            self.put(connection, table.name, rows)

    def remove(self, connection: Connection, table_name: str, ids: Iterable[int]) -> None:
        """Forget rows that are deleted for good."""
        if table_name in self._tables:
            fulltext.remove(connection, ids)
