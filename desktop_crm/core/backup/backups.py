"""Making backups of an open vault: each is read back and checked before it counts as one."""

import contextlib
import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from desktop_crm.core import clock
from desktop_crm.core.backup.container import (
    DATABASE_NAME,
    HEADER_NAME,
    Container,
    FileEntry,
    Manifest,
    is_backup,
    write_container,
)
from desktop_crm.core.backup.errors import (
    BackupDamagedError,
    BackupFailedError,
    BackupFileError,
    NoBackupThereError,
)
from desktop_crm.core.backup.retention import expired
from desktop_crm.core.database import integrity
from desktop_crm.core.database.engine import connect
from desktop_crm.core.database.errors import DatabaseDamagedError, told
from desktop_crm.core.database.migrate import program_version, schema_version
from desktop_crm.core.kinds import Kind
from desktop_crm.core.vault import header
from desktop_crm.core.vault.errors import VaultDamagedError
from desktop_crm.core.vault.files import fsync_folder
from desktop_crm.core.vault.keys import Keys
from desktop_crm.core.vault.vault import UnlockedVault

FOLDER = "backups"
SUFFIX = ".crmbackup"
DUE_AFTER = timedelta(minutes=30)

_TEMPORARY = ".tmp"  # swept away by the next unlocking when its process was killed
_SIDECARS = ("-wal", "-shm", "-journal")
_STAMP = "%Y%m%dT%H%M%S%fZ"
_NAME = re.compile(r"(\d{8}T\d{12}Z)-[a-z-]+\.crmbackup")


@dataclass(frozen=True, slots=True)
class BackupInfo:
    """One verified backup: where it lies, its length, whose it is, when it was made and what is in it.

    `sequence` is the last action in it; `counts` are the records in use, by the names of `Kind`.
    """

    path: Path
    size_bytes: int
    vault_id: str
    program_version: str
    schema: str
    sequence: int
    made_at: datetime
    counts: Mapping[str, int]

    @classmethod
    def of(cls, container: Container) -> "BackupInfo":
        """What the manifest of a verified container says."""
        manifest = container.manifest
        return cls(
            container.path,
            container.size_bytes,
            manifest.vault_id,
            manifest.program_version,
            manifest.schema,
            manifest.sequence,
            manifest.made_at,
            manifest.counts,
        )


def make_backup(vault: UnlockedVault, target: Path) -> BackupInfo:
    """The backup of the vault in the new file `target`, read back and checked; others may go on writing meanwhile.

    An older backup at `target` is replaced once the new one is verified.

    Raises:
        DatabaseDamagedError: the database cannot be read whole; see `restoring`.
        NoBackupThereError, BackupFileError, BackupFailedError, DiskFullError: nothing is left at or near `target`,
            and an older backup there is as it was.
    """
    try:
        if target.exists() and not is_backup(target):
            raise NoBackupThereError(target)
        scratch = target.parent if vault.read_only else vault.folder
        sweep_sidecars(scratch)
        with temporary_file(target) as unfinished:
            with temporary_file(scratch / DATABASE_NAME) as copy:
                _copy_database(vault, copy)
                manifest, sources = _manifest(vault, copy)
                write_container(unfinished, manifest, vault.keys.backup_mac, sources)
            info = _verified(unfinished, scratch, vault.keys)
            unfinished.replace(target)
        fsync_folder(target.parent)
    except OSError as error:
        raise BackupFileError(target, error) from error
    return replace(info, path=target)


def automatic_backup(vault: UnlockedVault, reason: str, *, spare: Path | None = None) -> BackupInfo | None:
    """A backup in the vault's own folder of backups, named after now and `reason` (lower-case words and hyphens).

    None when there is nothing to back up yet, or the vault is open for reading only. Older automatic backups are
    thinned out afterwards, but neither this one nor `spare`.

    Raises:
        as `make_backup`.
    """
    if vault.read_only or not vault.database_path.exists() or not vault.database_path.stat().st_size:
        return None
    folder = vault.folder / FOLDER
    moment = clock.now().astimezone(UTC)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        for left in folder.glob(f"*{_TEMPORARY}"):
            left.unlink(missing_ok=True)
    except OSError as error:
        raise BackupFileError(folder, error) from error
    while (path := folder / f"{moment.strftime(_STAMP)}-{reason}{SUFFIX}").exists():
        moment += timedelta(microseconds=1)
    if not _NAME.fullmatch(path.name):
        raise ValueError(reason)
    info = make_backup(vault, path)
    _thin_out(folder, {path, spare})
    return info


def newest_backup(vault: UnlockedVault) -> BackupInfo | None:
    """The automatic backup with the latest work in it, of those whose manifest is authentic; None without one."""
    found = []
    for path in (vault.folder / FOLDER).glob(f"*{SUFFIX}"):
        with contextlib.suppress(BackupDamagedError, OSError), Container(path) as container:
            container.verify_manifest(vault.keys.backup_mac)
            found.append(BackupInfo.of(container))
    return max(found, key=lambda info: (info.sequence, info.made_at), default=None)


def due(vault: UnlockedVault, last_sequence: int) -> bool:
    """Whether there is work up to `last_sequence` that is in no automatic backup, and the last is 30 minutes old."""
    newest = newest_backup(vault)
    if newest is None:
        return last_sequence > 0
    # A backup from the future was made before the clock was put right: its age is unknown.
    recent = timedelta(0) <= clock.now() - newest.made_at < DUE_AFTER
    return newest.sequence != last_sequence and not recent


def check_database(path: Path, key: bytes, manifest: Manifest) -> str | None:
    """Why the database at `path`, taken out of a backup, is not what the manifest says; None when it is."""
    if problems := integrity.problems(path, key):
        return problems[0]
    with _connected(path, key) as connection:
        found = schema_version(connection), _last_sequence(connection), _counts(connection)
    expected = manifest.schema, manifest.sequence, manifest.counts
    return None if found == expected else "contents do not agree with the manifest"


@contextlib.contextmanager
def temporary_file(beside: Path) -> Iterator[Path]:
    """A free name beside a file, for what is not finished; whatever lies there after the block is removed."""
    path = beside.with_name(f"{beside.name}.{secrets.token_hex(4)}{_TEMPORARY}")
    try:
        yield path
    finally:
        for suffix in ("", *_SIDECARS):
            path.with_name(path.name + suffix).unlink(missing_ok=True)


def sweep_sidecars(folder: Path) -> None:
    """Remove what SQLite left beside temporary databases of processes that were killed."""
    for suffix in _SIDECARS:
        for left in folder.glob(f"{DATABASE_NAME}.*{_TEMPORARY}{suffix}"):
            if not left.with_name(left.name.removesuffix(suffix)).exists():
                left.unlink(missing_ok=True)


def _copy_database(vault: UnlockedVault, copy: Path) -> None:
    """One consistent state, encrypted under the same key, while others may write."""
    copy.touch(mode=0o600, exist_ok=False)
    with _connected(vault.database_path, vault.keys.data_key) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))


def _manifest(vault: UnlockedVault, copy: Path) -> tuple[Manifest, list[Path]]:
    """The manifest, and the files it speaks of in its order."""
    with _connected(copy, vault.keys.data_key) as connection:
        schema, sequence, counts = schema_version(connection), _last_sequence(connection), _counts(connection)
    if schema is None:
        raise DatabaseDamagedError("no schema version")
    attachments = sorted(path for path in vault.attachments.glob("??/*.bin") if path.is_file())
    names = {
        HEADER_NAME: vault.folder / header.NAME,
        DATABASE_NAME: copy,
        **{path.relative_to(vault.folder).as_posix(): path for path in attachments},
    }
    files = tuple(FileEntry.of(name, path) for name, path in names.items())
    manifest = Manifest(vault.vault_id, program_version(), schema, sequence, clock.now(), counts, files)
    return manifest, list(names.values())


def _verified(path: Path, scratch: Path, keys: Keys) -> BackupInfo:
    """What the new file says, after it was read back from the medium and its database was opened and checked."""
    try:
        with Container(path) as container, temporary_file(scratch / DATABASE_NAME) as copy:
            manifest = container.verify_manifest(keys.backup_mac)
            if not header.parse(container.header()).is_authentic(keys):
                raise BackupFailedError("header")
            container.verify_files()
            container.extract(manifest.files[1], copy)
            if problem := check_database(copy, keys.data_key, manifest):
                raise BackupFailedError(problem)
            return BackupInfo.of(container)
    except (BackupDamagedError, VaultDamagedError) as error:
        raise BackupFailedError(error.detail) from error


def _thin_out(folder: Path, keep: set[Path | None]) -> None:
    paths: dict[datetime, list[Path]] = {}
    for path in folder.glob(f"*{SUFFIX}"):
        if (name := _NAME.fullmatch(path.name)) and path not in keep:
            paths.setdefault(datetime.strptime(name[1], _STAMP).replace(tzinfo=UTC), []).append(path)
    for moment in expired(paths, clock.now().astimezone(UTC)):
        for path in paths[moment]:
            with contextlib.suppress(OSError):  # open in another program: it goes the next time
                path.unlink()


def _last_sequence(connection: Any) -> int:
    return int(connection.execute("SELECT coalesce(max(sequence), 0) FROM actions").fetchone()[0])


def _counts(connection: Any) -> dict[str, int]:
    """The records in use of each kind; a database of an older schema may lack some."""
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    query = "SELECT count(*) FROM {} WHERE deleted_at IS NULL"
    return {kind.value: connection.execute(query.format(kind)).fetchone()[0] for kind in Kind if kind in tables}


@contextlib.contextmanager
def _connected(path: Path, key: bytes) -> Iterator[Any]:
    """A connection that reads, and whose errors are told in the words of the database's family."""
    connection = connect(path, key, read_only=True)
    try:
        yield connection
    except dbapi2.Error as error:
        raise told(error, path) or DatabaseDamagedError(str(error).capitalize()) from error
    finally:
        connection.close()
