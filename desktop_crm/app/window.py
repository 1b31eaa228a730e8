"""Starting the program with its window, unless it runs already."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QApplication

from desktop_crm.app import logging
from desktop_crm.app.exit_status import DONE, IN_USE
from desktop_crm.app.handoff import raised
from desktop_crm.app.notifications import SystemNotifier
from desktop_crm.app.program import Program
from desktop_crm.app.signals import end_on_signals
from desktop_crm.app.single_instance import InstanceServer
from desktop_crm.core import i18n
from desktop_crm.core.i18n import _
from desktop_crm.core.reminders.notifier import Notifier
from desktop_crm.ui.framework.language import use_language
from desktop_crm.ui.framework.pauses import GarbageCollector, take_short_turns
from desktop_crm.ui.framework.preferences import Preferences
from desktop_crm.ui.reminders.locked_reminders import LockedReminders

_START_SECONDS = 5.0


def run(folder: Path, language: str | None, files: Sequence[Path] = ()) -> int:
    """The exit status of the windowed program, which imports the files once its book is open.

    A second start for the same book raises the first window, hands it the files and ends.
    """
    application = QApplication.instance() or QApplication(["desktop-crm"])
    assert isinstance(application, QApplication)  # noqa: S101 - nothing else makes a QCoreApplication here
    application.setApplicationName("desktop-crm")
    application.setDesktopFileName("desktop-crm")
    use_language(application, language or Preferences().get("language") or i18n.system_language())
    server = InstanceServer(folder, application)
    if not server.is_first:
        return DONE if _raised_soon(folder, files) else IN_USE
    program = begin(application, folder, server, SystemNotifier())
    program.files.add([file.absolute() for file in files])
    return application.exec()


def begin(
    application: QApplication,
    folder: Path,
    server: InstanceServer,
    notifier: Notifier,
    locked: LockedReminders | None = None,
) -> Program:
    """The program with its first window on the screen; the agent hands over what it reminded with."""
    take_short_turns()
    program = Program(application, folder, server, notifier, locked)
    collector = GarbageCollector(program)
    program.loading.loaded.connect(collector.keep)
    program.left_book.connect(collector.thaw)
    end_on_signals(program, program)
    logging.event("window.started")
    program.start()
    return program


def _raised_soon(folder: Path, files: Sequence[Path]) -> bool:
    """Whether the first program raised its window; it may be starting just now."""
    latest = time.monotonic() + _START_SECONDS
    while time.monotonic() < latest:
        if raised(folder, files):
            return True
        time.sleep(0.2)
    print(_("The program is running already, but does not answer."), file=sys.stderr)
    return False
