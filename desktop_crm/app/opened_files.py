"""Files that the user opens with the program from the desktop: they are imported, once the book is open."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QFileOpenEvent


class OpenedFiles(QObject):
    """Keeps them until somebody takes them. Signals: `came()`.

    Windows and Linux start the program with `--open FILE…`, and a second start hands the files over to the first. macOS
    sends an event to the application, which the program that runs gets as well.
    """

    came = Signal()

    def __init__(self, application: QObject) -> None:
        super().__init__(application)
        self._waiting: list[Path] = []
        application.installEventFilter(self)

    def add(self, files: Sequence[Path]) -> None:
        """Keep files; those that wait already wait once."""
        new = [file for file in files if file not in self._waiting]
        self._waiting += new
        if new:
            self.came.emit()

    def take(self) -> list[Path]:
        """What waits, in the order it came; it waits no more."""
        taken, self._waiting = self._waiting, []
        return taken

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
        """Hear of the files that macOS sends."""
        if event.type() == QEvent.Type.FileOpen and isinstance(event, QFileOpenEvent) and event.file():
            self.add([Path(event.file())])
            return True
        return super().eventFilter(watched, event)
