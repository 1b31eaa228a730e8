"""Starting at login on Windows: a value of the user's own Run key."""

import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from desktop_crm.app.autostart.base import NAME

_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
# What the task manager and the settings keep of the user's decision: the first byte is odd when it is switched off.
_APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
_LONGEST = 260  # characters of a command (learn.microsoft.com, "Run and RunOnce Registry Keys")


class RunKey:
    """The `Autostart` of Windows; `registry` is the module winreg."""

    def __init__(self, registry: Any = None) -> None:
        if registry is None and sys.platform == "win32":
            import winreg  # noqa: PLC0415 - there alone

            registry = winreg
        self._registry = registry

    def is_enabled(self) -> bool:
        """Whether the value is there and the task manager has not switched it off."""
        if self._value(_RUN) is None:
            return False
        approved = self._value(_APPROVED)
        return not (isinstance(approved, bytes) and approved and approved[0] % 2)

    def enable(self, command: Sequence[str]) -> None:
        """Set the value, and take back what the task manager keeps."""
        line = subprocess.list2cmdline(command)
        if len(line) > _LONGEST:
            raise OSError(f"the command is longer than {_LONGEST} characters")
        with self._registry.CreateKey(self._registry.HKEY_CURRENT_USER, _RUN) as key:
            self._registry.SetValueEx(key, NAME, 0, self._registry.REG_SZ, line)
        self._delete(_APPROVED)

    def disable(self) -> None:
        """Take the value away."""
        self._delete(_RUN)

    def _value(self, path: str) -> object:
        try:
            with self._registry.OpenKey(self._registry.HKEY_CURRENT_USER, path) as key:
                value, _kind = self._registry.QueryValueEx(key, NAME)
                return value
        except FileNotFoundError:
            return None

    def _delete(self, path: str) -> None:
        registry = self._registry
        with (
            suppress(FileNotFoundError),
            registry.OpenKey(registry.HKEY_CURRENT_USER, path, 0, registry.KEY_SET_VALUE) as key,
        ):
            registry.DeleteValue(key, NAME)
