"""The opened database: reading, and the one transaction in which everything is written."""

import contextlib
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from threading import RLock
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, desc, func, select

from desktop_crm.core import clock
from desktop_crm.core.changes import Changes
from desktop_crm.core.database import clearance_store, tailoring_store
from desktop_crm.core.database.chain import START
from desktop_crm.core.database.clearance import Clearance, clearing
from desktop_crm.core.database.engine import PRESENTING, WRITES, open_engine
from desktop_crm.core.database.errors import PresentingError, ReadOnlyError, RolledBackError, translated
from desktop_crm.core.database.indexing import Indexing
from desktop_crm.core.database.schema.actions import actions
from desktop_crm.core.database.schema.base import metadata
from desktop_crm.core.database.schema.settings import settings
from desktop_crm.core.database.schema.upkeep import secret_values
from desktop_crm.core.database.session import RESTORE, Session
from desktop_crm.core.database.veil import NAMED_TABLES, Veil
from desktop_crm.core.fields import RecordFields
from desktop_crm.core.ids import IdMaker
from desktop_crm.core.masking import masked
from desktop_crm.core.tailoring import Tailoring, using

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
        clearance_key: bytes | None = None,
    ) -> None:
        self.path = path
        self.author = author
        self.read_only = read_only
        self.settle: Callable[[Session], None] = _nobody  # brings up to date what follows from the records written
        self.wrote: Callable[[Changes], None] = _nobody  # hears of every commit, on the thread that wrote
        self.acted: Callable[[Session], None] = _nobody  # hears of every action kept, in their order, before `wrote`
        self._chain_key = chain_key
        self._anchor = anchor
        self._fields = {each.kind.value: each for each in fields}
        self._indexing = Indexing(self._fields.values())
        self._writing = RLock()  # held until the anchor is recorded, or a later action could overtake an earlier one
        self._engine = open_engine(path, key, read_only=read_only)
        self.presenting = False  # others see the screen: whatever is read is masked, and nobody is cleared (P-05)
        self._veil = Veil(self._fields.values())
        self._veiled = open_engine(path, key, read_only=read_only, prepare=self._veil.hang)  # connects when asked first
        self._clearance_key = clearance_key
        self._clearance: Clearance | None = None
        self._has_secrets = False
        self.tailoring = Tailoring()
        self._ids = IdMaker(device, self.read(_largest_id))
        self.tailoring = self.read(tailoring_store.load)
        self._clearance, self._has_secrets = self.read(self._secrets)

    def close(self) -> None:
        """Close every connection; the last one brings the write-ahead log into the file."""
        self._veiled.dispose()
        self._engine.dispose()

    def read(self, work: Callable[[Connection], T]) -> T:
        """What `work` returns, which sees one unchanging state of the database; it is rolled back afterwards.

        In presentation mode it sees the masked values that others may see.
        """
        return self.read_masked(work) if self.presenting else self.read_unmasked(work)

    def read_masked(self, work: Callable[[Connection], T]) -> T:
        """As `read` in presentation mode."""
        with translated(self.path), using(self.tailoring), _masking(), self._veiled.connect() as connection:
            return work(connection)

    def read_unmasked(self, work: Callable[[Connection], T]) -> T:
        """As `read`, whoever looks on: for what nobody sees, such as checks and copies."""
        with (
            translated(self.path),
            using(self.tailoring),
            clearing(self._cleared),
            self._engine.connect() as connection,
        ):
            return work(connection)

    def refuse_while_presenting(self) -> None:
        """For all that must see true values, such as a form about to be opened.

        Raises:
            PresentingError: the screen is being shown to others.
        """
        if self.presenting:
            raise PresentingError

    @property
    def _cleared(self) -> Clearance | None:
        """The clearance by which values are to be opened; None while there are none, so that nobody looks for them."""
        return self._clearance if self._has_secrets and not self.presenting else None

    def _secrets(self, connection: Connection) -> tuple[Clearance | None, bool]:
        """The clearance of whoever opened the book, and whether any value is confidential."""
        key = self._clearance_key
        has_secrets = connection.scalar(select(secret_values.c.id).limit(1)) is not None
        return None if key is None else clearance_store.load(connection, key), has_secrets

    def write(self, verb: str, work: Callable[[Session], Changes]) -> Changes:
        """The changes that `work` made, committed as one action under the name `verb` when this returns.

        Raises:
            DatabaseError: or whatever `work` raises; nothing was written.
        """
        if self.read_only:
            raise ReadOnlyError
        with (
            translated(self.path),
            self._writing,
            using(self.tailoring),
            clearing(self._cleared),
            self._engine.connect().execution_options(**WRITES, **{PRESENTING: self.presenting}) as connection,
        ):
            with connection.begin():
                session = self._session(connection, verb)
                changes = work(session)
                self.settle(session)
                tailoring = self._followed(session)
                secrets = self._secrets(connection) if secret_values.name in session.tables else None
                sequence, before = _last_action(connection)
                kept = session.entries or session.noted
                if kept:
                    sequence += 1
                    session.close(self._chain_key, sequence, before)
            if kept:
                with contextlib.suppress(OSError):  # the next write puts the anchor right
                    self._anchor.record(sequence)
            self.tailoring = tailoring
            if secrets:
                self._clearance, self._has_secrets = secrets
            if not session.tables.isdisjoint(NAMED_TABLES):
                self._veil.forget()
            if kept:
                self.acted(session)
        self.wrote(changes)
        return changes

    def empty_log(self) -> None:
        """Bring the write-ahead log into the file and leave none, so that no earlier state of a page lies beside it.

        A reader that is under way for longer than the busy timeout keeps the log; closing the database empties it.
        """
        with translated(self.path), self._writing, contextlib.closing(self._engine.raw_connection()) as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def record_restore(
        self, details: dict[str, Any], *, above: int, work: Callable[[Session], object] | None = None
    ) -> int:
        """The sequence of a new action `restore`, higher than the last one and than `above`; `work` is done in it.

        The anchor stays as it is: a restored database is not yet in its place when this is called.
        """
        with (
            translated(self.path),
            using(self.tailoring),
            self._engine.connect().execution_options(**WRITES) as connection,
            connection.begin(),
        ):
            session = self._session(connection, RESTORE)
            session.details.update(details)
            if work is not None:
                work(session)
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
        found = self.read_unmasked(_last_action)[0]
        if found < expected:
            raise RolledBackError(found, expected)

    def accept_as_it_is(self) -> None:
        """Take the present last action as the anchor, after the user was told what is missing."""
        self._anchor.reset(self.read_unmasked(_last_action)[0])

    def _followed(self, session: Session) -> Tailoring:
        """The tailoring as the action leaves it, with the text index following it."""
        if settings.name not in session.tables:
            return self.tailoring
        tailoring = tailoring_store.load(session.connection)
        self._indexing.follow(session.connection, self.tailoring, tailoring)
        return tailoring

    def _session(self, connection: Connection, verb: str) -> Session:
        session = Session(connection, self._ids, self._indexing, self.author, verb, clock.now(), clock.zone().key)
        session.records, session.has_secrets = self._fields, self._has_secrets
        if not self.presenting and self._clearance_key is not None:
            session.clearance = self._clearance
            session.make_clearance = partial(clearance_store.make, wrapping_key=self._clearance_key)
        return session


@contextlib.contextmanager
def _masking() -> Iterator[None]:
    before = masked.set(True)
    try:
        with clearing(None):
            yield
    finally:
        masked.reset(before)


def _nobody(_news: object) -> None:
    """Nobody listens yet."""


def _last_action(connection: Connection) -> tuple[int, bytes]:
    row = connection.execute(select(actions.c.sequence, actions.c.hash).order_by(desc(actions.c.sequence)).limit(1))
    return next(((sequence, before) for sequence, before in row), (0, START))


def _largest_id(connection: Connection) -> int:
    tables = [table for table in metadata.sorted_tables if "id" in table.c and table.name != "journal"]
    return max((connection.scalar(select(func.max(table.c.id))) or 0 for table in tables), default=0)
