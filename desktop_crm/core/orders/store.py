"""Orders in the database."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.orders import orders as table
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.orders.fields import FIELDS

ORDERS = Records(Order, FIELDS, table)


def of_customer(connection: Connection, customer_id: CustomerId) -> Sequence[Order]:
    """The orders of a customer, the newest first."""
    rows = connection.execute(
        select(table)
        .where(table.c.customer_id == customer_id, table.c.deleted_at.is_(None))
        .order_by(table.c.ordered.desc(), table.c.id.desc())
    )
    return ORDERS.entities_of(connection, rows.mappings())
