"""The opened database: reading, and the one transaction in which everything is written."""

import contextlib
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import RLock
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, desc, func, select

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.database.chain import START
from desktop_crm.core.database.engine import WRITES, open_engine
from desktop_crm.core.database.errors import ReadOnlyError, RolledBackError, translated
from desktop_crm.core.database.indexing import Indexing
from desktop_crm.core.database.schema.actions import actions
from desktop_crm.core.database.schema.base import metadata
from desktop_crm.core.database.session import RESTORE, Session
from desktop_crm.core.fields import RecordFields
from desktop_crm.core.ids import IdMaker

T = TypeVar("T")


class Anchor(Protocol):
    """Remembers outside the database how many actions were acknowledged."""

    def record(self, sequence: int) -> None:
        """Keep the number, durably."""

    def latest(self) -> int | None:
        """The last number kept, None when there is none."""

    def reset(self, sequence: int) -> None:
        """Keep a number lower than the last one."""


class Database:
    """One vault's database. Reads may run side by side, each in its own transaction; writes run one at a time."""

    def __init__(
        self,
        path: Path,
        key: bytes,
        chain_key: bytes,
        *,
        anchor: Anchor,
        fields: Iterable[RecordFields],
        device: int = 0,
        author: str = "",
        read_only: bool = False,
    ) -> None:
        self.path = path
        self.author = author
        self.read_only = read_only
        self.wrote: Callable[[Changes], None] = _nobody  # hears of every commit, on the thread that wrote
        self._chain_key = chain_key
        self._anchor = anchor
        self._indexing = Indexing(fields)
        self._writing = RLock()  # held until the anchor is recorded, or a later action could overtake an earlier one
        self._engine = open_engine(path, key, read_only=read_only)
        self._ids = IdMaker(device, self.read(_largest_id))

    def close(self) -> None:
        """Close every connection; the last one brings the write-ahead log into the file."""
        self._engine.dispose()

    def read(self, work: Callable[[Connection], T]) -> T:
        """What `work` returns, which sees one unchanging state of the database; it is rolled back afterwards."""
        with translated(self.path), self._engine.connect() as connection:
            return work(connection)

    def write(self, verb: str, work: Callable[[Session], Changes]) -> Changes:
        """The changes that `work` made, committed as one action under the name `verb` when this returns.

        Raises:
            DatabaseError: or whatever `work` raises; nothing was written.
        """
        if self.read_only:
            raise ReadOnlyError
        with translated(self.path), self._writing, self._engine.connect().execution_options(**WRITES) as connection:
            with connection.begin():
                session = self._session(connection, verb)
                changes = work(session)
                sequence, before = _last_action(connection)
                kept = session.entries or session.noted
                if kept:
                    sequence += 1
                    session.close(self._chain_key, sequence, before)
            if kept:
                with contextlib.suppress(OSError):  # the next write puts the anchor right
                    self._anchor.record(sequence)
        self.wrote(changes)
        return changes

    def record_restore(self, details: dict[str, Any], *, above: int) -> int:
        """The sequence of a new action `restore` without entries, higher than the last one and than `above`.

        The anchor stays as it is: a restored database is not yet in its place when this is called.
        """
        with (
            translated(self.path),
            self._engine.connect().execution_options(**WRITES) as connection,
            connection.begin(),
        ):
            session = self._session(connection, RESTORE)
            session.details.update(details)
            last, before = _last_action(connection)
            sequence = max(last, above) + 1
            session.close(self._chain_key, sequence, before)
        return sequence

    def refuse_if_rolled_back(self) -> None:
        """Compare the last action with the anchor outside.

        Raises:
            RolledBackError: the database ends before work that was acknowledged.
        """
        expected = self._anchor.latest() or 0
        found = self.read(_last_action)[0]
        if found < expected:
            raise RolledBackError(found, expected)

    def accept_as_it_is(self) -> None:
        """Take the present last action as the anchor, after the user was told what is missing."""
        self._anchor.reset(self.read(_last_action)[0])

    def _session(self, connection: Connection, verb: str) -> Session:
        return Session(connection, self._ids, self._indexing, self.author, verb, clock.now(), clock.zone().key)


def _nobody(_changes: Changes) -> None:
    """Nobody listens yet."""


def _last_action(connection: Connection) -> tuple[int, bytes]:
    row = connection.execute(select(actions.c.sequence, actions.c.hash).order_by(desc(actions.c.sequence)).limit(1))
    return next(((sequence, before) for sequence, before in row), (0, START))


def _largest_id(connection: Connection) -> int:
    tables = [table for table in metadata.sorted_tables if "id" in table.c and table.name != "journal"]
    return max((connection.scalar(select(func.max(table.c.id))) or 0 for table in tables), default=0)
