"""Which record a text to a customer is about when nobody names one."""

from sqlalchemy import Connection, select

from desktop_crm.core import clock
from desktop_crm.core.database.columns import to_milliseconds
from desktop_crm.core.followups.choices import OPEN
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.service.choices import CONFIRMED, RESOLVED


def latest_of(connection: Connection, kind: Kind, customer_id: CustomerId) -> int | None:
    """The latest talk, the request that was resolved last, or the next open appointment at a time of day; None without
    any."""
    table = ROOMS[kind].table
    c = table.c
    query = select(c.id).where(c.customer_id == customer_id, c.deleted_at.is_(None)).limit(1)
    match kind:
        case Kind.INTERACTIONS:
            query = query.order_by(c.occurred.desc(), c.id.desc())
        case Kind.SERVICE:
            query = query.where(c.status.in_((RESOLVED, CONFIRMED))).order_by(c.status.desc(), c.resolved.desc())
        case _:
            ahead = (c.status == OPEN, c.due >= to_milliseconds(clock.now()), c.due_all_day.is_distinct_from(1))
            query = query.where(*ahead).order_by(c.due, c.id)
    found: int | None = connection.scalar(query)
    return found
