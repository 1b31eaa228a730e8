"""Copies of attachments for other programs: readable, in a folder of this user alone, and gone as soon as may be."""

import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterable
from pathlib import Path

from desktop_crm.core.errors import RefusedError
from desktop_crm.core.i18n import _

_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_MOST_CHARACTERS = 120


class NoCopyError(RefusedError):
    """The copy could not be written; nothing of it is left."""

    def __init__(self, name: str, cause: OSError) -> None:
        super().__init__(
            _("{name} could not be put where other programs can open it").format(name=name),
            _("The system says: {reason}.").format(reason=cause.strerror or str(cause)),
        )


class OutsideCopies:
    """The copies below one folder, which holds nothing else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, name: str, chunks: Iterable[bytes]) -> Path:
        """The path of a copy that can only be read; it keeps the name, as far as a file may have it.

        Raises:
            NoCopyError, ContentMissingError: nothing of it is left.
        """
        place = self._folder / secrets.token_hex(8)
        path = place / file_name(name)
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            place.mkdir(mode=0o700)
            with path.open("xb") as file:
                for chunk in chunks:
                    file.write(chunk)
            path.chmod(stat.S_IRUSR)  # what would be changed there is lost: let the other program say so
        except OSError as error:
            _remove(place)
            raise NoCopyError(name, error) from error
        except BaseException:
            _remove(place)
            raise
        return path

    def clear(self) -> bool:
        """Whether all copies are gone. One that another program holds open on Windows stays until the next time."""
        for place in self._folder.iterdir() if self._folder.is_dir() else ():
            _remove(place)
        try:
            self._folder.rmdir()
        except OSError:
            return not self._folder.exists()
        return True


def file_name(name: str) -> str:
    """A name that a file may have on every system, with the ending it had."""
    plain = _NOT_IN_FILE_NAMES.sub("_", name).strip(" .") or "_"
    path = Path(plain)
    return path.stem[: _MOST_CHARACTERS - len(path.suffix)] + path.suffix if len(plain) > _MOST_CHARACTERS else plain


def _remove(place: Path) -> None:
    for path in place.glob("*"):
        if os.name == "nt":
            path.chmod(stat.S_IWRITE)  # Windows removes nothing that can only be read
    shutil.rmtree(place, ignore_errors=True)
