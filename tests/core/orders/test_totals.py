import pytest

from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.choices import CANCELLED
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.orders.store import ORDERS
from desktop_crm.core.orders.totals import YearTotal, last_year, totals
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.money import Money

pytestmark = pytest.mark.usefixtures("fixed_clock", "chinese")


@pytest.fixture
def add(database):
    def run(**fields):
        changes = database.write("add", lambda session: ORDERS.add(session, [Order(**fields)]))
        return changes.new_id(Kind.ORDERS)

    return run


def total_of(database, *orders):
    changes = database.write("add", lambda session: commands.add(session, [Customer(name="甲"), Customer(name="乙")]))
    one, other = changes.added[Kind.CUSTOMERS]
    mine = [Order(customer_id=one, product="x", **order) for order in orders]
    stranger = Order(customer_id=other, product="x", ordered=Day("2026-11-01"), amount=Money(1))
    database.write("add", lambda session: ORDERS.add(session, [*mine, stranger]))
    return database.read(lambda connection: last_year(connection, one))


def test_the_orders_of_a_year_are_added_up_for_each_currency(database):
    total = total_of(
        database,
        {"ordered": Day("2026-11-23"), "amount": Money(12_000_00)},
        {"ordered": Day("2025-11-24"), "amount": Money(500_00)},
        {"ordered": Day("2026-03-01"), "amount": Money(80_00, "USD")},
    )
    assert total == YearTotal(3, (Money(12_500_00), Money(80_00, "USD")))


def test_older_future_cancelled_and_undated_orders_are_left_out(database):
    total = total_of(
        database,
        {"ordered": Day("2025-11-23"), "amount": Money(1)},
        {"ordered": Day("2026-11-24"), "amount": Money(1)},
        {"ordered": Day("2026-11-01"), "amount": Money(1), "status": CANCELLED},
        {"ordered": Day("去年某天"), "amount": Money(1)},
        {"amount": Money(1)},
    )
    assert total == YearTotal(0, ())


def test_an_order_without_an_amount_still_counts_as_one(database):
    assert total_of(database, {"ordered": Day("2026-10-01")}) == YearTotal(1, ())


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
