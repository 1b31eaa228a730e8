"""What belongs to a customer: a list of each kind; kinds that share a tab have chips."""

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.ui.customers.records_of_customer import RecordsOfCustomer
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.record_table import RecordTable
from desktop_crm.ui.framework.record_table_model import RecordTableModel
from desktop_crm.ui.widgets.flow_layout import flowing


class RecordsTab(QWidget):
    """The records of some kinds that belong to the customer shown, one kind at a time."""

    def __init__(self, context: Context, *kinds: Kind) -> None:
        super().__init__()
        self._customer_id: CustomerId | None = None
        self._context, self._kinds = context, kinds
        self._lists: dict[Kind, RecordsOfCustomer] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        self._chips = QButtonGroup(self)
        if len(kinds) > 1:
            layout.addWidget(self._chip_row())
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        layout.addWidget(holder, 1)
        self.show_kind(kinds[0])

    @property
    def kinds(self) -> Sequence[Kind]:
        """The kinds that can be chosen."""
        return self._kinds

    @property
    def current(self) -> RecordsOfCustomer:
        """The list that is shown."""
        widget = self._stack.currentWidget()
        assert isinstance(widget, RecordsOfCustomer)  # noqa: S101 - only these are put there
        return widget

    @property
    def table(self) -> RecordTable:
        """The table that is shown."""
        return self.current.table

    @property
    def model(self) -> RecordTableModel:
        """The model of the table that is shown."""
        return self.current.model

    def show_kind(self, kind: Kind) -> None:
        """Show the records of one of the kinds."""
        if kind not in self._lists:
            made = RecordsOfCustomer(self._context, kind)
            self._lists[kind] = made
            self._stack.addWidget(made)
        self._stack.setCurrentWidget(self._lists[kind])
        if len(self._kinds) > 1:
            self._chips.button(self._kinds.index(kind)).setChecked(True)
        if self._customer_id is not None:
            self._lists[kind].show_customer(self._customer_id)

    def go_to(self, kind: Kind, record_id: int) -> None:
        """Select a record of the customer shown, as soon as it is there."""
        self.show_kind(kind)
        self.current.go_to(record_id)

    def show_customer(self, customer_id: CustomerId) -> None:
        """Show what belongs to this customer."""
        self._customer_id = customer_id
        self.current.show_customer(customer_id)

    def show_counts(self, counts: Mapping[Kind, int]) -> None:
        """Say beside each kind how many there are."""
        if len(self._kinds) > 1:
            for place, kind in enumerate(self._kinds):
                title = _(TITLES[kind])
                count = counts.get(kind, 0)
                self._chips.button(place).setText(f"{title} {count}" if count else title)

    def _chip_row(self) -> QWidget:
        holder, row = flowing(spacing=6)
        for place, kind in enumerate(self._kinds):
            made = QPushButton(_(TITLES[kind]))
            made.setProperty("role", "pick")
            made.setCheckable(True)
            self._chips.addButton(made, place)
            row.addWidget(made)
        self._chips.idClicked.connect(self._on_chip)
        return holder

    def _on_chip(self, place: int) -> None:
        self.show_kind(self._kinds[place])
