"""What every table has: the metadata it belongs to, its id, and the mark of the Trash."""

from typing import Any

from sqlalchemy import Column, Integer, MetaData

metadata = MetaData()


def record_id() -> Column[Any]:
    """The primary key: a 63-bit time-ordered id, which is the rowid."""
    return Column("id", Integer, primary_key=True)


def trash_mark() -> Column[Any]:
    """Milliseconds since 1970 UTC at which the record went to the Trash; NULL while it is in use."""
    return Column("deleted_at", Integer)
