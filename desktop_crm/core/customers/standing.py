"""What lists, files and answers show of where customers stand; `tiers` computes it and keeps it in its own table."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, select

from desktop_crm.core.choices import FALLING, RISING, STEADY
from desktop_crm.core.database.schema.standing import standing
from desktop_crm.core.database.write import chunks
from desktop_crm.core.values.money import Money, as_seen

TREND_NUMBERS = {FALLING: -1, STEADY: 0, RISING: 1}
_TREND_CODES = {number: code for code, number in TREND_NUMBERS.items()}

# Derived field to the column that tells it.
COLUMNS = {
    "tier": standing.c.tier,
    "current_satisfaction": standing.c.score,
    "trend": standing.c.trend,
    "annual_value": standing.c.year_cents,
    "repeat_share": standing.c.repeat_permille,
    "completeness": standing.c.complete_percent,
}


def values_of(row: Any) -> dict[str, Any]:
    """Derived field to value, as a row of the table of standings tells it; nothing bought in a year is no value."""
    return {
        "tier": row.tier or None,
        "current_satisfaction": row.score,
        "trend": _TREND_CODES.get(row.trend),
        "annual_value": as_seen(Money(row.year_cents)) if row.year_cents else None,
        "repeat_share": None if row.repeat_permille is None else row.repeat_permille // 10,
        "completeness": row.complete_percent,
    }


def standings(connection: Connection, customer_ids: Iterable[int] | None = None) -> Mapping[int, dict[str, Any]]:
    """For each customer, or each of these, its derived fields; those who were not judged yet are left out."""
    if customer_ids is None:
        return {row.customer_id: values_of(row) for row in connection.execute(select(standing))}
    return {
        row.customer_id: values_of(row)
        for chunk in chunks(customer_ids)
        for row in connection.execute(select(standing).where(standing.c.customer_id.in_(chunk)))
    }
