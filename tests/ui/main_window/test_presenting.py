"""Presentation mode: everything is masked, nothing opens for editing, and a band says so (P-05); marks of P-04."""

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLabel, QMessageBox

from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.customers.facts_tab import FactsTab
from desktop_crm.ui.framework.record_dialog import RecordDialog
from desktop_crm.ui.main_window.main_window import MainWindow
from desktop_crm.ui.main_window.presenting_band import PresentingBand

NAME = "云帆精密制造有限公司"


@pytest.fixture
def customer_id(book):
    customer = Customer.of(account_type="company", name=NAME, website="https://yunfan.example", size="500人")
    return book.write("add_customers", lambda session: commands.add(session, [customer])).new_id(Kind.CUSTOMERS)


@pytest.fixture
def main(qtbot, book, customer_id, theme, preferences, english):
    made = MainWindow(book, theme, preferences)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.context.operations.close()


def shown(main):
    return " ".join(each.text() for each in main.current_page().findChildren(QLabel))


def press(main, keys):
    next(action for action in main.actions() if QKeySequence(keys) in action.shortcuts()).trigger()


def details_of(qtbot, main, customer_id):
    main.open_record(Kind.CUSTOMERS, customer_id)
    detail = main.current_page().detail
    detail.tab = 1
    qtbot.waitUntil(lambda: detail.customer is not None)
    detail.tab = 1
    qtbot.waitUntil(lambda: detail.findChild(QLabel, "value_website") is not None)
    return detail


def test_the_key_masks_what_is_shown_and_ends_it_again(qtbot, main, customer_id):
    main.open_record(Kind.CUSTOMERS, customer_id)
    qtbot.waitUntil(lambda: NAME in shown(main))
    with qtbot.waitSignal(main.presenting_changed):
        press(main, "F9")
    assert main.findChild(PresentingBand).isVisible()
    qtbot.waitUntil(lambda: main.current_page().detail.customer is not None)
    assert NAME not in shown(main)
    press(main, "Ctrl+Shift+P")
    assert not main.findChild(PresentingBand).isVisible()
    qtbot.waitUntil(lambda: NAME in shown(main))


def test_forms_and_undo_are_refused_in_words(qtbot, main, book, customer_id):
    main.toggle_presenting()
    RecordDialog(main.context, Kind.CUSTOMERS, None, None, main).open()
    assert main.findChild(QMessageBox).text() == "Not in presentation mode"
    main.findChild(QMessageBox).close()
    qtbot.waitUntil(lambda: main.findChild(RecordDialog) is None)
    main.context.undoing.undo()
    assert book.read(CUSTOMERS.count) == 1


def test_it_does_not_begin_while_a_form_is_open(qtbot, main):
    form = RecordDialog(main.context, Kind.CUSTOMERS, None, None, main)
    form.open()
    main.toggle_presenting()
    assert not main.is_presenting
    form.reject()


def test_a_field_is_marked_from_its_menu_and_its_value_is_hidden_from_others(qtbot, main, book, customer_id):
    detail = details_of(qtbot, main, customer_id)
    next(a for a in detail.field_menu("website").actions() if a.text() == "Mark as confidential").trigger()
    value = lambda: main.current_page().detail.findChild(QLabel, "value_website").text()  # noqa: E731 - asked again
    qtbot.waitUntil(lambda: value() == "https://yunfan.example · Confidential")
    main.toggle_presenting()
    qtbot.waitUntil(lambda: main.current_page().detail.findChild(QLabel, "value_website") is not None)
    qtbot.waitUntil(lambda: value() == "Confidential")
    main.toggle_presenting()
    qtbot.waitUntil(lambda: main.current_page().detail.findChild(QLabel, "value_website") is not None)
    qtbot.waitUntil(lambda: value().endswith("· Confidential"))
    detail = main.current_page().detail
    next(a for a in detail.field_menu("website").actions() if a.text() == "No longer confidential").trigger()
    qtbot.waitUntil(lambda: value() == "https://yunfan.example")


def test_what_the_program_goes_by_is_not_offered_to_be_marked(qtbot, main, customer_id):
    detail = details_of(qtbot, main, customer_id)
    assert "Mark as confidential" not in [action.text() for action in detail.field_menu("name").actions()]
    assert isinstance(detail.findChild(FactsTab), FactsTab)
