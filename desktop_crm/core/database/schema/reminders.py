"""Which reminders were delivered. It is bookkeeping of deliveries and no part of what the user knows: not journaled."""

from sqlalchemy import Column, ForeignKey, Integer, Table

from desktop_crm.core.database.schema.base import metadata

reminder_marks = Table(
    "reminder_marks",
    metadata,
    Column("followup_id", ForeignKey("followups.id", ondelete="CASCADE"), primary_key=True),
    Column("due_at", Integer, nullable=False),  # what was announced: milliseconds since 1970 UTC
    Column("delivered_at", Integer, nullable=False),  # milliseconds since 1970 UTC
)
