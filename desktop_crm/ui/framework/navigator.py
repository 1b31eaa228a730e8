"""Going to a page or a record, and back again."""

from PySide6.QtCore import QObject, Signal

from desktop_crm.core.kinds import Kind


class Navigator(QObject):
    """Signals: `page_requested(key)`, `record_requested(kind, id)`, `visited(kind, id)` when a record was looked at.

    Ids travel as objects, an int would lose bits.
    """

    page_requested = Signal(str)
    record_requested = Signal(object, object)
    visited = Signal(object, object)

    def open_page(self, key: str) -> None:
        """Show the page with this key."""
        self.page_requested.emit(key)

    def open_record(self, kind: Kind, record_id: int) -> None:
        """Show a record on the page of its kind."""
        self.record_requested.emit(kind, record_id)
        self.visit(kind, record_id)

    def visit(self, kind: Kind, record_id: int) -> None:
        """Say that the user looks at a record."""
        self.visited.emit(kind, record_id)
