"""Moving a customer and all that belongs to it to the Trash, and taking it out again."""

from sqlalchemy import select

from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS

_BELOW = (Kind.CONTACTS, Kind.INTERACTIONS, Kind.FOLLOWUPS, Kind.ORDERS)


def trash_customer(session: Session, customer_id: CustomerId) -> Changes:
    """Move the customer with contacts, interactions, follow-ups and orders to the Trash."""
    changes = ROOMS[Kind.CUSTOMERS].trash(session, [customer_id])
    for kind in _BELOW:
        table = ROOMS[kind].table
        ids = session.connection.scalars(select(table.c.id).where(table.c.customer_id == customer_id)).all()
        changes |= ROOMS[kind].trash(session, ids)
    return changes


def bring_customer_back(session: Session, customer_id: CustomerId) -> Changes:
    """Take the customer out of the Trash, with what went there together with it."""
    customers = ROOMS[Kind.CUSTOMERS].table
    mark = session.connection.scalar(select(customers.c.deleted_at).where(customers.c.id == customer_id))
    changes = ROOMS[Kind.CUSTOMERS].bring_back(session, [customer_id])
    for kind in _BELOW:
        table = ROOMS[kind].table
        together = select(table.c.id).where(table.c.customer_id == customer_id, table.c.deleted_at == mark)
        changes |= ROOMS[kind].bring_back(session, session.connection.scalars(together).all())
    return changes
