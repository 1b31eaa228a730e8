"""Why customers on the agenda matter: their tier, and what put them there."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop_crm.core.agenda.agenda import Item
from desktop_crm.core.agenda.noted import Noted, worth_a_word
from desktop_crm.core.customers.choices import TIERS
from desktop_crm.core.i18n import _
from desktop_crm.ui.customers.columns import TIER_TONES
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.cards import Card
from desktop_crm.ui.widgets.labels import ElidedLabel, chip

_LOOKED_AT = 200  # customers, the first on the agenda


class WhyThemCard(Card):
    """One line for each tier that calls for attention; hidden where there is none."""

    def __init__(self, context: Context) -> None:
        super().__init__(_("Why them"))
        self._context = context
        self._shown: list[Noted] = []
        self._lines: list[QWidget] = []
        self.hide()

    def show_customers(self, items: Sequence[Item]) -> None:
        """Look at the customers of these items."""
        ids = list(dict.fromkeys(item.customer_id for item in items if item.customer_id))[:_LOOKED_AT]
        work = partial(worth_a_word, customer_ids=ids)
        self._context.operations.read(self, work, self._on_read, latest="why")

    def _on_read(self, found: list[Noted]) -> None:
        if found == self._shown:
            return
        self._shown = found
        for line in self._lines:
            self.body.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = [self._line(noted) for noted in found]
        for line in self._lines:
            self.body.addWidget(line)
        self.setVisible(bool(found))

    def _line(self, noted: Noted) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._context.theme.px(6))
        row.addWidget(chip(TIERS.label_of(noted.tier), TIER_TONES.get(noted.tier, Tone.INK)))
        row.addWidget(ElidedLabel(" — ".join(filter(None, (noted.name, noted.words)))), 1)
        return line
