"""What can go wrong in the database, told in words, and the border where the driver's errors are translated."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_crm.core.errors import CrmError, RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.vault.files import can_grow


class DatabaseError(CrmError):
    """The base of this family."""


class DatabaseDamagedError(DatabaseError):
    """The file cannot be read with its key, or its content contradicts itself."""

    def __init__(self, detail: str) -> None:
        super().__init__(
            _("The customer book is damaged"),
            _("{detail}. Nothing was changed. Restore the newest backup with: desktop-crm restore FILE").format(
                detail=detail
            ),
        )


class NewerSchemaError(DatabaseError):
    """The database was written by a newer program; it was left untouched."""

    def __init__(self, needed: str) -> None:
        super().__init__(
            _("This customer book needs a newer program"),
            _("It was last opened by version {needed}. Install that version or a later one.").format(needed=needed),
        )


class CipherMissingError(DatabaseError):
    """The database library cannot encrypt, or has a known defect; nothing is opened or made with it."""

    def __init__(self, found: str) -> None:
        super().__init__(
            _("The program is not complete"),
            _("The database library on this computer is not safe to use ({found}). Install the program again.").format(
                found=found
            ),
        )


class PresentingError(RefusedError):
    """What was asked for needs true values while others see the screen; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(
            _("Not in presentation mode"),
            _("What is shown is masked, and must not be edited. End presentation mode first."),
        )


class DiskFullError(DatabaseError):
    """There is no room left; the transaction was undone."""

    def __init__(self) -> None:
        super().__init__(
            _("The disk is full"),
            _("Nothing of this step was saved, everything before it is. Make room on the disk and try again."),
        )


class DiskFaultError(DatabaseError):
    """The system failed to read or write for another reason than a full disk; the transaction was undone."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("The disk could not be read or written"),
            _(
                "The system reported a fault at {path}. Nothing of this step was saved, everything before it is. "
                "See that the disk is connected and sound, then try again, and back up onto another one."
            ).format(path=path),
        )


class CannotOpenError(DatabaseError):
    """The system does not open the file of the database, or one of those beside it; nothing was changed."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _("The customer book cannot be opened"),
            _(
                "The system does not open {path}. See that the disk is connected and that you may read and write in "
                "that folder, then try again."
            ).format(path=path),
        )


class ReadOnlyError(DatabaseError):
    """The folder cannot be written; the vault was opened for reading only."""

    def __init__(self) -> None:
        super().__init__(
            _("Opened for reading only"),
            _("The folder of the customer book cannot be written, so nothing can be changed."),
        )


class DatabaseBusyError(DatabaseError):
    """Somebody else held the database for too long; nothing was written."""

    def __init__(self) -> None:
        super().__init__(_("The customer book is busy"), _("Another task is still writing. Try again in a moment."))


class RolledBackError(DatabaseError):
    """The database is older than the last work that was acknowledged."""

    def __init__(self, found: int, expected: int) -> None:
        super().__init__(
            _("The customer book is older than it was"),
            _(
                "It ends at step {found}, but step {expected} had been saved. It stays read-only until you restore a "
                "backup or accept it as it is with: desktop-crm check --accept"
            ).format(found=found, expected=expected),
        )


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn the driver's errors inside the block, which works on the database at `path`, into this family."""
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415 - 0.4 s of start-up that `--help` shall not wait for

    try:
        yield
    except DBAPIError as error:
        raise (told(error.orig, path) or error) from error


def told(error: BaseException | None, path: Path) -> DatabaseError | None:
    """The error of this family that an error of the driver at the database `path` means; None for a mistake of ours.

    The driver gives primary codes only, so a failed read or write does not say why it failed: the disk is asked.
    """
    name = getattr(error, "sqlite_errorname", "")
    if name == "SQLITE_FULL":
        return DiskFullError()
    if name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN")):
        log = path.with_name(f"{path.name}-wal")
        if not (can_grow(path) and can_grow(log)):
            return DiskFullError()
        return DiskFaultError(path) if name.startswith("SQLITE_IOERR") else CannotOpenError(path)
    if name.startswith("SQLITE_READONLY"):
        return ReadOnlyError()
    if name.startswith("SQLITE_BUSY"):
        return DatabaseBusyError()
    if name.startswith(("SQLITE_NOTADB", "SQLITE_CORRUPT")):
        return DatabaseDamagedError(str(error).capitalize())
    return None
