"""How complete a customer's file is, with a way to enter each thing that is missing (D-08)."""

from functools import partial
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy

from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.tiers.completeness import Completeness, Gap
from desktop_crm.core.tiers.standing import completeness_of
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.record_dialog import RecordDialog
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.labels import restyle

_MOST = 100


class CompletenessButton(QPushButton):
    """A chip that opens the list of what is missing; hidden when nothing is."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._customer: Customer | None = None
        self.completeness: Completeness | None = None
        self.setProperty("role", "status")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)
        self.hide()

    def show_customer(self, customer: Customer) -> None:
        """Show how complete the file of this customer is."""
        self._customer = customer
        work = partial(_completeness, customer.id)
        self._context.operations.read(self, work, self._on_read, latest="completeness")

    def _on_read(self, found: Completeness) -> None:
        self.completeness = found
        words = _("{percent} % complete").format(percent=found.percent)
        self.setText(words)
        self.setAccessibleName(words)
        self.setToolTip(_("Missing: {what}").format(what=" · ".join(gap.words for gap in found.gaps)))
        self.setProperty("chip", (Tone.AMBER if found.percent < _MOST // 2 else Tone.INK).value)
        restyle(self)
        self.setVisible(bool(found.gaps))

    def gaps_menu(self) -> QMenu:
        """What is missing, each with the form that enters it."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for gap in self.completeness.gaps if self.completeness else ():
            menu.addAction(gap.words).triggered.connect(partial(self._on_gap, gap))
        return menu

    def _on_clicked(self) -> None:
        self.gaps_menu().popup(self.mapToGlobal(QPoint(0, self.height())))

    def _on_gap(self, gap: Gap, *_checked: bool) -> None:
        if self._customer is None:
            return
        if gap.kind is Kind.CUSTOMERS:
            dialog = RecordDialog(self._context, gap.kind, self._customer, None, self.window())
        else:
            preset = {"customer_id": self._customer.id}
            dialog = RecordDialog(self._context, gap.kind, None, preset, self.window())
        dialog.open()
        if gap.field in dialog.form.boxes:
            dialog.form.focus(gap.field)


def _completeness(customer_id: CustomerId, connection: Any) -> Completeness:
    return completeness_of(connection, customer_id)
