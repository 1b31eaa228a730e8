"""The timeline of the customer shown, with a chip for each part of it and a way from milestone to milestone."""

from collections.abc import Collection
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from desktop_crm.core.i18n import N_, _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.timeline.entries import EVERYTHING, Part, entries
from desktop_crm.core.timeline.entry import Entry, Key
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.timeline.timeline_model import TimelineModel
from desktop_crm.ui.timeline.timeline_view import TimelineView
from desktop_crm.ui.widgets.cards import EmptyState, button

_FILTERS: tuple[tuple[str, frozenset[Part]], ...] = (
    (N_("All"), EVERYTHING),
    *((part.value, frozenset({part})) for part in Part),
)


class TimelineTab(QWidget):
    """Signals: `opened(entry)`, `record_requested()` from the empty timeline."""

    opened = Signal(object)
    record_requested = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._customer_id: CustomerId | None = None
        self._parts: Collection[Part] = EVERYTHING
        self.model = TimelineModel(context.operations, self)
        self.view = TimelineView(context.theme, self.model)
        self.view.setAccessibleName(_("Timeline"))
        self.view.opened.connect(self.opened)
        self.model.arrived.connect(self._on_arrived)
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.view)
        text = _("Nothing has happened here yet. What you record with this customer is kept here.")
        self._stack.addWidget(EmptyState(text, _("Record interaction"), self.record_requested.emit))
        self._stack.addWidget(EmptyState(_("Nothing of this kind yet.")))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addLayout(self._chips())
        layout.addWidget(holder, 1)

    def _chips(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        self._group = QButtonGroup(self)
        for place, (title, _parts) in enumerate(_FILTERS):
            chip = QPushButton(_(title))
            chip.setProperty("role", "pick")
            chip.setCheckable(True)
            chip.setChecked(place == 0)
            self._group.addButton(chip, place)
            row.addWidget(chip)
        self._group.idClicked.connect(self._on_filtered)
        row.addStretch(1)
        seek = button(_("★ Next milestone"), self.view.seek_milestone, "pick")
        row.addWidget(seek)
        return row

    def show_customer(self, customer_id: CustomerId) -> None:
        """Show the timeline of a customer; of the one shown already, what is new in it."""
        if customer_id == self._customer_id:
            self.model.read_again()
            return
        self._customer_id = customer_id
        self._show()

    def _show(self) -> None:
        if self._customer_id is not None:
            self.model.show_source(partial(_fetch, self._customer_id, self._parts))

    def _on_filtered(self, place: int) -> None:
        self._parts = _FILTERS[place][1]
        self._show()

    def _on_arrived(self) -> None:
        empty = 1 if self._parts is EVERYTHING else 2
        self._stack.setCurrentIndex(0 if self.model.entries else empty)


def _fetch(
    customer_id: CustomerId, parts: Collection[Part], connection: Any, before: Key | None, limit: int
) -> list[Entry]:
    return entries(connection, customer_id, parts, before, limit)
