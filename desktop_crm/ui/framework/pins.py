"""Which records are pinned to the sidebar, as views need it, and pinning them (habit 48)."""

from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop_crm.core.changes import Changes
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists import marked
from desktop_crm.ui.framework.context import Context


class Pins(QObject):
    """Signals: `changed()` when they were read."""

    changed = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._marks: frozenset[tuple[Kind, int]] = frozenset()
        context.bus.lists_changed.connect(self._read)
        self._read()

    def is_pinned(self, kind: Kind, record_id: int) -> bool:
        """Whether a record is pinned."""
        return (kind, record_id) in self._marks

    def words(self, kind: Kind, record_id: int) -> str:
        """What `toggle` would do, to be shown."""
        return _("Unpin") if self.is_pinned(kind, record_id) else _("Pin to the sidebar")

    def toggle(self, kind: Kind, record_id: int) -> None:
        """Pin a record, or let it go."""
        pinned = self.is_pinned(kind, record_id)
        work = partial(marked.unpin if pinned else marked.pin, kind=kind, record_id=record_id)
        self._context.operations.write(self, "unpin" if pinned else "pin", work, self._on_written)

    def _on_written(self, _changes: Changes) -> None:
        self._context.bus.lists_changed.emit()

    def _read(self) -> None:
        self._context.operations.read(self, marked.pinned, self._on_read, latest="pins")

    def _on_read(self, marks: list[tuple[Kind, int]]) -> None:
        self._marks = frozenset(marks)
        self.changed.emit()
