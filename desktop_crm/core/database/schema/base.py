"""What every table has: the metadata it belongs to, its id, and the mark of the Trash."""

from typing import Any

from sqlalchemy import Column, Index, Integer, MetaData, Text, text

metadata = MetaData()


def record_id() -> Column[Any]:
    """The primary key: a 63-bit time-ordered id, which is the rowid."""
    return Column("id", Integer, primary_key=True)


def own_values() -> Column[Any]:
    """JSON: the values of the fields that the user defined himself, by field name."""
    return Column("own", Text)


def trash_mark() -> Column[Any]:
    """Milliseconds since 1970 UTC at which the record went to the Trash; NULL while it is in use."""
    return Column("deleted_at", Integer)


def links(table_name: str, *columns: str) -> list[Index]:
    """Indexes by which the records that refer to another one are found: else each deletion would read whole tables."""
    return [Index(f"{table_name}_by_{name}", name, sqlite_where=text(f"{name} IS NOT NULL")) for name in columns]
