import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from desktop_crm.core import clock
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.moment import Moment
from desktop_crm.ui.customers.page import CustomersPage
from desktop_crm.ui.framework.record_table_model import TONE_ROLE
from desktop_crm.ui.look.theme import Mode
from desktop_crm.ui.look.tokens import Tone


def names(page):
    return [page.model.index(row, 0).data() for row in range(page.model.rowCount())]


def cell(page, name, key):
    column = next(number for number, column in enumerate(page.model.columns) if column.key == key)
    index = page.model.index(names(page).index(name), column)
    return index.data(), Tone(index.data(TONE_ROLE))


@pytest.fixture
def listed(page, qtbot):
    def wait(*wanted):
        qtbot.waitUntil(lambda: names(page) == list(wanted))

    return wait


def write(page, work):
    page.context.operations.write(page, "test", work)


def test_who_was_talked_to_last_comes_first(listed):
    listed("Yunfan", "Harbor", "Lakeside", "Old Mill")


def test_times_are_told_from_today_and_next_steps_by_their_state(page, listed):
    listed("Yunfan", "Harbor", "Lakeside", "Old Mill")
    assert cell(page, "Yunfan", "last_interaction") == ("Yesterday", Tone.SOFT)
    assert cell(page, "Yunfan", "next_step") == ("Mon", Tone.INK)
    assert cell(page, "Harbor", "next_step") == ("2 days ago", Tone.RED)
    assert cell(page, "Lakeside", "next_step") == ("none", Tone.AMBER)
    assert cell(page, "Old Mill", "next_step") == ("—", Tone.SOFT)


def test_a_header_orders_the_list_and_is_remembered(page, listed, context, window, qtbot):
    page.table._on_header_clicked(0)
    listed("Harbor", "Lakeside", "Old Mill", "Yunfan")
    page.table._on_header_clicked(0)
    listed("Yunfan", "Old Mill", "Lakeside", "Harbor")
    again = CustomersPage(context)
    again.setParent(window)
    qtbot.waitUntil(lambda: names(again)[:1] == ["Yunfan"] and names(again)[3] == "Harbor")


def test_filters_narrow_the_list_and_clearing_them_brings_all_back(page, listed, qtbot):
    page.filters.set("industry", "retail")
    listed("Harbor", "Lakeside")
    page.filters.set("owner", "Li")
    listed("Harbor")
    page.filters.set("status", "won")
    listed()
    shown = page._stack.currentWidget()
    clear = next(button for button in shown.findChildren(QPushButton) if button.text() == "Clear filters")
    clear.click()
    listed("Yunfan", "Harbor", "Lakeside", "Old Mill")


def test_the_count_is_that_of_all_customers_whatever_is_filtered(page, qtbot):
    with qtbot.waitSignal(page.count_changed) as told:
        page.filters.set("industry", "retail")
    assert told.args == [4, False]


def test_an_empty_book_says_what_belongs_here(context, window, english, qtbot):
    empty = CustomersPage(context)
    empty.setParent(window)
    empty.show()
    qtbot.waitUntil(lambda: empty._stack.currentIndex() == 1)
    assert [button.text() for button in empty._stack.currentWidget().findChildren(QPushButton)] == ["New customer"]


def test_arrow_keys_move_the_preview(page, listed, qtbot):
    listed("Yunfan", "Harbor", "Lakeside", "Old Mill")
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.detail.customer.name == "Harbor")
    assert page.selected_customer() == page.table.current_id
    qtbot.keyClick(page.table, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: page.detail.customer.name == "Yunfan")


def test_a_held_arrow_key_asks_only_for_the_customer_where_it_stops(page, listed, qtbot, monkeypatch):
    listed("Yunfan", "Harbor", "Lakeside", "Old Mill")
    asked = []
    original = page.detail.show_customer
    monkeypatch.setattr(page.detail, "show_customer", lambda wanted: asked.append(wanted) or original(wanted))
    for _step in range(3):
        qtbot.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: page.detail.customer.name == "Old Mill")
    assert asked == [page.table.current_id]


def test_delete_moves_to_the_trash_and_the_toast_brings_back(page, listed, window, qtbot, book, ids):
    listed("Yunfan", "Harbor", "Lakeside", "Old Mill")
    page.table.trash_selected()
    listed("Harbor", "Lakeside", "Old Mill")
    assert book.read(ROOMS[Kind.ORDERS].count) == 0
    qtbot.waitUntil(lambda: any(b.text() == "Undo" for b in window.findChildren(QPushButton)))
    next(button for button in window.findChildren(QPushButton) if button.text() == "Undo").click()
    listed("Yunfan", "Harbor", "Lakeside", "Old Mill")
    assert book.read(ROOMS[Kind.ORDERS].count) == 1


def test_after_a_deletion_the_next_customer_is_looked_at(page, listed, qtbot):
    listed("Yunfan", "Harbor", "Lakeside", "Old Mill")
    page.table.trash_selected()
    qtbot.waitUntil(lambda: page.detail.customer is not None and page.detail.customer.name == "Harbor")


def test_a_change_by_anybody_is_shown(page, listed, ids, qtbot):
    listed("Yunfan", "Harbor", "Lakeside", "Old Mill")
    write(page, lambda session: CUSTOMERS.change(session, ids["Harbor"], name="Harbour"))
    listed("Yunfan", "Harbour", "Lakeside", "Old Mill")
    write(page, lambda session: commands.add(session, [Customer(name="Newcomer")]))
    qtbot.waitUntil(lambda: "Newcomer" in names(page))


def test_a_talk_moves_its_customer_up_and_leaves_the_selection_where_it_is(page, listed, ids, qtbot):
    listed("Yunfan", "Harbor", "Lakeside", "Old Mill")
    page.table.go_to(ids["Harbor"])
    now = Moment(clock.now(), "Asia/Shanghai")
    talk = Interaction(customer_id=ids["Old Mill"], occurred=now, method="phone", summary="Hello again")
    write(page, lambda session: INTERACTIONS.add(session, [talk]))
    listed("Old Mill", "Yunfan", "Harbor", "Lakeside")
    assert page.table.current_id == ids["Harbor"]
    qtbot.waitUntil(lambda: cell(page, "Old Mill", "last_interaction")[0].startswith("Today"))


def test_a_record_is_opened_even_where_a_filter_hides_it(page, listed, ids, qtbot):
    page.filters.set("industry", "retail")
    listed("Harbor", "Lakeside")
    page.open_record(Kind.CUSTOMERS, ids["Yunfan"])
    qtbot.waitUntil(lambda: page.table.current_id == ids["Yunfan"])
    qtbot.waitUntil(lambda: page.detail.customer.name == "Yunfan")
    assert dict(page.filters.values) == {}


def test_a_customer_in_the_trash_is_shown_when_it_is_asked_for(page, listed, ids, qtbot):
    write(page, lambda session: CUSTOMERS.trash(session, [ids["Harbor"]]))
    listed("Yunfan", "Lakeside", "Old Mill")
    page.open_record(Kind.CUSTOMERS, ids["Harbor"])
    qtbot.waitUntil(lambda: page.detail.customer.name == "Harbor" and not page.detail._head._trashed.isHidden())


def test_in_a_narrow_window_the_detail_has_all_of_it_and_a_way_back(page, window, listed, qtbot):
    listed("Yunfan", "Harbor", "Lakeside", "Old Mill")
    window.resize(990, 700)
    page.resize(800, 600)
    qtbot.waitUntil(lambda: not page.detail.isVisible() and page.table.isVisible())
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.detail.isVisible() and not page.table.isVisible())
    page.detail._head._back.click()
    assert page.table.isVisible()
    assert not page.detail.isVisible()
    window.resize(1360, 850)
    page.resize(1172, 776)
    qtbot.waitUntil(lambda: page.detail.isVisible() and page.table.isVisible())
    assert page.detail._head._back.isHidden()


def test_the_list_and_the_detail_are_panes_of_the_page(page, window, listed, qtbot):
    listed("Yunfan", "Harbor", "Lakeside", "Old Mill")
    window.activateWindow()
    for pane in page.panes():
        page.focus_pane(pane)
        qtbot.waitUntil(lambda pane=pane: pane.isAncestorOf(QApplication.focusWidget()))
    page.focus_pane(page.panes()[0])
    qtbot.waitUntil(page.table.hasFocus)


def test_the_splitter_is_remembered(page, context, window, qtbot):
    page._splitter.setSizes([600, 572])
    page._on_remember()
    again = CustomersPage(context)
    again.setParent(window)
    again.resize(1172, 776)
    again.show()
    assert abs(again._splitter.sizes()[0] - page._splitter.sizes()[0]) <= 2


@pytest.mark.parametrize("dark", [False, True])
def test_the_page_paints_at_every_zoom(page, theme, dark):
    for scale in (0.8, 1.0, 1.5, 2.0):
        theme.use(Mode.DARK if dark else Mode.LIGHT, scale)
        assert not page.grab().isNull()


def test_every_part_has_a_name_for_those_who_listen(page):
    assert page.table.accessibleName() == "Customers"
    nameless = [
        button
        for button in page.findChildren(QPushButton)
        if not button.isHidden() and not (button.accessibleName() or button.text())
    ]
    assert nameless == []


def test_what_is_asked_of_a_page_before_it_is_whole_comes_true(page, context, window, ids, qtbot):
    page.filters.set("industry", "retail")
    page.detail.tab = 1
    qtbot.waitUntil(lambda: page.model.rowCount() == 2)
    again = CustomersPage(context)
    again.setParent(window)
    assert not again._turns.are_done
    again.restore_view(page.view_state())
    again.show()
    again.focus()
    again.open_record(Kind.CUSTOMERS, ids["Harbor"])
    assert not again._turns.are_done  # nothing of that needed the whole page
    assert [pane.isVisible() for pane in again.panes()] == [True, True]
    qtbot.waitUntil(lambda: again.detail.customer is not None and again.detail.customer.name == "Harbor")
    assert dict(again.filters.values) == {"industry": "retail"}
    assert again.detail.tab == 1


def test_a_record_is_opened_on_a_page_that_is_not_whole_though_its_first_view_hides_it(
    page, context, window, ids, qtbot
):
    state = {**page.view_state(), "views": {**page.views.state(), "filters": {"industry": "retail"}}}
    again = CustomersPage(context)
    again.setParent(window)
    again.restore_view(state)
    again.open_record(Kind.CUSTOMERS, ids["Yunfan"])
    again.show()
    qtbot.waitUntil(lambda: again.detail.customer is not None and again.detail.customer.name == "Yunfan")
    assert again.table.current_id == ids["Yunfan"]


def test_tab_goes_through_the_page_in_reading_order(page, window):
    chain, place = [], window.nextInFocusChain()
    while place is not window:
        chain.append(place)
        place = place.nextInFocusChain()
    filters, views = page.filters.findChildren(QPushButton), page.views.bar.findChildren(QPushButton)
    selection = page.selection.findChildren(QPushButton)
    expected = [*filters, page._new, *views, page.table, *selection, page.detail._tabs]
    assert sorted(expected, key=chain.index) == expected


def test_all_tabs_of_a_customer_can_be_reached_in_a_window_of_the_usual_size(page):
    row = page.detail._row
    in_sight = [place for place in range(row.bar.count()) if row.bar.isTabVisible(place)]
    assert sum(row.bar.tabRect(place).width() for place in in_sight) <= row.width()
    assert sorted([*in_sight, *row.folded()]) == list(range(row.bar.count()))
    row.menu().actions()[-1].trigger()
    assert page.detail.tab == row.bar.count() - 1
