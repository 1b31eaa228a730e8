"""Saved views and pinned records in the sidebar; what was looked at last in the empty search box."""

from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from desktop_crm.core import clock
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists import marked, views
from desktop_crm.core.lists.view import ALL, View
from desktop_crm.core.values.moment import Moment
from desktop_crm.ui.framework.name_dialog import NameDialog
from desktop_crm.ui.main_window.main_window import MainWindow

pytestmark = pytest.mark.usefixtures("english", "fixed_now")

OTHERS = {"high_value", "at_risk", "birthdays", "low_satisfaction"}


@pytest.fixture
def ids(book):
    people = [Customer(name=name) for name in ("Yunfan", "Harbor", "Lakeside")]
    made = book.write("add", lambda session: commands.add(session, people)).added[Kind.CUSTOMERS]
    due = Moment(clock.now() + timedelta(days=2), "Asia/Shanghai")
    step = Followup(customer_id=made[0], title="x", due=due)
    book.write("add", lambda session: FOLLOWUPS.add(session, [step]))
    return made


@pytest.fixture
def main(qtbot, book, theme, preferences, ids):
    made = MainWindow(book, theme, preferences)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: len(keys(made)) == 2)
    yield made
    made.context.operations.close()


def keys(main):
    """Those of customers that these tests are about; there are more built-in views."""
    shown = [key for key in main._lists.views.keys if key.startswith("customers:")]
    return [key for key in shown if key.partition(":")[2] not in OTHERS]


def kept(book):
    found = book.read(lambda connection: views.views(connection, Kind.CUSTOMERS))
    return [view.key for view in found if view.key not in OTHERS]


def test_the_sidebar_shows_the_views_with_their_counts(main, qtbot, book, ids):
    assert keys(main) == ["customers:silent_30", "customers:no_next_step"]
    line = main._lists.views.line("customers:no_next_step")
    assert (line.text(), line.accessibleDescription()) == ("No next step", "2")
    main.context.operations.write(main, "trash", lambda session: CUSTOMERS.trash(session, ids[1:]))
    qtbot.waitUntil(lambda: line.accessibleDescription() == "")


def test_a_view_is_opened_and_marked_and_the_pages_line_leads_back(main, qtbot):
    line = main._lists.views.line("customers:no_next_step")
    line.click()
    qtbot.waitUntil(lambda: main.current_key == "customers" and line.isChecked())
    qtbot.waitUntil(lambda: main.current_page().model.rowCount() == 2)
    main.open_page("today")
    assert not line.isChecked()
    main.open_page("customers")
    assert line.isChecked()
    main._sidebar._buttons["customers"].click()
    qtbot.waitUntil(lambda: main.current_page().views.view.key == ALL)
    assert main._sidebar._buttons["customers"].isChecked()


def test_views_are_moved_by_keys_and_the_order_is_kept(main, qtbot, book):
    line = main._lists.views.line("customers:no_next_step")
    qtbot.keyClick(line, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert keys(main) == ["customers:no_next_step", "customers:silent_30"]
    qtbot.waitUntil(lambda: kept(book) == [ALL, "no_next_step", "silent_30"])


def test_views_are_moved_by_dragging_and_that_is_no_click(main, qtbot, book):
    line = main._lists.views.line("customers:silent_30")
    opened = []
    main._lists.view_requested.connect(lambda *view: opened.append(view))
    QTest.mousePress(line, Qt.MouseButton.LeftButton, pos=line.rect().center())
    QTest.mouseMove(line, line.rect().center() + QPoint(0, line.height() * 2))
    QTest.mouseRelease(line, Qt.MouseButton.LeftButton, pos=line.rect().center())
    qtbot.waitUntil(lambda: kept(book) == [ALL, "no_next_step", "silent_30"])
    assert opened == []


def menu_action(menu, text):
    return next(action for action in menu.actions() if action.text() == text)


def test_a_view_becomes_the_default_is_removed_and_comes_back(main, qtbot, book):
    menu_action(main._lists.view_menu("customers:no_next_step"), "Open the page with this view").trigger()
    qtbot.waitUntil(lambda: keys(main) == ["customers:no_next_step", "customers:all", "customers:silent_30"])
    assert not menu_action(main._lists.view_menu("customers:all"), "Remove view").isEnabled()
    menu_action(main._lists.view_menu("customers:silent_30"), "Remove view").trigger()
    qtbot.waitUntil(lambda: "customers:silent_30" not in keys(main))
    menu_action(main._lists.view_menu("customers:all"), "Bring the built-in views back").trigger()
    qtbot.waitUntil(lambda: keys(main) == ["customers:silent_30", "customers:no_next_step"])


def test_an_own_view_is_renamed(main, qtbot, book):
    view = View("", Kind.CUSTOMERS, "Of Li", {"owner": "Li"})
    book.write("view", lambda session: views.add_view(session, view))
    main.context.bus.lists_changed.emit()
    qtbot.waitUntil(lambda: len(keys(main)) == 3)
    menu_action(main._lists.view_menu(keys(main)[-1]), "Rename…").trigger()
    dialog = main.findChild(NameDialog)
    dialog.line.setText("Li's people")
    qtbot.keyClick(dialog.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: main._lists.views.line(keys(main)[-1]).text() == "Li's people")


def test_pinned_records_are_in_the_sidebar_and_open_what_they_name(main, qtbot, book, ids):
    assert main._lists.pinned.isHidden()
    book.write("pin", lambda session: marked.pin(session, Kind.CUSTOMERS, ids[1]))
    main.context.bus.lists_changed.emit()
    qtbot.waitUntil(lambda: len(main._lists.pinned.keys) == 1)
    line = main._lists.pinned.line(main._lists.pinned.keys[0])
    assert line.text() == "Harbor"
    line.click()
    qtbot.waitUntil(lambda: main.current_key == "customers" and main.current_page().selected_customer() == ids[1])
    main.context.operations.write(main, "trash", lambda session: CUSTOMERS.trash(session, [ids[1]]))
    qtbot.waitUntil(main._lists.pinned.isHidden)


def test_a_folded_sidebar_shows_the_lines_as_icons(main):
    main.resize(1000, 700)
    assert main._lists.views._title.isHidden()
    main._sidebar.layout().activate()
    assert main._lists.views.width() < main._sidebar.width()
    assert main._lists.views.line("customers:silent_30").toolTip() == "30 days silent"


def test_what_was_opened_last_is_offered_by_the_empty_search_box(main, qtbot, book, ids):
    for customer_id in ids[:2]:
        main.context.navigator.open_record(Kind.CUSTOMERS, customer_id)
    qtbot.waitUntil(lambda: len(book.read(marked.recent)) == 2, timeout=10_000)
    assert book.read(marked.recent)[0] == (Kind.CUSTOMERS, ids[1])
    main.activateWindow()
    main._search.begin()
    results = main._search._results
    qtbot.waitUntil(results.isVisible)
    assert [results.list.item(row).data(Qt.ItemDataRole.UserRole).title for row in range(2)] == ["Harbor", "Yunfan"]
    qtbot.keyClick(main._search, Qt.Key.Key_Down)
    with qtbot.waitSignal(main.context.navigator.record_requested) as opened:
        qtbot.keyClick(main._search, Qt.Key.Key_Return)
    assert opened.args == [Kind.CUSTOMERS, ids[0]]


def test_visits_are_written_down_before_the_book_closes(main, book, ids):
    main.context.navigator.visit(Kind.CUSTOMERS, ids[2])
    main.context.bus.about_to_close.emit()
    main.context.operations.close()
    assert book.read(marked.recent)[0] == (Kind.CUSTOMERS, ids[2])
