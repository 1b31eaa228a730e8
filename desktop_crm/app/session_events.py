"""Notices when the user leaves: the computer goes to sleep, or its screen is locked."""

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal

from desktop_crm.app.leaving.base import LeavingSource
from desktop_crm.app.leaving.system import leaving_source


class SessionEvents(QObject):
    """Signals: `left()` when the computer is about to sleep or the screen was locked.

    The signal comes from the event loop and never from within a call of the system: what follows closes windows.
    """

    left = Signal()
    _heard = Signal()

    def __init__(self, parent: QObject, source: LeavingSource | None = None) -> None:
        super().__init__(parent)
        self._heard.connect(self.left, Qt.ConnectionType.QueuedConnection)
        self._source = source or leaving_source()
        self._source.listen(self._heard.emit)
        application = QCoreApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(self._source.stop)
