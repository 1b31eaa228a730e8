"""The status of a customer as a chip that opens the moves to another one (G-01 to G-03)."""

from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy

from desktop_crm.core.customers.choices import CHURNED, INTERESTED, PROSPECT, STATUSES, WON
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.i18n import _
from desktop_crm.core.values.field_values import show
from desktop_crm.ui.customers.move_dialog import MoveDialog
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.labels import restyle

_TONES = {PROSPECT: Tone.INK, INTERESTED: Tone.ACCENT, WON: Tone.GREEN, CHURNED: Tone.INK}


class StatusButton(QPushButton):
    """Shows where a customer stands, and moves it elsewhere."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._customer: Customer | None = None
        self.setProperty("role", "status")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._on_clicked)

    def show_customer(self, customer: Customer) -> None:
        """Show the status of this customer."""
        self._customer = customer
        status = show(FIELDS["status"], customer.status)
        self.setText(status)
        self.setAccessibleName(_("Status: {status}").format(status=status))
        since = show(FIELDS["status_since"], customer.status_since) if customer.status_since else ""
        words = [_("Since {day}").format(day=since) if since else "", customer.status_note]
        words.append(show(FIELDS["churn_reason"], customer.churn_reason))
        self.setToolTip("\n".join([*filter(None, words), _("Click to change it")]))
        self.setProperty("chip", _TONES.get(customer.status, Tone.INK).value)
        restyle(self)

    def moves_menu(self) -> QMenu:
        """The other statuses."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for choice in STATUSES.offered:
            if self._customer and choice.code != self._customer.status:
                words = _("Becomes “{status}”…").format(status=STATUSES.label_of(choice.code))
                menu.addAction(words).triggered.connect(partial(self._on_move, choice.code))
        return menu

    def _on_clicked(self) -> None:
        self.moves_menu().popup(self.mapToGlobal(QPoint(0, self.height())))

    def _on_move(self, to: str, *_checked: bool) -> None:
        if self._customer:
            MoveDialog(self._context, self._customer, to, self.window()).open()
