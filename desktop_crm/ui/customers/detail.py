"""One customer: who it is, the cards, and the tabs with everything that belongs to it."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QMenu, QStackedLayout, QVBoxLayout, QWidget

from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.i18n import N_, _
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import TITLES, Kind
from desktop_crm.core.timeline.entry import Entry, Key
from desktop_crm.core.timeline.overview import Overview, overview
from desktop_crm.core.timeline.past_changes import changes_of
from desktop_crm.core.workflows.verify_records import REACHED_BY, Verified, verified, verify
from desktop_crm.ui.customers.cards import Cards
from desktop_crm.ui.customers.detail_head import DetailHead
from desktop_crm.ui.customers.facts_tab import FactsTab
from desktop_crm.ui.customers.field_menu import FieldMenu
from desktop_crm.ui.customers.plan_dialog import open_plan
from desktop_crm.ui.customers.record_windows import edit_record, is_person, record_interaction, show_code, show_history
from desktop_crm.ui.customers.records_tab import RecordsTab
from desktop_crm.ui.customers.timeline_tab import TimelineTab
from desktop_crm.ui.customers.trashing import trash_customers
from desktop_crm.ui.framework.attaching import Target, attach_files
from desktop_crm.ui.framework.context import Context
from desktop_crm.ui.framework.file_drops import FileDrops
from desktop_crm.ui.framework.pins import Pins
from desktop_crm.ui.letters.actions import show_talk_guide
from desktop_crm.ui.timeline.timeline_model import TimelineModel
from desktop_crm.ui.timeline.timeline_view import TimelineView
from desktop_crm.ui.widgets.folding_tabs import FoldingTabs

_TIMELINE, _FACTS, _PAST = N_("Timeline"), N_("Details"), N_("Changes")
# What each tab lists; the first kind gives it its name and its number, unless it has a name of its own.
_LISTS: dict[str, tuple[Kind, ...]] = {
    TITLES[Kind.CONTACTS]: (Kind.CONTACTS,),
    TITLES[Kind.NEEDS]: (Kind.NEEDS, Kind.CHAIN, Kind.COMMITMENTS),
    TITLES[Kind.DEALS]: (Kind.DEALS, Kind.QUOTATIONS, Kind.CONTRACTS),
    TITLES[Kind.ORDERS]: (Kind.ORDERS,),
    TITLES[Kind.FOLLOWUPS]: (Kind.FOLLOWUPS,),
    TITLES[Kind.SERVICE]: (Kind.SERVICE, Kind.FEEDBACK),
    TITLES[Kind.SATISFACTION]: (Kind.SATISFACTION, Kind.SURVEY_ANSWERS),
    TITLES[Kind.ATTACHMENTS]: (Kind.ATTACHMENTS,),
    N_("Touches"): (Kind.NEWS, Kind.GIFTS, Kind.STORIES),
}
_ALL_COUNTED = {N_("Touches")}
_TABS = (_TIMELINE, _FACTS, *_LISTS, _PAST)
# The tabs that are in sight also where not all have room, the first ones first.
_OFTEN = (
    *(_TIMELINE, _FACTS),
    *(TITLES[kind] for kind in (Kind.CONTACTS, Kind.NEEDS, Kind.ORDERS, Kind.FOLLOWUPS, Kind.SERVICE)),
    TITLES[Kind.ATTACHMENTS],
)
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
        self._sought: tuple[CustomerId, Kind, int] | None = None
        self._tab_made: dict[int, QWidget] = {}
        self._stack: QStackedLayout | None = None
        self.pins = Pins(context, self)
        self._alone = False
        self._first_tab = 0
        FileDrops(self, self._target_at, partial(attach_files, context, self))

    def _target_at(self, _position: QPoint) -> Target | None:
        return None if self._wanted is None else (Kind.CUSTOMERS, self._wanted)

    def _build(self) -> None:
        px = self._context.theme.px
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.setContentsMargins(px(20), px(15), px(20), 0)
        layout.setSpacing(0)
        self._head = DetailHead(self._context, self.pins)
        self._head.back_requested.connect(self.back_requested)
        self._head.print_requested.connect(self._on_print)
        self._head.menu_requested.connect(self._on_menu_requested)
        layout.addWidget(self._head)
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
            facts.menu_requested.connect(self._on_field_menu)
            return facts
        if _TABS[place] == _PAST:
            past = TimelineView(self._context.theme, TimelineModel(self._context.operations, self))
            past.setAccessibleName(_(_PAST))
            return past
        return RecordsTab(self._context, *_LISTS[_TABS[place]])

    def _tab_bar(self) -> FoldingTabs:
        order = [_TABS.index(title) for title in (*_OFTEN, *(title for title in _TABS if title not in _OFTEN))]
        self._row = FoldingTabs(_("Customer"), [_(title) for title in _TABS], order)
        self._tabs = self._row.bar
        return self._row

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

    def show_record(self, customer_id: CustomerId, kind: Kind, record_id: int) -> None:
        """Go to a record of a customer, as soon as that customer is shown: to its row, or into the timeline."""
        self._sought = customer_id, kind, record_id
        self.tab = _tab_of(kind)
        self._fill_tab()

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
            self._head.show_back(shown)

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
        self._head.show_overview(found)
        self._cards.show_overview(found)
        for title, kinds in _LISTS.items():
            counted = kinds if title in _ALL_COUNTED else kinds[:1]
            count = sum(found.counts[kind] for kind in counted)
            self._tabs.setTabText(_TABS.index(title), f"{_(title)} {count}" if count else _(title))
        self._row.fold()

    def _on_tab_changed(self, place: int) -> None:
        focused, left = QApplication.focusWidget(), self._tab_stack.currentWidget()
        if focused and left and (left is focused or left.isAncestorOf(focused)):
            self._tabs.setFocus()  # or it would go to the first thing of the new tab, a button that writes perhaps
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
                work = partial(_confidential, customer.id)
                self._context.operations.read(facts, work, facts.show_confidential, latest="confidential")
                if self._context.book.database.presenting:  # what is masked differs from what was found right
                    facts.show_verified({})
                else:
                    work_too = partial(_found_right, customer.id)
                    then = partial(self._on_found_right, facts, customer.id)
                    self._context.operations.read(facts, work_too, then, latest="verified")
            case TimelineView() as past:
                past.show_source(partial(_past, customer.id))
            case RecordsTab() as records:
                records.show_customer(customer.id)
                records.show_counts(self._overview.counts)
                if sought := self._take_sought(customer.id):
                    records.go_to(*sought)
            case TimelineTab() as timeline:
                timeline.show_customer(customer.id)
                if sought := self._take_sought(customer.id):
                    timeline.go_to(*sought)

    def _take_sought(self, customer_id: CustomerId) -> tuple[Kind, int] | None:
        """The record to go to, once, if it belongs to this customer and into the tab that is shown."""
        if self._sought is None or self._sought[0] != customer_id or _tab_of(self._sought[1]) != self.tab:
            return None
        _customer_id, kind, record_id = self._sought
        self._sought = None
        return kind, record_id

    def _on_found_right(self, facts: FactsTab, customer_id: CustomerId, found: Mapping[str, Verified]) -> None:
        if customer_id == self._wanted:
            facts.show_verified(found)

    # What can be done

    def edit(self) -> None:
        """Open the form of the customer shown."""
        if self._wanted is not None:
            edit_record(self._context, Kind.CUSTOMERS, self._wanted, self.window())

    def _on_record(self) -> None:
        if self._wanted is not None:
            record_interaction(self._context, self._wanted, self.window())

    def _on_print(self) -> None:
        self.print_requested.emit(self._wanted)

    def _on_trash(self) -> None:
        if self._wanted is not None:
            trash_customers(self._context, self, [self._wanted])

    def plan(self) -> None:
        """Propose follow-ups from the account plan and the playbook of the tier (G-09, F-09)."""
        if self._wanted is not None:
            open_plan(self._context, self._wanted, self.window())

    def verify(self) -> None:
        """Note that all by which the customer is reached was found right just now (D-03)."""
        if self._wanted is not None:
            fields = REACHED_BY[Kind.CUSTOMERS]
            work = partial(verify, kind=Kind.CUSTOMERS, record_id=self._wanted, fields=fields)
            self._context.operations.write(self, "verify", work)

    def prepare(self) -> None:
        """Show the guide through the next talk (I-19)."""
        if self._wanted is not None:
            show_talk_guide(self._context, self._wanted, self.window())

    def _on_history(self) -> None:
        if self._wanted is not None:
            show_history(self._context, Kind.CUSTOMERS, self._wanted, "", self.window())

    def _on_menu_requested(self, position: QPoint) -> None:
        self.more_menu().popup(position)

    def more_menu(self) -> QMenu:
        """What else can be done with the customer shown; the menu goes when it is closed."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(_("Edit")).triggered.connect(self.edit)
        menu.addAction(_("Record interaction")).triggered.connect(self._on_record)
        menu.addAction(_("Talk guide…")).triggered.connect(self.prepare)
        menu.addAction(_("Plan from playbook…")).triggered.connect(self.plan)
        menu.addAction(_("Everything here is right")).triggered.connect(self.verify)
        if self.customer and is_person(Kind.CUSTOMERS, self.customer):
            menu.addAction(_("Show QR code")).triggered.connect(
                partial(show_code, self._context, Kind.CUSTOMERS, self.customer.id, self.window())
            )
        menu.addAction(_("History")).triggered.connect(self._on_history)
        menu.addSeparator()
        menu.addAction(_("Move to the Trash")).triggered.connect(self._on_trash)
        return menu

    def _on_field_menu(self, name: str, position: QPoint) -> None:
        if menu := self.field_menu(name):
            menu.popup(position)

    def field_menu(self, name: str) -> FieldMenu | None:
        """What can be done with one field of the customer that is shown."""
        if self._wanted is None:
            return None
        facts = self._tab_made.get(_TABS.index(_FACTS))
        marked = isinstance(facts, FactsTab) and name in facts.confidential
        masked = marked and not getattr(self.customer, name, None)
        return FieldMenu(self._context, self._wanted, name, self, marked=marked, masked=masked)

    def _on_entry_opened(self, entry: Entry) -> None:
        edit_record(self._context, entry.kind, entry.id, self.window())


def _tab_of(kind: Kind) -> int:
    """The place of the tab that lists records of a kind; all others are in the timeline."""
    return next((_TABS.index(title) for title, kinds in _LISTS.items() if kind in kinds), _TABS.index(_TIMELINE))


def _confidential(customer_id: CustomerId, connection: Any) -> frozenset[str]:
    return CUSTOMERS.secrets(connection, [customer_id]).get(customer_id, frozenset())


def _overview(customer_id: CustomerId, connection: Any) -> Overview | None:
    return overview(connection, customer_id)


def _found_right(customer_id: CustomerId, connection: Any) -> Mapping[str, Verified]:
    """When fields were found right; without those that only seem to have changed to whoever may not see them."""
    secret = _confidential(customer_id, connection)
    found = verified(connection, Kind.CUSTOMERS, customer_id)
    return {name: each for name, each in found.items() if not (each.void and name in secret)}


def _past(customer_id: CustomerId, connection: Any, before: Key | None, limit: int) -> list[Entry]:
    return changes_of(connection, customer_id, before, limit)
