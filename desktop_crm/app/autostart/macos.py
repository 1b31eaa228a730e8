"""Starting at login on macOS: a property list in the user's LaunchAgents; launchd reads it at the next login."""

import plistlib
from collections.abc import Sequence
from pathlib import Path
from xml.parsers.expat import ExpatError

from desktop_crm.core.vault.files import write_durably

LABEL = "desktop-crm.reminders"


class LaunchAgent:
    """The `Autostart` of macOS; the keys are those of launchd.plist(5)."""

    def __init__(self, folder: Path | None = None) -> None:
        self._file = (folder or Path.home() / "Library" / "LaunchAgents") / f"{LABEL}.plist"

    def is_enabled(self) -> bool:
        """Whether the file is there and starts something."""
        try:
            found = plistlib.loads(self._file.read_bytes())
        except (OSError, plistlib.InvalidFileException, ExpatError, ValueError):
            return False
        return isinstance(found, dict) and bool(found.get("RunAtLoad")) and not found.get("Disabled")

    def enable(self, command: Sequence[str]) -> None:
        """Write the file."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        document = {
            "Label": LABEL,
            "ProgramArguments": list(command),
            "RunAtLoad": True,
            "LimitLoadToSessionType": "Aqua",  # a login with a desktop
            "ProcessType": "Interactive",
        }
        write_durably(self._file, plistlib.dumps(document))

    def disable(self) -> None:
        """Remove the file."""
        self._file.unlink(missing_ok=True)
