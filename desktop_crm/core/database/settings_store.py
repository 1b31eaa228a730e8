"""Reading and writing the settings of a vault."""

import json
from typing import Any

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
    return keep(session, setting.name, value)


def kept(connection: Connection, name: str, default: Any = None) -> Any:
    """What was kept under a name that is no setting of the settings page, such as the saved views of a list."""
    value = connection.scalar(select(table.c.value).where(table.c.name == name))
    return default if value is None else json.loads(value)


def keep(session: Session, name: str, value: Any) -> Changes:
    """No changes of records; a value that JSON can hold is kept under the name."""
    known = _id_of(session, name)
    row = {"id": known or session.new_id(), "name": name, "value": canonical(value)}
    (write.update if known else write.insert)(session, table, [row])
    return Changes()


def keep_aside(session: Session, name: str, value: Any) -> Changes:
    """As `keep`, without a trace in the journal: for what the program notes of its own accord."""
    row = {"id": _id_of(session, name) or session.new_id(), "name": name, "value": canonical(value)}
    write.note_aside(session, table, [row])
    return Changes()


def _id_of(session: Session, name: str) -> int | None:
    return session.connection.scalar(select(table.c.id).where(table.c.name == name))
