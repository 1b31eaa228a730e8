"""Of the customers on today's agenda those whose tier calls for attention, and why (G-04)."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from desktop_crm.core.customers.choices import AT_RISK, HIGH_VALUE, POTENTIAL
from desktop_crm.core.database.schema.customers import customers
from desktop_crm.core.database.schema.standing import standing
from desktop_crm.core.tiers import reasons

_TIERS = (AT_RISK, HIGH_VALUE, POTENTIAL)


@dataclass(frozen=True, slots=True)
class Noted:
    """A customer, its tier as a code, and why it is in it, in words."""

    customer_id: int
    name: str
    tier: str
    words: str


def worth_a_word(connection: Connection, customer_ids: Sequence[int]) -> list[Noted]:
    """The first of these customers in each tier that calls for attention, who may be lost first."""
    rows = connection.execute(
        select(customers.c.id, customers.c.name, standing.c.tier, standing.c.reasons)
        .join(standing, standing.c.customer_id == customers.c.id)
        .where(customers.c.id.in_(customer_ids), standing.c.tier.in_(_TIERS))
    ).all()
    place = {customer_id: number for number, customer_id in enumerate(customer_ids)}
    first: dict[str, Noted] = {}
    for row in sorted(rows, key=lambda row: place[row.id]):
        words = [reasons.words_of(each) for each in reasons.from_text(row.reasons)]
        first.setdefault(row.tier, Noted(row.id, row.name or "", row.tier, " · ".join(words)))
    return [first[tier] for tier in _TIERS if tier in first]
