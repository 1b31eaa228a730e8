"""Orders in the order in which a list shows them, and what they come to."""

import pytest

from desktop_crm.core.ids import OrderId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.choices import CANCELLED
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.orders.listing import OrderBy, lines, ordered_ids, totals
from desktop_crm.core.orders.store import ORDERS
from desktop_crm.core.values.day import parse_day
from desktop_crm.core.values.money import Money


@pytest.fixture
def add(database):
    def run(**fields) -> OrderId:
        changes = database.write("add", lambda session: ORDERS.add(session, [Order(**fields)]))
        return OrderId(changes.new_id(Kind.ORDERS))

    return run


def test_every_order_has_its_exact_reverse(database, add, add_customer):
    customer = add_customer(name="青山")
    for number in range(5):
        add(
            customer_id=customer,
            product="同一产品",
            amount=Money(number % 2, "CNY", ""),
            ordered=parse_day("2026-11-01"),
        )
    for by in OrderBy:
        up = database.read(lambda connection, by=by: ordered_ids(connection, by))
        down = database.read(lambda connection, by=by: ordered_ids(connection, by, descending=True))
        assert list(reversed(down)) == list(up)
        assert len(up) == 5


def test_orders_are_listed_by_day_amount_and_by_the_pinyin_of_the_customer(database, add, add_customer):
    qing, lv = add_customer(name="青山"), add_customer(name="绿水")
    first = add(customer_id=qing, product="甲", amount=Money(100, "CNY", ""), ordered=parse_day("2026-01-02"))
    second = add(customer_id=lv, product="乙", amount=Money(50, "CNY", ""), ordered=parse_day("2026-03-04"))

    def by(order):
        return list(database.read(lambda connection: ordered_ids(connection, order)))

    assert by(OrderBy.ORDERED) == [first, second]
    assert by(OrderBy.AMOUNT) == [second, first]
    assert by(OrderBy.CUSTOMER) == [second, first]


def test_lines_come_in_the_order_asked_for_and_without_unknown_ids(database, add, add_customer):
    one = add(customer_id=add_customer(name="青山"), product="甲")
    nobodys = add(product="乙")
    found = database.read(lambda connection: lines(connection, [nobodys, 4711, one]))
    assert [(line.order.product, line.customer_name) for line in found] == [("乙", ""), ("甲", "青山")]


def test_cancelled_orders_and_those_in_the_trash_do_not_count(database, add):
    add(product="甲", amount=Money(1_000, "CNY", ""))
    add(product="乙", amount=Money(500, "CNY", ""))
    add(product="丙", amount=Money(70, "USD", ""))
    add(product="丁", amount=Money(9_999, "CNY", ""), status=CANCELLED)
    add(product="戊")
    gone = add(product="己", amount=Money(8_888, "CNY", ""))
    database.write("trash", lambda session: ORDERS.trash(session, [gone]))
    found = database.read(totals)
    assert (found.orders, found.cancelled) == (5, 1)
    assert found.amounts == (Money(1_500, "CNY", ""), Money(70, "USD", ""))


def test_without_orders_there_is_nothing_to_add_up(database):
    assert database.read(totals).amounts == ()
    assert list(database.read(lambda connection: ordered_ids(connection, OrderBy.ORDERED))) == []
