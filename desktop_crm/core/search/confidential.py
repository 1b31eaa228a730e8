"""Finding records by their confidential values, which no index holds: each is decrypted in memory (trust)."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from desktop_crm.core.database.clearance import Place, cleared
from desktop_crm.core.database.fulltext.tokens import compact
from desktop_crm.core.database.schema.upkeep import secret_values
from desktop_crm.core.database.write import chunks
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS


def holding(connection: Connection, query: str) -> list[int]:
    """The ids of the records in use of which a confidential value holds every word, the newest first.

    None for those who are not cleared.
    """
    clearance = cleared.get()
    words = [form for word in query.split() if (form := compact(word))]
    if clearance is None or not words:
        return []
    c = secret_values.c
    found: dict[str, set[int]] = {}
    for table_name, record_id, field, ciphertext in connection.execute(
        select(c.table_name, c.record_id, c.field, c.ciphertext)
    ):
        value = clearance.opened(Place(table_name, record_id, field), ciphertext)
        text = compact(" ".join(_texts(value)))
        if all(word in text for word in words):
            found.setdefault(table_name, set()).add(record_id)
    return sorted((each for name, ids in found.items() for each in _in_use(connection, Kind(name), ids)), reverse=True)


def _in_use(connection: Connection, kind: Kind, ids: set[int]) -> Iterator[int]:
    table = ROOMS[kind].table
    for chunk in chunks(ids):
        yield from connection.scalars(select(table.c.id).where(table.c.id.in_(chunk), table.c.deleted_at.is_(None)))


def _texts(value: Any) -> Iterator[str]:
    match value:
        case dict():
            for part in value.values():
                yield from _texts(part)
        case list():
            for part in value:
                yield from _texts(part)
        case str() | int() if not isinstance(value, bool):
            yield str(value)
