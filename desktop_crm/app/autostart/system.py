"""Which way of starting at login this system has."""

import sys

from desktop_crm.app.autostart.base import Autostart
from desktop_crm.app.autostart.macos import LaunchAgent
from desktop_crm.app.autostart.windows import RunKey
from desktop_crm.app.autostart.xdg import DesktopEntry


def autostart() -> Autostart:
    """That of the system the program runs on."""
    if sys.platform == "win32":
        return RunKey()
    if sys.platform == "darwin":
        return LaunchAgent()
    return DesktopEntry()
