"""The one way from worker threads to the GUI thread."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal


class Bridge(QObject):
    """Runs calls on the thread it was made on, in the order in which they are delivered from any thread."""

    _delivered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._delivered.connect(self._on_delivered, Qt.ConnectionType.QueuedConnection)

    def deliver(self, call: Callable[[], object]) -> None:
        """Run `call` soon, on the bridge's thread."""
        self._delivered.emit(call)

    @staticmethod
    def _on_delivered(call: Callable[[], object]) -> None:
        call()
