from datetime import UTC, datetime

import pytest

from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import write
from desktop_crm.core.fields import FieldType
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.orders.store import ORDERS
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.values.money import Money, MoneyRange
from desktop_crm.core.values.phone import Phone

MOMENT = Moment(datetime(2026, 11, 23, 1, 30, tzinfo=UTC), "Asia/Shanghai")
FULL = {
    FieldType.CHOICES: ("phone", "自己的词"),
    FieldType.TAGS: ("一", "two"),
    FieldType.YES_NO: True,
    FieldType.NUMBER: 30,
    FieldType.DAY: Day("2018-05"),
    FieldType.MOMENT: MOMENT,
    FieldType.PHONE: Phone("139 1234 5678", "+8613912345678", "8"),
    FieldType.MONEY: Money(12_345, "USD", "USD 123.45"),
    FieldType.MONEY_RANGE: MoneyRange(None, 500_000_000, "CNY", "不超过500万"),
    FieldType.ANSWERS: {"响应速度": "5"},
    FieldType.UNPLACED: {"职位": "采购", "b": "a"},
}


def full(kind):
    """An entity of which every field is filled; references are empty, for there is nothing to refer to."""
    room = ROOMS[kind]
    values = {
        field.name: FULL.get(field.type, f"值 {field.name}")
        for field in room.fields.stored
        if field.type is not FieldType.REFERENCE
    }
    return room.entity(**values)


def add_all(database, kind, entities):
    return database.write("add", lambda session: ROOMS[kind].add(session, entities)).added[kind]


@pytest.mark.parametrize("kind", Kind)
def test_a_record_with_every_field_filled_comes_back_as_it_was(database, kind):
    entity = full(kind)
    (record_id,) = add_all(database, kind, [entity])
    back = database.read(lambda connection: ROOMS[kind].get(connection, record_id))
    assert back == type(entity)(**{name: getattr(entity, name) for name in entity.__slots__} | {"id": record_id})
    assert {field.name for field in ROOMS[kind].fields.stored if not getattr(back, field.name)} == {
        field.name for field in ROOMS[kind].fields.stored if field.type is FieldType.REFERENCE
    }


@pytest.mark.parametrize("kind", Kind)
def test_a_record_with_nothing_in_it_comes_back_as_it_was(database, kind):
    entity = ROOMS[kind].entity()
    (record_id,) = add_all(database, kind, [entity])
    back = database.read(lambda connection: ROOMS[kind].get(connection, record_id))
    assert ROOMS[kind].row_of(back) == ROOMS[kind].row_of(entity) | {"id": record_id}


@pytest.mark.parametrize("kind", Kind)
def test_changing_one_field_keeps_all_the_others(database, kind):
    entity, room = full(kind), ROOMS[kind]
    (record_id,) = add_all(database, kind, [entity])
    changed = database.write("edit", lambda session: room.change(session, record_id, unplaced={"neu": "ß"}))
    assert changed == Changes.of(kind, updated=[record_id])
    back = database.read(lambda connection: room.get(connection, record_id))
    assert back.unplaced == {"neu": "ß"}
    for field in room.fields.stored:
        if field.name != "unplaced":
            assert getattr(back, field.name) == getattr(entity, field.name), field.name


@pytest.mark.parametrize("kind", Kind)
def test_changing_a_field_to_what_it_is_changes_nothing(database, kind):
    entity, room = full(kind), ROOMS[kind]
    (record_id,) = add_all(database, kind, [entity])
    for field in room.fields.stored:
        value = {field.name: getattr(entity, field.name)}
        assert not database.write("edit", lambda session, value=value: room.change(session, record_id, **value))


@pytest.mark.parametrize("kind", Kind)
def test_every_field_can_be_emptied_or_goes_back_to_its_default(database, kind):
    room = ROOMS[kind]
    (record_id,) = add_all(database, kind, [full(kind)])
    empty = {field.name: getattr(room.entity(), field.name) for field in room.fields.stored}
    database.write("edit", lambda session: room.change(session, record_id, **empty))
    assert database.read(lambda connection: room.get(connection, record_id)) == room.entity(id=record_id)


def test_records_come_in_the_order_asked_for_also_over_many_chunks_and_unknown_ids_are_passed_over(database):
    ids = add_all(database, Kind.ORDERS, [Order(product=str(number)) for number in range(2 * write.CHUNK + 3)])
    asked = [*reversed(ids), 404, ids[5]]
    found = database.read(lambda connection: ORDERS.get_many(connection, iter(asked)))
    assert [order.id for order in found] == [*reversed(ids), ids[5]]
    assert [order.product for order in found[:2]] == [str(2 * write.CHUNK + 2), str(2 * write.CHUNK + 1)]


def test_no_record_has_the_id_of_nothing(database):
    assert database.read(lambda connection: ORDERS.get(connection, 404)) is None
    assert database.read(lambda connection: ORDERS.get_many(connection, [])) == []


def test_new_records_get_ids_in_their_order_and_one_that_has_an_id_keeps_it(database):
    ids = add_all(database, Kind.ORDERS, [Order(product="a"), Order(id=2**62 + 5, product="b"), Order(product="c")])
    assert ids[1] == 2**62 + 5
    assert 0 < ids[0] < ids[2]


def test_the_trash_takes_records_in_use_once_and_gives_back_those_it_has(database):
    one, two, three = add_all(database, Kind.ORDERS, [Order(product=name) for name in "abc"])
    assert database.write("trash", lambda session: ORDERS.trash(session, [one, two, 404])) == Changes.of(
        Kind.ORDERS, removed=[one, two]
    )
    assert not database.write("trash", lambda session: ORDERS.trash(session, [one]))
    assert database.read(ORDERS.count) == 1
    assert database.read(lambda connection: ORDERS.get(connection, one)).product == "a", "it can still be looked at"
    assert database.write("back", lambda session: ORDERS.bring_back(session, [one, three])) == Changes.of(
        Kind.ORDERS, added=[one]
    )
    assert not database.write("back", lambda session: ORDERS.bring_back(session, [one]))
    assert database.read(ORDERS.count) == 2


def test_a_record_that_comes_back_from_the_trash_is_as_it_was(database):
    (record_id,) = add_all(database, Kind.CUSTOMERS, [full(Kind.CUSTOMERS)])
    before = database.read(lambda connection: CUSTOMERS.get(connection, record_id))
    database.write("trash", lambda session: CUSTOMERS.trash(session, [record_id]))
    database.write("edit", lambda session: CUSTOMERS.change(session, record_id, notes="im Papierkorb"))
    assert database.read(CUSTOMERS.count) == 0, "a change does not take it out"
    database.write("back", lambda session: CUSTOMERS.bring_back(session, [record_id]))
    after = database.read(lambda connection: CUSTOMERS.get(connection, record_id))
    assert after.notes == "im Papierkorb"
    database.write("edit", lambda session: CUSTOMERS.change(session, record_id, notes=before.notes))
    assert database.read(lambda connection: CUSTOMERS.get(connection, record_id)) == before


def test_several_records_are_changed_in_one_step_each_in_its_own_way(database):
    one, two, three = add_all(database, Kind.ORDERS, [Order(product=name, notes="n") for name in "abc"])
    changes = {two: {"notes": "x"}, one: {"product": "A", "notes": ""}, three: {"notes": "n"}, 404: {"notes": "y"}}
    done = database.write("edit", lambda session: ORDERS.change_many(session, changes))
    assert sorted(done.updated[Kind.ORDERS]) == [one, two]
    found = database.read(lambda connection: ORDERS.get_many(connection, [one, two, three]))
    assert [(order.product, order.notes) for order in found] == [("A", ""), ("b", "x"), ("c", "n")]


def test_a_field_that_does_not_exist_cannot_be_changed(database):
    (record_id,) = add_all(database, Kind.ORDERS, [Order(product="a")])
    with pytest.raises(TypeError, match="shoe_size"):
        database.write("edit", lambda session: ORDERS.change(session, record_id, shoe_size=42))


def test_a_new_name_changes_the_key_by_which_it_is_sorted(database):
    (record_id,) = add_all(database, Kind.CUSTOMERS, [Customer(number="1", name="张三公司")])
    before = CUSTOMERS.row_of(Customer(name="张三公司"))["name_key"]
    database.write("edit", lambda session: CUSTOMERS.change(session, record_id, name="安吉公司"))
    keys = database.read(
        lambda connection: connection.scalars(
            CUSTOMERS.table.select().with_only_columns(CUSTOMERS.table.c.name_key)
        ).all()
    )
    assert keys == [CUSTOMERS.row_of(Customer(name="安吉公司"))["name_key"]]
    assert keys[0] < before
