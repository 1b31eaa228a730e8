"""The list of orders, with what they come to below it."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout

from desktop_crm.core.i18n import _, ngettext
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.totals import Totals, totals
from desktop_crm.core.values.money import show_money
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.records.page import RecordsPage
from desktop_crm.ui.widgets.labels import ElidedLabel, label


class OrdersPage(RecordsPage):
    """All orders; the foot says how many, and the sum of those that were not cancelled."""

    kind = Kind.ORDERS

    def __init__(self, context: Context, *, titled: bool = True) -> None:
        super().__init__(context, titled=titled)
        px = context.theme.px
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
        self._foot.hide()
        self.rows.addWidget(self._foot)

    def refresh(self) -> None:
        super().refresh()
        work = partial(totals, filters=dict(self.filters.values))
        self.context.operations.read(self, work, self._on_totals, latest="totals")

    def _on_totals(self, come_to: Totals) -> None:
        self._foot.setVisible(bool(come_to.orders))
        count = ngettext("{count} order", "{count} orders", come_to.orders).format(count=f"{come_to.orders:,}")
        cancelled = _("{count} cancelled").format(count=f"{come_to.cancelled:,}") if come_to.cancelled else ""
        self.count.setText(" · ".join(filter(None, (count, cancelled))))
        amounts = " + ".join(show_money(amount) for amount in come_to.amounts)
        self.sum.setText(_("Sum {amount}").format(amount=amounts) if amounts else "")
