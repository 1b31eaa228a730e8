"""The file an export goes to: looked at before any work is done, written wholly or not at all."""

from collections.abc import Iterable
from pathlib import Path

from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.vault.files import write_durably


class UnknownFormatError(RefusedError):
    """The file's ending names no format that can be written; nothing was written."""

    def __init__(self, target: Path, suffixes: Iterable[str]) -> None:
        super().__init__(
            _("{file}: this format cannot be written").format(file=target.name),
            _("Choose a name that ends in {endings}.").format(endings=", ".join(suffixes)),
        )


class UnwritableTargetError(RefusedError):
    """The file cannot be written where it was asked for; what was there is as it was."""

    def __init__(self, target: Path, reason: str) -> None:
        super().__init__(_("{file} cannot be written").format(file=target), reason)


def suffix_of(target: Path, suffixes: Iterable[str]) -> str:
    """The ending of the file, in lower case, when a file can go there.

    Raises:
        UnknownFormatError: it is none of `suffixes`.
        UnwritableTargetError: there is no such folder, or a folder has the file's name.
    """
    suffix = target.suffix.lower()
    if suffix not in suffixes:
        raise UnknownFormatError(target, suffixes)
    if not target.parent.is_dir():
        raise UnwritableTargetError(
            target, _("There is no folder {folder}. Make it first.").format(folder=target.parent)
        )
    if target.is_dir():
        raise UnwritableTargetError(target, _("A folder has this name. Choose another one."))
    return suffix


def write_file(target: Path, data: bytes) -> None:
    """Write the whole file, readable by its owner alone.

    Raises:
        UnwritableTargetError: what was there is as it was, and nothing else is left.
    """
    try:
        write_durably(target, data)
    except PermissionError as error:
        raise UnwritableTargetError(
            target, _("It is open in another program or protected. Close it, or choose another name.")
        ) from error
    except OSError as error:
        raise UnwritableTargetError(
            target, _("The system says: {reason}. Choose another place.").format(reason=error.strerror or error)
        ) from error
