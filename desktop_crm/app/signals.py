"""Ending cleanly on SIGTERM and SIGINT."""

import os
import signal
import sys
from typing import Protocol

from PySide6.QtCore import QObject, QSocketNotifier, QTimer


class Ends(Protocol):
    """What can be ended without a question."""

    def end(self) -> None:
        """End the program."""


def end_on_signals(program: Ends, parent: QObject) -> QObject:
    """What lets Python hear of signals while Qt waits; it lives as long as its parent, and takes the place of others.

    Python hears of signals only when it runs, so something wakes it.
    """

    def end(*_args: object) -> None:
        QTimer.singleShot(0, parent, program.end)  # before the loop runs, there is nothing yet that `quit` could end

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)
    if sys.platform == "win32":  # Qt watches no pipes there
        timer = QTimer(parent)
        timer.timeout.connect(lambda: None)
        timer.start(500)
        return timer
    read_end, write_end = os.pipe()
    for pipe in (read_end, write_end):
        os.set_blocking(pipe, False)
    notifier = QSocketNotifier(read_end, QSocketNotifier.Type.Read, parent)
    notifier.activated.connect(lambda *_args: os.read(read_end, 64))
    signal.set_wakeup_fd(write_end)
    return notifier
