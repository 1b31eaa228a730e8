"""What a page of the main window is."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QWidget

from desktop_crm.core.changes import Changes
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.list_shown import ListShown


class Figure(NamedTuple):
    """What stands beside the name of a page: a number, nothing for 0, and whether it asks for haste."""

    number: int
    alarming: bool = False


class Page(QWidget):
    """A page in the sidebar. Signals: `count_changed(number, alarming)` for the figure beside its name,
    `print_requested(customer_id)` when the summary of a customer is wanted, `view_shown(key)` when the list of the page
    shows one of its saved views.

    A page is made when it is first opened, refreshes itself when something it shows has changed, is made anew when
    the zoom changes, and is dropped when the vault locks.
    """

    count_changed = Signal(int, bool)
    print_requested = Signal(object)
    view_shown = Signal(str)

    viewed: ClassVar[tuple[Kind, ...]] = ()  # the kinds of record whose saved views the page shows

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

    @classmethod
    def figure(cls, connection: Any) -> Figure:  # noqa: ARG003 - pages that count something override this
        """The figure beside the name of the page as long as it is not opened. It runs on a reader."""
        return Figure(0)

    def open_record(self, kind: Kind, record_id: int) -> None:
        """Select and show a record."""

    def open_part(self, customer_id: CustomerId, kind: Kind, record_id: int) -> None:
        """Show a customer, and in it one of the records that belong to it."""

    @property
    def viewed_kind(self) -> Kind | None:
        """The kind of record whose list is shown now, None where the page has no list with views."""
        return self.viewed[0] if self.viewed else None

    @property
    def view_key(self) -> str:
        """The key of the saved view that is shown."""
        return ""

    def show_view(self, kind: Kind, key: str) -> None:
        """Show a saved view of the page's list of this kind; an empty key is the default one."""

    def listed(self) -> ListShown | None:
        """What the list of the page shows, None where there is no list that could be written into a file."""
        return None

    def focus(self) -> None:
        """Put the cursor into what the page shows: a list, if it has one, else its first field."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.focusNextChild()

    def selected_customer(self) -> CustomerId | None:
        """The customer that is shown, whom a new interaction or follow-up is about."""
        return None

    def view_state(self) -> Mapping[str, Any]:
        """Where the user is on this page, for `restore_view` of the page that takes its place."""
        return {}

    def restore_view(self, state: Mapping[str, Any]) -> None:
        """Show what `view_state` of the page before said, as soon as everything was read."""

    def panes(self) -> Sequence[QWidget]:
        """The parts of the page between which F6 goes, in reading order."""
        return (self,)

    def focus_pane(self, pane: QWidget) -> None:  # noqa: ARG002 - pages of several parts override this
        """Put the cursor into one of the panes."""
        self.focus()

    def _on_changed(self, changes: Changes, origin: QObject) -> None:  # noqa: ARG002 - a page refreshes after its own
        if self.concerns(changes):
            self.refresh()
