"""Making, opening and changing a vault: folder, lock, header and keys come together here."""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from desktop_crm.core.i18n import N_, _
from desktop_crm.core.vault import anchor, header, lock, passphrase, slots
from desktop_crm.core.vault.anchor import Anchor
from desktop_crm.core.vault.errors import (
    VaultDamagedError,
    VaultExistsError,
    VaultFileError,
    VaultReadOnlyError,
    WrongPassphraseError,
    WrongRecoveryKeyError,
)
from desktop_crm.core.vault.files import fsync_folder, is_temporary, is_writable, remove_temporary_files
from desktop_crm.core.vault.header import Header
from desktop_crm.core.vault.keys import Keys
from desktop_crm.core.vault.lock import VaultLock
from desktop_crm.core.vault.recovery import new_recovery_key, parse_recovery_key, printed
from desktop_crm.core.vault.slots import FLOOR, Cost, SlotKind

_DATABASE, _ATTACHMENTS, _DRAFTS = "data.db", "attachments", "drafts"
_SPARE_USED = N_("vault.json was missing or damaged; its spare copy was used. Check the disk and make a backup.")


class UnlockedVault:
    """An open vault: its keys, its lock and where its files lie. Close the database before closing this.

    `read_only`: the folder or a file in it cannot be written. `warnings`: translated sentences on what was found and
    mended while opening, for the user to read.
    """

    def __init__(
        self, folder: Path, vault_id: str, keys: Keys, held: VaultLock, *, read_only: bool, warnings: tuple[str, ...]
    ) -> None:
        self.folder = folder
        self.vault_id = vault_id
        self.lock = held
        self.read_only = read_only
        self.warnings = warnings
        self._keys: Keys | None = keys

    def __repr__(self) -> str:
        return f"UnlockedVault({str(self.folder)!r}, {'closed' if self._keys is None else 'open'})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def keys(self) -> Keys:
        """The keys, as long as the vault is open.

        Raises:
            RuntimeError: it was closed.
        """
        if self._keys is None:
            raise RuntimeError("the vault is closed")
        return self._keys

    @property
    def database_path(self) -> Path:
        """The encrypted database; it does not exist in a new vault."""
        return self.folder / _DATABASE

    @property
    def attachments(self) -> Path:
        """The folder of encrypted attachments."""
        return self.folder / _ATTACHMENTS

    @property
    def drafts(self) -> Path:
        """The folder of encrypted drafts."""
        return self.folder / _DRAFTS

    @property
    def anchor(self) -> Anchor:
        """The number of the last commit, kept outside the database; 0 in a new vault."""
        return Anchor(self.folder / anchor.NAME, self.keys.anchor_mac)

    def close(self) -> None:
        """Drop the keys and let other processes open the vault; a second call does nothing."""
        self._keys = None
        self.lock.release()


def create(folder: Path, new_passphrase: str, *, cost: Cost | None = None) -> tuple[UnlockedVault, str]:
    """A new vault, open, and its recovery key as it is to be printed; the key is shown this once and kept nowhere.

    `folder` must be absent or empty; leftovers of a creation that was killed count as empty. `cost` is what opening
    shall cost, calibrated to 0.7–1.0 s when None.

    Raises:
        WeakPassphraseError, VaultExistsError, VaultInUseError, VaultFileError, NotEnoughMemoryError: nothing is left
            behind.
    """
    secret = passphrase.checked(new_passphrase)
    with _translated(folder):
        folder = folder.resolve()
        _check_free(folder)
        made = [place for place in (folder, *folder.parents) if not place.exists()]
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return _filled(folder, made, secret, cost)
        except BaseException:
            for place in made:
                with contextlib.suppress(OSError):  # not empty: somebody else was faster
                    place.rmdir()
            raise


def unlock(folder: Path, typed_passphrase: str) -> UnlockedVault:
    """The vault in `folder`, open; takes as long as its slot costs (0.2–1.0 s), so never in the GUI thread.

    Raises:
        NotAVaultError, NewerVaultError, VaultInUseError, VaultDamagedError, WrongPassphraseError, VaultFileError,
            NotEnoughMemoryError: the vault is locked as before, and unchanged.
    """
    secret = passphrase.encoded(typed_passphrase)
    if secret is None:
        raise WrongPassphraseError
    with _translated(folder):
        unlocked, _found = _opened(folder, "passphrase", secret)
        return unlocked


def unlock_with_recovery(folder: Path, recovery_key: str, new_passphrase: str) -> tuple[UnlockedVault, str]:
    """The vault, open under a new passphrase, and a new recovery key; the old ones of both open nothing any more.

    Raises:
        MistypedRecoveryKeyError, WeakPassphraseError, WrongRecoveryKeyError, VaultReadOnlyError and those of
            `unlock`: the vault is locked as before, and unchanged.
    """
    recovery_secret, secret = parse_recovery_key(recovery_key), passphrase.checked(new_passphrase)
    with _translated(folder):
        unlocked, found = _opened(folder, "recovery", recovery_secret)
        try:
            _check_writable(unlocked)
            new_key = new_recovery_key()
            passphrase_slot = slots.wrap(unlocked.keys, found.vault_id, "passphrase", secret, found.passphrase.cost)
            recovery_slot = slots.wrap(unlocked.keys, found.vault_id, "recovery", new_key, FLOOR)
            header.write(unlocked.folder, Header(found.vault_id, passphrase_slot, recovery_slot).sealed(unlocked.keys))
        except BaseException:
            unlocked.close()
            raise
        return unlocked, printed(new_key)


def confirm_passphrase(unlocked: UnlockedVault, typed_passphrase: str) -> None:
    """Return when this passphrase opens the vault.

    Raises:
        WrongPassphraseError, VaultReadOnlyError, VaultDamagedError, VaultFileError
    """
    with _translated(unlocked.folder):
        _confirmed(unlocked, typed_passphrase)


def change_passphrase(unlocked: UnlockedVault, old: str, new: str) -> None:
    """Let `new` open the vault instead of `old`; the recovery key stays.

    Raises:
        WeakPassphraseError, WrongPassphraseError, VaultReadOnlyError, VaultDamagedError, VaultFileError: the old
            passphrase still opens the vault.
    """
    secret = passphrase.checked(new)
    with _translated(unlocked.folder):
        found = _confirmed(unlocked, old)
        slot = slots.wrap(unlocked.keys, found.vault_id, "passphrase", secret, found.passphrase.cost)
        header.write(unlocked.folder, Header(found.vault_id, slot, found.recovery).sealed(unlocked.keys))


def renew_recovery_key(unlocked: UnlockedVault, typed_passphrase: str) -> str:
    """A new recovery key, to be printed; the old one opens nothing any more. For a sheet that was lost.

    Raises:
        WrongPassphraseError, VaultReadOnlyError, VaultDamagedError, VaultFileError: the old recovery key still opens
            the vault.
    """
    with _translated(unlocked.folder):
        found = _confirmed(unlocked, typed_passphrase)
        new_key = new_recovery_key()
        slot = slots.wrap(unlocked.keys, found.vault_id, "recovery", new_key, FLOOR)
        header.write(unlocked.folder, Header(found.vault_id, found.passphrase, slot).sealed(unlocked.keys))
        return printed(new_key)


def _opened(folder: Path, kind: SlotKind, secret: bytes) -> tuple[UnlockedVault, Header]:
    folder = folder.resolve()
    header.read(folder)  # before the lock, so that nothing is made in a folder that is no vault
    read_only = not _is_writable(folder)
    held = VaultLock(folder, read_only=read_only)
    try:
        found, from_spare = header.read(folder)
        slot = found.passphrase if kind == "passphrase" else found.recovery
        keys = slots.unwrap(slot, found.vault_id, secret)
        if keys is None:
            raise WrongPassphraseError if kind == "passphrase" else WrongRecoveryKeyError
        _check_authentic(found, keys)
        if not read_only:
            with contextlib.suppress(OSError):  # a full disk does not keep the vault shut; the next opening tries again
                remove_temporary_files(folder)
                header.put_right(folder, found)
        warnings = (_(_SPARE_USED),) if from_spare else ()
        return UnlockedVault(folder, found.vault_id, keys, held, read_only=read_only, warnings=warnings), found
    except BaseException:
        held.release()
        raise


def _confirmed(unlocked: UnlockedVault, typed_passphrase: str) -> Header:
    """The header as it stands, to be changed by somebody who knows the passphrase."""
    _check_writable(unlocked)
    found, _from_spare = header.read(unlocked.folder)
    _check_authentic(found, unlocked.keys)
    secret = passphrase.encoded(typed_passphrase)
    if secret is None or slots.unwrap(found.passphrase, found.vault_id, secret) is None:
        raise WrongPassphraseError
    return found


def _filled(folder: Path, made: list[Path], secret: bytes, cost: Cost | None) -> tuple[UnlockedVault, str]:
    held = VaultLock(folder)
    try:
        _check_free(folder)  # again: somebody may have been faster before the lock
    except BaseException:
        held.release()
        raise
    try:
        unlocked, recovery_key = _written(folder, held, secret, cost)
        for place in made:
            fsync_folder(place.parent)
    except BaseException:
        held.release()
        _remove_remains(folder)
        raise
    return unlocked, recovery_key


def _written(folder: Path, held: VaultLock, secret: bytes, cost: Cost | None) -> tuple[UnlockedVault, str]:
    """Write everything, the header last: without it there is no vault, with it the vault is whole."""
    keys, vault_id, recovery_key = Keys.random(), header.new_vault_id(), new_recovery_key()
    passphrase_slot = slots.wrap(keys, vault_id, "passphrase", secret, cost or slots.calibrate())
    recovery_slot = slots.wrap(keys, vault_id, "recovery", recovery_key, FLOOR)
    unlocked = UnlockedVault(folder, vault_id, keys, held, read_only=False, warnings=())
    with contextlib.suppress(OSError):  # file systems without owners; everything inside is encrypted all the same
        folder.chmod(0o700)
    unlocked.attachments.mkdir(mode=0o700, exist_ok=True)
    unlocked.drafts.mkdir(mode=0o700, exist_ok=True)
    unlocked.anchor.reset(0)
    remove_temporary_files(folder)
    header.write(folder, Header(vault_id, passphrase_slot, recovery_slot).sealed(keys))
    return unlocked, printed(recovery_key)


def _check_free(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir() or not all(_is_remains(path) for path in folder.iterdir()):
        raise VaultExistsError(folder)


def _is_remains(path: Path) -> bool:
    """Whether a creation that was killed before it wrote the header can have left this."""
    if path.name in {_ATTACHMENTS, _DRAFTS}:
        return path.is_dir() and not any(path.iterdir())
    return path.name in {lock.NAME, anchor.NAME} or is_temporary(path)


def _remove_remains(folder: Path) -> None:
    # The header first: a creation that fails after writing it must not leave a vault whose recovery key nobody saw.
    for name in (header.NAME, header.SPARE_NAME, anchor.NAME, lock.NAME):
        with contextlib.suppress(OSError):
            (folder / name).unlink(missing_ok=True)
    for name in (_ATTACHMENTS, _DRAFTS):
        with contextlib.suppress(OSError):
            (folder / name).rmdir()


def _is_writable(folder: Path) -> bool:
    names = (header.NAME, lock.NAME, anchor.NAME, _DATABASE)
    files = [folder / name for name in names if (folder / name).exists()]
    return all(os.access(file, os.W_OK) for file in files) and is_writable(folder)


def _check_writable(unlocked: UnlockedVault) -> None:
    if unlocked.read_only:
        raise VaultReadOnlyError(unlocked.folder)


def _check_authentic(found: Header, keys: Keys) -> None:
    if not found.is_authentic(keys):
        raise VaultDamagedError(header.NAME, "MAC does not agree")


@contextlib.contextmanager
def _translated(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise VaultFileError(folder, error) from error
