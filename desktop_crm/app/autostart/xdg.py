"""Starting at login on Linux: a desktop entry in the user's autostart folder (XDG Autostart, Desktop Entry 1.5)."""

import os
from collections.abc import Sequence
from pathlib import Path

from desktop_crm.core.i18n import N_, translate
from desktop_crm.core.vault.files import write_durably

_NAME = N_("Desktop CRM")
_RESERVED = set(" \t\n\"'\\><~|&;$*?#()`")  # of the key Exec: a word with one of them is quoted
_ESCAPED = set('"`$\\')  # between the quotes


class DesktopEntry:
    """The `Autostart` of desktops that follow freedesktop.org."""

    def __init__(self, folder: Path | None = None) -> None:
        config = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
        self._file = (folder or config / "autostart") / "desktop-crm.desktop"

    def is_enabled(self) -> bool:
        """Whether the file is there and no desktop has switched it off."""
        try:
            lines = self._file.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            return False
        values = dict(line.split("=", 1) for line in lines if "=" in line)
        return values.get("Hidden") != "true" and values.get("X-GNOME-Autostart-enabled") != "false"

    def enable(self, command: Sequence[str]) -> None:
        """Write the file."""
        self._file.parent.mkdir(parents=True, exist_ok=True)
        write_durably(self._file, entry(command).encode())

    def disable(self) -> None:
        """Remove the file."""
        self._file.unlink(missing_ok=True)


def entry(command: Sequence[str]) -> str:
    """The text of the desktop entry that starts a command."""
    lines = (
        "[Desktop Entry]",
        "Type=Application",
        f"Name={translate(_NAME, 'en')}",
        f"Name[zh_CN]={translate(_NAME, 'zh')}",
        f"Exec={' '.join(_quoted(word) for word in command)}",
        "Icon=desktop-crm",
        "Terminal=false",
        "StartupNotify=false",
        "X-GNOME-Autostart-enabled=true",
    )
    return "\n".join(lines) + "\n"


def _quoted(word: str) -> str:
    """One argument of the key Exec: quoted by its own rules, then escaped as every string of the file."""
    word = word.replace("%", "%%")  # a lone % would be a field code
    if not word or set(word) & _RESERVED:
        word = '"' + "".join(f"\\{sign}" if sign in _ESCAPED else sign for sign in word) + '"'
    return word.replace("\\", "\\\\").replace("\n", "\\n")
