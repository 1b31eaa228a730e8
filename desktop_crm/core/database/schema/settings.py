"""What the vault remembers about itself: settings, and facts such as the program that wrote it last."""

from sqlalchemy import Column, Table, Text

from desktop_crm.core.database.schema.base import metadata, record_id

settings = Table(
    "settings",
    metadata,
    record_id(),
    Column("name", Text, nullable=False, unique=True),
    Column("value", Text, nullable=False),  # JSON
)

about = Table(
    "about",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)
