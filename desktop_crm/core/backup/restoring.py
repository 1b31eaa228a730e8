"""Restoring a backup: whatever happens on the way, the vault is wholly as it was, or wholly restored."""

import contextlib
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from desktop_crm.core import clock
from desktop_crm.core.attachments.contents import ContentStore
from desktop_crm.core.backup.backups import (
    BackupInfo,
    automatic_backup,
    check_database,
    sweep_sidecars,
    temporary_file,
)
from desktop_crm.core.backup.container import DATABASE_NAME, Container, FileEntry
from desktop_crm.core.backup.errors import (
    BackupDamagedError,
    BackupFileError,
    FolderTakenError,
    OtherVaultError,
    PassphraseChangedError,
)
from desktop_crm.core.database import migrate, settings_store
from desktop_crm.core.database.database import Database
from desktop_crm.core.database.engine import connect
from desktop_crm.core.database.errors import DatabaseBusyError, DatabaseDamagedError
from desktop_crm.core.database.session import Session
from desktop_crm.core.installation import device
from desktop_crm.core.rooms import FIELDS
from desktop_crm.core.settings import USER_NAME
from desktop_crm.core.vault import anchor, header, passphrase, slots
from desktop_crm.core.vault import vault as vaults
from desktop_crm.core.vault.anchor import Anchor
from desktop_crm.core.vault.errors import (
    NotAVaultError,
    VaultDamagedError,
    VaultInUseError,
    VaultReadOnlyError,
    WrongPassphraseError,
)
from desktop_crm.core.vault.files import flush, fsync_folder
from desktop_crm.core.vault.header import Header
from desktop_crm.core.vault.keys import Keys
from desktop_crm.core.vault.lock import VaultLock
from desktop_crm.core.vault.vault import UnlockedVault
from desktop_crm.core.workflows.erase import Tombstone, erase_again

ASIDE = "aside"
_FOLDERS = ("attachments", "drafts")


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored. Where there was a vault before: the last action acknowledged in it (None: unknown).

    `quarantined` is the folder with a copy of its database, when that was too damaged for a backup.
    """

    info: BackupInfo
    previous_sequence: int | None = None
    quarantined: Path | None = None


def restore(backup_file: Path, folder: Path, typed_passphrase: str) -> Restored:
    """Bring the backup into `folder`: a new vault where it is absent or empty, else into the vault it was made of.

    A new vault opens with the passphrase of the time of the backup. An existing vault keeps its passphrase, and that
    is the one to type; its present state goes into a backup first, or into quarantine when it cannot be read. The
    restored database has today's schema, and ends with an action `restore` that stands above all before it, so that
    it never looks rolled back. What was erased in the vault since the backup was made is erased again. Attachments are
    added, none but the erased ones is removed.

    Raises:
        BackupError, VaultError, DatabaseError: the folder is as it was, but for backups, quarantine and attachments
            that were added.
    """
    try:
        folder = folder.resolve()
        with Container(backup_file) as container:
            backup_header = _header_of(container)
            if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
                keys = _keys_of(backup_header, typed_passphrase)
                _refuse_forged(container, backup_header, keys)
                return _into_new_folder(container, backup_header, keys, folder)
            _refuse_foreign(folder, backup_header)
            with _unlocked(folder, typed_passphrase, backup_header) as vault:
                _refuse_forged(container, backup_header, vault.keys)
                return _into_vault(container, vault)
    except OSError as error:
        raise BackupFileError(folder, error) from error


def restore_copy(container: Container, vault: UnlockedVault, folder: Path) -> None:
    """Bring the backup of an open vault into the absent `folder`, where the vault's own keys open it; for a rehearsal.

    Raises:
        BackupError, DatabaseError: nothing is left in `folder`.
        OSError: the system refused to read or write; nothing is left in `folder`.
    """
    backup_header = _header_of(container)
    if backup_header.vault_id != vault.vault_id:
        raise OtherVaultError(vault.folder)
    _refuse_forged(container, backup_header, vault.keys)
    _into_new_folder(container, backup_header, vault.keys, folder)


def _header_of(container: Container) -> Header:
    """The header in the backup, parsed strictly, after every hash agreed; no MAC is checked yet, which takes keys."""
    container.verify_files()
    try:
        found = header.parse(container.header())
    except VaultDamagedError as error:
        raise BackupDamagedError(container.path, error.detail) from error
    if found.vault_id != container.manifest.vault_id:
        raise BackupDamagedError(container.path, "header of another vault")
    return found


def _keys_of(found: Header, typed_passphrase: str) -> Keys:
    secret = passphrase.encoded(typed_passphrase)
    keys = None if secret is None else slots.unwrap(found.passphrase, found.vault_id, secret)
    if keys is None:
        raise WrongPassphraseError
    return keys


def _refuse_forged(container: Container, backup_header: Header, keys: Keys) -> None:
    container.verify_manifest(keys.backup_mac)
    if not backup_header.is_authentic(keys):
        raise BackupDamagedError(container.path, "header MAC does not agree")


def _refuse_foreign(folder: Path, backup_header: Header) -> None:
    """Raise unless the folder holds the vault of the backup, with a header that can be read."""
    try:
        present, _from_spare = header.read(folder)
    except (NotAVaultError, VaultDamagedError) as error:
        raise FolderTakenError(folder) from error
    if present.vault_id != backup_header.vault_id:
        raise OtherVaultError(folder)


@contextlib.contextmanager
def _unlocked(folder: Path, typed_passphrase: str, backup_header: Header) -> Iterator[UnlockedVault]:
    try:
        vault = vaults.unlock(folder, typed_passphrase)
    except WrongPassphraseError:
        _keys_of(backup_header, typed_passphrase)  # raises when it opens neither
        raise PassphraseChangedError from None
    with vault:
        if vault.read_only:
            raise VaultReadOnlyError(folder)
        yield vault


def _into_new_folder(container: Container, found: Header, keys: Keys, folder: Path) -> Restored:
    """Build everything in a folder beside, then rename that."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    _sweep_unfinished(folder)
    unfinished = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.tmp")
    unfinished.mkdir(mode=0o700)
    held = VaultLock(unfinished)  # says to another restoring that this one is under way
    try:
        for name in _FOLDERS:
            (unfinished / name).mkdir(mode=0o700)
        header.write(unfinished, found)
        _add_attachments(container, unfinished)
        database = unfinished / DATABASE_NAME
        own_anchor = Anchor(unfinished / anchor.NAME, keys.anchor_mac)
        sequence, _unused = _prepare_database(container, database, keys, own_anchor, above=lambda: 0)
        own_anchor.reset(sequence)
        fsync_folder(unfinished)
        held.release()  # Windows renames no folder in which a file is open
        if folder.exists():
            folder.rmdir()
        unfinished.rename(folder)
    except BaseException:
        held.release()
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    fsync_folder(folder.parent)
    return Restored(BackupInfo.of(container))


def _into_vault(container: Container, vault: UnlockedVault) -> Restored:
    """Prepare the database in a temporary file, make the old one's log empty, then rename over it."""
    sweep_sidecars(vault.folder)
    previous = vault.anchor.latest()
    with temporary_file(vault.database_path) as prepared:
        sequence, unused = _prepare_database(
            container,
            prepared,
            vault.keys,
            vault.anchor,
            above=lambda: max(previous or 0, _last_sequence(vault)),
            tombstones=lambda: _erased(vault),
        )
        _add_attachments(container, vault.folder)
        quarantined = _keep_present_state(vault, container.path)
        _close_log(vault)
        prepared.replace(vault.database_path)
        fsync_folder(vault.folder)
    vault.anchor.record(sequence)
    ContentStore(vault).remove(unused)
    return Restored(BackupInfo.of(container), previous, quarantined)


def _prepare_database(
    container: Container,
    target: Path,
    keys: Keys,
    kept_anchor: Anchor,
    *,
    above: Callable[[], int],
    tombstones: Callable[[], list[Tombstone]] = list,
) -> tuple[int, frozenset[str]]:
    """The sequence of the restoring itself, and the contents of attachments that were erased again.

    `target` is then the whole restored database, on the medium, without what the `tombstones` say was erased since.
    """
    container.extract(container.manifest.files[1], target)
    if problem := check_database(target, keys.data_key, container.manifest):
        raise BackupDamagedError(container.path, problem)
    migrate.upgrade(target, keys.data_key, before_change=lambda: None)  # the backup stays as it is
    database = Database(target, keys.data_key, keys.journal_chain, anchor=kept_anchor, fields=FIELDS, device=device())
    unused: frozenset[str] = frozenset()

    def erase(session: Session) -> None:
        nonlocal unused
        unused = erase_again(session, tombstones()).unused_files

    try:
        database.author = database.read(settings_store.load).text(USER_NAME)
        manifest = container.manifest
        details = {"sequence": manifest.sequence, "made_at": manifest.made_at.astimezone(UTC).isoformat()}
        # What stands in the vault is asked for when the backup is known to be good.
        sequence = database.record_restore(details, above=above(), work=erase)
    finally:
        database.close()
    _refuse_log(target)
    with target.open("rb+") as file:
        flush(file.fileno())
    return sequence, unused


def _last_sequence(vault: UnlockedVault) -> int:
    """The last action in the live database, 0 where it cannot be read."""
    rows = _live_rows(vault, "SELECT coalesce(max(sequence), 0) FROM actions")
    return int(rows[0][0]) if rows else 0


def _erased(vault: UnlockedVault) -> list[Tombstone]:
    """What was erased in the live database; nothing where it cannot be read, or is too old to know."""
    return _live_rows(vault, "SELECT record_id, table_name, at FROM erasures")


def _live_rows(vault: UnlockedVault, query: str) -> list[Any]:
    try:
        connection = connect(vault.database_path, vault.keys.data_key, read_only=True)
    except DatabaseDamagedError:
        return []
    try:
        return list(connection.execute(query).fetchall())
    except dbapi2.Error:
        return []
    finally:
        connection.close()


def _add_attachments(container: Container, folder: Path) -> None:
    for entry in container.manifest.files[2:]:
        target = folder / entry.name
        if target.exists() and FileEntry.of(entry.name, target) == entry:
            continue
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with temporary_file(folder / target.name) as unfinished:  # there the next unlocking sweeps after a kill
            container.extract(entry, unfinished)
            unfinished.replace(target)
        fsync_folder(target.parent)


def _keep_present_state(vault: UnlockedVault, restored_from: Path) -> Path | None:
    """Back up the live state; the folder of a copy of its files where it is too damaged for that, else None."""
    path = vault.database_path
    present = [file for file in (path, _log_of(path)) if file.exists() and file.stat().st_size]
    if not present:
        return None
    try:
        automatic_backup(vault, "before-restore", spare=restored_from)
    except DatabaseDamagedError:
        quarantine = vault.folder / ASIDE / f"quarantined-{clock.now().strftime('%Y%m%dT%H%M%S%fZ')}"
        _copy(present, quarantine)  # nothing has written yet, so that file and log are as they were found
        return quarantine
    return None


def _copy(files: Iterable[Path], target: Path) -> None:
    target.mkdir(mode=0o700, parents=True)
    for file in files:
        shutil.copyfile(file, target / file.name)
        with (target / file.name).open("rb+") as copy:
            flush(copy.fileno())
    fsync_folder(target)
    fsync_folder(target.parent)


def _close_log(vault: UnlockedVault) -> None:
    """Leave no write-ahead log: SQLite would replay it onto the database that takes this one's place."""
    path = vault.database_path
    with contextlib.suppress(DatabaseDamagedError, dbapi2.Error):  # what can be read of it is in backup or quarantine
        connection = connect(path, vault.keys.data_key)
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            connection.close()
        _refuse_log(path)
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    fsync_folder(vault.folder)


def _refuse_log(path: Path) -> None:
    log = _log_of(path)
    if log.exists() and log.stat().st_size:
        raise DatabaseBusyError


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _sweep_unfinished(folder: Path) -> None:
    """Remove what a restoring into this folder left when it was killed."""
    for left in folder.parent.glob(f".{folder.name}.????????.tmp"):
        with contextlib.suppress(VaultInUseError, OSError):
            VaultLock(left).release()
            shutil.rmtree(left, ignore_errors=True)
