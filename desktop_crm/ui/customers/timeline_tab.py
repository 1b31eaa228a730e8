"""The timeline of the customer shown, with a chip for each part of it and a way from milestone to milestone."""

from collections.abc import Collection
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from desktop_crm.core.i18n import N_, _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.timeline.entries import entries
from desktop_crm.core.timeline.entry import Entry, Key
from desktop_crm.core.timeline.parts import EVERYTHING, Part
from desktop_crm.ui.framework.attaching import Target, attach_files
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.file_drops import FileDrops
from desktop_crm.ui.letters.actions import add_letter_actions
from desktop_crm.ui.timeline.timeline_model import ENTRY_ROLE, TimelineModel
from desktop_crm.ui.timeline.timeline_view import TimelineView
from desktop_crm.ui.widgets.cards import EmptyState, button
from desktop_crm.ui.widgets.flow_layout import flowing

_OFTEN = (Part.INTERACTIONS, Part.MILESTONES, Part.COMMITMENTS, Part.SERVICE, Part.ORDERS)
_FILTERS: tuple[tuple[str, frozenset[Part]], ...] = (
    (N_("All"), EVERYTHING),
    *((part.value, frozenset({part})) for part in (*_OFTEN, *(part for part in Part if part not in _OFTEN))),
)
_IN_SIGHT = 6  # the others are in the menu of one more chip


class TimelineTab(QWidget):
    """Signals: `opened(entry)`, `record_requested()` from the empty timeline."""

    opened = Signal(object)
    record_requested = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._customer_id: CustomerId | None = None
        self._parts: Collection[Part] = EVERYTHING
        self._place = 0
        self.model = TimelineModel(context.operations, self)
        self.view = TimelineView(context.theme, self.model)
        self.view.setAccessibleName(_("Timeline"))
        self.view.opened.connect(self.opened)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._on_menu_requested)
        FileDrops(self.view.viewport(), self._target_at, partial(attach_files, context, self))
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

    def _target_at(self, position: QPoint) -> Target | None:
        """The record whose entry is there."""
        entry = self.view.indexAt(position).data(ENTRY_ROLE)
        return (entry.kind, entry.id) if isinstance(entry, Entry) else None

    def _chips(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        holder, chips = flowing(spacing=6)
        self._group = QButtonGroup(self)
        for place, (title, _parts) in enumerate(_FILTERS[:_IN_SIGHT]):
            chip = self._chip(_(title))
            chip.setChecked(place == 0)
            self._group.addButton(chip, place)
            chips.addWidget(chip)
        self._more = self._chip(_("More ▾"))
        self._more.setAccessibleName(_("More parts of the timeline"))
        self._group.addButton(self._more, _IN_SIGHT)
        chips.addWidget(self._more)
        row.addWidget(holder, 1)
        self._group.idClicked.connect(self._on_clicked)
        seek = button(_("★ Next milestone"), self.view.seek_milestone, "pick")
        row.addWidget(seek)
        return row

    @staticmethod
    def _chip(text: str) -> QPushButton:
        made = QPushButton(text)
        made.setProperty("role", "pick")
        made.setCheckable(True)
        return made

    def more_menu(self) -> QMenu:
        """The parts that have no chip of their own."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for place, (title, parts) in enumerate(_FILTERS[_IN_SIGHT:], start=_IN_SIGHT):
            action = menu.addAction(_(title))
            action.setCheckable(True)
            action.setChecked(parts == self._parts)
            action.triggered.connect(partial(self._on_filtered, place))
        return menu

    def entry_menu(self, entry: Entry) -> QMenu:
        """What can be done with one entry."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Open")).triggered.connect(partial(self._on_open, entry))
        add_letter_actions(menu, self._context, entry.kind, entry.id, self.window())
        return menu

    def _on_menu_requested(self, position: QPoint) -> None:
        """By the mouse the entry below it; by its key the current one, wherever Qt says the menu belongs."""
        index = self.view.indexAt(position)
        entry = (index if index.isValid() else self.view.currentIndex()).data(ENTRY_ROLE)
        if isinstance(entry, Entry):
            self.entry_menu(entry).popup(self.view.viewport().mapToGlobal(position))

    def _on_open(self, entry: Entry, *_checked: bool) -> None:
        self.opened.emit(entry)

    def _on_clicked(self, place: int) -> None:
        if place < _IN_SIGHT:
            self._on_filtered(place)
            return
        shown = self._place
        self._group.button(min(shown, _IN_SIGHT)).setChecked(True)  # until a part is chosen
        self.more_menu().popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def show_customer(self, customer_id: CustomerId) -> None:
        """Show the timeline of a customer; of the one shown already, what is new in it."""
        if customer_id == self._customer_id:
            self.model.read_again()
            return
        self._customer_id = customer_id
        self._show()

    def go_to(self, kind: Kind, record_id: int) -> None:
        """Go to a record in the timeline of the customer shown."""
        if self._parts is not EVERYTHING:
            self._on_filtered(0)
        self.view.seek(kind, record_id)

    def _show(self) -> None:
        if self._customer_id is not None:
            self.model.show_source(partial(_fetch, self._customer_id, self._parts))

    def _on_filtered(self, place: int, *_checked: bool) -> None:
        title, self._parts = _FILTERS[place]
        self._place = place
        self._group.button(min(place, _IN_SIGHT)).setChecked(True)
        self._more.setText(_("More ▾") if place < _IN_SIGHT else f"{_(title)} ▾")
        self._show()

    def _on_arrived(self) -> None:
        empty = 1 if self._parts is EVERYTHING else 2
        self._stack.setCurrentIndex(0 if self.model.entries else empty)


def _fetch(
    customer_id: CustomerId, parts: Collection[Part], connection: Any, before: Key | None, limit: int
) -> list[Entry]:
    return entries(connection, customer_id, parts, before, limit)
