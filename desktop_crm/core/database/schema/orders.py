"""What customers bought."""

from sqlalchemy import Index, Table

from desktop_crm.core.database.columns import columns
from desktop_crm.core.database.schema.base import links, metadata, own_values, record_id, trash_mark
from desktop_crm.core.fields import FieldType as Type

orders = Table(
    "orders",
    metadata,
    record_id(),
    trash_mark(),
    own_values(),
    *columns("customer_id", Type.REFERENCE, "customers"),
    *columns("ordered", Type.DAY),
    *columns("product", Type.TEXT),
    *columns("amount", Type.MONEY),
    *columns("status", Type.CHOICE),
    *columns("order_number", Type.TEXT),
    *columns("deal_id", Type.REFERENCE),
    *columns("contract_id", Type.REFERENCE),
    *columns("payment_terms", Type.TEXT),
    *columns("owner", Type.TEXT),
    *columns("notes", Type.LONG_TEXT),
    *columns("confidential", Type.YES_NO),
    *columns("unplaced", Type.UNPLACED),
    Index("orders_by_customer", "customer_id", "deleted_at", "ordered", "id"),
    *links("orders", "deal_id", "contract_id"),
)
