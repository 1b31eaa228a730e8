"""Where things lie: the user's data, settings and logs, and the files that come with the program."""

import hashlib
import sys
from functools import lru_cache
from pathlib import Path

import platformdirs

INVENTORY = "contents.json"  # in the folder of the bundle: every file and module that belongs there

_APP = "DesktopCRM"
_PACKAGE = Path(__file__).resolve().parents[1]


_elsewhere: Path | None = None


def live_in(folder: Path) -> None:
    """Keep everything of the user's below `folder` until the process ends: a trial run leaves no trace."""
    global _elsewhere  # noqa: PLW0603 - where a process lives is one setting of the whole process
    _elsewhere = folder


def _of_user(what: str) -> Path:
    if _elsewhere is not None:
        return _elsewhere / what
    return Path(getattr(platformdirs, f"user_{what}_path")(_APP, appauthor=False))


def default_vault() -> Path:
    """The vault that opens when no other is named."""
    return _of_user("data") / "vault"


def config_folder() -> Path:
    """The folder of what belongs to this installation and not to a vault; it exists afterwards."""
    folder = _of_user("config")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def reminders_folder() -> Path:
    """The folder of what is known of reminders outside the vaults, of this machine alone; it exists afterwards."""
    folder = Path(platformdirs.user_state_path(_APP, appauthor=False, roaming=False)) / "reminders"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def log_folder() -> Path:
    """The folder of the log files; it exists afterwards."""
    folder = _of_user("log")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def opened_folder(vault: Path) -> Path:
    """Where copies of attachments of this vault lie while other programs show them; it need not exist."""
    name = hashlib.sha256(str(vault.absolute()).encode()).hexdigest()[:16]
    return _of_user("cache") / "opened" / name


def bundle_folder() -> Path | None:
    """Where the files of the bundled program lie, None when the program is not one."""
    bundle = getattr(sys, "_MEIPASS", None)
    return Path(bundle) if bundle else None


def licence_folder() -> Path | None:
    """Where the licence texts of the bundled libraries lie, None when the program is no bundle."""
    bundle = bundle_folder()
    return bundle / "licences" if bundle else None


@lru_cache
def _resources() -> Path:
    bundle = bundle_folder()
    places = [bundle / "desktop_crm" / "resources"] if bundle else []
    places += [_PACKAGE / "resources", _PACKAGE.parent / "resources"]
    for place in places:
        if place.is_dir():
            return place
    raise FileNotFoundError(places[-1])


def resource(name: str) -> Path:
    """A file or folder below resources/, wherever the program runs from: checkout, wheel or bundle.

    Raises:
        FileNotFoundError: it is not there; the installation is damaged.
    """
    path = _resources() / name
    if not path.exists():
        raise FileNotFoundError(path)
    return path
