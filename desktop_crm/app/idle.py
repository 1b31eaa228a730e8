"""Notices that nobody uses the program."""

import time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

from desktop_crm.ui.widgets.inputs import is_composing

_TICK_MILLISECONDS = 5_000
_USE = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TabletMove,
    QEvent.Type.DragMove,
}


class IdleWatch(QObject):
    """Signals: `idle(seconds)` every few seconds once nothing has been typed or moved for a while.

    It listens to the program's windows alone: a filter on every object would slow every event down. An input method
    keeps the keys to itself while it composes, but moves the cursor. Time asleep counts as time without use.
    """

    idle = Signal(float)

    def __init__(self, application: QGuiApplication) -> None:
        super().__init__(application)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_tick)
        self.used()
        application.focusWindowChanged.connect(self._on_focus_window)
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self._on_cursor_moved)
        self._on_focus_window(application.focusWindow())

    def start(self) -> None:
        """Count from now on."""
        self.used()
        self._timer.start(_TICK_MILLISECONDS)

    def stop(self) -> None:
        """Count no more."""
        self._timer.stop()

    def used(self) -> None:
        """Somebody uses the program."""
        self._monotonic, self._wall = time.monotonic(), time.time()

    def _on_tick(self) -> None:
        # The one stands still while the computer sleeps, the other can be set back.
        self.idle.emit(max(time.monotonic() - self._monotonic, time.time() - self._wall))

    def _on_focus_window(self, window: QWindow | None) -> None:
        self.used()
        if window is not None:
            window.removeEventFilter(self)  # never twice
            window.installEventFilter(self)

    def _on_cursor_moved(self) -> None:
        if is_composing():  # a page that refreshes itself moves the cursor, too
            self.used()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - the name is Qt's
        """Watch what a window is given."""
        if event.type() in _USE:
            self.used()
        return super().eventFilter(watched, event)
