"""Moving a customer and all that belongs to it to the Trash, and taking it out again."""

from sqlalchemy import select

from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import OF_CUSTOMER, ROOMS


def trash_customer(session: Session, customer_id: CustomerId) -> Changes:
    """Move the customer with all its records to the Trash."""
    changes = ROOMS[Kind.CUSTOMERS].trash(session, [customer_id])
    for kind in OF_CUSTOMER:
        table = ROOMS[kind].table
        ids = session.connection.scalars(select(table.c.id).where(table.c.customer_id == customer_id)).all()
        changes |= ROOMS[kind].trash(session, ids)
    return changes


def bring_customer_back(session: Session, customer_id: CustomerId) -> Changes:
    """Take the customer out of the Trash, with what went there together with it.

    Raises:
        RefusedError: it lies there because it was merged into another one; nothing was written.
    """
    c = ROOMS[Kind.CUSTOMERS].table.c
    columns = (c.deleted_at, c.number, c.merged_into)
    row = session.connection.execute(select(*columns).where(c.id == customer_id)).one()
    mark = row.deleted_at
    if row.merged_into is not None:
        raise RefusedError(
            _("{number} was merged into another customer").format(number=row.number),
            _("Separate the two, and it comes back with all that came from it. Nothing was changed."),
        )
    changes = ROOMS[Kind.CUSTOMERS].bring_back(session, [customer_id])
    for kind in OF_CUSTOMER:
        table = ROOMS[kind].table
        together = select(table.c.id).where(table.c.customer_id == customer_id, table.c.deleted_at == mark)
        changes |= ROOMS[kind].bring_back(session, session.connection.scalars(together).all())
    return changes
