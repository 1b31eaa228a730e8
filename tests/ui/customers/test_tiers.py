from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QToolTip

from desktop_crm.core import clock
from desktop_crm.core.customers.choices import AT_RISK, HIGH_VALUE
from desktop_crm.core.customers.choosing import chosen_ids
from desktop_crm.core.customers.listing import Order
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists.view import BUILT_IN
from desktop_crm.core.tiers.standing import standing_of
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.money import Money
from desktop_crm.core.workflows.save_record import add_record, change_record
from desktop_crm.ui.customers.page import CustomersPage
from desktop_crm.ui.customers.tier_button import TierButton, TierDialog
from desktop_crm.ui.main_window.new_day import NewDay

VIEWS = {view.key: view for view in BUILT_IN if view.kind is Kind.CUSTOMERS}


def shown(book, view):
    filters = VIEWS[view].filters
    return list(book.read(lambda c: chosen_ids(c, Order.NAME, descending=False, filters=filters)))


def test_the_chip_says_the_tier_and_why_and_it_can_be_set_by_hand(context, window, book, ids, english, qtbot):
    yunfan = book.read(lambda connection: CUSTOMERS.get(connection, ids["Yunfan"]))
    chip = TierButton(context)
    chip.setParent(window)
    chip.show_customer(yunfan)
    qtbot.waitUntil(chip.isVisible)
    assert chip.toolTip()
    dialog = TierDialog(context, yunfan, chip.standing, window)
    dialog.open()
    dialog.tier.set_value(HIGH_VALUE)
    dialog.tier.edited.emit()
    assert not dialog.save_button.isEnabled(), "a tier by hand needs a reason"
    dialog.reason.set_value("Group framework contract")
    dialog.reason.edited.emit()
    dialog.save()
    qtbot.waitUntil(lambda: book.read(lambda c: standing_of(c, ids["Yunfan"])).tier == HIGH_VALUE)
    chip.show_customer(yunfan)
    qtbot.waitUntil(lambda: chip.text() == "High value")
    assert "Group framework contract" in chip.toolTip()


@pytest.mark.parametrize(("tier", "view"), [(HIGH_VALUE, "high_value"), (AT_RISK, "at_risk")])
def test_a_view_shows_the_customers_of_a_tier(book, ids, tier, view):
    values = {"tier_override": tier, "tier_reason": "so"}
    book.write("change_customers", lambda s: change_record(s, Kind.CUSTOMERS, ids["Harbor"], **values))
    assert ids["Harbor"] in shown(book, view)
    assert ids["Lakeside"] not in shown(book, view)


def test_a_view_shows_who_has_a_birthday_from_monday_to_sunday(book, ids):
    for name, birthday in (("Harbor", "1980-11-22"), ("Lakeside", "1980-11-23"), ("Old Mill", "1980-11")):
        values = {"customer_id": ids[name], "name": "Zhou", "birthday": Day(birthday)}
        book.write("add_contacts", lambda s, values=values: add_record(s, Kind.CONTACTS, **values))
    assert shown(book, "birthdays") == [ids["Harbor"]]


def test_a_view_shows_who_is_dissatisfied(book, ids):
    for name, score in (("Harbor", 2), ("Lakeside", 3)):
        values = {"customer_id": ids[name], "score": score, "scored_on": Day("2026-11-18")}
        book.write("add_satisfaction", lambda s, values=values: add_record(s, Kind.SATISFACTION, **values))
    assert shown(book, "low_satisfaction") == [ids["Harbor"]]


def test_a_new_day_judges_anew_whom_time_has_overtaken(context, window, book, ids, qtbot):
    before = book.read(lambda c: standing_of(c, ids["Harbor"]))
    watch = NewDay(context, window)
    heard = []
    context.bus.changed.connect(lambda changes, _origin: heard.append(changes))
    with clock.fixed(clock.now() + timedelta(days=400), "Asia/Shanghai"):
        watch.look()
        qtbot.waitUntil(lambda: book.read(lambda c: standing_of(c, ids["Harbor"])).tier == AT_RISK)
        qtbot.waitUntil(lambda: any(Kind.CUSTOMERS in changes.kinds for changes in heard))
    assert before.tier != AT_RISK


@pytest.mark.parametrize("presenting", [False, True])
def test_the_list_says_why_a_customer_is_in_its_tier_when_it_is_hovered_over(
    context, window, book, ids, english, qtbot, presenting
):
    for currency in ("CNY", "USD"):
        values = {"customer_id": ids["Harbor"], "product": "Support", "ordered": Day("2026-11-01")}
        values["amount"] = Money(1_234_500, currency)
        book.write("add_orders", lambda s, values=values: add_record(s, Kind.ORDERS, **values))
    book.database.presenting = presenting
    page = CustomersPage(context)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page.table.go_to(ids["Harbor"]))
    column = next(place for place, each in enumerate(page.model.columns) if each.key == "tier")
    index = page.model.index(page.model.row_of(ids["Harbor"]), column)
    QToolTip.hideText()
    assert page.table.explain(index, QPoint(9, 9))
    qtbot.waitUntil(lambda: QToolTip.text() != "")
    assert "Orders in other currencies are not counted" in QToolTip.text()
    assert ("12,345" in QToolTip.text()) != presenting
    assert not page.table.explain(page.model.index(index.row(), 0), QPoint(9, 9)), "names say all in their cells"
    QToolTip.hideText()
