import pytest
from PySide6.QtWidgets import QLabel

from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.workflows.verify_records import verify
from desktop_crm.ui.customers.detail import CustomerDetail
from desktop_crm.ui.customers.facts_tab import FactsTab

FACTS = 1


@pytest.fixture
def detail(context, window, ids, english, qtbot):
    made = CustomerDetail(context)
    made.setParent(window)
    made.show_customer(ids["Yunfan"])
    made.tab = FACTS
    made.show()
    context.bus.changed.connect(lambda changes, _origin: made.show_changes(changes))
    qtbot.waitUntil(lambda: made.customer is not None)
    return made


def note(detail, field):
    (facts,) = detail.findChildren(FactsTab)
    found = facts.widget().findChild(QLabel, f"verified_{field}")
    return found.text() if found else ""


def choose(menu, text):
    (action,) = [action for action in menu.actions() if action.text() == text]
    action.trigger()


def test_a_field_marked_as_verified_says_when_and_that_it_no_longer_is_once_it_changes(detail, context, ids, qtbot):
    choose(detail.field_menu("office_address"), "Mark as verified")
    qtbot.waitUntil(lambda: note(detail, "office_address") == "Verified on 2026-11-19")
    assert not note(detail, "phone")
    change = {"office_address": "2 Bund"}
    context.operations.write(detail, "change", lambda session: CUSTOMERS.change(session, ids["Yunfan"], **change))
    words = "Not verified any more: changed since 2026-11-19"
    qtbot.waitUntil(lambda: note(detail, "office_address") == words)
    detail.show_customer(ids["Harbor"])
    qtbot.waitUntil(lambda: detail.customer.name == "Harbor" and not note(detail, "office_address"))


def test_presentation_mode_says_nothing_of_what_was_found_right(context, window, book, ids, english, qtbot):
    book.write("verify", lambda session: verify(session, Kind.CUSTOMERS, ids["Yunfan"], ["phone"]))
    book.database.presenting = True
    made = CustomerDetail(context)
    made.setParent(window)
    made.tab = FACTS
    made.show_customer(ids["Yunfan"])
    qtbot.waitUntil(lambda: made.customer is not None)
    assert not note(made, "phone")
    assert "Mark as verified" not in [action.text() for action in made.field_menu("phone").actions()]
