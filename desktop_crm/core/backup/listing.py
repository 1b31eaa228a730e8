"""The automatic backups of a vault, for a list of them."""

import contextlib

from desktop_crm.core.backup.backups import FOLDER, SUFFIX, BackupInfo
from desktop_crm.core.backup.container import Container
from desktop_crm.core.backup.errors import BackupDamagedError
from desktop_crm.core.vault.vault import UnlockedVault


def backups_of(vault: UnlockedVault) -> list[BackupInfo]:
    """The backups in the vault's own folder whose manifest is authentic, the newest first."""
    found = []
    for path in (vault.folder / FOLDER).glob(f"*{SUFFIX}"):
        with contextlib.suppress(BackupDamagedError, OSError), Container(path) as container:
            container.verify_manifest(vault.keys.backup_mac)
            found.append(BackupInfo.of(container))
    return sorted(found, key=lambda info: info.made_at, reverse=True)
