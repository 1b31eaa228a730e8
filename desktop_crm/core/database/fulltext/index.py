"""The one text index over all rooms: an FTS5 table that keeps no text, filled and asked through `tokens`.

The rowid is the record's id, which is unique over all kinds and rises with time: newest first needs no sorting, and a
common word costs no more than a rare one, because FTS5 stops at the limit.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import islice

from sqlalchemy import Connection

from desktop_crm.core.database.fulltext.tokens import (
    compact,
    entry_tokens,
    key_tokens,
    query_of,
    ranked_queries_of,
    text_tokens,
)

CHUNK_ROWS = 20_000

# The prefix index is for queries of one character: nearly half of the file, and ten times as fast or better.
_CREATE = """
CREATE VIRTUAL TABLE search_index USING fts5(
    tokens, content='', contentless_delete=1, detail=full, prefix='1', tokenize="ascii tokenchars '<=~'"
)"""


@dataclass(frozen=True, slots=True)
class Document:
    """What a record is found by.

    `names` of people and companies: any part, pinyin from its beginning, initials. `identity`, numbers, phones,
    addresses for mail: any part, whatever punctuation. `text`: any part of Chinese and of numbers, words of other
    scripts from their beginning.
    """

    id: int
    names: tuple[str, ...] = ()
    identity: tuple[str, ...] = ()
    text: str = ""


class RankGroup(IntEnum):
    """How well a record fits; lower is better."""

    EQUAL = 0  # a name, a number or the pinyin of a name is what was asked for
    BEGINS = 1  # one of them begins so
    WITHIN = 2  # each word is part of a name or number
    ANYWHERE = 3  # at least one word stands in the text only


@dataclass(frozen=True, slots=True)
class Hit:
    """A record that was found."""

    id: int
    rank_group: RankGroup


def create(connection: Connection) -> None:
    """Create the empty index."""
    connection.exec_driver_sql(_CREATE)


def drop(connection: Connection) -> None:
    """Drop the index, if there is one."""
    connection.exec_driver_sql("DROP TABLE IF EXISTS search_index")


def add(connection: Connection, documents: Iterable[Document]) -> None:
    """Index documents that are new: a sixth quicker than `put`, for bulk work.

    The caller answers for it that no id is in the index already. FTS5 does not look, and a document added twice stays
    findable by its older words.
    """
    _insert(connection, "INSERT", documents)


def put(connection: Connection, documents: Iterable[Document]) -> None:
    """Index documents in place of whatever was indexed for their ids; of two with the same id the later one counts."""
    _insert(connection, "INSERT OR REPLACE", documents)


def remove(connection: Connection, ids: Iterable[int]) -> None:
    """Make ids unfindable, those that are not indexed included. Their tokens lie on in the file until `optimize`."""
    rows = [(record_id,) for record_id in sorted(ids)]
    if rows:
        connection.exec_driver_sql("DELETE FROM search_index WHERE rowid = ?", rows)


def optimize(connection: Connection) -> None:
    """Merge the index into one piece: searches get faster, and nothing stays of what was removed or replaced.

    It rewrites the whole index in the current transaction (seconds for a million records).
    """
    connection.exec_driver_sql("INSERT INTO search_index(search_index) VALUES ('optimize')")


def search(connection: Connection, query: str, limit: int = 50, worst: RankGroup = RankGroup.ANYWHERE) -> list[Hit]:
    """At most `limit` records that hold every word of `query`, the best group first, within a group the newest.

    Those that fit worse than the group `worst` are not looked for. No hits, and no error, for a query without letters
    and digits.
    """
    found: dict[int, RankGroup] = {}
    for group, expression in zip(RankGroup, ranked_queries_of(query), strict=False):
        # As many rows as the limit are enough: even if they hold all that was found before, the rest fills it up.
        for record_id in _newest(connection, expression, limit):
            found.setdefault(record_id, group)
        if len(found) >= limit or group is worst:
            break
    return [Hit(record_id, group) for record_id, group in islice(found.items(), limit)]


def sounding_like(connection: Connection, pinyin: str, limit: int, *, whole: bool) -> list[int]:
    """At most `limit` ids, the newest first, of records with a name of this pinyin, or of one that begins with it."""
    letters = compact(pinyin)
    return _newest(connection, f'"~{letters}"' + ("" if whole else "*"), limit) if letters else []


def count_up_to(connection: Connection, query: str, most: int = 1000) -> int:
    """The number of records that hold every word of `query`, `most` when there are that many or more."""
    expression = query_of(query)
    return len(_newest(connection, expression, most)) if expression else 0


def _newest(connection: Connection, expression: str, limit: int) -> list[int]:
    rows = connection.exec_driver_sql(
        "SELECT rowid FROM search_index WHERE search_index MATCH ? ORDER BY rowid DESC LIMIT ?", (expression, limit)
    )
    return list(rows.scalars())


def _tokens(document: Document) -> str:
    if not document.names and not document.identity:
        return text_tokens(document.text)
    from desktop_crm.core.values.pinyin import pinyin_keys  # noqa: PLC0415 - its dictionaries load when names are written

    parts = [entry_tokens(entry) for entry in (*document.names, *document.identity)]
    parts.append(key_tokens(key for name in document.names for key in pinyin_keys(name)))
    parts.append(text_tokens(document.text))
    return " ".join(parts)


def _rows(documents: Iterable[Document]) -> Iterator[list[tuple[int, str]]]:
    remaining = iter(documents)
    while chunk := sorted(islice(remaining, CHUNK_ROWS), key=lambda document: document.id):
        yield [(document.id, _tokens(document)) for document in chunk]


def _insert(connection: Connection, verb: str, documents: Iterable[Document]) -> None:
    for rows in _rows(documents):  # by rising id: FTS5 writes out its buffer whenever an id is not above the last
        connection.exec_driver_sql(f"{verb} INTO search_index(rowid, tokens) VALUES (?, ?)", rows)
