"""The page of the month's end: what it lists, and saying that it is right."""

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from desktop_crm.core import clock
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.values.phone import parse_phone
from desktop_crm.core.workflows.save_record import add_record
from desktop_crm.core.workflows.verify_records import due_at_month_end, verified, verify
from desktop_crm.ui.framework.record_dialog import RecordDialog
from desktop_crm.ui.pages import PAGES
from desktop_crm.ui.upkeep.verification_page import VerificationPage

PHONE = parse_phone("021-62345678")
FIELDS, LAST = 3, 4


@pytest.fixture
def ids(book, fixed_now):
    """Two customers with a phone each, a person, and an overdue follow-up; of the second the e-mail was right."""

    def work(session):
        first = add_record(session, Kind.CUSTOMERS, account_type="company", name="Alpha", phone=PHONE)
        alpha = first.new_id(Kind.CUSTOMERS)
        second = add_record(
            session, Kind.CUSTOMERS, account_type="company", name="Beta", phone=PHONE, email="info@example.com"
        )
        beta = second.new_id(Kind.CUSTOMERS)
        person = add_record(session, Kind.CONTACTS, customer_id=alpha, name="Zhang", wechat="z1")
        when = Moment(clock.now() - timedelta(days=2), "Asia/Shanghai")
        step = FOLLOWUPS.add(session, [Followup(customer_id=alpha, title="Call", due=when)])
        verify(session, Kind.CUSTOMERS, beta, ["email"])
        found.extend((alpha, person.new_id(Kind.CONTACTS), step.new_id(Kind.FOLLOWUPS), beta))
        return first

    found = []
    book.write("sample", work)
    return found


@pytest.fixture
def page(qtbot, context, window, ids, english):
    made = VerificationPage(context)
    made.setParent(window)
    made.show()
    context.bus.changed.connect(made._on_changed)
    qtbot.waitUntil(lambda: texts(made, 3)[0] == "Beta")
    return made


def texts(page, row):
    return [page.model.index(row, column).data() or "" for column in range(page.model.columnCount())]


def due(book):
    return [each.record_id for each in book.read(due_at_month_end)]


def choose(page, *rows):
    page.table.go_to_row(rows[0])
    ids = frozenset(page.model.id_at(row) for row in rows)
    page.table.return_to(page.table.place()._replace(selected=ids))


def test_the_page_is_in_the_sidebar_and_counts_only_once_it_is_opened(book, ids):
    (entry,) = [entry for entry in PAGES if entry.make is VerificationPage]
    assert book.read(entry.make.figure).number == 0  # in a large book it takes seconds, and the sidebar asks often


def test_a_line_says_whose_which_fields_what_they_hold_and_when_one_was_found_right(page, ids):
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert list(page.model.ids) == ids
    assert texts(page, 0) == ["Alpha", "Customers", "", "Main phone: 021-62345678", "Never"]
    assert texts(page, 1) == ["Alpha", "Contacts", "Zhang", "WeChat: z1", "Never"]
    assert texts(page, 2)[1:3] == ["Follow-ups", "Call"]
    assert texts(page, 3)[LAST] == "2026-11-19 · 李主管"
    assert page.summary.text() == "4 records of 2 customers, until 2026-11-30"


def test_one_key_finds_the_current_record_right_and_goes_on_with_the_next(page, ids, book, qtbot):
    page.focus()
    QTest.keyClick(page.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: list(page.model.ids) == ids[1:])
    assert due(book) == ids[1:]
    qtbot.waitUntil(lambda: page.table.current_id == ids[1])


def test_all_that_is_selected_is_found_right_at_once_and_one_undo_takes_it_back(page, ids, book, context, qtbot):
    choose(page, 0, 1, 2)
    assert page.right_button.text() == "Right (3)"
    assert not page.edit_button.isEnabled()
    page.right_button.click()
    qtbot.waitUntil(lambda: list(page.model.ids) == ids[3:])
    context.undoing.undo()
    qtbot.waitUntil(lambda: list(page.model.ids) == ids)
    assert due(book) == ids


def test_when_nothing_is_left_the_page_says_so(page, book, qtbot):
    numbers = []
    page.count_changed.connect(lambda count, _alarming: numbers.append(count))
    page.all_button.click()
    page.right_button.click()
    qtbot.waitUntil(lambda: numbers[-1:] == [0])
    assert not page.table.isVisible()
    assert not page.all_button.isEnabled()
    assert due(book) == []


def test_what_was_edited_counts_as_found_right_when_it_is_saved_and_not_when_it_is_thrown_away(
    page, ids, book, window, qtbot
):
    page.table.go_to(ids[0])
    page.edit_button.click()
    qtbot.waitUntil(lambda: window.findChild(RecordDialog) is not None)
    window.findChild(RecordDialog).reject()
    qtbot.waitUntil(lambda: window.findChild(RecordDialog) is None)
    assert due(book) == ids
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(RecordDialog) is not None)
    dialog = window.findChild(RecordDialog)
    dialog.form.editor("phone").line.setText("021-62345679")
    dialog.save()
    qtbot.waitUntil(lambda: list(page.model.ids) == ids[1:])
    found = book.read(lambda connection: verified(connection, Kind.CUSTOMERS, ids[0]))
    assert not found["phone"].void


def test_the_way_to_the_customer(page, ids, context):
    asked = []
    context.navigator.record_requested.connect(lambda kind, record_id: asked.append((kind, record_id)))
    page.table.go_to(ids[1])
    page.open_button.click()
    assert asked == [(Kind.CUSTOMERS, ids[0])]
    assert page.selected_customer() == ids[0]
    assert [action.text() for action in page.menu().actions()] == ["Right", "Edit", "Open customer"]


def test_nobody_finds_right_what_he_does_not_see(context, window, book, ids, english, qtbot):
    book.database.presenting = True
    made = VerificationPage(context)
    made.setParent(window)
    qtbot.waitUntil(lambda: len(made.model.ids) == 4)
    assert not made.right_button.isEnabled()
    made.table.go_to_row(0)
    made.verify()
    book.database.presenting = False
    assert due(book) == ids
