"""Feedback in the database."""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.service import feedback as table
from desktop_crm.core.feedback.choices import NEGATIVE
from desktop_crm.core.feedback.entity import Feedback
from desktop_crm.core.feedback.fields import FIELDS

FEEDBACK = Records(Feedback, FIELDS, table)


def without_measures(connection: Connection) -> Sequence[Feedback]:
    """The negative feedback about which nothing is planned yet (S-12), the newest first."""
    c = table.c
    rows = (
        select(table)
        .where(c.tone == NEGATIVE, func.coalesce(func.trim(c.measures), "") == "", c.deleted_at.is_(None))
        .order_by(c.given_on.desc(), c.id.desc())
    )
    return FEEDBACK.entities_of(connection, connection.execute(rows).mappings())
