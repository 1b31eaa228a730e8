"""What can go wrong with a backup, each with its words in one place."""

from pathlib import Path

from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _


class BackupError(CrmError):
    """A backup cannot be made or restored."""


class BackupDamagedError(BackupError):
    """The file is not byte for byte what was written; `detail` says for the log what exactly, without values."""

    def __init__(self, file: Path, detail: str) -> None:
        self.detail = detail
        super().__init__(
            _("The backup cannot be used"),
            _("{name} is no backup, or is damaged or was altered. Nothing was changed; use another backup.").format(
                name=file.name
            ),
        )


class BackupFileError(BackupError):
    """The system refused to read or write: disk full, no permission, medium gone."""

    def __init__(self, path: Path, cause: OSError) -> None:
        super().__init__(
            _("The backup was not finished"),
            _("The system refused to read or write {path}: {reason}. Nothing was changed.").format(
                path=path, reason=cause.strerror or type(cause).__name__
            ),
        )


class BackupFailedError(BackupError):
    """What was written did not read back as it was; no backup was left behind."""

    def __init__(self, detail: str) -> None:
        self.detail = detail
        super().__init__(
            _("The backup was not finished"),
            _(
                "It was written but did not read back the same ({detail}), so it was thrown away. "
                "Check the customer book and the medium."
            ).format(detail=detail),
        )


class NoBackupThereError(BackupError):
    """The target is a file that is no backup; it was not overwritten."""

    def __init__(self, target: Path) -> None:
        super().__init__(
            _("The backup was not made"),
            _("{path} exists and is no backup, so it is not overwritten. Choose another name.").format(path=target),
        )


class OtherVaultError(BackupError):
    """The backup belongs to another vault than the one in the folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _("Backup of another customer book"),
            _(
                "The customer book in {folder} is not the one that was backed up. Nothing was changed. "
                "Restore into an empty folder instead."
            ).format(folder=folder),
        )


class FolderTakenError(BackupError):
    """The folder holds something, but no vault that can be read."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _("Nothing was restored"),
            _(
                "{folder} is not empty and holds no customer book that can be opened. Nothing was changed. "
                "Restore into an empty folder, and look at what is here afterwards."
            ).format(folder=folder),
        )


class PassphraseChangedError(BackupError):
    """The passphrase opens the backup, but not the vault it shall be restored into."""

    def __init__(self) -> None:
        super().__init__(
            _("The passphrase was changed since the backup"),
            _(
                "This passphrase opens the backup, but not the customer book as it is now. Nothing was changed. "
                "Use the present passphrase, or restore into an empty folder with this one."
            ),
        )
