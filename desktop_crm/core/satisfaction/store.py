"""Satisfaction scores in the database."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.satisfaction import satisfaction as table
from desktop_crm.core.ids import CustomerId, SatisfactionId
from desktop_crm.core.satisfaction.entity import Satisfaction
from desktop_crm.core.satisfaction.fields import FIELDS
from desktop_crm.core.values.day import Day

SATISFACTION = Records(Satisfaction, FIELDS, table)


def of_customer(connection: Connection, customer_id: CustomerId) -> Sequence[Satisfaction]:
    """The scores of a customer, the newest first; those without a date come last."""
    c = table.c
    rows = (
        select(table)
        .where(c.customer_id == customer_id, c.deleted_at.is_(None))
        .order_by(c.scored_on.is_(None), c.scored_on.desc(), c.id.desc())
    )
    return SATISFACTION.entities_of(connection, connection.execute(rows).mappings())


def score_before(
    connection: Connection, customer_id: CustomerId, scored_on: Day | None, but: SatisfactionId | None = None
) -> int | None:
    """The customer's last score up to a day, or of all without one, leaving out the record `but`; None without any."""
    for record in of_customer(connection, customer_id):
        known = record.scored_on.text if record.scored_on else ""
        if record.id != but and record.score is not None and (scored_on is None or known <= scored_on.text):
            return record.score
    return None
