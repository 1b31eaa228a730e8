"""Orders as a list shows them: ids in order, the lines of a page of them, and the sum of all."""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, func, select, true

from desktop_crm.core.database import filtering
from desktop_crm.core.database.schema.customers import customers
from desktop_crm.core.database.schema.orders import orders
from desktop_crm.core.database.write import chunks
from desktop_crm.core.ids import CustomerId, OrderId
from desktop_crm.core.orders.choices import CANCELLED
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.orders.store import ORDERS
from desktop_crm.core.values.money import Money, as_seen

_IN_USE = orders.c.deleted_at.is_(None)


class OrderBy(StrEnum):
    """By what orders are listed; those that are equal in it follow one another by their ids."""

    ORDERED = "ordered"
    CUSTOMER = "customer"  # Chinese by pinyin
    PRODUCT = "product"
    AMOUNT = "amount"  # by the number alone, whatever the currency
    STATUS = "status"
    OWNER = "owner"


@dataclass(frozen=True, slots=True)
class OrderLine:
    """One line of the list."""

    order: Order
    customer_id: CustomerId | None
    customer_name: str


@dataclass(frozen=True, slots=True)
class Totals:
    """How many orders there are, how many of them are cancelled, and the sums of the others, the largest first."""

    orders: int
    cancelled: int
    amounts: tuple[Money, ...]


def ordered_ids(
    connection: Connection, by: OrderBy, *, descending: bool = False, filters: Mapping[str, str] | None = None
) -> "array[int]":
    """The ids (signed 64-bit) of the orders in use that have all these values; descending is the exact reverse.

    `filters` is field name to stored value.
    """
    key: ColumnElement[object]
    match by:
        case OrderBy.CUSTOMER:
            key = customers.c.name_key
        case OrderBy.AMOUNT:
            key = orders.c.amount_cents
        case _:
            key = orders.c[by.value]
    found = select(orders.c.id).where(_IN_USE)
    if filters:
        found = found.where(orders.c.id.in_(filtering.fitting(ORDERS, filters)))
    if by is OrderBy.CUSTOMER:
        found = found.outerjoin(customers, customers.c.id == orders.c.customer_id)
    order = (key.desc(), orders.c.id.desc()) if descending else (key, orders.c.id)
    return array("q", connection.scalars(found.order_by(*order)))


def lines(connection: Connection, ids: Iterable[int]) -> list[OrderLine]:
    """The lines of these orders in the order asked for; unknown ids are passed over."""
    wanted = list(ids)
    found = {line.order.id: line for chunk in chunks(wanted) for line in _read(connection, chunk)}
    return [found[order_id] for order_id in map(OrderId, wanted) if order_id in found]


def totals(connection: Connection, filters: Mapping[str, str] | None = None) -> Totals:
    """What all orders in use that have these values come to; cancelled ones do not count (decision 13)."""
    cancelled = func.coalesce(orders.c.status, "") == CANCELLED
    counted, gone = 0, 0
    amounts: list[Money] = []
    for is_cancelled, currency, count, cents in connection.execute(
        select(cancelled, orders.c.amount_currency, func.count(), func.sum(orders.c.amount_cents))
        .where(_IN_USE, orders.c.id.in_(filtering.fitting(ORDERS, filters)) if filters else true())
        .group_by(cancelled, orders.c.amount_currency)
    ):
        counted += count
        if is_cancelled:
            gone += count
        elif currency is not None:
            amounts.append(as_seen(Money(cents, currency)))
    return Totals(counted, gone, tuple(sorted(amounts, key=lambda amount: -amount.cents)))


def _read(connection: Connection, ids: list[int]) -> Iterator[OrderLine]:
    rows = connection.execute(
        select(orders, customers.c.name.label("customer_name"))
        .outerjoin(customers, customers.c.id == orders.c.customer_id)
        .where(orders.c.id.in_(ids))
    )
    found = rows.mappings().all()
    for row, order in zip(found, ORDERS.entities_of(connection, found), strict=True):
        yield OrderLine(order, order.customer_id, row["customer_name"] or "")
