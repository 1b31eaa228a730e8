"""When a new day begins while the book is open, where customers stand is judged anew, off the GUI thread."""

from PySide6.QtCore import QObject, QTimer

from desktop_crm.core import clock
from desktop_crm.core.tiers.standing import catch_up
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.operations import Progress

_LOOK_EVERY_MILLISECONDS = 60_000  # a timer set for midnight would sleep with the computer


class NewDay(QObject):
    """Lives as long as the window of the book; views hear of the customers that changed as of any write."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._day = clock.today()
        self._timer = QTimer(self, interval=_LOOK_EVERY_MILLISECONDS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Judge anew if it is another day."""
        if clock.today() != self._day:
            self._day = clock.today()
            self._context.operations.run(self, self._catch_up, _nothing)

    def _catch_up(self, progress: Progress) -> int:
        return catch_up(self._context.book.database, progress.at)


def _nothing(_count: int) -> None:
    """Those who show customers hear of it themselves."""
