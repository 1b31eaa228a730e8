"""The orders page: every order, what they come to, and the way to the customer."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from desktop_crm.core.changes import Changes
from desktop_crm.core.database.filtering import filter_fields, words_in_use
from desktop_crm.core.database.records import Records
from desktop_crm.core.i18n import _, ngettext
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.fields import FIELDS
from desktop_crm.core.orders.listing import OrderBy, Totals, ordered_ids, totals
from desktop_crm.core.orders.store import ORDERS
from desktop_crm.core.values.money import show_money
from desktop_crm.ui.customers.record_windows import edit_record, new_record
from desktop_crm.ui.customers.trashing import trash_records
from desktop_crm.ui.framework.bulk_dialog import BulkDialog
from desktop_crm.ui.framework.cell_menu import add_cell_actions
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.filter_bar import FilterBar
from desktop_crm.ui.framework.list_views import ListViews
from desktop_crm.ui.framework.page import Page
from desktop_crm.ui.framework.record_table import RecordTable
from desktop_crm.ui.framework.record_table_model import RecordTableModel
from desktop_crm.ui.framework.selection_bar import SelectionBar
from desktop_crm.ui.orders.columns import order_by_named, order_cells, order_columns
from desktop_crm.ui.transfer.pasting import paste_rows
from desktop_crm.ui.widgets.cards import EmptyState, button, focus_part, show_part
from desktop_crm.ui.widgets.labels import ElidedLabel, label

_TABLE, _NO_ORDER, _NO_RESULT = range(3)
_FILTERED_FIRST = ("status", "owner")


class OrdersPage(Page):
    """All orders in one list. Within another page it leaves out its title."""

    kind = Kind.ORDERS
    viewed = (kind,)

    def __init__(self, context: Context, *, titled: bool = True) -> None:
        super().__init__(context)
        self._to_open: int | None = None
        self._customer_id: CustomerId | None = None
        self.model = RecordTableModel(context.operations, order_columns(), order_cells, self)
        self.table = RecordTable(context, self.model, "orders", Kind.ORDERS)
        self.table.setAccessibleName(_("Orders"))
        words = partial(_words, ORDERS)
        self.filters = FilterBar(context.operations, filter_fields(ORDERS), _FILTERED_FIRST, words)
        usual = (OrderBy.ORDERED, True)
        self.views = ListViews(context, Kind.ORDERS, self.table, self.filters, usual)  # makes the first refresh
        self.views.refresh_needed.connect(self.refresh)
        self.views.shown.connect(self.view_shown)
        self.table.pasted.connect(self._on_pasted)
        self.table.opened.connect(self._on_opened)
        self.table.current_changed.connect(self._on_current_changed)
        self.table.menu_requested.connect(self._on_menu_requested)
        self.table.trash_requested.connect(self._on_trash_requested)
        self._build(titled=titled)

    def _build(self, *, titled: bool) -> None:
        px = self.context.theme.px
        head = QHBoxLayout()
        head.setContentsMargins(px(20), px(18) if titled else px(4), px(20), px(12))
        head.setSpacing(px(8))
        if titled:
            head.addWidget(label(_("Orders"), "pageTitle"))
        head.addWidget(self.filters, 1)
        self._open_button = button(_("Open customer"), self.open_customer)
        self._open_button.setEnabled(False)
        head.addWidget(self._open_button)
        head.addWidget(button(_("New"), self.new_order))
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        text = _("What your customers bought, when and for how much.")
        self._stack.addWidget(EmptyState(text, _("New order"), self.new_order))
        nothing = _("No order fits these filters.")
        self._stack.addWidget(EmptyState(nothing, _("Clear filters"), self.views.show_everything))
        self.sum = ElidedLabel("", "strong")
        self.sum.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.count = label("", "soft")
        self._foot = QFrame()
        self._foot.setProperty("role", "panel")
        foot = QHBoxLayout(self._foot)
        foot.setContentsMargins(px(20), px(10), px(20), px(10))
        foot.setSpacing(px(16))
        foot.addWidget(self.count)
        foot.addWidget(self.sum, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.views.bar)
        layout.addWidget(holder, 1)
        self.selection = SelectionBar(self.context.theme, self.table, self.change_many)
        layout.addWidget(self.selection)
        layout.addWidget(self._foot)

    # What every page does

    def refresh(self) -> None:
        by = order_by_named(self.views.order)
        work = partial(_listed, by, self.views.descending, dict(self.filters.values))
        self.context.operations.read(self, work, self._on_listed, latest="orders")

    def concerns(self, changes: Changes) -> bool:
        return bool(changes.kinds & {Kind.ORDERS, Kind.CUSTOMERS})

    @classmethod
    def shows(cls, kind: Kind) -> bool:
        return kind is Kind.ORDERS

    @classmethod
    def counted(cls, connection: Any) -> int:
        return totals(connection).orders

    def open_record(self, kind: Kind, record_id: int) -> None:
        if kind is Kind.ORDERS and not self.table.go_to(record_id):
            self._to_open = record_id
            if self.filters.values:
                self.views.show_everything()
            else:
                self.refresh()
        self.table.setFocus()

    def focus(self) -> None:
        focus_part(self._stack)

    def view_state(self) -> Mapping[str, Any]:
        return {"views": self.views.state(), "place": self.table.place()}

    def restore_view(self, state: Mapping[str, Any]) -> None:
        self.views.restore(state["views"])
        self.table.return_to(state["place"])

    def selected_customer(self) -> CustomerId | None:
        return self._customer_id

    def _on_changed(self, changes: Changes, origin: QObject) -> None:
        if self.concerns(changes):
            self.model.read_again()
        super()._on_changed(changes, origin)

    # The list

    def _on_listed(self, found: tuple[Any, Totals]) -> None:
        ids, come_to = found
        self.model.show_ids(ids)
        show_part(self._stack, _TABLE if ids else _NO_RESULT if self.filters.values else _NO_ORDER)
        self._foot.setVisible(bool(ids))
        count = ngettext("{count} order", "{count} orders", come_to.orders).format(count=f"{come_to.orders:,}")
        cancelled = _("{count} cancelled").format(count=f"{come_to.cancelled:,}") if come_to.cancelled else ""
        self.count.setText(" · ".join(filter(None, (count, cancelled))))
        amounts = " + ".join(show_money(amount) for amount in come_to.amounts)
        self.sum.setText(_("Sum {amount}").format(amount=amounts) if amounts else "")
        self.count_changed.emit(come_to.orders, False)  # noqa: FBT003 - a signal
        if self._to_open is not None:
            wanted, self._to_open = self._to_open, None
            self.table.go_to(wanted)

    @property
    def view_key(self) -> str:
        return self.views.view.key

    def show_view(self, kind: Kind, key: str) -> None:  # noqa: ARG002 - there is only one kind here
        self.views.show(key)

    def _on_pasted(self, text: str) -> None:
        headings = [_(FIELDS[column.key].label) for column in self.table.columns.visible()]
        paste_rows(self.context, Kind.ORDERS, headings, text, self.window())

    def change_many(self) -> None:
        """Open what changes one field of all orders that are selected."""
        BulkDialog(self.context, Kind.ORDERS, self.table.selected_ids(), self.window()).open()

    def _on_current_changed(self, order_id: int | None) -> None:
        self._customer_id = None
        self._open_button.setEnabled(False)
        if order_id is not None:
            work = partial(ORDERS.get, record_id=order_id)
            self.context.operations.read(self, work, self._on_current, latest="current")

    def _on_current(self, order: Any) -> None:
        self._customer_id = order.customer_id if order else None
        self._open_button.setEnabled(self._customer_id is not None)

    # What can be done

    def new_order(self) -> None:
        """Open the form of a new order."""
        new_record(self.context, Kind.ORDERS, {}, self.window())

    def open_customer(self) -> None:
        """Show the customer of the current order."""
        if self._customer_id is not None:
            self.context.navigator.open_record(Kind.CUSTOMERS, self._customer_id)

    def _on_opened(self, order_id: int) -> None:
        self.context.navigator.visit(Kind.ORDERS, order_id)
        edit_record(self.context, Kind.ORDERS, order_id, self.window())

    def _on_trash_requested(self, ids: Any) -> None:
        trash_records(self.context, self, Kind.ORDERS, ids)

    def _on_menu_requested(self, order_id: int, position: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Edit")).triggered.connect(partial(self._on_edit, order_id))
        open_customer = menu.addAction(_("Open customer"))
        open_customer.setEnabled(self._customer_id is not None)
        open_customer.triggered.connect(self.open_customer)
        add_cell_actions(menu, self.table)
        if self.table.selected_count() > 1:
            menu.addAction(_("Change…")).triggered.connect(self._on_change_many)
        menu.addSeparator()
        menu.addAction(_("Move to the Trash")).triggered.connect(partial(self._on_trash, order_id))
        menu.popup(position)

    def _on_change_many(self, *_checked: bool) -> None:
        self.change_many()

    def _on_edit(self, order_id: int, *_checked: bool) -> None:
        self._on_opened(order_id)

    def _on_trash(self, order_id: int, *_checked: bool) -> None:
        self._on_trash_requested(self.table.selected_ids() or [order_id])


def _listed(by: OrderBy, descending: bool, filters: Mapping[str, str], connection: Any) -> tuple[Any, Totals]:  # noqa: FBT001 - bound in advance
    return ordered_ids(connection, by, descending=descending, filters=filters), totals(connection, filters)


def _words(records: Records[Any], connection: Any, name: str) -> list[str]:
    return words_in_use(connection, records, name)
