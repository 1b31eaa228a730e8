"""Interactions in the database."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from desktop_crm.core.database.columns import from_milliseconds
from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.activities import interactions as table
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.fields import FIELDS
from desktop_crm.core.values.moment import Moment

INTERACTIONS = Records(Interaction, FIELDS, table)


def of_customer(connection: Connection, customer_id: CustomerId, limit: int | None = None) -> Sequence[Interaction]:
    """The interactions with a customer, the newest first, at most `limit`."""
    rows = connection.execute(
        select(table)
        .where(table.c.customer_id == customer_id, table.c.deleted_at.is_(None))
        .order_by(table.c.occurred.desc(), table.c.id.desc())
        .limit(limit)
    )
    return INTERACTIONS.entities_of(connection, rows.mappings())


def latest(connection: Connection) -> dict[CustomerId, Moment]:
    """For each customer with interactions, when the last one was (C-29)."""
    rows = connection.execute(
        select(table.c.customer_id, func.max(table.c.occurred), table.c.occurred_zone, table.c.occurred_all_day)
        .where(table.c.deleted_at.is_(None), table.c.occurred.is_not(None), table.c.customer_id.is_not(None))
        .group_by(table.c.customer_id)
    )
    return {
        CustomerId(customer_id): Moment(from_milliseconds(at), zone, bool(all_day))
        for customer_id, at, zone, all_day in rows
    }
