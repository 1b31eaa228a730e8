"""The menu of one field of a customer: found right (D-03), confidential (P-04), and what it held before."""

from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.workflows.verify_records import verify
from desktop_crm.ui.customers.record_windows import edit_record, show_history
from desktop_crm.ui.framework.confidential import add_mark_action
from desktop_crm.ui.framework.context import Context


class FieldMenu(QMenu):
    """What can be done with a field: `marked` says whether it is confidential, `masked` whether its value is hidden."""

    def __init__(
        self, context: Context, customer_id: CustomerId, name: str, owner: QWidget, *, marked: bool, masked: bool
    ) -> None:
        super().__init__(owner)
        self._context, self._customer_id, self._name, self._owner = context, customer_id, name, owner
        self.aboutToHide.connect(self.deleteLater)
        self.addAction(_("Edit")).triggered.connect(self._on_edit)
        if not masked and not context.book.database.presenting:  # nobody finds right what he does not see
            self.addAction(_("Mark as verified")).triggered.connect(self._on_verify)
        add_mark_action(self, Kind.CUSTOMERS, name, partial(self._mark, on=not marked), marked=marked)
        label = FIELDS[name].label
        self.addAction(_("History of “{field}”").format(field=_(label))).triggered.connect(self._on_history)

    def _on_edit(self) -> None:
        edit_record(self._context, Kind.CUSTOMERS, self._customer_id, self._owner.window())

    def _on_verify(self) -> None:
        work = partial(verify, kind=Kind.CUSTOMERS, record_id=self._customer_id, fields=(self._name,))
        self._context.operations.write(self._owner, "verify", work)

    def _mark(self, *, on: bool) -> None:
        verb, act = ("mark_confidential", CUSTOMERS.mark) if on else ("unmark_confidential", CUSTOMERS.unmark)
        self._context.operations.write(self._owner, verb, partial(act, ids=[self._customer_id], name=self._name))

    def _on_history(self) -> None:
        show_history(self._context, Kind.CUSTOMERS, self._customer_id, self._name, self._owner.window())
