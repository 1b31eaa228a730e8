"""Leaving on Linux: systemd-logind tells by D-Bus of sleep, and the screen savers of the desktops of the lock."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import SLOT, QObject, Slot

_SCREEN_SAVERS = (
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
)


class DBusSource(QObject):
    """The `LeavingSource` of Linux."""

    def __init__(self) -> None:
        super().__init__()
        self._left: Callable[[], None] | None = None

    def listen(self, left: Callable[[], None]) -> None:
        """Connect to the signals of both buses, as far as they are there."""
        from PySide6.QtDBus import QDBusConnection  # noqa: PLC0415 - its library is missing where there is no D-Bus

        self._left = left
        system, session = QDBusConnection.systemBus(), QDBusConnection.sessionBus()
        slot: Any = SLOT("on_changed(bool)")  # a text, which the stub takes for bytes
        login = "org.freedesktop.login1"
        if system.isConnected():
            system.connect(login, "", f"{login}.Manager", "PrepareForSleep", self, slot)
        if session.isConnected():
            for interface in _SCREEN_SAVERS:
                session.connect("", "", interface, "ActiveChanged", self, slot)

    def stop(self) -> None:
        """Forget whom to tell; the connections go with the object."""
        self._left = None

    @Slot(bool)
    def on_changed(self, begins: bool) -> None:  # noqa: FBT001 - the argument of the signal
        """Hear from D-Bus that sleep or the lock begins, or ends."""
        if begins and self._left is not None:
            self._left()
