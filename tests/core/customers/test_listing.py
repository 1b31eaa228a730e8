import random
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import event

from desktop_crm.core.customers import commands
from desktop_crm.core.customers.choices import INTERESTED, PROSPECT, WON
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.listing import Order, ordered_ids
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.moment import Moment

START = datetime(2026, 1, 1, tzinfo=UTC)


def on_day(number):
    return Moment(START + timedelta(days=number), "Asia/Shanghai")


@pytest.fixture
def add_interaction(database):
    def add(customer_id, day):
        interaction = Interaction(customer_id=customer_id, occurred=on_day(day), summary="电话沟通")
        return database.write("log", lambda session: INTERACTIONS.add(session, [interaction])).new_id(Kind.INTERACTIONS)

    return add


def ordered(database, *arguments, **options):
    return list(database.read(lambda connection: ordered_ids(connection, *arguments, **options)))


def test_names_are_ordered_by_pinyin(database, add_customer):
    ids = {name: add_customer(name=name) for name in ("张江电子", "阿里木果业", "云帆科技", "Acme", "北京恒通")}
    assert ordered(database, Order.NAME) == [
        ids[name] for name in ("Acme", "阿里木果业", "北京恒通", "云帆科技", "张江电子")
    ]


def test_customers_of_one_name_follow_one_another_as_they_came_and_back(database, add_customer):
    ids = [add_customer(name="云帆科技") for _ in range(3)]
    assert ordered(database, Order.NAME) == ids
    assert ordered(database, Order.NAME, descending=True) == ids[::-1]


def test_numbers_are_ordered_as_text(database, add_customer):
    ids = {number: add_customer(number=number) for number in ("B-2", "A-10", "C-1")}
    assert ordered(database, Order.NUMBER) == [ids["A-10"], ids["B-2"], ids["C-1"]]


def test_the_customer_seen_last_comes_first_when_descending_and_one_never_seen_last(
    database, add_customer, add_interaction
):
    never, early, late = add_customer(name="甲"), add_customer(name="乙"), add_customer(name="丙")
    for customer_id, day in ((early, 1), (late, 2), (early, -5), (late, 9)):
        add_interaction(customer_id, day)
    assert ordered(database, Order.LAST_INTERACTION, descending=True) == [late, early, never]


def test_an_interaction_in_the_trash_does_not_count(database, add_customer, add_interaction):
    one, other = add_customer(name="甲"), add_customer(name="乙")
    add_interaction(one, 1)
    add_interaction(other, 0)
    gone = add_interaction(other, 5)
    assert ordered(database, Order.LAST_INTERACTION) == [one, other]
    database.write("trash", lambda session: INTERACTIONS.trash(session, [gone]))
    assert ordered(database, Order.LAST_INTERACTION) == [other, one]


@pytest.fixture
def many(database):
    """Three hundred customers of three statuses, a tenth of them in the Trash, most of them with interactions."""
    chance = random.Random(3)
    characters = "安博创达恒华金科联明宁鹏启瑞盛泰万信益中"
    customers = [
        Customer(name="".join(chance.choices(characters, k=2)), status=chance.choice((PROSPECT, INTERESTED, WON)))
        for _ in range(300)
    ]
    ids = database.write("add", lambda session: commands.add(session, customers)).added[Kind.CUSTOMERS]
    interactions = [
        Interaction(customer_id=chance.choice(ids), occurred=on_day(chance.randrange(200)), summary="回访")
        for _ in range(600)
    ]
    database.write("log", lambda session: INTERACTIONS.add(session, interactions))
    database.write("trash", lambda session: CUSTOMERS.trash(session, chance.sample(ids, 30)))
    return ids


@pytest.mark.parametrize("status", [None, WON])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("order", Order)
def test_every_order_agrees_with_sorting_the_customers_themselves(database, many, order, descending, status):
    def expected(connection):
        rows = connection.exec_driver_sql(
            "SELECT id, name_key, number_key, status, (SELECT max(occurred) FROM interactions WHERE customer_id = c.id)"
            " FROM customers c WHERE deleted_at IS NULL"
        )
        keys = {
            record_id: {Order.NAME: name, Order.NUMBER: number, Order.LAST_INTERACTION: last or 0}[order]
            for record_id, name, number, its_status, last in rows
            if status in {None, its_status}
        }
        return sorted(keys, key=lambda record_id: (keys[record_id], record_id), reverse=descending)

    wanted = database.read(expected)
    assert len(wanted) == (270 if status is None else pytest.approx(90, abs=40))
    assert ordered(database, order, descending=descending, status=status) == wanted


@pytest.mark.parametrize("status", [None, WON])
@pytest.mark.parametrize("order", Order)
def test_no_order_reads_the_customers_rows(database, many, order, status):
    asked = []

    def plan(connection):
        event.listen(connection, "before_cursor_execute", lambda *call: asked.append(call[2:4]))
        ordered_ids(connection, order, status=status)
        statement, parameters = asked[-1]
        return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]

    steps = database.read(plan)
    tables = [step for step in steps if step.startswith(("SCAN", "SEARCH"))]
    assert tables != []
    assert [step for step in tables if "COVERING INDEX" not in step] == []
    if order is not Order.LAST_INTERACTION:
        assert [step for step in steps if "ORDER BY" in step] == []


def test_ids_keep_all_their_63_bits(database, add_customer):
    large = 2**62 + 5
    add_customer(id=large)
    assert ordered(database, Order.NUMBER) == [large]
