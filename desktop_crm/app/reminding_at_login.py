"""Whether the program starts at login to remind, which the user is asked once, and trying out notifications."""

import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject

from desktop_crm.app import logging
from desktop_crm.app.autostart.base import Autostart, command
from desktop_crm.app.autostart.system import autostart
from desktop_crm.core.i18n import _
from desktop_crm.core.reminders.notifier import Notification, Notifier, Outcome
from desktop_crm.ui.framework.bridge import Bridge
from desktop_crm.ui.framework.preferences import Preferences
from desktop_crm.ui.reminders.outcomes import advice

PREFERENCE = "start_at_login"  # True or False; without it nobody was asked


class RemindingAtLogin(QObject):
    """Keeps the preference and what the system starts in step. It is of this installation, not of a book."""

    def __init__(
        self, preferences: Preferences, notifier: Notifier, parent: QObject, system: Autostart | None = None
    ) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._notifier = notifier
        self._system = system or autostart()
        self._folder: Path | None = None
        self._bridge = Bridge()
        self._bridge.setParent(self)
        preferences.changed.connect(self._on_preference)

    def begin(self, folder: Path) -> None:
        """Concern the book in a folder; the system may have been told otherwise, and the program may have moved."""
        self._folder = folder
        if self.is_wanted:
            if self._system.is_enabled():
                self._set(on=True)
            else:
                self._preferences.set(PREFERENCE, False)  # noqa: FBT003 - a value

    @property
    def is_wanted(self) -> bool:
        """Whether the user wants to be reminded while the program is closed."""
        return self._preferences.get(PREFERENCE) is True

    @property
    def is_to_be_asked(self) -> bool:
        """Whether nobody has answered yet."""
        return self._preferences.get(PREFERENCE) is None

    def answer(self, *, wanted: bool) -> None:
        """Keep what the user answered."""
        self._preferences.set(PREFERENCE, wanted)

    def start_agent(self, folder: Path) -> None:
        """Start what would start at login, as a process that outlives this one."""
        apart = {"creationflags": 0x00000008} if sys.platform == "win32" else {"start_new_session": True}  # DETACHED
        try:
            subprocess.Popen(  # noqa: S603 - our own program
                command(folder),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                close_fds=True,
                **apart,
            )
        except OSError as error:
            logging.failure("agent.not_started", error)

    def test(self, answered: Callable[[str], None]) -> None:
        """Show a notification; `answered` learns what is wrong, in words, or nothing."""
        shown = Notification(_("This is a test"), _("Reminders will look like this."))
        self._notifier.try_out(shown, partial(self._deliver, answered))

    def _deliver(self, answered: Callable[[str], None], outcome: Outcome) -> None:
        self._bridge.deliver(lambda: answered(advice(outcome)))

    def _on_preference(self, name: str) -> None:
        if name == PREFERENCE:
            self._set(on=self.is_wanted)

    def _set(self, *, on: bool) -> None:
        try:
            if on and self._folder is not None:
                self._system.enable(command(self._folder))
            elif not on:
                self._system.disable()
        except OSError as error:
            logging.failure("autostart.refused", error)
            if on:
                self._preferences.set(PREFERENCE, False)  # noqa: FBT003 - a value
