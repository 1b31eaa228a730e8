"""Records that the user pinned, and those looked at last (habit 48); both lie in the vault, as ids alone."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection

from desktop_crm.core.changes import Changes
from desktop_crm.core.database import settings_store
from desktop_crm.core.database.session import Session
from desktop_crm.core.kinds import Kind

MOST_RECENT = 10
_KEPT_RECENT = 30  # some of them may lie in the Trash
_PINNED, _RECENT = "pinned", "recent"

Mark = tuple[Kind, int]


def pinned(connection: Connection) -> list[Mark]:
    """The pinned records in the user's order, also those that lie in the Trash."""
    return _marks(connection, _PINNED)


def pin(session: Session, kind: Kind, record_id: int) -> Changes:
    """No changes of records; the record is pinned, below the others."""
    marks = pinned(session.connection)
    return _keep_pinned(session, [*marks, (kind, record_id)])


def unpin(session: Session, kind: Kind, record_id: int) -> Changes:
    """No changes of records; the record is pinned no longer."""
    return _keep_pinned(session, [mark for mark in pinned(session.connection) if mark != (kind, record_id)])


def arrange_pinned(session: Session, marks: Sequence[Mark]) -> Changes:
    """No changes of records; these pinned records come first, in this order."""
    present = pinned(session.connection)
    place = {mark: number for number, mark in enumerate(marks)}
    return _keep_pinned(session, sorted(present, key=lambda mark: place.get(mark, len(place))))


def recent(connection: Connection) -> list[Mark]:
    """The records looked at last, the latest first, also those that lie in the Trash; a few more than are shown."""
    return _marks(connection, _RECENT)


def note_recent(session: Session, marks: Iterable[Mark]) -> Changes:
    """No changes of records, and no action in the journal; these were looked at now, the last of them just now."""
    latest = [*reversed(list(marks)), *recent(session.connection)]
    kept = list(dict.fromkeys(latest))[:_KEPT_RECENT]
    return settings_store.keep_aside(session, _RECENT, [[kind.value, record_id] for kind, record_id in kept])


def _keep_pinned(session: Session, marks: Sequence[Mark]) -> Changes:
    kept = list(dict.fromkeys(marks))
    return settings_store.keep(session, _PINNED, [[kind.value, record_id] for kind, record_id in kept])


def _marks(connection: Connection, name: str) -> list[Mark]:
    known = set(Kind)
    return [(Kind(kind), record_id) for kind, record_id in settings_store.kept(connection, name, []) if kind in known]
