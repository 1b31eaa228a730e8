"""Giving many customers the next step for one day: the open one moves, who has none gets one (C-39)."""

from collections.abc import Callable, Sequence

from sqlalchemy import func, select

from desktop_crm.core.changes import Changes
from desktop_crm.core.database import write
from desktop_crm.core.database.schema.activities import followups
from desktop_crm.core.database.session import Session
from desktop_crm.core.followups.choices import OPEN
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.values.moment import Moment


def plan_next_step(
    session: Session,
    customer_ids: Sequence[int],
    due: Moment,
    title: str,
    at: Callable[[int, int], None] | None = None,
) -> Changes:
    """Let the next step of all these customers be due then.

    Of several open follow-ups the earliest moves; `title` names the ones that are made. `at` hears how many of how many
    customers are done, and may raise to stop.
    """
    changes, done = Changes(), 0
    for chunk in write.chunks(customer_ids):
        if at:
            at(done, len(customer_ids))
        steps = _next_steps(session, chunk)
        values = {"due": due, "snoozed_until": None}
        changes |= FOLLOWUPS.change_many(session, dict.fromkeys(steps.values(), values))
        new = [
            Followup(customer_id=CustomerId(customer_id), title=title, due=due, owner=session.author)
            for customer_id in chunk
            if customer_id not in steps
        ]
        changes |= FOLLOWUPS.add(session, new)
        done += len(chunk)
    if at:
        at(done, len(customer_ids))
    return changes


def _next_steps(session: Session, customer_ids: Sequence[int]) -> dict[int, int]:
    """Customer to the open follow-up that is due first, of those who have one."""
    c = followups.c
    rows = session.connection.execute(
        select(c.customer_id, c.id)
        .where(
            c.customer_id.in_(customer_ids),
            c.deleted_at.is_(None),
            c.status == OPEN,
            func.coalesce(c.to_check, 0) == 0,
        )
        .order_by(c.due.is_(None), c.due, c.id)
    )
    steps: dict[int, int] = {}
    for customer_id, followup_id in rows:
        steps.setdefault(customer_id, followup_id)
    return steps
