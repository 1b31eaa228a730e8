"""Notes in the book which records were looked at last; a few at a time, and never in anybody's way."""

from functools import partial

from PySide6.QtCore import QObject, QTimer

from desktop_crm.core.errors import CrmError
from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists.marked import note_recent
from desktop_crm.ui.framework.context import Context

_NOTED_AFTER_MILLISECONDS = 1_000


class Visits(QObject):
    """Hears of every visit from the navigator, and writes them down when there was a pause, or before the lock."""

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._visited: list[tuple[Kind, int]] = []
        self._note_soon = QTimer(self, singleShot=True, interval=_NOTED_AFTER_MILLISECONDS)
        self._note_soon.timeout.connect(self.note)
        context.navigator.visited.connect(self._on_visited)
        context.bus.about_to_close.connect(self.note)

    def note(self) -> None:
        """Write down what was visited since the last time."""
        self._note_soon.stop()
        if self._visited and not self._context.book.database.read_only:
            work = partial(note_recent, marks=self._visited)
            self._visited = []
            self._context.operations.write(self, "visit", work, failed=_not_so_bad)

    def _on_visited(self, kind: Kind, record_id: int) -> None:
        self._visited.append((kind, record_id))
        self._note_soon.start()


def _not_so_bad(_error: CrmError) -> None:
    """What was looked at last is a convenience: nobody is interrupted for it."""
