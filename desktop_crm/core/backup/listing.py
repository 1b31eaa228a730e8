"""The automatic backups of a vault, for a list of them."""

from dataclasses import dataclass
from pathlib import Path

from desktop_crm.core.backup.backups import FOLDER, SUFFIX, BackupInfo
from desktop_crm.core.backup.container import Container
from desktop_crm.core.backup.errors import BackupError, BackupFileError
from desktop_crm.core.vault.vault import UnlockedVault


@dataclass(frozen=True, slots=True)
class Listed:
    """The backups whose manifest is authentic, the newest first; and the files among them that cannot be used."""

    backups: list[BackupInfo]
    unusable: list[Path]


def backups_of(vault: UnlockedVault) -> Listed:
    """The files in the vault's own folder of backups."""
    found, unusable = [], []
    for path in sorted((vault.folder / FOLDER).glob(f"*{SUFFIX}"), reverse=True):
        try:
            found.append(read_backup(vault, path))
        except BackupError:
            unusable.append(path)
    return Listed(sorted(found, key=lambda info: info.made_at, reverse=True), unusable)


def read_backup(vault: UnlockedVault, path: Path) -> BackupInfo:
    """What the backup of this vault at `path` says of itself.

    Raises:
        BackupDamagedError: it was not written with this vault's keys, or is cut short.
        BackupFileError: the system refused to read.
    """
    try:
        with Container(path) as container:
            container.verify_manifest(vault.keys.backup_mac)
            return BackupInfo.of(container)
    except OSError as error:
        raise BackupFileError(path, error) from error
