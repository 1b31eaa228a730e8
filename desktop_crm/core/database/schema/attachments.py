"""Files that belong to records; their contents lie encrypted beside the database."""

from sqlalchemy import Index, Table

from desktop_crm.core.database.columns import columns
from desktop_crm.core.database.schema.base import metadata, own_values, record_id, trash_mark
from desktop_crm.core.fields import FieldType as Type

attachments = Table(
    "attachments",
    metadata,
    record_id(),
    trash_mark(),
    own_values(),
    *columns("customer_id", Type.REFERENCE, "customers"),
    *columns("name", Type.TEXT),
    *columns("dated", Type.DAY),
    *columns("type", Type.CHOICE),
    *columns("record_kind", Type.TEXT),
    *columns("record_id", Type.NUMBER),
    *columns("media_type", Type.TEXT),
    *columns("size_bytes", Type.NUMBER),
    *columns("sha256", Type.TEXT),
    *columns("notes", Type.LONG_TEXT),
    *columns("confidential", Type.YES_NO),
    *columns("unplaced", Type.UNPLACED),
    Index("attachments_by_customer", "customer_id", "deleted_at", "dated", "id"),
    Index("attachments_by_time", "deleted_at", "dated", "id"),
    Index("attachments_by_record_kind", "deleted_at", "record_kind", "record_id", "id"),
)
