"""Reading and writing the settings of a vault."""

import json

from sqlalchemy import Connection, select

from desktop_crm.core.changes import Changes
from desktop_crm.core.database import write
from desktop_crm.core.database.schema.settings import settings as table
from desktop_crm.core.database.session import Session, canonical
from desktop_crm.core.settings import Setting, Settings


def load(connection: Connection) -> Settings:
    """The settings as they are."""
    rows = connection.execute(select(table.c.name, table.c.value))
    return Settings({name: json.loads(value) for name, value in rows})


def store(session: Session, setting: Setting, value: str | int) -> Changes:
    """No changes of records; the setting has the value from now on."""
    known = session.connection.scalar(select(table.c.id).where(table.c.name == setting.name))
    row = {"id": known or session.new_id(), "name": setting.name, "value": canonical(value)}
    (write.update if known else write.insert)(session, table, [row])
    return Changes()
