from dataclasses import replace
from datetime import UTC, datetime

import pytest

from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.rooms import OF_CUSTOMER, ROOMS
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.workflows.trash_customer import bring_customer_back, trash_customer

BELOW = {kind: ROOMS[kind].entity() for kind in OF_CUSTOMER} | {
    Kind.CONTACTS: Contact(name="李伟"),
    Kind.INTERACTIONS: Interaction(occurred=Moment(datetime(2026, 11, 1, tzinfo=UTC), "UTC"), summary="电话"),
    Kind.FOLLOWUPS: Followup(title="回访"),
    Kind.ORDERS: Order(product="年度维保"),
}


@pytest.fixture
def with_records(database, add_customer):
    """Adds a customer with one record of every kind below it: the ids by kind."""

    def add(name: str) -> dict[Kind, int]:
        ids = {Kind.CUSTOMERS: add_customer(name=name)}
        for kind, entity in BELOW.items():
            owned = replace(entity, customer_id=ids[Kind.CUSTOMERS])
            changes = database.write("add", lambda s, kind=kind, owned=owned: ROOMS[kind].add(s, [owned]))
            ids[kind] = changes.new_id(kind)
        return ids

    return add


@pytest.fixture
def in_use(database):
    return lambda: {kind: database.read(ROOMS[kind].count) for kind in (Kind.CUSTOMERS, *OF_CUSTOMER)}


def test_all_that_belongs_to_a_customer_goes_with_it_and_nothing_else(database, with_records, in_use):
    gone = with_records("云帆")
    with_records("振华")
    changes = database.write("trash", lambda session: trash_customer(session, gone[Kind.CUSTOMERS]))
    assert changes.removed == {kind: (record_id,) for kind, record_id in gone.items()}
    assert in_use() == dict.fromkeys((Kind.CUSTOMERS, *OF_CUSTOMER), 1)


def test_everything_comes_back_as_it_was(database, with_records, in_use):
    ids = with_records("云帆")
    before = database.read(lambda connection: CUSTOMERS.get(connection, ids[Kind.CUSTOMERS]))
    database.write("trash", lambda session: trash_customer(session, ids[Kind.CUSTOMERS]))
    assert in_use() == dict.fromkeys((Kind.CUSTOMERS, *OF_CUSTOMER), 0)
    changes = database.write("back", lambda session: bring_customer_back(session, ids[Kind.CUSTOMERS]))
    assert changes.added == {kind: (record_id,) for kind, record_id in ids.items()}
    assert in_use() == dict.fromkeys((Kind.CUSTOMERS, *OF_CUSTOMER), 1)
    assert database.read(lambda connection: CUSTOMERS.get(connection, ids[Kind.CUSTOMERS])) == before


def test_what_lay_in_the_trash_before_stays_there(database, with_records, in_use):
    ids = with_records("云帆")
    database.write("trash", lambda session: ROOMS[Kind.CONTACTS].trash(session, [ids[Kind.CONTACTS]]))
    database.write("trash", lambda session: trash_customer(session, ids[Kind.CUSTOMERS]))
    database.write("back", lambda session: bring_customer_back(session, ids[Kind.CUSTOMERS]))
    assert in_use() == dict.fromkeys((Kind.CUSTOMERS, *OF_CUSTOMER), 1) | {Kind.CONTACTS: 0}


def test_doing_it_twice_changes_nothing(database, with_records):
    ids = with_records("云帆")
    assert not database.write("back", lambda session: bring_customer_back(session, ids[Kind.CUSTOMERS]))
    database.write("trash", lambda session: trash_customer(session, ids[Kind.CUSTOMERS]))
    assert not database.write("trash", lambda session: trash_customer(session, ids[Kind.CUSTOMERS]))
