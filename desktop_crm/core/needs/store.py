"""Needs in the database."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Connection, func, or_, select

from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.needs import needs as table
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.needs.choices import CLOSED
from desktop_crm.core.needs.entity import Need
from desktop_crm.core.needs.fields import FIELDS

NEEDS = Records(Need, FIELDS, table)


def of_customer(connection: Connection, customer_id: CustomerId) -> Sequence[Need]:
    """The needs of a customer, by the date on which they are due, those without one last."""
    return _in_order(connection, table.c.customer_id == customer_id)


def without_owner_or_date(connection: Connection) -> Sequence[Need]:
    """The open needs for which nobody answers, or without a date (N-11), by date."""
    c = table.c
    unowned = func.coalesce(func.trim(c.owner), "") == ""
    open_still = func.coalesce(c.status, "").not_in(CLOSED)
    return _in_order(connection, open_still & or_(unowned, c.due.is_(None)))


def _in_order(connection: Connection, condition: ColumnElement[bool]) -> Sequence[Need]:
    c = table.c
    rows = select(table).where(condition, c.deleted_at.is_(None)).order_by(c.due.is_(None), c.due, c.id)
    return NEEDS.entities_of(connection, connection.execute(rows).mappings())
