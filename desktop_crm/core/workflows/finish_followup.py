"""Marking a follow-up as done, with what came of it and what comes next. One action."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.choices import CHURNED
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database.schema.activities import followups
from desktop_crm.core.database.session import Session
from desktop_crm.core.followups.choices import OPEN
from desktop_crm.core.followups.commands import complete, next_of
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.ids import FollowupId
from desktop_crm.core.values.moment import Moment


@dataclass(frozen=True, slots=True)
class Finish:
    """What is known before a follow-up is marked as done: when it comes again by its own rule, if it does, and whether
    its customer would be left without a next step."""

    followup: Followup
    customer: str
    again: Moment | None
    last_step: bool


def about_to_finish(connection: Connection, followup_id: FollowupId) -> Finish | None:
    """What to know of a follow-up before it is marked as done; None when there is none with this id."""
    followup = FOLLOWUPS.get(connection, followup_id)
    if followup is None:
        return None
    coming = next_of(followup, clock.now())
    customer = None if followup.customer_id is None else CUSTOMERS.get(connection, followup.customer_id)
    f = followups.c
    others = select(func.count()).where(
        f.customer_id == followup.customer_id,
        f.id != followup_id,
        f.status == OPEN,
        f.deleted_at.is_(None),
        func.coalesce(f.to_check, 0) == 0,
    )
    needs_one = customer is not None and customer.status != CHURNED and coming is None
    last_step = needs_one and not connection.scalar(others)
    return Finish(followup, customer.name if customer else "", coming.due if coming else None, last_step)


def finish(
    session: Session,
    followup_id: FollowupId,
    result: str,
    title: str = "",
    due: Moment | None = None,
    *,
    told_customer: bool = False,
) -> Changes:
    """Mark a follow-up as done now, with its result (F-06); with a `title` or a time add the next step, too.

    The next step is for the same people and for the same need, opportunity or request, by the same methods, of the same
    owner; without a title of its own it is called as this one was.
    """
    changes = complete(session, followup_id, result)
    if told_customer:
        changes |= FOLLOWUPS.change(session, followup_id, told_customer=True)
    if not title and due is None:
        return changes
    (done,) = FOLLOWUPS.get_many(session.connection, [followup_id])
    step = Followup(
        customer_id=done.customer_id,
        contact_id=done.contact_id,
        interaction_id=done.interaction_id,
        need_id=done.need_id,
        deal_id=done.deal_id,
        service_id=done.service_id,
        title=title or done.title,
        due=due,
        owner=done.owner or session.author,
        methods=done.methods,
        priority=done.priority,
        confidential=done.confidential,
    )
    return changes | FOLLOWUPS.add(session, [step])
