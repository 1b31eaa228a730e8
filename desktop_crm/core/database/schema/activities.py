"""What happened with a customer and what is to happen: interactions and follow-ups."""

from sqlalchemy import Index, Table

from desktop_crm.core.database.columns import columns
from desktop_crm.core.database.schema.base import metadata, record_id, trash_mark
from desktop_crm.core.fields import FieldType as Type

interactions = Table(
    "interactions",
    metadata,
    record_id(),
    trash_mark(),
    *columns("customer_id", Type.REFERENCE, "customers"),
    *columns("occurred", Type.MOMENT),
    *columns("method", Type.CHOICE),
    *columns("purpose", Type.CHOICE),
    *columns("participants", Type.TAGS),
    *columns("place", Type.TEXT),
    *columns("summary", Type.LONG_TEXT),
    *columns("feedback", Type.LONG_TEXT),
    *columns("agreements", Type.LONG_TEXT),
    *columns("open_issues", Type.LONG_TEXT),
    *columns("commitments", Type.LONG_TEXT),
    *columns("outcome", Type.LONG_TEXT),
    *columns("milestone", Type.CHOICE),
    *columns("logged_by", Type.TEXT),
    *columns("unplaced", Type.UNPLACED),
    Index("interactions_by_customer", "customer_id", "deleted_at", "occurred", "id"),
    Index("interactions_by_time", "deleted_at", "occurred", "id"),
)

followups = Table(
    "followups",
    metadata,
    record_id(),
    trash_mark(),
    *columns("customer_id", Type.REFERENCE, "customers"),
    *columns("contact_id", Type.REFERENCE, "contacts"),
    *columns("interaction_id", Type.REFERENCE, "interactions"),
    *columns("title", Type.TEXT),
    *columns("due", Type.MOMENT),
    *columns("status", Type.CHOICE),
    *columns("owner", Type.TEXT),
    *columns("methods", Type.CHOICES),
    *columns("priority", Type.CHOICE),
    *columns("place", Type.TEXT),
    *columns("result", Type.LONG_TEXT),
    *columns("done", Type.MOMENT),
    *columns("to_check", Type.YES_NO),
    *columns("recurrence", Type.TEXT),
    *columns("alarm_minutes", Type.NUMBER),
    *columns("snoozed_until", Type.MOMENT),
    *columns("calendar_uid", Type.TEXT),
    *columns("notes", Type.LONG_TEXT),
    *columns("unplaced", Type.UNPLACED),
    Index("followups_by_due", "deleted_at", "status", "due", "id"),
    Index("followups_by_customer", "customer_id", "deleted_at", "status", "due", "id"),
)
