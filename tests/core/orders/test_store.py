from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.orders.store import ORDERS, of_customer
from desktop_crm.core.values.day import Day


def test_the_orders_of_a_customer_come_newest_first_and_those_without_a_day_last(database, add_customer):
    customer_id, other = add_customer(), add_customer(name="远山物流")
    days = ["2025-03-01", None, "2026-11-02", "2026", "2026-11-02"]
    orders = [Order(customer_id=customer_id, ordered=Day(day) if day else None) for day in days]
    done = database.write("add", lambda session: ORDERS.add(session, [*orders, Order(customer_id=other)]))
    old, dayless, autumn, year, autumn_too, _other = done.added[Kind.ORDERS]
    found = database.read(lambda connection: of_customer(connection, customer_id))
    assert [order.id for order in found] == [autumn_too, autumn, year, old, dayless]
    database.write("trash", lambda session: ORDERS.trash(session, [autumn]))
    found = database.read(lambda connection: of_customer(connection, customer_id))
    assert [order.id for order in found] == [autumn_too, year, old, dayless]
