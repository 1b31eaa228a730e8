"""The head of a customer: name and standing, what can be done, and the lines below the name."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.i18n import _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.timeline.overview import Overview
from desktop_crm.core.values.field_values import show
from desktop_crm.ui.clocks.chips import ClockChips
from desktop_crm.ui.customers.completeness_button import CompletenessButton
from desktop_crm.ui.customers.merged_line import MergedLine
from desktop_crm.ui.customers.status_button import StatusButton
from desktop_crm.ui.customers.tier_button import TierButton
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.pins import Pins
from desktop_crm.ui.look.icons import icon
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.cards import button
from desktop_crm.ui.widgets.labels import ElidedLabel, chip

_FACTS_IN_LINE = ("number", "industry", "size", "ownership")


class DetailHead(QWidget):
    """Signals: `back_requested()` from the button that narrow windows show, `print_requested()`,
    `menu_requested(position)` for what else can be done."""

    back_requested = Signal()
    print_requested = Signal()
    menu_requested = Signal(QPoint)

    def __init__(self, context: Context, pins: Pins) -> None:
        super().__init__()
        self._context, self._pins = context, pins
        self._customer_id: CustomerId | None = None
        pins.changed.connect(self._show_pin)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._name_row())
        self._line = ElidedLabel(role="soft")
        layout.addWidget(self._line)
        self._merged = MergedLine(context)
        layout.addWidget(self._merged)
        self._clocks = ClockChips(context)
        layout.addWidget(self._clocks)

    def _name_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self._back = button(_("Back"), self.back_requested.emit, "quiet")
        self._back.setIcon(icon("arrow-left", self._context.theme, Tone.SOFT))
        self._back.hide()
        self._name = ElidedLabel(role="pageTitle")
        self._name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._status = StatusButton(self._context)
        self._tier = TierButton(self._context)
        self._complete = CompletenessButton(self._context)
        self._trashed = chip(_("In the Trash"), Tone.RED)
        self._pin = QPushButton()
        self._pin.setProperty("role", "more")
        self._pin.clicked.connect(self._on_pin)
        self._print = button(_("Print"), self.print_requested.emit)
        self._more = QPushButton("⋯")
        self._more.setProperty("role", "more")
        self._more.setAccessibleName(_("More"))
        self._more.setToolTip(_("More"))
        self._more.clicked.connect(self._on_more)
        for widget in (self._back, self._name, self._status, self._tier, self._complete, self._trashed):
            row.addWidget(widget)
        row.addStretch(1)
        for widget in (self._pin, self._print, self._more):
            row.addWidget(widget)
        return row

    def show_overview(self, found: Overview) -> None:
        """Show who this is and how it stands with them."""
        customer = found.customer
        self._customer_id = customer.id
        self._name.setText(customer.name)
        self._status.show_customer(customer)
        self._tier.show_customer(customer)
        self._complete.show_customer(customer)
        self._trashed.setVisible(found.in_trash)
        self._show_pin()
        facts = [show(FIELDS[name], getattr(customer, name)) for name in _FACTS_IN_LINE]
        owner = _("Owner {name}").format(name=customer.owner) if customer.owner else ""
        self._line.setText(" · ".join(filter(None, (*facts, owner))))
        self._merged.show_customer(customer.id)
        self._clocks.show_customer(customer.id)

    def show_back(self, shown: bool) -> None:  # noqa: FBT001 - a state
        """Show the way back to the list, or not."""
        self._back.setVisible(shown)

    def _on_pin(self) -> None:
        if self._customer_id is not None:
            self._pins.toggle(Kind.CUSTOMERS, self._customer_id)

    def _show_pin(self) -> None:
        if self._customer_id is None:
            return
        pinned = self._pins.is_pinned(Kind.CUSTOMERS, self._customer_id)
        tone = Tone.ACCENT if pinned else Tone.SOFT
        self._pin.setIcon(icon("pin-off" if pinned else "pin", self._context.theme, tone))
        words = self._pins.words(Kind.CUSTOMERS, self._customer_id)
        self._pin.setAccessibleName(words)
        self._pin.setToolTip(words)

    def _on_more(self) -> None:
        self.menu_requested.emit(self._more.mapToGlobal(self._more.rect().bottomLeft()))
