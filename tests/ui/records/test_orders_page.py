"""All orders in one list, what they come to, and the way to the customer."""

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.choices import CANCELLED
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.orders.store import ORDERS
from desktop_crm.core.values.day import parse_day
from desktop_crm.core.values.money import Money
from desktop_crm.ui.records.orders_page import OrdersPage


@pytest.fixture
def customers(book) -> list[CustomerId]:
    made = [Customer(name="青山"), Customer(name="绿水")]
    changes = book.write("add", lambda session: commands.add(session, made))
    return [CustomerId(record_id) for record_id in changes.added[Kind.CUSTOMERS]]


def _order(customer_id: CustomerId, product: str, yuan: int, day: str, **fields) -> Order:
    return Order(
        customer_id=customer_id,
        product=product,
        amount=Money(yuan * 100, fields.pop("currency", "CNY"), ""),
        ordered=parse_day(day),
        **fields,
    )


@pytest.fixture
def orders(book, customers) -> list[int]:
    one, other = customers
    made = [
        _order(one, "系统", 5_000, "2026-10-01"),
        _order(other, "培训", 700, "2026-11-02"),
        _order(one, "维保", 90, "2026-09-03", status=CANCELLED),
        _order(other, "License", 20, "2026-08-04", currency="USD"),
    ]
    return list(book.write("add", lambda session: ORDERS.add(session, made)).added[Kind.ORDERS])


@pytest.fixture
def page(qtbot, context, window, orders) -> OrdersPage:
    made = OrdersPage(context)
    QAbstractItemModelTester(made.model, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() == 4 and made.model.data(made.model.index(0, 0)) != "…")
    return made


def _shown(page: OrdersPage, column: int) -> list[str]:
    return [page.model.data(page.model.index(row, column)) for row in range(page.model.rowCount())]


def test_the_newest_order_comes_first_with_its_customers_name(page):
    assert _shown(page, 0) == ["培训", "系统", "维保", "License"]
    assert _shown(page, 1) == ["绿水", "青山", "青山", "绿水"]


def test_the_sum_leaves_out_cancelled_orders_and_keeps_currencies_apart(page):
    assert "5,700" in page.sum.text()
    assert "20" in page.sum.text().partition("+")[2]
    assert "90" not in page.sum.text()
    assert "4" in page.count.text()


def test_a_header_orders_the_list_and_is_remembered(qtbot, page, preferences):
    page.table.order_requested.emit("amount", False)
    qtbot.waitUntil(lambda: _shown(page, 0) == ["License", "维保", "培训", "系统"])
    assert preferences.get("orders.order") == "amount"


def test_customers_are_ordered_by_pinyin(qtbot, page):
    page.table.order_requested.emit("customer_id", False)
    qtbot.waitUntil(lambda: _shown(page, 1) == ["绿水", "绿水", "青山", "青山"])


def test_the_customer_of_the_current_order_is_opened(qtbot, page, context, orders, customers):
    opened = []
    context.navigator.record_requested.connect(lambda kind, record_id: opened.append((kind, record_id)))
    page.open_record(Kind.ORDERS, orders[1])
    qtbot.waitUntil(lambda: page.selected_customer() == customers[1])
    page.open_customer()
    assert opened == [(Kind.CUSTOMERS, customers[1])]


def test_a_new_order_appears_and_counts(qtbot, page, context, book, customers):
    counted = []
    page.count_changed.connect(lambda count, alarming: counted.append(count))
    order = _order(customers[0], "扩容", 300, "2026-11-18")
    book.write("add", lambda session: ORDERS.add(session, [order]))
    qtbot.waitUntil(lambda: page.model.rowCount() == 5 and "6,000" in page.sum.text() and counted[-1:] == [5])


def test_orders_go_to_the_trash_and_come_back(qtbot, page, book, orders):
    page.table.trash_requested.emit([orders[0]])
    qtbot.waitUntil(lambda: page.model.rowCount() == 3)
    book.write("bring_back", lambda session: ORDERS.bring_back(session, [orders[0]]))
    qtbot.waitUntil(lambda: page.model.rowCount() == 4)


def test_without_orders_it_says_what_belongs_here(qtbot, context, window):
    page = OrdersPage(context)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitUntil(lambda: page._stack.currentIndex() == 1)
    assert not page._foot.isVisible()
