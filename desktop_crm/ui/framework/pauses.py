"""What keeps Python itself from stopping the window: short turns for worker threads, and garbage taken away in time.

With Python's own settings an import of 20,000 rows stops the window for more than a second. A worker that computes has
the interpreter for 5 ms before another thread may ask for it, and painting asks for it hundreds of times. And a garbage
collection looks at everything that is alive, on whichever thread it happens to begin, while all others wait.
"""

import gc
import sys
import time

from PySide6.QtCore import QObject, QTimer

_TURN_SECONDS = 0.0001
_BEAT_MILLISECONDS = 1000
_FEW = 700  # new objects that are not worth a collection: Python's own threshold
_MANY = 50_000  # new objects among which a collection would take too long: they are data, for an import
_PATIENCE_BEATS = 60
_FULL_EVERY = 20  # collections of the new objects alone, before all are looked at
_LONG_SECONDS = 0.02


def take_short_turns() -> None:
    """Let threads that compute hand over the interpreter soon to the one that draws the window."""
    sys.setswitchinterval(_TURN_SECONDS)


class GarbageCollector(QObject):
    """Collects garbage between the events of the thread it was made on, and keeps Python from doing so elsewhere.

    Widgets must not be destroyed on a worker's thread, which an automatic collection may do. What has proven to live
    long is not looked at any more until `thaw`.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._collections, self._waited = 0, 0
        gc.disable()
        self.keep()
        self._timer = QTimer(self, interval=_BEAT_MILLISECONDS)
        self._timer.timeout.connect(self.collect)
        self._timer.start()

    def collect(self) -> None:
        """Take away what is garbage among the new objects, now and then among all, unless that would take long."""
        new = gc.get_count()[0]
        if new > _MANY and self._waited < _PATIENCE_BEATS:
            self._waited += 1  # most of it goes by itself, when the import is closed
            return
        self._waited = 0
        if new > _MANY:
            gc.freeze()
        elif new > _FEW:
            self._collections += 1
            began = time.perf_counter()
            gc.collect(2 if self._collections % _FULL_EVERY == 0 else 0)
            if time.perf_counter() - began > _LONG_SECONDS:
                gc.freeze()

    def keep(self) -> None:
        """Look no more at what is there now: modules and classes, which stay."""
        gc.freeze()

    def thaw(self) -> None:
        """Look at everything again soon: windows were closed that had lived long."""
        gc.unfreeze()
        self._collections = -1

    def stop(self) -> None:
        """Leave it to Python again."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()
