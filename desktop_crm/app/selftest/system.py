"""Checks of what the system has for the program: notifications and a tray."""

import sys

from desktop_crm.app.selftest.trial import Missing, Trial, expect
from desktop_crm.core import paths
from desktop_crm.core.i18n import _


def check_notifications(_trial: Trial) -> str:
    """Somebody shows notifications."""
    from desktop_notifier import DesktopNotifier, Icon
    from desktop_notifier.backends.dummy import DummyNotificationCenter

    made = DesktopNotifier(app_name="self-test", app_icon=Icon(path=paths.resource("icons/app.svg")))
    stands_in = isinstance(made._backend, DummyNotificationCenter)  # noqa: SLF001 - there is no public way to ask
    expect(not stands_in or sys.platform == "darwin", "desktop_notifier.backends")  # macOS: in a signed bundle alone
    if stands_in or not _has_service("org.freedesktop.Notifications"):
        raise Missing(_("nobody shows notifications here; reminders appear in a window of the program instead"))
    return ""


def check_tray(_trial: Trial) -> str:
    """There is a tray."""
    if not _has_service("org.kde.StatusNotifierWatcher"):
        raise Missing(_("there is no tray here; closing the window ends the program"))
    return ""


def _has_service(name: str) -> bool:
    """Whether a service of the session bus is there, or would be started; True where there is no such bus by design."""
    if sys.platform != "linux":
        return True
    from PySide6.QtDBus import QDBusConnection

    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    interface = bus.interface()
    startable = interface.activatableServiceNames().value() or []
    return bool(interface.isServiceRegistered(name).value()) or name in startable
