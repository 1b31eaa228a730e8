from datetime import UTC, datetime, timedelta

import pytest

from desktop_crm.core import clock
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import write
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.journal.history import history
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.orders.store import ORDERS
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.values.money import Money
from desktop_crm.core.values.phone import Phone

MONDAY = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
DEFAULTS = {"status": (None, "active"), "confidential": (None, False)}  # of an order that says nothing else


@pytest.fixture
def steps_of(database):
    """The history of a record: for each step its operation, and name, old and new value of each field."""

    def read(kind, record_id):
        steps = database.read(lambda connection: history(connection, ROOMS[kind], record_id))
        return [
            (step.operation, {change.field.name: (change.old, change.new) for change in step.changes}) for step in steps
        ]

    return read


@pytest.fixture
def change(database):
    return lambda records, record_id, **values: database.write(
        "edit", lambda session: records.change(session, record_id, **values)
    )


def add(database, records, entity):
    return database.write("add", lambda session: records.add(session, [entity])).new_id(records.kind)


def test_d_02_the_steps_come_newest_first_with_moment_author_and_verb(database):
    with clock.fixed(MONDAY):
        record_id = add(database, ORDERS, Order(product="软件"))
    database.author = "李雷"
    with clock.fixed(MONDAY + timedelta(days=1)):
        database.write("note_order", lambda session: ORDERS.change(session, record_id, notes="x"))
    newest, created = database.read(lambda connection: history(connection, ORDERS, record_id))
    assert (newest.at, newest.author, newest.verb) == (MONDAY + timedelta(days=1), "李雷", "note_order")
    assert (created.at, created.author, created.verb) == (MONDAY, "王芳", "add")


def test_the_making_of_a_record_lists_every_field_it_had_and_later_steps_only_what_they_set(database, steps_of, change):
    record_id = add(database, ORDERS, Order(product="软件", notes="a"))
    change(ORDERS, record_id, notes="b", owner="王芳")
    change(ORDERS, record_id, notes="")
    assert steps_of(Kind.ORDERS, record_id) == [
        ("update", {"notes": ("b", None)}),
        ("update", {"notes": ("a", "b"), "owner": (None, "王芳")}),
        ("insert", {"product": (None, "软件"), "notes": (None, "a"), **DEFAULTS}),
    ]


def test_old_and_new_values_are_whole_where_only_one_of_their_columns_changed(database, steps_of, change):
    first, second = Money(100, "CNY", "1元"), Money(100, "USD", "1元")
    record_id = add(database, ORDERS, Order(product="软件", amount=first))
    change(ORDERS, record_id, amount=second)
    change(ORDERS, record_id, amount=Money(200, "USD", "1元"))
    newest, middle, _created = steps_of(Kind.ORDERS, record_id)
    assert newest == ("update", {"amount": (second, Money(200, "USD"))})
    assert middle == ("update", {"amount": (first, second)})
    old, new = middle[1]["amount"]
    assert (old.currency, old.text, new.currency, new.text) == ("CNY", "1元", "USD", "1元")


def test_a_phone_and_a_moment_are_told_whole_as_well(database, steps_of, change):
    typed = Phone("021-58886666", "+862158886666", "")
    customer_id = add(database, CUSTOMERS, Customer(number="1", name="甲", phone=typed))
    change(CUSTOMERS, customer_id, phone=Phone("021-58886666", "+862158886666", "8"))
    assert steps_of(Kind.CUSTOMERS, customer_id)[0] == (
        "update",
        {"phone": (typed, Phone("021-58886666", "+862158886666", "8"))},
    )
    due = Moment(MONDAY, "Asia/Shanghai")
    todo = add(database, FOLLOWUPS, Followup(title="报价", due=due))
    change(FOLLOWUPS, todo, due=Moment(MONDAY, "America/New_York"))
    change(FOLLOWUPS, todo, due=None)
    newest, moved, _created = steps_of(Kind.FOLLOWUPS, todo)
    assert moved == ("update", {"due": (due, Moment(MONDAY, "America/New_York"))})
    assert newest == ("update", {"due": (Moment(MONDAY, "America/New_York"), None)})


def test_a_list_is_told_by_its_words(database, steps_of, change):
    customer_id = add(database, CUSTOMERS, Customer(number="1", name="甲", need_tags=("降本",)))
    change(CUSTOMERS, customer_id, need_tags=("降本", "增效"))
    assert steps_of(Kind.CUSTOMERS, customer_id)[0] == ("update", {"need_tags": (("降本",), ("降本", "增效"))})


def test_the_way_into_the_trash_and_out_of_it_are_steps_without_fields(database, steps_of, change):
    record_id = add(database, ORDERS, Order(product="a"))
    database.write("trash", lambda session: ORDERS.trash(session, [record_id]))
    database.write("bring_back", lambda session: ORDERS.bring_back(session, [record_id]))
    change(ORDERS, record_id, product="b")
    assert steps_of(Kind.ORDERS, record_id)[:3] == [
        ("update", {"product": ("a", "b")}),
        ("update", {}),
        ("update", {}),
    ]
    steps = database.read(lambda connection: history(connection, ORDERS, record_id))
    assert [step.verb for step in steps] == ["edit", "bring_back", "trash", "add"]


def test_a_record_deleted_for_good_still_has_its_history(database, steps_of, change):
    record_id = add(database, ORDERS, Order(product="a"))
    change(ORDERS, record_id, product="b")

    def delete(session):
        write.delete(session, ORDERS.table, [record_id])
        return ORDERS.trash(session, [])

    database.write("erase", delete)
    deleted, changed, created = steps_of(Kind.ORDERS, record_id)
    assert deleted == ("delete", {"product": ("b", None), "status": ("active", None), "confidential": (False, None)})
    assert changed == ("update", {"product": ("a", "b")})
    assert created[1]["product"] == (None, "a")


def test_two_changes_in_one_action_are_two_steps_in_their_order(database, steps_of):
    record_id = add(database, ORDERS, Order(product="a"))

    def work(session):
        return ORDERS.change(session, record_id, product="b") | ORDERS.change(session, record_id, product="c")

    database.write("edit", work)
    assert [changes for _operation, changes in steps_of(Kind.ORDERS, record_id)[:2]] == [
        {"product": ("b", "c")},
        {"product": ("a", "b")},
    ]


def test_the_history_of_one_record_holds_nothing_of_others(database, steps_of):
    one, two = (add(database, ORDERS, Order(product=name)) for name in "ab")
    assert len(steps_of(Kind.ORDERS, one)) == len(steps_of(Kind.ORDERS, two)) == 1
    assert steps_of(Kind.CUSTOMERS, one) == []
    assert steps_of(Kind.ORDERS, 404) == []


def test_erased_values_are_gone_from_the_history_and_its_steps_stay(cellar, database, steps_of, change):
    record_id = add(database, ORDERS, Order(product="软件", notes="geheim"))
    change(ORDERS, record_id, notes="")
    connection = cellar.connect()
    connection.execute("UPDATE journal SET changes = NULL, salt = NULL")
    connection.close()
    newest, created = steps_of(Kind.ORDERS, record_id)
    assert newest == ("update", {})
    assert created == ("insert", {"product": (None, "软件"), **DEFAULTS})
