"""Today is worked off from the keyboard: done, put off, solved, not needed, and opened."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QMenu

from desktop_crm.core.agenda.agenda import Group, Item
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.followups.choices import DONE, OPEN
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.service.entity import ServiceRequest
from desktop_crm.core.service.store import SERVICE
from desktop_crm.core.values.moment import Moment
from desktop_crm.ui.agenda import agenda_page
from desktop_crm.ui.agenda.agenda_model import AgendaModel, More
from desktop_crm.ui.agenda.done_dialog import DoneDialog
from desktop_crm.ui.today.page import TodayPage


@pytest.fixture
def moment(fixed_now):
    def at(hours: float) -> Moment:
        return Moment(fixed_now + timedelta(hours=hours), "Asia/Shanghai")

    return at


@pytest.fixture
def customer(book):
    changes = book.write("add", lambda session: CUSTOMERS.add(session, [Customer(name="云帆信息", status="won")]))
    return changes.new_id(Kind.CUSTOMERS)


@pytest.fixture
def followup(book, customer, moment):
    one = Followup(customer_id=customer, title="回访报价", due=moment(-2), methods=("phone",))
    return book.write("add", lambda session: FOLLOWUPS.add(session, [one])).new_id(Kind.FOLLOWUPS)


@pytest.fixture
def today(qtbot, context, window, fixed_now):
    """Opens Today, waits until it has read, and gives it."""

    def opened() -> TodayPage:
        page = TodayPage(context)
        page.setParent(window)
        page.resize(1172, 776)
        page.show()
        qtbot.waitUntil(lambda: page._whole)
        return page

    return opened


def choose(page, **wanted) -> Item:
    """Put the cursor on the first item with these values."""
    for row in range(page.model.rowCount()):
        line = page.model.line(row)
        if isinstance(line, Item) and all(getattr(line, name) == value for name, value in wanted.items()):
            page.view.setCurrentIndex(page.model.index(row))
            return line
    raise AssertionError(wanted)


def read(book, records, record_id):
    return book.read(lambda connection: records.get(connection, record_id))


def test_space_asks_for_result_and_next_step_and_writes_both_as_one_action(qtbot, book, followup, today, moment):
    page = today()
    choose(page, id=followup, clock="")
    qtbot.keyClick(page.view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.findChild(DoneDialog) is not None)
    dialog = page.findChild(DoneDialog)
    dialog.result_edit.setPlainText("同意")
    dialog.step_edit.setText("发合同")
    dialog.when_edit.set_text("明天 14:00")
    dialog.done_button.click()
    qtbot.waitUntil(lambda: read(book, FOLLOWUPS, followup).status == DONE)
    assert read(book, FOLLOWUPS, followup).result == "同意"
    qtbot.waitUntil(lambda: page.model.row_of((Kind.FOLLOWUPS, followup, "")) < 0)
    page.model.fold([])
    assert choose(page, title="发合同").group is Group.WEEK
    book.steps.undo(book.steps.next_undo)
    assert read(book, FOLLOWUPS, followup).status == OPEN


def test_s_puts_off_and_the_line_says_until_when(qtbot, book, followup, today):
    page = today()
    choose(page, id=followup, clock="")
    qtbot.waitExposed(page)
    page.view.setFocus()
    page.snooze(page.view.current_item(), page.view.place_of_current())
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    menu.actions()[1].trigger()
    menu.close()
    qtbot.waitUntil(lambda: read(book, FOLLOWUPS, followup).snoozed_until is not None)
    qtbot.waitUntil(lambda: (line := choose(page, id=followup, clock="")).snoozed is not None and line.left != "")
    assert choose(page, id=followup, clock="").group is Group.TODAY


def test_the_first_response_is_noted_with_space_and_leaves_the_list(qtbot, book, customer, moment, today):
    one = ServiceRequest(customer_id=customer, title="同步中断", severity="urgent", received=moment(-1))
    request = book.write("add", lambda session: SERVICE.add(session, [one])).new_id(Kind.SERVICE)
    page = today()
    line = choose(page, clock="first_response")
    assert line.left
    assert line.why
    qtbot.keyClick(page.view, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: read(book, SERVICE, request).responded is not None)
    qtbot.waitUntil(lambda: page.model.row_of(line.key) < 0)


def test_x_says_that_it_is_not_needed_and_undo_brings_it_back(qtbot, book, customer, moment, today):
    one = ServiceRequest(customer_id=customer, title="同步中断", severity="urgent", received=moment(-1))
    request = book.write("add", lambda session: SERVICE.add(session, [one])).new_id(Kind.SERVICE)
    page = today()
    line = choose(page, clock="first_response")
    page.dismiss(line)
    qtbot.waitUntil(lambda: page.model.row_of(line.key) < 0)
    assert read(book, SERVICE, request).responded is None
    page.context.undoing.undo()
    qtbot.waitUntil(lambda: page.model.row_of(line.key) >= 0)


def test_the_keys_that_work_are_shown_for_the_line_of_the_cursor(followup, today, english):
    page = today()
    choose(page, id=followup, clock="")
    assert "Space  Done" in page.keys.text()
    assert "S  Snooze" in page.keys.text()


def test_in_presentation_mode_nothing_is_asked(qtbot, book, context, followup, today):
    page = today()
    choose(page, id=followup, clock="")
    told = []
    context.messages.error = told.append  # what would open a message box
    book.database.presenting = True
    try:
        qtbot.keyClick(page.view, Qt.Key.Key_Space)
    finally:
        book.database.presenting = False
    assert len(told) == 1
    assert page.findChild(DoneDialog) is None


def test_of_a_long_group_the_first_are_read_and_the_others_counted(qtbot, book, customer, moment, today):
    many = [Followup(customer_id=customer, title=f"回访 {number}", due=moment(-9)) for number in range(130)]
    book.write("add", lambda session: FOLLOWUPS.add(session, many))
    page = today()
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert page.model.line(0).count == 130
    more = page.model.line(agenda_page.FIRST + 1)
    assert isinstance(more, More)
    assert more.count == 130 - agenda_page.FIRST
    page.view.setCurrentIndex(page.model.index(agenda_page.FIRST + 1))
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(page.model.line(130), Item))


def test_after_a_line_is_done_the_cursor_stands_on_the_one_after_it(qtbot, book, customer, moment, today):
    many = [Followup(customer_id=customer, title=f"回访 {n}", due=moment(n - 9)) for n in range(3)]
    ids = book.write("add", lambda session: FOLLOWUPS.add(session, many)).added[Kind.FOLLOWUPS]
    page = today()
    choose(page, id=ids[1], clock="")
    book.write("complete_followup", lambda session: FOLLOWUPS.change(session, ids[1], status=DONE))
    qtbot.waitUntil(lambda: page.view.current_item() is not None and page.view.current_item().id == ids[2])


def test_the_model_keeps_the_rules_of_models(qtbot, qapp):
    model = AgendaModel(qapp, {group: group.value for group in Group})
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.toggle(Group.TODAY)
