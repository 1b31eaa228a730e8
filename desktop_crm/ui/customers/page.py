"""The customers page: a list that can be filtered and ordered, and beside it the customer who is looked at."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.choosing import chosen_ids, filter_fields, words_in_use
from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.customers.listing import Order
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.fields import FieldType
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists.view import ALL
from desktop_crm.ui.clocks.cells import ClockColumn
from desktop_crm.ui.customers.columns import customer_cells, customer_columns, order_named, why_in_tier
from desktop_crm.ui.customers.detail import CustomerDetail
from desktop_crm.ui.customers.record_windows import edit_record, new_record
from desktop_crm.ui.customers.row_menu import RowMenu
from desktop_crm.ui.customers.trashing import trash_customers
from desktop_crm.ui.framework.bulk_dialog import BulkDialog
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.filter_bar import FilterBar
from desktop_crm.ui.framework.list_shown import ListShown
from desktop_crm.ui.framework.list_views import ListViews
from desktop_crm.ui.framework.page import Figure, Page
from desktop_crm.ui.framework.record_table import RecordTable
from desktop_crm.ui.framework.record_table_model import RecordTableModel
from desktop_crm.ui.framework.selection_bar import SelectionBar
from desktop_crm.ui.framework.turns import Turns, in_tab_order
from desktop_crm.ui.look import tokens
from desktop_crm.ui.transfer.pasting import paste_rows
from desktop_crm.ui.widgets.cards import EmptyState, button, focus_part, show_part
from desktop_crm.ui.widgets.labels import label

_PREVIEW_AFTER_MILLISECONDS = 60  # so that a held arrow key does not ask for every customer it passes
_VISITED_AFTER_MILLISECONDS = 1_500  # who stays that long looks at the customer
_LIST_WIDTH, _DETAIL_WIDTH = 520, 652
_BESIDE_COLUMNS = 12  # the scroll bar
_FILTERED_FIRST = ("status", "industry", "owner")
_TABLE, _NO_CUSTOMER, _NO_RESULT = range(3)


class CustomersPage(Page):
    """Signals: `print_requested(customer_id)`, beside those of every page."""

    print_requested = Signal(object)

    viewed = (Kind.CUSTOMERS,)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._to_open: CustomerId | None = None
        self._scale = context.theme.scale
        self._alone, self._detail_shown = False, False
        self.model = RecordTableModel(context.operations, customer_columns(), customer_cells, self)
        self.table = RecordTable(context, self.model, "customers", Kind.CUSTOMERS)
        self.table.setAccessibleName(_("Customers"))
        self.table.told_on_hover["tier"] = why_in_tier
        ClockColumn(Kind.CUSTOMERS, self.table, self.model)
        self.detail = CustomerDetail(context)
        self._filters: FilterBar
        self._views: ListViews
        self._selection: SelectionBar
        self._build_panes()
        self._build_list()
        self._connect()
        self._turns = Turns(self, (self._build_filters, self._build_empty_states, self._build_views))

    # Building: at once the title and the list; the rest in turns, or when it is asked for

    @property
    def filters(self) -> FilterBar:
        """The filters above the list."""
        self._turns.finish()
        return self._filters

    @property
    def views(self) -> ListViews:
        """The saved views of the list."""
        self._turns.finish()
        return self._views

    @property
    def selection(self) -> SelectionBar:
        """What is below the list when several rows are selected."""
        self._turns.finish()
        return self._selection

    def _build_panes(self) -> None:
        """Empty panes first: what is put into them later is not asked for its size before it is shown."""
        px = self.context.theme.px
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        whole.addWidget(self._splitter)
        self._list = QFrame()
        self._list.setProperty("role", "panel")
        self._list.setMinimumWidth(px(320))
        self._splitter.addWidget(self._list)
        self._splitter.addWidget(self.detail)
        self._splitter.setStretchFactor(1, 1)
        least = sum(column.width for column in self.model.columns if column.shown)  # at which no name is cut
        self._splitter.setSizes([px(max(least + _BESIDE_COLUMNS, _LIST_WIDTH)), px(_DETAIL_WIDTH)])
        self._splitter.restoreState(self.context.preferences.state("customers.splitter"))
        factor = self._scale / self.context.preferences.get("customers.splitter.scale", self._scale)
        self._splitter.setSizes([round(size * factor) for size in self._splitter.sizes()])

    def _build_list(self) -> None:
        px = self.context.theme.px
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._head = QHBoxLayout()
        self._rows.addLayout(self._head)
        self._head.setContentsMargins(px(12), px(12), px(12), px(4))
        self._head.setSpacing(px(12))
        self._head.addWidget(label(_("Customers"), "pageTitle"))
        self._head.addStretch(1)  # until the filters are there
        self._new = button(_("New"), self.new_customer)
        self._head.addWidget(self._new)
        holder = QWidget()
        self._rows.addWidget(holder, 1)
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)

    def _build_filters(self) -> None:
        self._filters = FilterBar(self.context.operations, filter_fields(), _FILTERED_FIRST, words_in_use)
        self._head.takeAt(1)
        self._head.insertWidget(1, self._filters, 1)

    def _build_empty_states(self) -> None:
        text = _("The companies and people you visit belong here. Add one, or import a list you have.")
        self._stack.addWidget(EmptyState(text, _("New customer"), self.new_customer))
        nothing = EmptyState(_("No customer fits these filters."), _("Clear filters"), self._on_everybody)
        room = nothing.layout()
        assert isinstance(room, QVBoxLayout)  # noqa: S101 - an empty state is a column
        room.addWidget(button(_("New customer"), self.new_customer, "quiet"), alignment=Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(nothing)
        self._selection = SelectionBar(self.context.theme, self.table, self.change_many)
        self._rows.addWidget(self._selection)

    def _build_views(self) -> None:
        """The views come last: with them the first refresh begins."""
        usual = (Order.LAST_INTERACTION, True)
        self._views = ListViews(self.context, Kind.CUSTOMERS, self.table, self._filters, usual)
        self._rows.insertWidget(1, self._views.bar)
        self._views.refresh_needed.connect(self.refresh)
        self._views.shown.connect(self.view_shown)
        filters, views = self._filters.findChildren(QPushButton), self._views.bar.findChildren(QPushButton)
        in_tab_order([*filters, self._new, *views, self.table, *self._selection.findChildren(QPushButton)])

    def _connect(self) -> None:
        self._preview_soon = QTimer(self, singleShot=True, interval=_PREVIEW_AFTER_MILLISECONDS)
        self._preview_soon.timeout.connect(self._on_preview)
        self._visited_soon = QTimer(self, singleShot=True, interval=_VISITED_AFTER_MILLISECONDS)
        self._visited_soon.timeout.connect(self._on_visited)
        self._remember_soon = QTimer(self, singleShot=True, interval=500)
        self._remember_soon.timeout.connect(self._on_remember)
        self._splitter.splitterMoved.connect(self._on_splitter_moved)
        self.table.current_changed.connect(self._on_current_changed)
        self.table.opened.connect(self._on_opened)
        self.table.clicked.connect(self._on_clicked)
        self.table.pasted.connect(self._on_pasted)
        self.table.trash_requested.connect(partial(trash_customers, self.context, self))
        self.table.menu_requested.connect(self._on_menu_requested)
        self.detail.print_requested.connect(self.print_requested)
        self.detail.back_requested.connect(self._on_back)

    # What every page does

    def refresh(self) -> None:
        order = order_named(self.views.order)
        work = partial(_listed, order, self.views.descending, dict(self.filters.values))
        self.context.operations.read(self, work, self._on_listed, latest="ids")

    def concerns(self, changes: Changes) -> bool:
        return bool(changes)

    @classmethod
    def shows(cls, kind: Kind) -> bool:
        return kind is Kind.CUSTOMERS

    @classmethod
    def figure(cls, connection: Any) -> Figure:
        return Figure(CUSTOMERS.count(connection))

    def open_record(self, kind: Kind, record_id: int) -> None:
        if kind is not Kind.CUSTOMERS:
            return
        self._show_detail(shown=True)
        if self.table.go_to(record_id):
            self.table.setFocus()
        else:  # not read yet, or hidden by a filter
            self._to_open = CustomerId(record_id)
            self._seek()

    def open_part(self, customer_id: CustomerId, kind: Kind, record_id: int) -> None:
        self.open_record(Kind.CUSTOMERS, customer_id)
        self.detail.show_record(customer_id, kind, record_id)

    def _seek(self) -> None:
        """Read the list again for the record that is to be opened, with nobody left out."""
        if not self._turns.are_done:
            return  # the list is still to be read for the first time
        if self.filters.values:
            self.views.show_everything()
        else:
            self.refresh()

    def listed(self) -> ListShown | None:
        return self.views.listed()

    def focus(self) -> None:
        focus_part(self._stack)

    def view_state(self) -> Mapping[str, Any]:
        return {
            "views": self.views.state(),
            "place": self.table.place(),
            "tab": self.detail.tab,
            "detail_shown": self._detail_shown,
        }

    def restore_view(self, state: Mapping[str, Any]) -> None:
        self._turns.then(lambda: self._views.restore(state["views"]))
        self.table.return_to(state["place"])
        self.detail.tab = state["tab"]
        self._detail_shown = state["detail_shown"]

    def panes(self) -> Sequence[QWidget]:
        return self._list, self.detail

    def focus_pane(self, pane: QWidget) -> None:
        if pane is self.detail:
            self.detail.focus()
        else:
            self.focus()

    def selected_customer(self) -> CustomerId | None:
        return self.detail.customer_id

    def _on_changed(self, changes: Changes, origin: QObject) -> None:  # noqa: ARG002 - also what we did ourselves
        others = changes.kinds & {Kind.INTERACTIONS, Kind.FOLLOWUPS}
        if others:
            self.model.read_again()
        else:
            self.model.read_again(changes.updated.get(Kind.CUSTOMERS, ()))
        if others or Kind.CUSTOMERS in changes.kinds:
            self.refresh()
        self.detail.show_changes(changes)

    # The list

    def _on_listed(self, found: Any) -> None:
        ids, total = found
        row = max(self.table.currentIndex().row(), 0)
        self.model.show_ids(ids)
        self.count_changed.emit(total, False)  # noqa: FBT003 - Qt's signals know no names
        show_part(self._stack, _TABLE if ids else _NO_RESULT if self.filters.values else _NO_CUSTOMER)
        if self._to_open is not None:
            wanted, self._to_open = self._to_open, None
            if self.table.go_to(wanted):
                pass
            elif self.filters.values:  # of the view that the page opened with
                self._to_open = wanted
                self._seek()
            else:
                self.detail.show_customer(wanted)  # in the Trash
        elif self.table.current_id is None and ids:
            self.table.go_to_row(row)
        if not ids:
            self.detail.show_customer(None)

    def _on_current_changed(self, _customer_id: int | None) -> None:
        self._preview_soon.start()
        self._visited_soon.start()

    def _on_visited(self) -> None:
        if self.isVisible() and self.detail.customer_id is not None:
            self.context.navigator.visit(Kind.CUSTOMERS, self.detail.customer_id)

    def _on_preview(self) -> None:
        current = self.table.current_id
        self.detail.show_customer(None if current is None else CustomerId(current))

    @property
    def view_key(self) -> str:
        return self._views.view.key if self._turns.are_done else ALL

    def show_view(self, kind: Kind, key: str) -> None:  # noqa: ARG002 - there is only one kind here
        self._turns.then(lambda: self._views.show(key))

    def _on_pasted(self, text: str) -> None:
        headings = [_(FIELDS[column.key].label) for column in self.table.columns.visible()]
        paste_rows(self.context, Kind.CUSTOMERS, headings, text, self.window())

    def _on_everybody(self) -> None:
        self.views.show_everything()

    def change_many(self) -> None:
        """Open what changes one field of all customers that are selected."""
        BulkDialog(self.context, Kind.CUSTOMERS, self.table.selected_ids(), self.window()).open()

    def new_customer(self) -> None:
        """Open the form of a new customer, with what the filters say of it."""
        preset = {
            name: value
            for name, value in self.filters.values.items()
            if FIELDS[name].type in {FieldType.CHOICE, FieldType.TEXT}
        }
        new_record(self.context, Kind.CUSTOMERS, preset, self.window())

    def _on_opened(self, customer_id: int) -> None:
        if self._alone and not self._detail_shown:
            self._show_detail(shown=True)
        else:
            edit_record(self.context, Kind.CUSTOMERS, customer_id, self.window())

    def _on_clicked(self) -> None:
        if self._alone and QGuiApplication.keyboardModifiers() == Qt.KeyboardModifier.NoModifier:
            self._show_detail(shown=True)

    def _on_menu_requested(self, customer_id: int, position: QPoint) -> None:
        self.row_menu(customer_id).popup(position)

    def row_menu(self, customer_id: int) -> RowMenu:
        """What can be done with one customer of the list."""
        return RowMenu(self.context, CustomerId(customer_id), self.table, self.detail.pins, self.change_many)

    # Panes

    def _on_back(self) -> None:
        self._show_detail(shown=False)
        self.table.setFocus()

    def _show_detail(self, *, shown: bool) -> None:
        self._detail_shown = shown
        self._arrange()

    def _arrange(self) -> None:
        """In a narrow window the list or the detail has all of it."""
        self._list.setVisible(not (self._alone and self._detail_shown))
        self.detail.setVisible(not self._alone or self._detail_shown)
        self.detail.show_back(self._alone)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._measure()

    def _measure(self) -> None:
        alone = self.window().width() < self.context.theme.px(tokens.DETAIL_ALONE_BELOW)
        if alone != self._alone:
            self._alone = alone
            self._arrange()

    def _on_splitter_moved(self) -> None:
        self._remember_soon.start()

    def _on_remember(self) -> None:
        if not self._alone:
            self.context.preferences.set_state("customers.splitter", self._splitter.saveState())
            self.context.preferences.set("customers.splitter.scale", self._scale)


def _listed(order: Any, descending: bool, filters: dict[str, str], connection: Any) -> tuple[Any, int]:  # noqa: FBT001 - bound in advance
    return chosen_ids(connection, order, descending=descending, filters=filters), CUSTOMERS.count(connection)
