"""The menu of a customer in the list."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.field_values import show
from desktop_crm.core.workflows.keep_confidential import any_confidential
from desktop_crm.ui.customers.record_windows import edit_record, record_interaction
from desktop_crm.ui.customers.trashing import trash_customers
from desktop_crm.ui.framework.cell_menu import add_cell_actions
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.pins import Pins
from desktop_crm.ui.framework.record_table import RecordTable

_COPIED = ("phone", "email", "uscc", "address")


class RowMenu(QMenu):
    """What can be done with one customer of `table`, or with all that are selected there, which `change` changes."""

    def __init__(
        self, context: Context, customer_id: CustomerId, table: RecordTable, pins: Pins, change: Callable[[], None]
    ) -> None:
        super().__init__(table)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._customer_id, self._table = context, customer_id, table
        self._pins, self._change = pins, change
        self.addAction(_("Record interaction")).triggered.connect(self._on_record)
        self.addAction(_("Edit")).triggered.connect(self._on_edit)
        self.addSeparator()
        titles = (_("Copy phone"), _("Copy e-mail"), _("Copy USCC"), _("Copy address"))
        for name, title in zip(_COPIED, titles, strict=True):
            self.addAction(title).triggered.connect(partial(self._on_copy, name))
        self.addAction(pins.words(Kind.CUSTOMERS, customer_id)).triggered.connect(self._on_pin)
        self.addSeparator()
        add_cell_actions(self, table)
        if table.selected_count() == 2:
            self.addAction(_("Merge…")).triggered.connect(self._on_merge)
        if table.selected_count() > 1:
            self.addAction(_("Change…")).triggered.connect(self._on_change)
        self.addSeparator()
        self.addAction(_("Move to the Trash")).triggered.connect(self._on_trash)

    def _on_record(self) -> None:
        record_interaction(self._context, self._customer_id, self._table.window())

    def _on_edit(self) -> None:
        edit_record(self._context, Kind.CUSTOMERS, self._customer_id, self._table.window())

    def _on_copy(self, name: str, *_checked: bool) -> None:
        work = partial(_to_copy, self._customer_id, name)
        self._context.operations.read(self._table, work, partial(_copy, self._context), latest="copy")

    def _on_pin(self) -> None:
        self._pins.toggle(Kind.CUSTOMERS, self._customer_id)

    def _on_merge(self) -> None:
        from desktop_crm.ui.duplicates.merge_dialog import MergeDialog  # noqa: PLC0415 - costs start-up time

        first, second = sorted(self._table.selected_ids())
        MergeDialog(self._context, Kind.CUSTOMERS, first, second, self._table.window()).open()

    def _on_change(self) -> None:
        self._change()

    def _on_trash(self) -> None:
        trash_customers(self._context, self._table, self._table.selected_ids() or [self._customer_id])


def _copy(context: Context, found: tuple[str, bool]) -> None:
    text, confidential = found
    if text:
        context.clipboard.copy(text, confidential=confidential)
    context.messages.toast(_("Copied") if text else _("Nothing is recorded there"))


def _to_copy(customer_id: CustomerId, name: str, connection: Any) -> tuple[str, bool]:
    """The text to copy, of several addresses the first that is there, and whether it is confidential."""
    customer = CUSTOMERS.get(connection, customer_id)
    names = ("office_address", "home_address", "registered_address") if name == "address" else (name,)
    for field in names if customer else ():
        if text := show(FIELDS[field], getattr(customer, field)):
            return text, any_confidential(connection, Kind.CUSTOMERS, [customer_id], [field])
    return "", False
