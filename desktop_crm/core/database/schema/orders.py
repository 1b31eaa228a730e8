"""What customers bought."""

from sqlalchemy import Index, Table

from desktop_crm.core.database.columns import columns
from desktop_crm.core.database.schema.base import metadata, record_id, trash_mark
from desktop_crm.core.fields import FieldType as Type

orders = Table(
    "orders",
    metadata,
    record_id(),
    trash_mark(),
    *columns("customer_id", Type.REFERENCE, "customers"),
    *columns("ordered", Type.DAY),
    *columns("product", Type.TEXT),
    *columns("amount", Type.MONEY),
    *columns("status", Type.CHOICE),
    *columns("order_number", Type.TEXT),
    *columns("payment_terms", Type.TEXT),
    *columns("owner", Type.TEXT),
    *columns("notes", Type.LONG_TEXT),
    *columns("unplaced", Type.UNPLACED),
    Index("orders_by_customer", "customer_id", "deleted_at", "ordered", "id"),
)
