"""Making fields of a kind confidential altogether: what they hold in all records, and what they will get (P-04)."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from sqlalchemy import Connection, select

from desktop_crm.core.changes import Changes
from desktop_crm.core.database import tailoring_store
from desktop_crm.core.database.columns import OWN_COLUMN, column_names
from desktop_crm.core.database.session import Session
from desktop_crm.core.fields import OWN, additions
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS


def always_confidential(kind: Kind) -> frozenset[str]:
    """The names of the fields of a kind whose values always are confidential."""
    return additions.get().confidential.get(kind, frozenset())


@contextmanager
def confidential_too(kind: Kind, names: Iterable[str]) -> Iterator[None]:
    """Let these fields of a kind be confidential as well for what is written in the block."""
    known = additions.get()
    wanted = always_confidential(kind) | set(names)
    before = additions.set(replace(known, confidential={**known.confidential, kind: wanted}))
    try:
        yield
    finally:
        additions.reset(before)


def any_confidential(connection: Connection, kind: Kind, ids: Sequence[int], names: Iterable[str]) -> bool:
    """Whether one of these records is confidential, or one of these fields in one of them."""
    room, wanted = ROOMS[kind], frozenset(names)
    if any(wanted & secret for secret in room.secrets(connection, ids).values()):
        return True
    return "confidential" in room.fields and any(each.confidential for each in room.get_many(connection, ids))


def keep_confidential(session: Session, kind: Kind, names: Iterable[str]) -> Changes:
    """Let these fields of a kind, and no others, be confidential in every record; what others hold stays marked.

    Raises:
        KeyError: there is no such field.
        ValueError: the program itself goes by one of them; nothing may be kept of this session then.
        NotClearedError: whoever writes is not cleared; nothing was written.
    """
    room, wanted = ROOMS[kind], frozenset(names)
    new = wanted - always_confidential(kind)
    changes = tailoring_store.store_confidential(session, kind, wanted)
    for name in sorted(new):
        column = OWN_COLUMN if name.startswith(OWN) else column_names(room.fields[name])[0]
        ids = session.connection.scalars(select(room.table.c.id).where(room.table.c[column].is_not(None))).all()
        if name.startswith(OWN):
            ids = [entity.id for entity in room.get_many(session.connection, ids) if name in entity.own]
        changes |= room.mark(session, ids, name)
    return changes
