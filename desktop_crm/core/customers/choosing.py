"""Which customers a list shows, and in which order: the orders of `listing`, some more, and filters by field."""

from array import array
from collections.abc import Mapping
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, Select, func, select

from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.customers.listing import Order, ordered_ids
from desktop_crm.core.customers.rows import OPEN_STEP
from desktop_crm.core.database.schema.activities import followups
from desktop_crm.core.database.schema.customers import customers
from desktop_crm.core.fields import FieldType

_IN_USE = customers.c.deleted_at.is_(None)


class MoreOrder(StrEnum):
    """Orders that a header offers beside those of `listing.Order`."""

    STATUS = "status"  # by its stored code
    OWNER = "owner"
    INDUSTRY = "industry"
    REGION = "region"
    NEXT_STEP = "next_step"  # the earliest open due date; customers without one come before all others


def chosen_ids(
    connection: Connection,
    order: Order | MoreOrder,
    *,
    descending: bool = False,
    filters: Mapping[str, str] | None = None,
) -> "array[int]":
    """The ids (signed 64-bit) of the customers in use that have all these values, in order.

    `filters` is field name to stored value; of a field with several values one must be it.
    """
    values = dict(filters or {})
    if isinstance(order, Order):
        status = values.pop("status", None)
        ids = ordered_ids(connection, order, descending=descending, status=status)
    else:
        key = _next_due() if order is MoreOrder.NEXT_STEP else customers.c[order.value]
        by = (key.desc(), customers.c.id.desc()) if descending else (key, customers.c.id)
        ids = array("q", connection.scalars(select(customers.c.id).where(_IN_USE).order_by(*by)))
    if not values:
        return ids
    fitting = frozenset(connection.scalars(_fitting(values)))
    return array("q", (customer_id for customer_id in ids if customer_id in fitting))


def words_in_use(connection: Connection, name: str) -> list[str]:
    """Every value that a text or choice field has in some customer in use, the most frequent first."""
    column = customers.c[name]
    found = select(column).where(_IN_USE, column.is_not(None)).group_by(column).order_by(func.count().desc(), column)
    return list(connection.scalars(found))


def _fitting(values: Mapping[str, str]) -> Select[int]:
    return select(customers.c.id).where(_IN_USE, *(_has(name, value) for name, value in values.items()))


def _has(name: str, value: str) -> ColumnElement[bool]:
    column = customers.c[name]
    if FIELDS[name].type in {FieldType.CHOICES, FieldType.TAGS}:
        members = func.json_each(column).table_valued("value")
        return select(members.c.value).where(members.c.value == value).exists()
    return column == value


def _next_due() -> ColumnElement[object]:
    due = select(func.min(followups.c.due)).where(
        followups.c.customer_id == customers.c.id,
        followups.c.deleted_at.is_(None),
        followups.c.status == OPEN_STEP,
        func.coalesce(followups.c.to_check, 0) == 0,
    )
    return due.scalar_subquery()
