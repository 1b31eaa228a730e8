"""The page of birthdays and anniversaries."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.day import Day
from desktop_crm.core.workflows.save_record import add_record
from desktop_crm.ui.framework.record_dialog import RecordDialog
from desktop_crm.ui.upkeep.celebrations_page import CelebrationsPage


@pytest.fixture
def ids(book, fixed_now):
    """A customer with an anniversary tomorrow, and a person with a lunar birthday today."""

    def work(session):
        changes = add_record(
            session, Kind.CUSTOMERS, account_type="company", name="Alpha", anniversary=Day("2016-11-20")
        )
        company = changes.new_id(Kind.CUSTOMERS)
        values = {"birthday": Day("1980-10-11"), "birthday_lunar": True}
        person = add_record(session, Kind.CONTACTS, customer_id=company, name="Zhang", **values)
        found.extend((company, person.new_id(Kind.CONTACTS)))
        return changes

    found = []
    book.write("sample", work)
    return found


@pytest.fixture
def page(qtbot, context, window, ids, english):
    made = CelebrationsPage(context)
    made.setParent(window)
    made.show()
    context.bus.changed.connect(made._on_changed)
    qtbot.waitUntil(lambda: len(made.shown) == 2)
    return made


def texts(page, row):
    return [page.model.index(row, column).data() for column in range(page.model.columnCount())]


def test_the_list_says_when_what_who_how_many_years_and_the_lunar_date(page, book):
    QAbstractItemModelTester(page.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert texts(page, 0) == [
        "11-19 · Today",
        "Birthday",
        "Zhang",
        "Alpha",
        "46 years",
        "10th lunar month, day 11",
    ]
    assert texts(page, 1) == ["11-20 · Tomorrow", "Anniversary", "Alpha", "Alpha", "10 years", ""]


def test_a_birthday_that_changes_moves_or_goes(page, ids, book, context, qtbot):
    def change(**values):
        context.operations.write(page, "change", lambda session: CONTACTS.change(session, ids[1], **values))

    change(birthday=Day("11-25"), birthday_lunar=False)
    qtbot.waitUntil(lambda: texts(page, 1)[2] == "Zhang")
    assert texts(page, 1)[4:] == ["", ""]
    change(left_on=Day("2026-11"))
    qtbot.waitUntil(lambda: len(page.shown) == 1)


def test_enter_opens_the_form_of_the_person_and_the_page_of_the_customer(page, context, window, ids, qtbot):
    asked = []
    context.navigator.record_requested.connect(lambda kind, record_id: asked.append((kind, record_id)))
    page.focus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.findChild(RecordDialog) is not None)
    window.findChild(RecordDialog).reject()
    qtbot.waitUntil(lambda: window.findChild(RecordDialog) is None)
    window.activateWindow()
    page.focus()
    qtbot.waitUntil(page.table.hasFocus)
    page.table.selectRow(1)
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert asked == [(Kind.CUSTOMERS, ids[0])]


def test_a_follow_up_is_planned_on_the_day_with_whom_it_is_about(page, window, ids, qtbot):
    page.plan_button.click()
    qtbot.waitUntil(lambda: window.findChild(RecordDialog) is not None)
    form = window.findChild(RecordDialog).form
    qtbot.waitUntil(lambda: form.is_complete)
    values = form.values()
    assert values["title"] == "Birthday of Zhang"
    assert (values["customer_id"], values["contact_id"]) == tuple(ids)
    assert (values["due"].day().isoformat(), values["due"].all_day) == ("2026-11-19", True)
    window.findChild(RecordDialog).reject()


def test_where_there_is_nothing_the_page_says_where_the_days_come_from(context, window, book, english, qtbot):
    made = CelebrationsPage(context)
    made.setParent(window)
    made.show()
    numbers = []
    made.count_changed.connect(lambda count, _alarming: numbers.append(count))
    qtbot.waitUntil(lambda: numbers == [0])
    assert not made.table.isVisible()
    assert not made.plan_button.isEnabled()
