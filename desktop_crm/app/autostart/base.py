"""What starting at login is to the rest of the program, and the command that is started."""

import shutil
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from desktop_crm.core.paths import default_vault

NAME = "DesktopCRM"


class Autostart(Protocol):
    """Lets the system start a command when the user logs in. It concerns this user alone and needs no rights."""

    def is_enabled(self) -> bool:
        """Whether the system would start it; the user may have switched it off in the system's own settings."""

    def enable(self, command: Sequence[str]) -> None:
        """Start the command at each login from now on, in place of what was started before.

        Raises:
            OSError: the system refused; nothing was changed.
        """

    def disable(self) -> None:
        """Start nothing at login.

        Raises:
            OSError: the system refused; nothing was changed.
        """


def command(vault: Path) -> list[str]:
    """What starts the program into the tray: the bundle, the script of this installation, or Python itself.

    The first word is an absolute path, so that it holds at login, where there is neither our working folder nor our
    environment.
    """
    words = [*_program(), "--tray"]
    if vault.absolute() != default_vault().absolute():
        words += ["--vault", str(vault.absolute())]
    return words


def _program() -> list[str]:
    if getattr(sys, "frozen", False):  # PyInstaller's sign: the executable is the program
        return [str(Path(sys.executable).absolute())]
    # The window's script has no console on Windows. Beside the interpreter it belongs to this installation.
    for folder in (Path(sys.executable).parent, Path(sysconfig.get_path("scripts"))):
        script = shutil.which("desktop-crm-window", path=str(folder))
        if script is not None:
            return [str(Path(script).absolute())]
    python = Path(sys.executable).absolute()
    windowed = python.with_name("pythonw.exe")
    return [str(windowed if windowed.exists() else python), "-m", "desktop_crm"]
