"""Where customers stand, computed from their records so that lists can sort and filter by it: not journaled."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from desktop_crm.core.database.schema.base import metadata

standing = Table(
    "standing",
    metadata,
    Column("customer_id", ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True),
    Column("tier", Text, nullable=False),  # a code of the tiers, "" without one
    Column("reasons", Text, nullable=False),  # JSON: what speaks for it, to be put into words when shown
    Column("year_cents", Integer, nullable=False),  # amount of the last 365 days
    Column("repeat_permille", Integer),  # NULL with fewer than two orders in that time
    Column("score", Integer),  # the latest satisfaction score
    Column("trend", Integer),  # -1, 0 or 1 against the score before; NULL without one
    Column("complete_percent", Integer, nullable=False),
    Column("good_until", Integer),  # milliseconds since 1970 UTC at which time alone may change it; NULL for never
    Column("met_at", Integer),  # when the last interaction was, in milliseconds since 1970 UTC
    Column("touched_at", Integer),  # when a record of the customer was written last, in milliseconds since 1970 UTC
    Column("cadence_days", Integer),  # the customer's own; 0 for who is to be contacted on demand only
    Index("standing_by_tier", "tier", "customer_id"),
    Index("standing_by_contact", "tier", "cadence_days", "met_at", "customer_id"),
    Index("standing_by_touch", "tier", "touched_at", "customer_id"),
    Index("standing_by_year", "year_cents", "customer_id"),
    Index("standing_by_score", "score", "customer_id"),
    Index("standing_by_completeness", "complete_percent", "customer_id"),
    Index("standing_by_time", "good_until"),
)
