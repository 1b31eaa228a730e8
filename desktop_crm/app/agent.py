"""The agent: the program as it starts at login, in the tray, without a window, a passphrase or a key.

It reads the index outside the vault, announces how much is due, and keeps what the buttons ask for. Opened, it becomes
the program with its window. It is there all day, so it loads neither the database nor the widgets of the window.
"""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from desktop_crm.app import logging
from desktop_crm.app.exit_status import DONE
from desktop_crm.app.notifications import SystemNotifier
from desktop_crm.app.signals import end_on_signals
from desktop_crm.app.single_instance import Answer, InstanceServer
from desktop_crm.core import i18n
from desktop_crm.core.reminders.notifier import Notifier
from desktop_crm.ui.framework.language import use_language
from desktop_crm.ui.framework.preferences import Preferences
from desktop_crm.ui.reminders.locked_reminders import LockedReminders
from desktop_crm.ui.tray.tray import PAUSE, Tray, app_icon


class Agent(QObject):
    """Lives until it is told to end, or becomes the program with its window."""

    def __init__(self, application: QApplication, folder: Path, server: InstanceServer, notifier: Notifier) -> None:
        super().__init__(application)
        self._application = application
        self._folder = folder
        self._server = server
        self._notifier = notifier
        self._is_over = False
        self._files: list[Path] = []  # that the window shall import
        self._tray = Tray(self)  # where there is none, the notifications remain
        self.locked = LockedReminders(notifier, folder, self)
        self.locked.open_requested.connect(self.open)
        self._tray.open_requested.connect(self.open)
        self._tray.pause_requested.connect(self._on_pause)
        self._tray.quit_requested.connect(self.end)
        server.requested.connect(self._on_request)

    def start(self) -> None:
        """Remind from now on."""
        self.locked.watch()

    def open(self) -> None:
        """Become the program with its window; notifications that are shown go on working."""
        if not self._is_over:
            self._is_over = True
            QTimer.singleShot(0, self, self._become_window)  # not within a slot of a menu that goes

    def end(self) -> None:
        """Remind of nothing more until the next login."""
        if not self._is_over:
            self._is_over = True
            self._tray.close()
            self.locked.close()
            self._notifier.close()
            self._server.close()
            logging.event("agent.ended")
            self._application.quit()

    def _become_window(self) -> None:
        from desktop_crm.app import window  # noqa: PLC0415 - what the agent does without

        self._tray.close()
        self._server.requested.disconnect(self._on_request)
        self.locked.open_requested.disconnect(self.open)
        self.locked.setParent(None)
        logging.event("agent.opened")
        use_language(self._application, i18n.language())
        program = window.begin(self._application, self._folder, self._server, self._notifier, self.locked)
        program.files.add(self._files)
        self.deleteLater()

    def _on_pause(self) -> None:
        self.locked.pause(PAUSE)

    def _on_request(self, request: dict[str, Any], answer: Answer) -> None:
        if request.get("raise"):
            answer({"status": DONE})
            self._files += [Path(name) for name in request.get("open", [])]
            self.open()
        else:
            answer({"nobody": True})  # the book is closed: the command opens it by itself


def run(folder: Path, language: str | None) -> int:
    """The exit status of the agent; where a program reminds of this book already, it ends at once."""
    application = QApplication.instance() or QApplication(["desktop-crm"])
    assert isinstance(application, QApplication)  # noqa: S101 - nothing else makes a QCoreApplication here
    application.setApplicationName("desktop-crm")
    application.setDesktopFileName("desktop-crm")
    application.setQuitOnLastWindowClosed(False)
    application.setWindowIcon(app_icon())
    i18n.use_language(language or Preferences().get("language") or i18n.system_language())
    server = InstanceServer(folder, application)
    if not server.is_first:
        return DONE
    agent = Agent(application, folder, server, SystemNotifier())
    end_on_signals(agent, agent)
    logging.event("agent.started")
    agent.start()
    return application.exec()
