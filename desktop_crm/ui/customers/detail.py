"""One customer: who it is, the cards, and the tabs with everything that belongs to it."""

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStackedLayout,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.choices import CHURNED, INTERESTED, PROSPECT, WON
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.timeline.entry import Entry, Key
from desktop_crm.core.timeline.overview import Overview, overview
from desktop_crm.core.timeline.past_changes import changes_of
from desktop_crm.core.values.field_values import show
from desktop_crm.ui.customers.cards import Cards
from desktop_crm.ui.customers.facts_tab import FactsTab
from desktop_crm.ui.customers.record_windows import edit_record, record_interaction
from desktop_crm.ui.customers.records_tab import RecordsTab
from desktop_crm.ui.customers.timeline_tab import TimelineTab
from desktop_crm.ui.customers.trashing import trash_customers
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.pins import Pins
from desktop_crm.ui.look.icons import icon
from desktop_crm.ui.look.tokens import Tone
from desktop_crm.ui.timeline.timeline_model import TimelineModel
from desktop_crm.ui.timeline.timeline_view import TimelineView
from desktop_crm.ui.widgets.cards import button
from desktop_crm.ui.widgets.labels import ElidedLabel, chip, restyle

_STATUS_TONES = {PROSPECT: Tone.INK, INTERESTED: Tone.ACCENT, WON: Tone.GREEN, CHURNED: Tone.INK}
_TIMELINE, _FACTS, _PAST = N_("Timeline"), N_("Details"), N_("Changes")
_LISTS = {TITLES[kind]: kind for kind in (Kind.CONTACTS, Kind.ORDERS, Kind.FOLLOWUPS)}
_TABS = (_TIMELINE, _FACTS, *_LISTS, _PAST)
_FACTS_IN_LINE = ("number", "industry", "size", "ownership")
_NOBODY, _SOMEBODY = 0, 1


class CustomerDetail(QFrame):
    """Signals: `print_requested(customer_id)`, `back_requested()` from the button that narrow windows show."""

    print_requested = Signal(object)
    back_requested = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setObjectName("customerDetail")
        self.setAccessibleName(_("Customer"))
        self._context = context
        self._overview: Overview | None = None
        self._wanted: CustomerId | None = None
        self._tab_made: dict[int, QWidget] = {}
        self._stack: QStackedLayout | None = None
        self.pins = Pins(context, self)
        self.pins.changed.connect(self._show_pin)
        self._alone = False
        self._first_tab = 0

    def _build(self) -> None:
        px = self._context.theme.px
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(px(20), px(15), px(20), 0)
        layout.setSpacing(0)
        layout.addLayout(self._head())
        self._line = ElidedLabel(role="soft")
        layout.addWidget(self._line)
        layout.addSpacing(px(12))
        self._cards = Cards(self._context.theme)
        layout.addWidget(self._cards)
        layout.addSpacing(px(10))
        layout.addWidget(self._tab_bar())
        rule = QFrame()
        rule.setProperty("role", "rule")
        layout.addWidget(rule)
        layout.addSpacing(px(12))
        tabs = QWidget()
        self._tab_stack = QStackedLayout(tabs)
        layout.addWidget(tabs, 1)
        self._on_tab_changed(0)
        self._tabs.currentChanged.connect(self._on_tab_changed)
        self._tabs.setCurrentIndex(self._first_tab)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(QWidget())
        self._stack.addWidget(content)

    def _tab(self, place: int) -> QWidget:
        """A tab, which is made when it is first shown."""
        if place not in self._tab_made:
            tab = self._made_tab(place)
            self._tab_made[place] = tab
            self._tab_stack.addWidget(tab)
        return self._tab_made[place]

    def _made_tab(self, place: int) -> QWidget:
        if _TABS[place] == _TIMELINE:
            timeline = TimelineTab(self._context)
            timeline.opened.connect(self._on_entry_opened)
            timeline.record_requested.connect(self._on_record)
            return timeline
        if _TABS[place] == _FACTS:
            facts = FactsTab(self._context.theme)
            facts.edit_requested.connect(self.edit)
            return facts
        if _TABS[place] == _PAST:
            past = TimelineView(self._context.theme, TimelineModel(self._context.operations, self))
            past.setAccessibleName(_(_PAST))
            return past
        return RecordsTab(self._context, _LISTS[_TABS[place]])

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self._back = button(_("Back"), self.back_requested.emit, "quiet")
        self._back.setIcon(icon("arrow-left", self._context.theme, Tone.SOFT))
        self._back.hide()
        self._name = ElidedLabel(role="pageTitle")
        self._name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self._status, self._trashed = chip(""), chip(_("In the Trash"), Tone.RED)
        self._pin = QPushButton()
        self._pin.setProperty("role", "more")
        self._pin.clicked.connect(self._on_pin)
        self._print = button(_("Print"), self._on_print)
        self._more = QPushButton("⋯")
        self._more.setProperty("role", "more")
        self._more.setAccessibleName(_("More"))
        self._more.setToolTip(_("More"))
        self._more.clicked.connect(self._on_more)
        row.addWidget(self._back)
        row.addWidget(self._name)
        row.addWidget(self._status)
        row.addWidget(self._trashed)
        row.addStretch(1)
        row.addWidget(self._pin)
        row.addWidget(self._print)
        row.addWidget(self._more)
        return row

    def _tab_bar(self) -> QTabBar:
        self._tabs = QTabBar()
        self._tabs.setExpanding(False)
        self._tabs.setDrawBase(False)
        self._tabs.setUsesScrollButtons(True)
        self._tabs.setAccessibleName(_("Customer"))
        for title in _TABS:
            self._tabs.addTab(_(title))
        return self._tabs

    # What is shown

    @property
    def customer_id(self) -> CustomerId | None:
        """The customer that is shown, or on its way."""
        return self._wanted

    @property
    def customer(self) -> Customer | None:
        """The customer that is shown."""
        return self._overview.customer if self._overview else None

    def show_customer(self, customer_id: CustomerId | None) -> None:
        """Show a customer, or nobody."""
        if customer_id == self._wanted:
            return
        self._wanted = customer_id
        if customer_id is None:
            self._overview = None
            if self._stack:
                self._stack.setCurrentIndex(_NOBODY)
            return
        if self._stack is None:  # now, so that the list is there before
            self._build()
            self.show_back(self._alone)
        self._read()

    def show_changes(self, changes: Changes) -> None:
        """Read again what these changes may have touched."""
        others = changes.kinds - {Kind.CUSTOMERS}
        customers = {
            customer_id
            for part in (changes.added, changes.updated, changes.removed)
            for customer_id in part.get(Kind.CUSTOMERS, ())
        }
        if self._wanted is not None and (others or self._wanted in customers):
            self._read()

    def show_back(self, shown: bool) -> None:  # noqa: FBT001 - a state
        """Show the way back to the list, or not."""
        self._alone = shown
        if self._stack:
            self._back.setVisible(shown)

    @property
    def tab(self) -> int:
        """The place of the tab that is shown, or will be when a customer is."""
        return self._tabs.currentIndex() if self._stack else self._first_tab

    @tab.setter
    def tab(self, place: int) -> None:
        self._first_tab = place
        if self._stack:
            self._tabs.setCurrentIndex(place)

    def focus(self) -> None:
        """Put the cursor into the tab that is shown."""
        if self._stack is None:
            return
        tab = self._tab_stack.currentWidget()
        target: QWidget = self._tabs
        if isinstance(tab, RecordsTab):
            target = tab.table
        elif isinstance(tab, TimelineTab):
            target = tab.view
        elif tab:
            target = tab
        if not target.isVisible():  # an empty list
            target = self._tabs
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _read(self) -> None:
        if self._wanted is None:
            return
        work = partial(_overview, self._wanted)
        self._context.operations.read(self, work, self._on_overview, latest="overview")

    def _on_overview(self, found: Overview | None) -> None:
        if self._wanted is None or self._stack is None or (found and found.customer.id != self._wanted):
            return
        self._overview = found
        self._stack.setCurrentIndex(_SOMEBODY if found else _NOBODY)
        if found:
            self._say(found)
            self._fill_tab()

    def _say(self, found: Overview) -> None:
        customer = found.customer
        self._name.setText(customer.name)
        self._status.setText(show(FIELDS["status"], customer.status))
        self._status.setProperty("chip", _STATUS_TONES.get(customer.status, Tone.INK).value)
        restyle(self._status)
        self._trashed.setVisible(found.in_trash)
        self._show_pin()
        facts = [show(FIELDS[name], getattr(customer, name)) for name in _FACTS_IN_LINE]
        owner = _("Owner {name}").format(name=customer.owner) if customer.owner else ""
        self._line.setText(" · ".join(filter(None, (*facts, owner))))
        self._cards.show_overview(found)
        for title, kind in _LISTS.items():
            self._tabs.setTabText(_TABS.index(title), f"{_(title)} {found.counts[kind]}")

    def _on_tab_changed(self, place: int) -> None:
        self._tab_stack.setCurrentWidget(self._tab(place))
        self._fill_tab()

    def _fill_tab(self) -> None:
        """Fill the tab that is shown; the others are filled when they are."""
        if self._overview is None:
            return
        customer = self._overview.customer
        match self._tab_stack.currentWidget():
            case FactsTab() as facts:
                facts.show_customer(customer)
            case TimelineView() as past:
                past.show_source(partial(_past, customer.id))
            case TimelineTab() | RecordsTab() as tab:
                tab.show_customer(customer.id)

    # What can be done

    def edit(self) -> None:
        """Open the form of the customer shown."""
        if self._wanted is not None:
            edit_record(self._context, Kind.CUSTOMERS, self._wanted, self.window())

    def _on_record(self) -> None:
        if self._wanted is not None:
            record_interaction(self._context, self._wanted, self.window())

    def _on_pin(self) -> None:
        if self._wanted is not None:
            self.pins.toggle(Kind.CUSTOMERS, self._wanted)

    def _show_pin(self) -> None:
        if self._stack is None or self._wanted is None:
            return
        pinned = self.pins.is_pinned(Kind.CUSTOMERS, self._wanted)
        tone = Tone.ACCENT if pinned else Tone.SOFT
        self._pin.setIcon(icon("pin-off" if pinned else "pin", self._context.theme, tone))
        words = self.pins.words(Kind.CUSTOMERS, self._wanted)
        self._pin.setAccessibleName(words)
        self._pin.setToolTip(words)

    def _on_print(self) -> None:
        self.print_requested.emit(self._wanted)

    def _on_trash(self) -> None:
        if self._wanted is not None:
            trash_customers(self._context, self, [self._wanted])

    def _on_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Edit")).triggered.connect(self.edit)
        menu.addAction(_("Record interaction")).triggered.connect(self._on_record)
        menu.addSeparator()
        menu.addAction(_("Move to the Trash")).triggered.connect(self._on_trash)
        menu.popup(self._more.mapToGlobal(self._more.rect().bottomLeft()))

    def _on_entry_opened(self, entry: Entry) -> None:
        edit_record(self._context, entry.kind, entry.id, self.window())


def _overview(customer_id: CustomerId, connection: Any) -> Overview | None:
    return overview(connection, customer_id)


def _past(customer_id: CustomerId, connection: Any, before: Key | None, limit: int) -> list[Entry]:
    return changes_of(connection, customer_id, before, limit)
