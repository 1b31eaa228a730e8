"""What can go wrong with a vault, each with its words in one place."""

from datetime import datetime
from pathlib import Path

from desktop_crm.core import clock
from desktop_crm.core.errors import CrmError
from desktop_crm.core.i18n import _, ngettext


class VaultError(CrmError):
    """The vault cannot be made, opened or changed."""


class WrongPassphraseError(VaultError):
    """The passphrase opens no slot."""

    def __init__(self) -> None:
        super().__init__(
            _("Wrong passphrase"),
            _(
                "This passphrase does not open the vault. "
                "Check Caps Lock and the input method, or use the recovery key."
            ),
        )


class WrongRecoveryKeyError(VaultError):
    """The recovery key is well formed, but not the one of this vault."""

    def __init__(self) -> None:
        super().__init__(
            _("Wrong recovery key"),
            _(
                "The recovery key was typed correctly but does not open this vault. "
                "It may belong to another vault, or have been replaced by a newer one."
            ),
        )


class MistypedRecoveryKeyError(VaultError):
    """What was typed cannot be a recovery key: wrong length, foreign characters or a check group that disagrees."""

    def __init__(self) -> None:
        super().__init__(
            _("Recovery key mistyped"),
            _("A recovery key has nine groups of four characters, and these do not fit together. Compare every group."),
        )


class TooManyTriesError(VaultError):
    """Wrong passphrases came too fast; `seconds` are left to wait."""

    def __init__(self, seconds: int) -> None:
        self.seconds = seconds
        super().__init__(
            _("Please wait"),
            ngettext(
                "Too many wrong tries. Try again in {seconds} second.",
                "Too many wrong tries. Try again in {seconds} seconds.",
                seconds,
            ).format(seconds=seconds),
        )


class WeakPassphraseError(VaultError):
    """A new passphrase is too easy to guess; `reason` is one translated sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            _("Passphrase too weak"),
            _("{reason} Take several unrelated words, or let the program suggest some.").format(reason=reason),
        )


class NotAVaultError(VaultError):
    """There is no vault in the folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _("No vault here"),
            _("There is no vault in {folder}. Name another folder, or make a new vault.").format(folder=folder),
        )


class VaultExistsError(VaultError):
    """A new vault was asked for where something lies already."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _("Folder not empty"),
            _("{folder} is not an empty folder. A new vault needs an empty or a new one; nothing was changed.").format(
                folder=folder
            ),
        )


class VaultInUseError(VaultError):
    """Another process has the vault open; `holder` says which, where it is known."""

    def __init__(self, process: int | None = None, host: str = "", since: datetime | None = None) -> None:
        self.process = process
        if process is None or since is None:
            message = _("Another running program has this vault open. Close it there first.")
        else:
            message = _(
                "Process {process} on {host} has had this vault open since {since}. Close it there first."
            ).format(process=process, host=host, since=since.astimezone(clock.zone()).strftime("%Y-%m-%d %H:%M"))
        super().__init__(_("Vault in use"), message)


class VaultDamagedError(VaultError):
    """A file of the vault is not what was written; `detail` says for the log what exactly, without values."""

    def __init__(self, name: str, detail: str) -> None:
        self.detail = detail
        super().__init__(
            _("Vault damaged"),
            _("{name} is damaged or was altered. Nothing was changed; restore it from a backup.").format(name=name),
        )


class NewerVaultError(VaultError):
    """A newer program wrote the vault; `needs` is the oldest version that can open it."""

    def __init__(self, needs: str) -> None:
        self.needs = needs
        super().__init__(
            _("Vault of a newer version"),
            _("Version {version} or later is needed to open this vault. Nothing was changed.").format(version=needs),
        )


class VaultReadOnlyError(VaultError):
    """A change was asked for in a folder that cannot be written."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _("Vault is read-only"),
            _("{folder} cannot be written, so nothing can be changed in it.").format(folder=folder),
        )


class VaultFileError(VaultError):
    """The system refused to read or write a file of the vault: disk full, no permission, medium gone."""

    def __init__(self, folder: Path, cause: OSError) -> None:
        super().__init__(
            _("Vault files cannot be used"),
            _("The system refused to read or write in {folder}: {reason}").format(
                folder=folder, reason=cause.strerror or type(cause).__name__
            ),
        )


class NotEnoughMemoryError(VaultError):
    """Deriving a key from the passphrase needs more memory than the machine can give."""

    def __init__(self, mebibytes: int) -> None:
        super().__init__(
            _("Not enough memory"),
            _("Opening the vault needs {mebibytes} MiB of free memory. Close other programs and try again.").format(
                mebibytes=mebibytes
            ),
        )
