"""A customer's contacts, orders or follow-ups: a list, a button that adds one, and what to do with each."""

from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from desktop_crm.core.i18n import N_, _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.timeline.overview import ids_of
from desktop_crm.ui.customers.record_windows import edit_record, new_record
from desktop_crm.ui.customers.trashing import trash_records
from desktop_crm.ui.framework.cell_menu import add_cell_actions
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.field_columns import columns_of, fetch_fields, table_fields
from desktop_crm.ui.framework.record_table import RecordTable
from desktop_crm.ui.framework.record_table_model import RecordTableModel
from desktop_crm.ui.widgets.cards import EmptyState, button

_LEADING = {Kind.CONTACTS: "name", Kind.ORDERS: "product", Kind.FOLLOWUPS: "title"}
_ADD = {Kind.CONTACTS: N_("Add contact"), Kind.ORDERS: N_("Add order"), Kind.FOLLOWUPS: N_("Add follow-up")}
_EMPTY = {
    Kind.CONTACTS: N_("The people you talk to here: who decides, who uses, who signs."),
    Kind.ORDERS: N_("What this customer bought, when and for how much."),
    Kind.FOLLOWUPS: N_("What you have promised or plan to do next."),
}


class RecordsTab(QWidget):
    """The records of one kind that belong to the customer shown."""

    def __init__(self, context: Context, kind: Kind) -> None:
        super().__init__()
        self._context, self._kind = context, kind
        self._customer_id: CustomerId | None = None
        fields = table_fields(kind, _LEADING[kind])
        self.model = RecordTableModel(context.operations, columns_of(fields), partial(fetch_fields, kind, fields), self)
        self.table = RecordTable(context, self.model, f"customer.{kind}", kind)
        self.table.setAccessibleName(_(_ADD[kind]))
        self.table.opened.connect(self._on_opened)
        self.table.trash_requested.connect(self._on_trash_requested)
        self.table.menu_requested.connect(self._on_menu_requested)
        top = QHBoxLayout()
        top.addStretch(1)
        self._add = button(_(_ADD[kind]), self._on_add)
        top.addWidget(self._add)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.table)
        self._stack.addWidget(EmptyState(_(_EMPTY[kind]), _(_ADD[kind]), self._on_add))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(holder, 1)

    def show_customer(self, customer_id: CustomerId) -> None:
        """Show what belongs to this customer."""
        again, self._customer_id = customer_id == self._customer_id, customer_id
        if again:
            self.model.read_again()
        self._context.operations.read(self, partial(_ids, self._kind, customer_id), self._on_ids, latest="ids")

    def _on_ids(self, ids: Any) -> None:
        self.model.show_ids(ids)
        self._stack.setCurrentIndex(0 if ids else 1)
        self._add.setVisible(bool(ids))

    def _on_add(self) -> None:
        new_record(self._context, self._kind, {"customer_id": self._customer_id}, self.window())

    def _on_opened(self, record_id: int) -> None:
        edit_record(self._context, self._kind, record_id, self.window())

    def _on_trash_requested(self, ids: Any) -> None:
        trash_records(self._context, self, self._kind, ids)

    def _on_menu_requested(self, record_id: int, position: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Edit")).triggered.connect(partial(self._on_edit, record_id))
        add_cell_actions(menu, self.table, pasting=False)
        menu.addAction(_("Move to the Trash")).triggered.connect(partial(self._on_trash, record_id))
        menu.popup(position)

    def _on_edit(self, record_id: int, *_checked: bool) -> None:
        self._on_opened(record_id)

    def _on_trash(self, record_id: int, *_checked: bool) -> None:
        self._on_trash_requested(self.table.selected_ids() or [record_id])


def _ids(kind: Kind, customer_id: CustomerId, connection: Any) -> Any:
    return ids_of(connection, kind, customer_id)
