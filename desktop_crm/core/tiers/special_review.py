"""Whom to look into one by one: customers who are dissatisfied or about to leave (V-08, A-10)."""

from dataclasses import dataclass

from sqlalchemy import Connection, or_, select

from desktop_crm.core.customers.choices import AT_RISK, CHURNED
from desktop_crm.core.database import settings_store
from desktop_crm.core.database.schema.customers import customers
from desktop_crm.core.database.schema.satisfaction import satisfaction
from desktop_crm.core.database.schema.service import service
from desktop_crm.core.database.schema.standing import standing
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.service.choices import COMPLAINT, CONFIRMED, WITHDRAWN
from desktop_crm.core.settings import LOW_SCORE
from desktop_crm.core.tiers.reasons import from_text, words_of


@dataclass(frozen=True, slots=True)
class Case:
    """One customer to look into: `reasons` in words, what the customer gave as the reason for the last score, and how
    many complaints are not closed."""

    customer_id: CustomerId
    name: str
    score: int | None
    reasons: tuple[str, ...]
    said: str
    open_complaints: int


def special_review(connection: Connection) -> list[Case]:
    """The customers at risk or with a low or falling score, the least satisfied first; those who left are not there."""
    low = settings_store.load(connection).number(LOW_SCORE)
    c, s = customers.c, standing.c
    rows = connection.execute(
        select(c.id, c.name, s.score, s.reasons, s.tier)
        .join(standing, s.customer_id == c.id)
        .where(
            c.deleted_at.is_(None),
            c.status != CHURNED,
            or_(s.tier == AT_RISK, s.score <= low, s.trend < 0),
        )
        .order_by(s.score.is_(None), s.score, c.name_key, c.id)
    ).all()
    complaints = _open_complaints(connection)
    return [
        Case(
            CustomerId(row.id),
            row.name,
            row.score,
            tuple(words_of(reason) for reason in from_text(row.reasons)) if row.tier == AT_RISK else (),
            _said(connection, row.id) if row.score is not None else "",
            complaints.get(row.id, 0),
        )
        for row in rows
    ]


def _said(connection: Connection, customer_id: int) -> str:
    """The reason given for the latest score."""
    s = satisfaction.c
    reason: str | None = connection.scalar(
        select(s.reason)
        .where(s.customer_id == customer_id, s.deleted_at.is_(None), s.score.is_not(None))
        .order_by(s.scored_on.is_(None), s.scored_on.desc(), s.id.desc())
        .limit(1)
    )
    return reason or ""


def _open_complaints(connection: Connection) -> dict[int, int]:
    s = service.c
    found: dict[int, int] = {}
    for owner in connection.scalars(
        select(s.customer_id).where(
            s.type == COMPLAINT, s.status.not_in((CONFIRMED, WITHDRAWN)), s.deleted_at.is_(None)
        )
    ):
        found[owner] = found.get(owner, 0) + 1
    return found
