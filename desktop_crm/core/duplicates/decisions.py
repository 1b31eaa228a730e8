"""Pairs of which the user said that they are not the same: they are not offered again."""

from sqlalchemy import Connection, select

from desktop_crm.core.changes import Changes
from desktop_crm.core.database import settings_store
from desktop_crm.core.database.schema.settings import settings
from desktop_crm.core.database.session import Session

_KEPT = "not_the_same."

IdPair = tuple[int, int]  # the lower id first


def not_the_same(session: Session, first: int, second: int) -> Changes:
    """Remember that two customers, or two contacts, are two."""
    low, high = sorted((first, second))
    return settings_store.keep(session, f"{_KEPT}{low}.{high}", value=True)


def decided(connection: Connection) -> frozenset[IdPair]:
    """The pairs that are known not to be the same."""
    names = connection.scalars(select(settings.c.name).where(settings.c.name.startswith(_KEPT, autoescape=True)))
    return frozenset(_ids(name.removeprefix(_KEPT)) for name in names)


def _ids(text: str) -> IdPair:
    low, _dot, high = text.partition(".")
    return int(low), int(high)
