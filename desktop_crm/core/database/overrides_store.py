"""The working days that the user declared, kept in the book; they win over the calendar (decision 7)."""

from datetime import date

from sqlalchemy import Connection

from desktop_crm.core.calendar.working_days import Overrides
from desktop_crm.core.changes import Changes
from desktop_crm.core.database import settings_store
from desktop_crm.core.database.session import Session

NAME = "working_days"


def load(connection: Connection) -> Overrides:
    """The user's own days; none where nothing was declared."""
    days = settings_store.kept(connection, NAME) or {}
    return Overrides({date.fromisoformat(day): bool(works) for day, works in days.items()})


def store(session: Session, overrides: Overrides) -> Changes:
    """No changes of records; these days hold from now on, and none but these."""
    return settings_store.keep(session, NAME, {day.isoformat(): works for day, works in overrides.days.items()})
