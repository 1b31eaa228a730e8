import pytest

from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.orders.store import ORDERS
from desktop_crm.core.rooms import OF_CUSTOMER
from desktop_crm.core.timeline.overview import ids_of, overview
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.money import Money

pytestmark = pytest.mark.usefixtures("fixed_clock", "chinese")


def with_contacts(database, *contacts):
    customer = database.write("add", lambda session: commands.add(session, [Customer(name="甲")])).new_id(
        Kind.CUSTOMERS
    )
    people = [Contact(customer_id=customer, **contact) for contact in contacts]
    database.write("add", lambda session: CONTACTS.add(session, people))
    return customer


def seen(database, customer):
    return database.read(lambda connection: overview(connection, customer))


def test_the_primary_contact_is_whom_to_ask(database):
    customer = with_contacts(database, {"name": "小王"}, {"name": "张总", "is_primary": True})
    assert seen(database, customer).contact.name == "张总"


def test_who_has_left_is_not_whom_to_ask(database):
    customer = with_contacts(
        database, {"name": "张总", "is_primary": True, "left_on": Day("2026-01")}, {"name": "小王"}
    )
    assert seen(database, customer).contact.name == "小王"


def test_counts_and_sums_are_those_of_this_customer(database):
    customer = with_contacts(database, {"name": "小王"}, {"name": "小李"})
    orders = [Order(customer_id=customer, ordered=Day("2026-10-22"), product="x", amount=Money(5))]
    database.write("add", lambda session: ORDERS.add(session, orders))
    found = seen(database, customer)
    assert found.counts == dict.fromkeys(OF_CUSTOMER, 0) | {Kind.CONTACTS: 2, Kind.ORDERS: 1}
    assert found.year.amounts == (Money(5),)
    assert (found.in_trash, found.last_interaction, found.row.next_step) == (False, None, None)


def test_a_customer_in_the_trash_says_so_and_an_unknown_one_is_none(database):
    customer = with_contacts(database)
    database.write("trash", lambda session: CUSTOMERS.trash(session, [customer]))
    assert seen(database, customer).in_trash
    assert seen(database, 12345) is None


def test_the_ids_of_each_kind_come_in_the_order_of_their_room(database):
    customer = with_contacts(database, {"name": "小王"}, {"name": "张总", "is_primary": True})
    ids = database.read(lambda connection: ids_of(connection, Kind.CONTACTS, customer))
    assert [contact.name for contact in database.read(lambda c: CONTACTS.get_many(c, ids))] == ["张总", "小王"]
    assert list(database.read(lambda connection: ids_of(connection, Kind.ORDERS, customer))) == []
