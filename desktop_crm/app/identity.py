"""By which names the systems know the program: to group its windows, show its notifications, see that it runs."""

import ctypes
import sys
from typing import Any

# packaging/windows/desktop-crm.iss repeats these; a test compares them.
APP_USER_MODEL_ID = "DesktopCRM.DesktopCRM"  # of Windows: the Start-menu shortcut has the same
RUNNING_MUTEX = "DesktopCRM.Running"  # the installer and the uninstaller wait until nobody has it

_APP_IDS = r"Software\Classes\AppUserModelId"

_kept: list[object] = []  # the handle of the mutex, for as long as the process lives


def announce(shell32: Any = None, kernel32: Any = None) -> None:
    """Tell Windows, which would else take us for any program, who this process is; elsewhere there is nothing to tell.

    The shortcut, the windows and the notifications belong together only under one AppUserModelID, and it has to be set
    before the first window (learn.microsoft.com, "Application User Model IDs").
    """
    if sys.platform != "win32" and shell32 is None:
        return
    shell32 = shell32 or _library("shell32")
    kernel32 = kernel32 or _library("kernel32")
    shell32.SetCurrentProcessExplicitAppUserModelID(ctypes.c_wchar_p(APP_USER_MODEL_ID))
    kernel32.CreateMutexW.restype = ctypes.c_void_p
    _kept.append(kernel32.CreateMutexW(None, ctypes.c_int(0), ctypes.c_wchar_p(RUNNING_MUTEX)))


def name_notifications(name: str, registry: Any = None) -> None:
    """Let Windows show our notifications under `name`, not under the AppUserModelID; `registry` is the module winreg.

    Raises:
        OSError: Windows refused; nothing was changed.
    """
    if registry is None:
        import winreg  # noqa: PLC0415 - there alone

        registry = winreg
    with registry.CreateKey(registry.HKEY_CURRENT_USER, rf"{_APP_IDS}\{APP_USER_MODEL_ID}") as key:
        registry.SetValueEx(key, "DisplayName", 0, registry.REG_SZ, name)


def _library(name: str) -> Any:
    return getattr(ctypes, "windll")[name]  # noqa: B009 - mypy knows it on Windows alone
