"""The customers page: a list that can be filtered and ordered, and beside it the customer who is looked at."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.choosing import chosen_ids, words_in_use
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.customers.listing import Order
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.fields import FieldType
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.field_values import show
from desktop_crm.ui.customers.columns import customer_cells, customer_columns, order_named
from desktop_crm.ui.customers.detail import CustomerDetail
from desktop_crm.ui.customers.record_windows import edit_record, new_record, record_interaction
from desktop_crm.ui.customers.trashing import trash_customers
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.filter_bar import FilterBar
from desktop_crm.ui.framework.page import Page
from desktop_crm.ui.framework.record_table import RecordTable
from desktop_crm.ui.framework.record_table_model import RecordTableModel
from desktop_crm.ui.look import tokens
from desktop_crm.ui.widgets.cards import EmptyState, button
from desktop_crm.ui.widgets.labels import label

_PREVIEW_AFTER_MILLISECONDS = 60  # so that a held arrow key does not ask for every customer it passes
_LIST_WIDTH, _DETAIL_WIDTH = 520, 652
_FILTERED_FIRST = ("status", "industry", "owner")
_TABLE, _NO_CUSTOMER, _NO_RESULT = range(3)
_COPIED = ("phone", "email", "uscc", "address")


class CustomersPage(Page):
    """Signals: `print_requested(customer_id)`, beside those of every page."""

    print_requested = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._order = order_named(context.preferences.get("customers.order", Order.LAST_INTERACTION))
        self._descending = bool(context.preferences.get("customers.descending", True))
        self._to_open: CustomerId | None = None
        self._alone, self._detail_shown = False, False
        self.model = RecordTableModel(context.operations, customer_columns(), customer_cells, self)
        self.table = RecordTable(context, self.model, "customers")
        self.table.setAccessibleName(_("Customers"))
        self.table.show_order(self._order, descending=self._descending)
        self.detail = CustomerDetail(context)
        choices = [
            field
            for field in FIELDS.stored
            if field.type in {FieldType.CHOICE, FieldType.CHOICES} or field.name == "owner"
        ]
        self.filters = FilterBar(context.operations, choices, _FILTERED_FIRST, words_in_use)
        self._build()
        self._connect()
        self.refresh()

    def _build(self) -> None:
        px = self.context.theme.px
        self._list = QFrame()
        self._list.setProperty("role", "panel")
        self._list.setMinimumWidth(px(320))
        head = QHBoxLayout()
        head.setContentsMargins(px(12), px(12), px(12), px(4))
        head.setSpacing(px(12))
        head.addWidget(label(_("Customers"), "pageTitle"))
        head.addWidget(self.filters, 1)
        head.addWidget(button(_("New"), self.new_customer))
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        text = _("The companies and people you visit belong here. Add one, or import a list you have.")
        self._stack.addWidget(EmptyState(text, _("New customer"), self.new_customer))
        nothing = EmptyState(_("No customer fits these filters."), _("Clear filters"), self.filters.clear)
        room = nothing.layout()
        assert isinstance(room, QVBoxLayout)  # noqa: S101 - an empty state is a column
        room.addWidget(button(_("New customer"), self.new_customer, "quiet"), alignment=Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(nothing)
        layout = QVBoxLayout(self._list)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(holder, 1)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setHandleWidth(1)
        self._splitter.addWidget(self._list)
        self._splitter.addWidget(self.detail)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([px(_LIST_WIDTH), px(_DETAIL_WIDTH)])
        self._splitter.restoreState(self.context.preferences.state("customers.splitter"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._splitter)

    def _connect(self) -> None:
        self._preview_soon = QTimer(self, singleShot=True, interval=_PREVIEW_AFTER_MILLISECONDS)
        self._preview_soon.timeout.connect(self._on_preview)
        self._remember_soon = QTimer(self, singleShot=True, interval=500)
        self._remember_soon.timeout.connect(self._on_remember)
        self._splitter.splitterMoved.connect(self._on_splitter_moved)
        self.table.current_changed.connect(self._on_current_changed)
        self.table.opened.connect(self._on_opened)
        self.table.clicked.connect(self._on_clicked)
        self.table.order_requested.connect(self._on_order_requested)
        self.table.trash_requested.connect(partial(trash_customers, self.context, self))
        self.table.menu_requested.connect(self._on_menu_requested)
        self.filters.changed.connect(self.refresh)
        self.detail.print_requested.connect(self.print_requested)
        self.detail.back_requested.connect(self._on_back)
        for keys, act in (("F6", self._on_next_pane), ("Shift+F6", self._on_previous_pane)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(act)

    # What every page does

    def refresh(self) -> None:
        work = partial(_listed, self._order, self._descending, dict(self.filters.values))
        self.context.operations.read(self, work, self._on_listed, latest="ids")

    def concerns(self, changes: Changes) -> bool:
        return bool(changes)

    @classmethod
    def shows(cls, kind: Kind) -> bool:
        return kind is Kind.CUSTOMERS

    def open_record(self, kind: Kind, record_id: int) -> None:
        if kind is not Kind.CUSTOMERS:
            return
        self._show_detail(shown=True)
        if self.table.go_to(record_id):
            self.table.setFocus()
        else:  # not read yet, or hidden by a filter
            self._to_open = CustomerId(record_id)
            if self.filters.values:
                self.filters.clear()
            else:
                self.refresh()

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
        self._stack.setCurrentIndex(_TABLE if ids else _NO_RESULT if self.filters.values else _NO_CUSTOMER)
        if self._to_open is not None:
            wanted, self._to_open = self._to_open, None
            if not self.table.go_to(wanted):
                self.detail.show_customer(wanted)  # in the Trash
        elif self.table.current_id is None and ids:
            self.table.go_to_row(row)
        if not ids:
            self.detail.show_customer(None)

    def _on_current_changed(self, _customer_id: int | None) -> None:
        self._preview_soon.start()

    def _on_preview(self) -> None:
        current = self.table.current_id
        self.detail.show_customer(None if current is None else CustomerId(current))

    def _on_order_requested(self, order: str, descending: bool) -> None:  # noqa: FBT001 - a slot
        self._order, self._descending = order_named(order), descending
        self.context.preferences.set("customers.order", order)
        self.context.preferences.set("customers.descending", descending)
        self.table.show_order(order, descending=descending)
        self.refresh()

    def new_customer(self) -> None:
        """Open the form of a new customer, with what the filters say of it."""
        preset = {
            name: value for name, value in self.filters.values.items() if FIELDS[name].type is not FieldType.CHOICES
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

    # The menu of a row

    def _on_menu_requested(self, customer_id: int, position: QPoint) -> None:
        self.row_menu(customer_id).popup(position)

    def row_menu(self, customer_id: int) -> QMenu:
        """What can be done with one customer of the list."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Record interaction")).triggered.connect(partial(self._on_record, customer_id))
        menu.addAction(_("Edit")).triggered.connect(partial(self._on_edit, customer_id))
        menu.addSeparator()
        titles = (_("Copy phone"), _("Copy e-mail"), _("Copy USCC"), _("Copy address"))
        for name, title in zip(_COPIED, titles, strict=True):
            menu.addAction(title).triggered.connect(partial(self._on_copy, customer_id, name))
        menu.addAction(_("Copy rows")).triggered.connect(self.table.copy)
        menu.addSeparator()
        menu.addAction(_("Move to the Trash")).triggered.connect(partial(self._on_trash, customer_id))
        return menu

    def _on_record(self, customer_id: int, *_checked: bool) -> None:
        record_interaction(self.context, CustomerId(customer_id), self.window())

    def _on_edit(self, customer_id: int, *_checked: bool) -> None:
        edit_record(self.context, Kind.CUSTOMERS, customer_id, self.window())

    def _on_trash(self, customer_id: int, *_checked: bool) -> None:
        trash_customers(self.context, self, self.table.selected_ids() or [customer_id])

    def _on_copy(self, customer_id: int, name: str, *_checked: bool) -> None:
        work = partial(CUSTOMERS.get, record_id=customer_id)
        self.context.operations.read(self, work, partial(self._on_read_to_copy, name), latest="copy")

    def _on_read_to_copy(self, name: str, customer: Customer | None) -> None:
        text = _copied(customer, name) if customer else ""
        if text:
            QGuiApplication.clipboard().setText(text)
        self.context.messages.toast(_("Copied") if text else _("Nothing is recorded there"))

    # Panes

    def _on_next_pane(self) -> None:
        self._go_to_pane(1)

    def _on_previous_pane(self) -> None:
        self._go_to_pane(-1)

    def _go_to_pane(self, step: int) -> None:
        """Sidebar, list, detail, and round again."""
        if not self.isVisible():
            return
        sidebar = self.window().findChild(QFrame, "sidebar")
        panes: list[QWidget] = [pane for pane in (sidebar, self._list, self.detail) if pane and pane.isVisible()]
        focused = QGuiApplication.focusObject()
        here = next(
            (
                number
                for number, pane in enumerate(panes)
                if isinstance(focused, QWidget) and pane.isAncestorOf(focused)
            ),
            -1 if step > 0 else 0,
        )
        pane = panes[(here + step) % len(panes)]
        if pane is self._list:
            self.table.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif pane is self.detail:
            self.detail.focus()
        else:
            lines = [child for child in pane.findChildren(QWidget) if child.focusPolicy() & Qt.FocusPolicy.TabFocus]
            marked = (line for line in lines if line.property("checked"))
            next(marked, lines[0]).setFocus(Qt.FocusReason.ShortcutFocusReason)

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


def _listed(order: Any, descending: bool, filters: dict[str, str], connection: Any) -> tuple[Any, int]:  # noqa: FBT001 - bound in advance
    return chosen_ids(connection, order, descending=descending, filters=filters), CUSTOMERS.count(connection)


def _copied(customer: Customer, name: str) -> str:
    """The text to copy; of several addresses the first that is there."""
    names = ("office_address", "home_address", "registered_address") if name == "address" else (name,)
    texts = (show(FIELDS[field], getattr(customer, field)) for field in names)
    return next(filter(None, texts), "")
