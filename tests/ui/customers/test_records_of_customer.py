import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QMenu

from desktop_crm.core.contacts.store import CONTACTS, of_customer
from desktop_crm.core.kinds import Kind
from desktop_crm.core.workflows.save_record import add_record
from desktop_crm.ui.customers.records_of_customer import RecordsOfCustomer

NAME, PRIMARY = 0, 1


@pytest.fixture
def contacts(context, window, book, ids, english, qtbot):
    values = {"customer_id": ids["Yunfan"], "name": "Qian", "title": "CIO"}
    book.write("add_contacts", lambda session: add_record(session, Kind.CONTACTS, **values))
    made = RecordsOfCustomer(context, Kind.CONTACTS)
    made.setParent(window)
    made.show_customer(ids["Yunfan"])
    made.show()
    context.bus.changed.connect(lambda _changes, _origin: made.show_customer(ids["Yunfan"]))
    qtbot.waitUntil(lambda: shown(made) == [("Zhang", "★ Primary"), ("Qian", "")])
    return made


def shown(records):
    return [tuple(records.model.index(row, column).data() for column in (NAME, PRIMARY)) for row in range(2)]


def menu_of(records, row):
    records._on_menu_requested(records.model.id_at(row), QPoint())
    menu = records.findChildren(QMenu)[-1]
    actions = {action.text(): action for action in menu.actions()}
    menu.hide()
    return actions


def test_another_contact_is_made_the_primary_one_and_gets_the_star(contacts, book, ids, qtbot):
    QAbstractItemModelTester(contacts.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    assert "Make primary contact" not in menu_of(contacts, 0)
    menu_of(contacts, 1)["Make primary contact"].trigger()
    qtbot.waitUntil(lambda: shown(contacts) == [("Qian", "★ Primary"), ("Zhang", "")])
    people = book.read(lambda connection: of_customer(connection, ids["Yunfan"]))
    assert [(person.name, person.is_primary) for person in people] == [("Qian", True), ("Zhang", False)]


def test_copied_rows_say_yes_so_that_they_can_be_pasted(contacts, book):
    first = contacts.model.id_at(0)
    cells = book.read(lambda connection: contacts.model.fetch(connection, [first]))[first]
    assert cells[PRIMARY].text == "Yes"
    assert book.read(lambda connection: CONTACTS.get(connection, first)).is_primary


def last_of(records, row):
    column = [column.key for column in records.model.columns].index("last_verified")
    return records.model.index(row, column).data()


def test_a_contact_is_found_right_alone_or_all_of_them_and_the_list_says_when(contacts, context, qtbot):
    assert last_of(contacts, 0) == ""
    contacts.table.go_to_row(1)
    menu_of(contacts, 1)["Everything here is right"].trigger()
    qtbot.waitUntil(lambda: last_of(contacts, 1) == "Verified on 2026-11-19")
    assert last_of(contacts, 0) == ""
    second = contacts.model.id_at(1)
    context.operations.write(contacts, "change", lambda session: CONTACTS.change(session, second, title="CEO"))
    qtbot.waitUntil(lambda: "changed since" in last_of(contacts, 1))
    contacts.table.clearSelection()
    contacts.right_button.click()
    qtbot.waitUntil(lambda: {last_of(contacts, row) for row in (0, 1)} == {"Verified on 2026-11-19"})
