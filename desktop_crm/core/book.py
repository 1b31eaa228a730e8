"""The customer book: an unlocked vault together with its database, as the program holds it while it works."""

import shutil
from collections.abc import Callable, Collection
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from sqlalchemy import Connection

from desktop_crm.core import clock
from desktop_crm.core.attachments.contents import ContentStore
from desktop_crm.core.backup.backups import automatic_backup
from desktop_crm.core.changes import Changes
from desktop_crm.core.database import migrate, settings_store
from desktop_crm.core.database.database import Database
from desktop_crm.core.database.errors import DatabaseError, ReadOnlyError, RolledBackError
from desktop_crm.core.database.integrity import refuse_if_damaged
from desktop_crm.core.database.session import Session
from desktop_crm.core.drafts.store import DraftStore
from desktop_crm.core.i18n import _, language
from desktop_crm.core.installation import device
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import FIELDS
from desktop_crm.core.settings import COMPANY_NUMBERS, INDIVIDUAL_NUMBERS, USER_NAME, Settings
from desktop_crm.core.tiers import standing
from desktop_crm.core.vault import vault as vaults
from desktop_crm.core.vault.errors import VaultDamagedError
from desktop_crm.core.vault.slots import Cost
from desktop_crm.core.vault.vault import UnlockedVault
from desktop_crm.core.workflows.attach_files import remove_unused
from desktop_crm.core.workflows.erase import TRASH_DAYS, Erased, empty_trash, erase
from desktop_crm.core.workflows.steps import Steps

T = TypeVar("T")
Reading = Callable[[Connection], T]  # what reads from one unchanging state

_COPIES_KEPT = 3
_NUMBERS = {"en": {COMPANY_NUMBERS: "CRM-{year}-{seq:03}", INDIVIDUAL_NUMBERS: "IND-{year}-{seq:03}"}}  # by language
_MARKER = ".open"  # lies in the vault's folder while a program has it open; found at start, the last one crashed


@dataclass(slots=True)
class Book:
    """An open customer book. `rolled_back` says that the database is older than work that was acknowledged.

    `steps` are what can be undone and redone.
    """

    vault: UnlockedVault
    database: Database
    steps: Steps
    rolled_back: RolledBackError | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def read(self, work: Reading[T]) -> T:
        """What `work` returns, which sees one unchanging state."""
        return self.database.read(work)

    def write(self, verb: str, work: Callable[[Session], Changes]) -> Changes:
        """What `work` changed, as one action that is safe on the disk when this returns."""
        return self.database.write(verb, work)

    def erase(self, kind: Kind, ids: Collection[int]) -> Changes:
        """What is gone for good: the records, all below them, their drafts and files; see `workflows.erase`.

        Raises:
            MergedError: one of them was merged into another customer; nothing was changed.
            VaultFileError: the records are gone, but a draft or a file of theirs could not be removed.
        """
        return self._erase("erase", partial(erase, kind=kind, ids=ids))

    def empty_trash(self, older_than_days: int = TRASH_DAYS) -> Changes:
        """What is gone for good of the Trash, because it lay there for longer; raises as `erase`."""
        return self._erase("empty_trash", partial(empty_trash, older_than_days=older_than_days))

    def _erase(self, verb: str, work: Callable[[Session], Erased]) -> Changes:
        erased: list[Erased] = []

        def erasing(session: Session) -> Changes:
            erased.append(work(session))
            return erased[0].changes

        changes = self.write(verb, erasing)
        if erased[0].ids:
            self.database.empty_log()
            ContentStore(self.vault).remove(erased[0].unused_files)
            DraftStore(self.vault).forget(erased[0].ids)
        return changes

    @property
    def warnings(self) -> tuple[str, ...]:
        """What was found while opening that the user should read."""
        found = list(self.vault.warnings)
        if self.rolled_back:
            found.append(str(self.rolled_back))
        if self.vault.anchor.latest() is None:
            found.append(_("The record of the last step saved (commit.seq) is missing or damaged"))
        return tuple(found)

    @property
    def settings(self) -> Settings:
        """The settings of this vault."""
        return self.read(settings_store.load)

    @property
    def user_name(self) -> str:
        """The name of the person who owns the book, as it stands in records and on paper."""
        return self.settings.text(USER_NAME)

    def accept_as_it_is(self) -> None:
        """Go on with a database that was rolled back, after the user was told what is missing.

        Raises:
            ReadOnlyError: the folder cannot be written; nothing was changed.
        """
        if self.vault.read_only:
            raise ReadOnlyError
        self.database.accept_as_it_is()
        self.database.read_only = False
        self.rolled_back = None

    def close(self) -> None:
        """Close the database, drop the keys and let others open the vault."""
        self.database.close()
        if not self.vault.read_only:
            (self.vault.folder / _MARKER).unlink(missing_ok=True)
        self.vault.close()


def make(folder: Path, passphrase: str, user_name: str, *, cost: Cost | None = None) -> tuple[Book, str]:
    """A new book in `folder`, which must be empty or absent, and its recovery key, to be shown once.

    Raises:
        VaultError: see `vault.create`; nothing is left behind.
    """
    vault, recovery_key = vaults.create(folder, passphrase, cost=cost)
    book = _opened(vault)
    book.database.author = user_name
    try:
        book.write("set_up", partial(_set_up, user_name=user_name))
    except BaseException:
        book.close()
        raise
    return book, recovery_key


def _set_up(session: Session, user_name: str) -> Changes:
    settings_store.store(session, USER_NAME, user_name)
    for setting, pattern in _NUMBERS.get(language(), {}).items():
        settings_store.store(session, setting, pattern)
    return Changes()


def open_book(folder: Path, passphrase: str) -> Book:
    """The book in `folder`, open.

    Raises:
        VaultError, DatabaseError: it stays as it was.
    """
    return _opened(vaults.unlock(folder, passphrase))


def _opened(vault: UnlockedVault) -> Book:
    """The book of an unlocked vault, which is closed again if the book does not open."""
    path, key = vault.database_path, vault.keys.data_key
    with ExitStack() as undo:
        undo.callback(vault.close)
        if not vault.read_only:
            _prepare(vault, path, key)
        database = Database(
            path,
            key,
            vault.keys.journal_chain,
            anchor=vault.anchor,
            fields=FIELDS,
            device=device(),
            read_only=vault.read_only,
            clearance_key=vault.keys.clearance,
        )
        undo.callback(database.close)
        book = Book(vault, database, Steps(database))
        database.author = book.user_name
        database.settle = standing.settle
        try:
            database.refuse_if_rolled_back()
        except RolledBackError as error:
            book.rolled_back = error
            database.read_only = True
        with suppress(DatabaseError):  # a full disk, say: rather where customers stood than no book
            standing.catch_up(database)
        if not database.read_only:
            with suppress(OSError):  # what is left over stays until the next time
                remove_unused(database, ContentStore(vault))
        undo.pop_all()
    return book


def _prepare(vault: UnlockedVault, path: Path, key: bytes) -> None:
    begun = path.exists() and path.stat().st_size > 0
    if not begun and vault.anchor.latest() != 0:  # 0: a making of the vault that was cut short before it
        raise VaultDamagedError(path.name, "missing")
    marker = vault.folder / _MARKER
    if marker.exists() and begun:
        _copy_aside(path)
        refuse_if_damaged(path, key)
    marker.touch()
    migrate.upgrade(path, key, before_change=lambda: automatic_backup(vault, "before-migration"))


def _copy_aside(path: Path) -> None:
    """Keep the files as the crash left them, before anything is written."""
    aside = path.parent / "aside"
    target = aside / clock.now().strftime("%Y%m%dT%H%M%S%f")
    target.mkdir(parents=True)
    for name in (path.name, f"{path.name}-wal"):
        if (path.parent / name).exists():
            shutil.copy2(path.parent / name, target / name)
    for old in sorted(aside.glob("2*"))[:-_COPIES_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
