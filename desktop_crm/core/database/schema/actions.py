"""Who did what, when: actions with their keyed hash chain, and one journal row for each record an action touched."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, text

from desktop_crm.core.database.schema.base import metadata, record_id

actions = Table(
    "actions",
    metadata,
    record_id(),
    Column("sequence", Integer, nullable=False, unique=True),  # counts up by one; the anchor outside holds the last
    Column("at", Integer, nullable=False),  # milliseconds since 1970 UTC
    Column("zone", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("verb", Text, nullable=False),
    Column("details", Text, nullable=False),  # JSON
    Column("hash", LargeBinary, nullable=False),
    Index("actions_of_imports", "sequence", sqlite_where=text("verb = 'import'")),
)

journal = Table(
    "journal",
    metadata,
    Column("id", Integer, primary_key=True),  # counts up by one
    Column("action_id", ForeignKey("actions.id", deferrable=True, initially="DEFERRED"), nullable=False),
    Column("table_name", Text, nullable=False),
    Column("record_id", Integer, nullable=False),
    Column("operation", Text, nullable=False),  # insert, update or delete
    Column("changes", Text),  # JSON {column: [old, new]}, or {column: value} of an insert or delete; NULL when erased
    Column("salt", LargeBinary),  # NULL when erased
    Column("digest", LargeBinary, nullable=False),
    Index("journal_by_record", "record_id", "id"),
    Index("journal_by_action", "action_id", "id"),
    Index("journal_deletions", "id", sqlite_where=text("operation = 'delete'")),
)
