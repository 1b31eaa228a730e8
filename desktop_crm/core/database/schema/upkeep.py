"""What keeps records trustworthy: verified fields, confidential values, and the ids of what was erased."""

from sqlalchemy import Column, Index, Integer, Table, Text

from desktop_crm.core.database.schema.base import metadata, record_id

verifications = Table(
    "verifications",
    metadata,
    record_id(),
    Column("table_name", Text, nullable=False),
    Column("record_id", Integer, nullable=False),
    Column("field", Text, nullable=False),
    Column("value", Text, nullable=False),  # SHA-256 of what was found right, so that a change makes it void
    Column("at", Integer, nullable=False),  # milliseconds since 1970 UTC
    Column("author", Text, nullable=False),
    Index("verifications_by_record", "record_id", "field", unique=True),
)

secret_values = Table(
    "secret_values",
    metadata,
    record_id(),
    Column("table_name", Text, nullable=False),
    Column("record_id", Integer, nullable=False),
    Column("field", Text, nullable=False),
    Column("ciphertext", Text, nullable=False),  # base64 of nonce and AES-256-GCM, bound to table, record and field
    Index("secret_values_by_record", "record_id", "field", unique=True),
)

erasures = Table(
    "erasures",
    metadata,
    Column("record_id", Integer, primary_key=True),
    Column("table_name", Text, nullable=False),
    Column("at", Integer, nullable=False),  # milliseconds since 1970 UTC
)
