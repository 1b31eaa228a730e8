"""What a page of the main window is."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop_crm.core.changes import Changes
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.framework.context import Context


class Page(QWidget):
    """A page in the sidebar. Signals: `count_changed(number, alarming)` for the figure beside its name,
    `print_requested(customer_id)` when the summary of a customer is wanted.

    A page is made when it is first opened, refreshes itself when something it shows has changed, and is dropped when
    the vault locks.
    """

    count_changed = Signal(int, bool)
    print_requested = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("page")
        self.context = context
        context.bus.changed.connect(self._on_changed)

    def refresh(self) -> None:
        """Read everything again."""

    def concerns(self, changes: Changes) -> bool:
        """Whether these changes touch what the page shows."""
        return bool(changes)

    @classmethod
    def shows(cls, kind: Kind) -> bool:  # noqa: ARG003 - pages that show records override this
        """Whether records of this kind are opened on this page."""
        return False

    def open_record(self, kind: Kind, record_id: int) -> None:
        """Select and show a record."""

    def selected_customer(self) -> CustomerId | None:
        """The customer that is shown, whom a new interaction or follow-up is about."""
        return None

    def _on_changed(self, changes: Changes, origin: QObject) -> None:  # noqa: ARG002 - a page refreshes after its own
        if self.concerns(changes):
            self.refresh()
