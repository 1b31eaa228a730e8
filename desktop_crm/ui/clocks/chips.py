"""The clocks of a customer or a record as chips: what is asked for, how long is left, and what can be done about it."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop_crm.core.changes import Changes
from desktop_crm.core.clocks.clock import Item, Urgency
from desktop_crm.core.clocks.clocks import CLOCKS
from desktop_crm.core.clocks.running import running
from desktop_crm.core.i18n import _, ngettext
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.clocks.solving import (
    Case,
    can_be_done,
    done_words,
    mark_done,
    mark_not_needed,
    open_case,
    solution_of,
)
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.look.icons import icon
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.widgets.flow_layout import flowing
from desktop_crm.ui.widgets.labels import restyle

TONES = {Urgency.CALM: Tone.INK, Urgency.SOON: Tone.AMBER, Urgency.OVER: Tone.RED}
_ICONS = {Urgency.CALM: "clock", Urgency.SOON: "hourglass", Urgency.OVER: "circle-alert"}
_TITLES = {each.key: each.title for each in CLOCKS}
_ORDER = list(_TITLES)
_MOST = 4  # chips in sight: a customer with more has them in a list behind one more chip
_TICK_MILLISECONDS = 30_000


def words_of(item: Item) -> str:
    """What a clock asks for, and how long is left: “First response · 1 h 20 min left”."""
    return f"{_(_TITLES[item.clock])} · {item.remaining}"


def tip_of(item: Item) -> str:
    """Of what record it is, why, and what is not sure about it."""
    title = _(_TITLES[item.clock])
    return "\n".join(filter(None, (item.subject if item.subject != title else "", item.reason, item.note)))


def case_of(item: Item) -> Case:
    """The case of an item."""
    return Case(item.kind, item.record_id, item.customer_id, item.clock, item.period)


def _by_clock(items: Sequence[Item]) -> list[list[Item]]:
    """The items of each clock together: what is urgent first, then in the order of the clocks."""
    together: dict[str, list[Item]] = {}
    for item in items:
        together.setdefault(item.clock, []).append(item)
    return sorted(together.values(), key=lambda each: (each[0].urgency is Urgency.CALM, _ORDER.index(each[0].clock)))


class ClockChip(QPushButton):
    """The items of one clock, the one due first in sight; Space, Enter or a click opens what can be done.

    Its color, its icon and its words say how urgent it is.
    """

    def __init__(self, context: Context, items: Sequence[Item]) -> None:
        super().__init__()
        self._context, self.items, self.item = context, items, items[0]
        self.setProperty("role", "status")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.clicked.connect(self._on_clicked)
        self.tick()

    def tick(self) -> None:
        """Say how long is left now."""
        item, tone, count = self.item, TONES[self.item.urgency], len(self.items)
        words = f"{words_of(item)} · {count}×" if count > 1 else words_of(item)
        self.setText(words)
        self.setAccessibleName(words)
        self.setAccessibleDescription(tip_of(item))
        self.setToolTip("\n\n".join(tip_of(each) for each in self.items))
        if self.property("chip") != tone.value:
            self.setProperty("chip", tone.value)
            self.setIcon(icon(_ICONS[item.urgency], self._context.theme, tone))
            restyle(self)

    def menu_of_actions(self) -> QMenu:
        """What can be done about it."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for item in self.items:
            if len(self.items) == 1:
                fill_menu(menu, self._context, case_of(item), self)
            else:
                part = menu.addMenu(" · ".join((item.subject, item.remaining)))
                fill_menu(part, self._context, case_of(item), self)
        return menu

    def _on_clicked(self) -> None:
        self.menu_of_actions().popup(self.mapToGlobal(QPoint(0, self.height())))


def fill_menu(menu: QMenu, context: Context, case: Case, parent: QWidget) -> None:
    """What can be done about a clock: the step that solves it, done, not needed, and the way to the record."""
    solution = solution_of(case.clock)
    solve, done = _(solution.title), done_words(case.clock)
    if not can_be_done(case.clock) or solve != done:
        menu.addAction(solve).triggered.connect(partial(_call, solution.act, context, case, parent))
    if can_be_done(case.clock):
        menu.addAction(done).triggered.connect(partial(_call, mark_done, context, parent, case))
    menu.addAction(_("Not needed")).triggered.connect(partial(_call, mark_not_needed, context, parent, case))
    if case.id:
        menu.addSeparator()
        menu.addAction(_("Open")).triggered.connect(partial(_call, open_case, context, case))


def _call(act: Any, *arguments: Any) -> None:
    """Call without what Qt says besides."""
    act(*(each for each in arguments if not isinstance(each, bool)))


class ClockChips(QWidget):
    """The clocks of one customer, or of one record; hidden when none is running. It follows changes and the time."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._asked: dict[str, Any] = {}
        self._items: list[Item] = []
        self.chips: list[ClockChip] = []
        self._more: QPushButton | None = None
        row, self._flow = flowing(context.theme.px(6))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, context.theme.px(8), 0, 0)
        layout.addWidget(row)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_tick)
        self._timer.start(_TICK_MILLISECONDS)
        context.bus.changed.connect(self._on_changed)
        self.hide()

    def show_customer(self, customer_id: CustomerId) -> None:
        """Show all clocks of a customer."""
        self._ask({"customer_id": customer_id})

    def show_record(self, kind: Kind, record_id: int) -> None:
        """Show the clocks of one record."""
        self._ask({"record": (kind, record_id)})

    @property
    def items(self) -> Sequence[Item]:
        """What is running."""
        return self._items

    def refresh(self) -> None:
        """Read again what is running."""
        if self._asked:
            self._context.operations.read(self, partial(running, **self._asked), self._on_read, latest="clocks")

    def _ask(self, asked: dict[str, Any]) -> None:
        if asked != self._asked:
            self._show([])
        self._asked = asked
        self.refresh()

    def _on_read(self, items: list[Item]) -> None:
        if items != self._items:
            self._show(items)
        else:
            self._on_tick()

    def _show(self, items: list[Item]) -> None:
        self._items = items
        for old in (*self.chips, *([self._more] if self._more else [])):
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        every = _by_clock(items)
        self.chips = [ClockChip(self._context, each) for each in every[:_MOST]]
        for chip in self.chips:
            self._flow.addWidget(chip)
        self._more = None
        if beyond := every[_MOST:]:
            text = ngettext("{count} more", "{count} more", len(beyond)).format(count=len(beyond))
            self._more = QPushButton(f"+ {text}")
            self._more.setAutoDefault(False)
            self._more.setProperty("role", "status")
            self._more.setProperty("chip", Tone.INK.value)
            self._more.setToolTip("\n".join(words_of(each[0]) for each in beyond))
            self._more.clicked.connect(self._on_more)
            self._flow.addWidget(self._more)
        self.setVisible(bool(items))

    def _on_more(self) -> None:
        if self._more is None:
            return
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for item in (item for each in _by_clock(self._items)[_MOST:] for item in each):
            part = menu.addMenu(words_of(item))
            part.setToolTip(tip_of(item))
            fill_menu(part, self._context, case_of(item), self)
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))

    def _on_tick(self) -> None:
        if self.isVisible():
            for chip in self.chips:
                chip.tick()

    def _on_changed(self, _changes: Changes, _origin: object) -> None:
        self.refresh()
