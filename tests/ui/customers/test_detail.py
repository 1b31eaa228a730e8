import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel

from desktop_crm.core.chain.commands import steps_of
from desktop_crm.core.chain.entity import DecisionStep
from desktop_crm.core.chain.store import CHAIN
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.satisfaction.entity import Satisfaction
from desktop_crm.core.satisfaction.store import SATISFACTION as SCORES
from desktop_crm.core.values.day import Day
from desktop_crm.ui.customers.facts_tab import FactsTab
from desktop_crm.ui.customers.records_tab import RecordsTab
from desktop_crm.ui.framework.record_dialog import RecordDialog
from desktop_crm.ui.timeline.timeline_view import TimelineView

TIMELINE, FACTS, CONTACTS, NEEDS, DEALS, ORDERS, FOLLOWUPS, SERVICE, SATISFACTION, ATTACHMENTS, TOUCHES, PAST = range(
    12
)


@pytest.fixture
def detail(page, ids, qtbot):
    page.table.go_to(ids["Yunfan"])
    qtbot.waitUntil(lambda: page.detail.customer is not None and page.detail.customer.name == "Yunfan")
    return page.detail


def tab(detail, place):
    detail._tabs.setCurrentIndex(place)
    return detail._tab_stack.currentWidget()


def texts(widget):
    return [label.text() for label in widget.findChildren(QLabel) if label.text()]


def titles(timeline):
    return [entry.title for entry in timeline.model.entries]


def test_the_head_says_who_it_is(detail):
    assert detail._head._name.text() == "Yunfan"
    assert detail._head._status.text() == "Won"
    assert detail._head._line.text().endswith("Software and IT services · Owner Li")


def test_the_cards_say_what_matters_now(detail):
    words = texts(detail._cards)
    assert words[words.index("Next step") + 1 :][:2] == ["Send offer", "Mon"]
    assert "Zhang CTO" in words
    assert words[words.index("Last 12 months") + 1 :][:2] == ["¥120,000", "1 order"]
    assert words[words.index("Last interaction") + 1] == "Yesterday"


def test_a_late_next_step_is_red_and_says_so(detail, page, ids, qtbot):
    page.table.go_to(ids["Harbor"])
    qtbot.waitUntil(lambda: "Call back" in texts(detail._cards))
    assert "Overdue: 2 days ago" in texts(detail._cards)


def test_the_timeline_has_everything_and_can_be_filtered(detail, qtbot):
    timeline = tab(detail, TIMELINE)
    everything = [
        "Follow-up: Send offer",
        "Visit · Needs and conversion",
        "Order ¥120,000",
        "Milestone: Contract signed",
    ]
    qtbot.waitUntil(lambda: titles(timeline) == everything)
    timeline._group.button(2).click()
    qtbot.waitUntil(lambda: titles(timeline) == ["Milestone: Contract signed"])
    timeline._group.button(0).click()
    qtbot.waitUntil(lambda: titles(timeline) == everything)


def test_a_new_interaction_appears_in_the_timeline_at_once(detail, qtbot, ids, context):
    timeline = tab(detail, TIMELINE)
    talk = Interaction(customer_id=ids["Yunfan"], method="wechat", summary="Thanks")
    context.operations.write(detail, "add", lambda session: INTERACTIONS.add(session, [talk]))
    qtbot.waitUntil(lambda: "WeChat" in titles(timeline))


def test_a_customer_without_any_story_is_asked_for_the_first_one(detail, page, ids, qtbot):
    page.table.go_to(ids["Lakeside"])
    timeline = tab(detail, TIMELINE)
    qtbot.waitUntil(lambda: timeline._stack.currentIndex() == 1)


def test_every_field_stands_in_its_section(detail):
    facts = tab(detail, FACTS)
    assert isinstance(facts, FactsTab)
    words = texts(facts)
    assert words[words.index("Office address") + 1] == "1 Bund"
    assert {"Basics", "Contact details", "Remarks"} <= set(words)
    assert "Home address" not in words  # that of individuals


@pytest.mark.parametrize(("place", "first"), [(CONTACTS, "Zhang"), (ORDERS, "Support"), (FOLLOWUPS, "Send offer")])
def test_tabs_list_what_belongs_to_the_customer(detail, qtbot, place, first):
    shown = tab(detail, place)
    assert isinstance(shown, RecordsTab)
    assert detail._tabs.tabText(place).endswith(" 1")
    qtbot.waitUntil(lambda: shown.model.rowCount() == 1 and shown.model.index(0, 0).data() == first)


def test_a_click_on_a_tab_brings_the_keyboard_to_no_button_of_it(detail, window, qtbot):
    timeline = tab(detail, TIMELINE)
    window.activateWindow()
    timeline.view.setFocus()
    qtbot.waitUntil(timeline.view.hasFocus)
    tab(detail, CONTACTS)
    assert detail._tabs.hasFocus()


def test_a_tab_with_nothing_in_it_offers_to_add(detail, page, ids, qtbot):
    page.table.go_to(ids["Lakeside"])
    qtbot.waitUntil(lambda: detail.customer.name == "Lakeside")
    shown = tab(detail, CONTACTS)
    qtbot.waitUntil(lambda: shown.current._stack.currentIndex() == 1)


def test_what_is_deleted_in_a_tab_goes_to_the_trash_and_leaves_the_count(detail, qtbot, book):
    shown = tab(detail, ORDERS)
    qtbot.waitUntil(lambda: shown.model.rowCount() == 1)
    shown.table.go_to_row(0)
    shown.table.trash_selected()
    qtbot.waitUntil(lambda: shown.model.rowCount() == 0)
    qtbot.waitUntil(lambda: detail._tabs.tabText(ORDERS) == "Orders")


def test_the_changes_of_the_record_are_told(detail, qtbot, ids, context):
    past = tab(detail, PAST)
    assert isinstance(past, TimelineView)
    qtbot.waitUntil(lambda: past.model().rowCount() == 1)
    context.operations.write(detail, "change", lambda session: CUSTOMERS.change(session, ids["Yunfan"], owner="Chen"))
    qtbot.waitUntil(lambda: past.model().rowCount() == 2)
    assert "Account owner: Li → Chen" in past.model().entries[0].body


def test_print_asks_for_the_customer_shown(detail, page, ids, qtbot):
    with qtbot.waitSignal(page.print_requested) as asked:
        detail._head._print.click()
    assert asked.args == [ids["Yunfan"]]


def test_editing_opens_the_form_of_the_customer(detail, window, qtbot):
    detail.edit()
    qtbot.waitUntil(lambda: bool(window.findChildren(RecordDialog)))
    dialog = window.findChildren(RecordDialog)[0]
    assert "Yunfan" in dialog.windowTitle()
    dialog.close()


def test_adding_opens_a_form_that_knows_the_customer(detail, window, qtbot, ids):
    shown = tab(detail, CONTACTS)
    shown.current._on_add()
    dialog = window.findChildren(RecordDialog)[0]
    qtbot.waitUntil(lambda: dialog.form.values()["customer_id"] == ids["Yunfan"])
    dialog.close()


def test_enter_on_an_entry_opens_its_record(detail, window, qtbot):
    timeline = tab(detail, TIMELINE)
    qtbot.waitUntil(lambda: len(titles(timeline)) == 4)
    timeline.view.setCurrentIndex(timeline.model.index(2))
    qtbot.keyClick(timeline.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(window.findChildren(RecordDialog)))
    assert "Support" in window.findChildren(RecordDialog)[0].windowTitle()
    window.findChildren(RecordDialog)[0].close()


def test_trashing_the_customer_shown_takes_it_out_of_the_list(detail, page, ids, qtbot):
    detail._on_trash()
    qtbot.waitUntil(lambda: page.model.row_of(ids["Yunfan"]) is None)


def test_a_tab_of_several_kinds_offers_them_as_chips_and_a_chain_is_moved_by_keys(detail, ids, book, window, qtbot):
    steps = [
        DecisionStep(customer_id=ids["Yunfan"], position=place, name=name)
        for place, name in enumerate(("IT", "Purchasing", "CEO"), start=1)
    ]
    book.write("add", lambda session: CHAIN.add(session, steps))
    shown = tab(detail, NEEDS)
    assert shown.kinds == (Kind.NEEDS, Kind.CHAIN, Kind.COMMITMENTS)
    chip = shown._chips.button(1)
    qtbot.waitUntil(lambda: chip.text() == "Decision chain 3")
    chip.click()
    qtbot.waitUntil(lambda: shown.model.rowCount() == 3)
    QAbstractItemModelTester(shown.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    qtbot.waitUntil(lambda: shown.current._chain.accessibleName() == "IT → Purchasing → CEO")
    shown.table.go_to_row(2)
    window.activateWindow()
    shown.table.setFocus()
    qtbot.keyClick(shown.table, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: shown.current._chain.accessibleName() == "IT → CEO → Purchasing")
    assert [step.position for step in book.read(lambda c: steps_of(c, ids["Yunfan"]))] == [1, 2, 3]


def test_the_card_says_how_satisfied_the_customer_is_once_that_is_known(detail, ids, book, qtbot):
    assert not detail._cards._satisfaction.isVisible()
    scores = [
        Satisfaction(customer_id=ids["Yunfan"], score=4, scored_on=Day("2026-08-10")),
        Satisfaction(customer_id=ids["Yunfan"], score=3, scored_on=Day("2026-11-10"), reason="Late delivery"),
    ]
    book.write("add", lambda session: SCORES.add(session, scores))
    qtbot.waitUntil(detail._cards._satisfaction.isVisible)
    assert detail._cards._satisfaction.accessibleName() == "Satisfaction: 3 / 5 Falling · Late delivery"
    assert not detail._cards._last.isVisible()
