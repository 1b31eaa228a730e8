"""What the user said of a clock: done, or not needed, for one period of one record."""

from sqlalchemy import Column, Index, Integer, Table, Text

from desktop_crm.core.database.schema.base import metadata, record_id

clock_marks = Table(
    "clock_marks",
    metadata,
    record_id(),
    Column("clock", Text, nullable=False),  # the key of the clock
    Column("table_name", Text, nullable=False),
    Column("record_id", Integer, nullable=False),  # 0 for what concerns the whole book
    Column("period", Text, nullable=False),  # 2026, 2026-Q4 or 2026-11; "" where the clock runs once or on and on
    Column("at", Integer, nullable=False),  # milliseconds since 1970 UTC
    Column("author", Text, nullable=False),
    Column("note", Text),
    Index("clock_marks_by_clock", "clock", "record_id", "period", unique=True),
    Index("clock_marks_by_record", "record_id"),
)
