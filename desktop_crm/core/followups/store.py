"""Follow-ups in the database."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.activities import followups as table
from desktop_crm.core.followups.choices import OPEN
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.fields import FIELDS
from desktop_crm.core.ids import CustomerId

FOLLOWUPS = Records(Followup, FIELDS, table)

_IN_USE = table.c.deleted_at.is_(None)


def of_customer(connection: Connection, customer_id: CustomerId) -> Sequence[Followup]:
    """The follow-ups of a customer, by due date, those without one last."""
    rows = connection.execute(
        select(table)
        .where(table.c.customer_id == customer_id, _IN_USE)
        .order_by(table.c.due.is_(None), table.c.due, table.c.id)
    )
    return FOLLOWUPS.entities_of(connection, rows.mappings())


def open_ones(connection: Connection) -> Sequence[Followup]:
    """Every open follow-up, by due date, those without one last."""
    rows = connection.execute(
        select(table).where(table.c.status == OPEN, _IN_USE).order_by(table.c.due.is_(None), table.c.due, table.c.id)
    )
    return FOLLOWUPS.entities_of(connection, rows.mappings())
