"""The ids of customers in the order in which a list shows them; the rows of a page are fetched by id afterwards.

Every question is answered from indexes alone, so its time does not depend on how much a customer's row holds.
"""

from array import array
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, Select, func, literal_column, select

from desktop_crm.core.database.schema.activities import interactions
from desktop_crm.core.database.schema.customers import customers


class Order(StrEnum):
    """By what customers are ordered; customers that are equal in it follow one another by their ids."""

    NAME = "name"  # Chinese by pinyin
    NUMBER = "number"  # by what it counts, not as text
    LAST_INTERACTION = "last_interaction"  # C-29; customers without one come before all others


def ordered_ids(
    connection: Connection, order: Order, *, descending: bool = False, status: str | None = None
) -> "array[int]":
    """The ids (signed 64-bit) of the customers in use, or of those with one status; descending is the exact reverse."""
    in_use = select(customers.c.id).where(customers.c.deleted_at.is_(None)).correlate(None)
    wanted = in_use if status is None else in_use.where(customers.c.status == status)
    key: ColumnElement[object]
    match order:
        case Order.NAME:
            key, found = customers.c.name_key, in_use if status is None else in_use.where(_among(wanted))
        case Order.NUMBER:
            key, found = customers.c.number_key, in_use if status is None else in_use.where(_among(wanted))
        case Order.LAST_INTERACTION:
            key, found = _last_interaction(), wanted
    by = (key.desc(), customers.c.id.desc()) if descending else (key, customers.c.id)
    return array("q", connection.scalars(found.order_by(*by)))


def _among(wanted: Select[int]) -> ColumnElement[bool]:
    """That a customer is one of `wanted`; the + keeps SQLite from looking these up one by one and sorting them."""
    return literal_column("+customers.id").in_(wanted)


def _last_interaction() -> ColumnElement[object]:
    """One step into an index for each customer; grouping all interactions would take ten times as long."""
    latest = select(func.max(interactions.c.occurred)).where(
        interactions.c.customer_id == customers.c.id, interactions.c.deleted_at.is_(None)
    )
    return latest.scalar_subquery()
