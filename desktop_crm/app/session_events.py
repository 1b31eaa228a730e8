"""Notices when the user leaves: the computer goes to sleep, or its screen is locked."""

import sys
from typing import Any

from PySide6.QtCore import SLOT, QObject, Signal, Slot

_SCREEN_SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
)


class SessionEvents(QObject):
    """Signals: `left()` when the computer is about to sleep or the screen was locked.

    Linux tells by D-Bus. Windows and macOS would tell by WM_WTSSESSION_CHANGE and WM_POWERBROADCAST (a native event
    filter) and by the notifications of NSWorkspace; until somebody has tried that there, nothing is heard on them, and
    idle time locks alone, which counts the time asleep as well.
    """

    left = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        if sys.platform == "linux":
            self._listen()

    def _listen(self) -> None:
        from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415 - its library is missing where there is no D-Bus

        system, session = QDBusConnection.systemBus(), QDBusConnection.sessionBus()
        slot: Any = SLOT("on_changed(bool)")  # a text, which the stub takes for bytes
        login = "org.freedesktop.login1"
        if system.isConnected():
            system.connect(login, "", f"{login}.Manager", "PrepareForSleep", self, slot)
        if session.isConnected():
            for interface in _SCREEN_SAVERS:
                session.connect("", "", interface, "ActiveChanged", self, slot)

    @Slot(bool)
    def on_changed(self, begins: bool) -> None:  # noqa: FBT001 - the argument of the signal
        """Hear from D-Bus that sleep or the lock begins, or ends."""
        if begins:
            self.left.emit()
