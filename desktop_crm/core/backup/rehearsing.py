"""Rehearsing a restoring: the backup becomes a whole book in a temporary place, is compared, and goes again."""

import contextlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection

from desktop_crm.core.backup.backups import BackupInfo
from desktop_crm.core.backup.checking import check
from desktop_crm.core.backup.container import Container, FileEntry
from desktop_crm.core.backup.errors import BackupFileError
from desktop_crm.core.backup.restoring import restore_copy
from desktop_crm.core.database.database import Database
from desktop_crm.core.i18n import _
from desktop_crm.core.installation import device
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.rooms import FIELDS, ROOMS
from desktop_crm.core.vault.lock import VaultLock
from desktop_crm.core.vault.vault import UnlockedVault

STEPS = 3

At = Callable[[int, int], None]  # the steps done and all of them; it may raise to stop, and nothing is left then


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What came of it: the backup, the records in use that the restored book has, and what is wrong, in sentences."""

    info: BackupInfo
    counts: Mapping[Kind, int]
    problems: tuple[str, ...]


def rehearse(backup_file: Path, vault: UnlockedVault, at: At) -> Rehearsal:
    """Restore the backup of this vault into a temporary folder as `restore` would, and compare it with its manifest.

    Compared are the counts of every kind, the hash of every attachment, and all that `check` looks at: the database
    page by page, the chain of the journal, and records by sample. The vault itself is not touched.

    Raises:
        BackupError, DatabaseError: it could not be restored; nothing is left behind.
    """
    try:
        with (
            tempfile.TemporaryDirectory(prefix="desktop-crm-", ignore_cleanup_errors=True) as place,
            Container(backup_file) as container,
        ):
            at(0, STEPS)
            folder = Path(place) / "book"
            restore_copy(container, vault, folder)
            at(1, STEPS)
            damaged = [entry.name for entry in container.manifest.files[2:] if _of(folder, entry) != entry]
            with _opened(folder, vault) as copy:
                counts = copy.database.read(_counts)
                at(2, STEPS)
                problems = check(copy)
            at(STEPS, STEPS)
            info = BackupInfo.of(container)
    except OSError as error:
        raise BackupFileError(backup_file, error) from error
    problems += [_("The attachment {name} is not what was backed up").format(name=name) for name in damaged]
    problems += [
        _("{kind}: {found} instead of {expected}").format(kind=_(TITLES[kind]), found=found, expected=expected)
        for kind, found in counts.items()
        if found != (expected := info.counts.get(kind.value, 0))
    ]
    return Rehearsal(info, counts, tuple(problems))


@dataclass(frozen=True, slots=True)
class _Copy:
    """The restored book, as `check` wants it."""

    vault: UnlockedVault
    database: Database


@contextlib.contextmanager
def _opened(folder: Path, original: UnlockedVault) -> Iterator[_Copy]:
    keys = original.keys
    with UnlockedVault(folder, original.vault_id, keys, VaultLock(folder), read_only=False, warnings=()) as vault:
        database = Database(
            vault.database_path, keys.data_key, keys.journal_chain, anchor=vault.anchor, fields=FIELDS, device=device()
        )
        with contextlib.closing(database):
            database.refuse_if_rolled_back()
            yield _Copy(vault, database)


def _counts(connection: Connection) -> dict[Kind, int]:
    return {kind: room.count(connection) for kind, room in ROOMS.items()}


def _of(folder: Path, entry: FileEntry) -> FileEntry | None:
    path = folder / entry.name
    return FileEntry.of(entry.name, path) if path.exists() else None
