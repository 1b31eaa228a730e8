"""Material in the database."""

from sqlalchemy import Connection, select

from desktop_crm.core.database.records import Records
from desktop_crm.core.database.schema.touches import materials as table
from desktop_crm.core.materials.entity import Material
from desktop_crm.core.materials.fields import FIELDS

MATERIALS = Records(Material, FIELDS, table)


def newest(connection: Connection, limit: int) -> list[Material]:
    """The materials in use, the newest first, at most `limit`; those without a date last."""
    rows = connection.execute(
        select(table)
        .where(table.c.deleted_at.is_(None))
        .order_by(table.c.published_on.is_(None), table.c.published_on.desc(), table.c.id.desc())
        .limit(limit)
    )
    return MATERIALS.entities_of(connection, rows.mappings())
