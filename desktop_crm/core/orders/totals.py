"""What a customer bought within a year."""

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from desktop_crm.core import clock
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.orders.choices import CANCELLED
from desktop_crm.core.orders.store import of_customer
from desktop_crm.core.values.money import Money, as_seen

_YEAR = timedelta(days=365)


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
