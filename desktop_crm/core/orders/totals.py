"""What orders come to: all of them, and those of a customer within a year."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, func, select, true

from desktop_crm.core import clock
from desktop_crm.core.database import filtering
from desktop_crm.core.database.schema.orders import orders
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.orders.choices import CANCELLED
from desktop_crm.core.orders.store import ORDERS, of_customer
from desktop_crm.core.values.money import Money, as_seen

_YEAR = timedelta(days=365)
_IN_USE = orders.c.deleted_at.is_(None)


@dataclass(frozen=True, slots=True)
class Totals:
    """How many orders there are, how many of them are cancelled, and the sums of the others, the largest first."""

    orders: int
    cancelled: int
    amounts: tuple[Money, ...]


@dataclass(frozen=True, slots=True)
class YearTotal:
    """How many orders there were, and their sums, one for each currency, the largest first."""

    orders: int
    amounts: tuple[Money, ...]


def last_year(connection: Connection, customer_id: CustomerId) -> YearTotal:
    """The orders of the last 365 days that were not cancelled; those without a readable date are left out."""
    today = clock.today()
    count, cents = 0, Counter[str]()
    for order in of_customer(connection, customer_id):
        first = order.ordered.first() if order.ordered else None
        if order.status != CANCELLED and first and today - _YEAR < first <= today:
            count += 1
            if order.amount:
                cents[order.amount.currency] += order.amount.cents
    return YearTotal(count, tuple(as_seen(Money(total, currency)) for currency, total in cents.most_common()))


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
