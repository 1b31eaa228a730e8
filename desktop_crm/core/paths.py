"""Where things lie: the user's data, settings and logs, and the files that come with the program."""

import hashlib
import sys
from functools import lru_cache
from pathlib import Path

import platformdirs

_APP = "DesktopCRM"
_PACKAGE = Path(__file__).resolve().parents[1]


def default_vault() -> Path:
    """The vault that opens when no other is named."""
    return Path(platformdirs.user_data_path(_APP, appauthor=False)) / "vault"


def config_folder() -> Path:
    """The folder of what belongs to this installation and not to a vault; it exists afterwards."""
    folder = Path(platformdirs.user_config_path(_APP, appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def reminders_folder() -> Path:
    """The folder of what is known of reminders outside the vaults, of this machine alone; it exists afterwards."""
    folder = Path(platformdirs.user_state_path(_APP, appauthor=False, roaming=False)) / "reminders"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def log_folder() -> Path:
    """The folder of the log files; it exists afterwards."""
    folder = Path(platformdirs.user_log_path(_APP, appauthor=False))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def opened_folder(vault: Path) -> Path:
    """Where copies of attachments of this vault lie while other programs show them; it need not exist."""
    name = hashlib.sha256(str(vault.absolute()).encode()).hexdigest()[:16]
    return Path(platformdirs.user_cache_path(_APP, appauthor=False)) / "opened" / name


@lru_cache
def _resources() -> Path:
    bundle = getattr(sys, "_MEIPASS", None)
    places = [Path(bundle) / "desktop_crm" / "resources"] if bundle else []
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
