import pytest

from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import filtering
from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists.listing import listed_ids
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.orders.store import ORDERS
from desktop_crm.core.orders.totals import totals
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.money import Money

PEOPLE = (
    Customer(name="A", owner="Li", need_tags=("x", "y"), flags=("at_risk",)),
    Customer(name="B", owner="Li", need_tags=("y",)),
    Customer(name="C", owner="Wang"),
)


@pytest.fixture
def ids(database):
    return database.write("add", lambda session: commands.add(session, PEOPLE)).added[Kind.CUSTOMERS]


def test_records_are_filtered_by_values_and_by_one_of_several(database, ids):
    def fitting(**filters):
        return sorted(database.read(lambda connection: connection.scalars(filtering.fitting(CUSTOMERS, filters)).all()))

    assert fitting() == sorted(ids)
    assert fitting(need_tags="y") == [ids[0], ids[1]]
    assert fitting(need_tags="y", flags="at_risk") == [ids[0]]
    assert fitting(owner="Wang", need_tags="y") == []


def test_the_words_of_tags_are_offered_one_by_one(database, ids):
    def words(name):
        return database.read(lambda connection: filtering.words_in_use(connection, CUSTOMERS, name))

    assert words("need_tags") == ["y", "x"]
    assert words("owner") == ["Li", "Wang"]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_room_has_fields_to_filter_by(database, kind):
    for field in filtering.filter_fields(ROOMS[kind]):
        assert (
            database.read(lambda connection, name=field.name: filtering.words_in_use(connection, ROOMS[kind], name))
            == []
        )


def test_orders_are_filtered_like_everything_else_and_their_sum_with_them(database, ids):
    orders = [
        Order(customer_id=ids[0], product="a", owner="Li", amount=Money(100)),
        Order(customer_id=ids[0], product="b", owner="Wang", amount=Money(200)),
    ]
    made = database.write("add", lambda session: ORDERS.add(session, orders)).added[Kind.ORDERS]
    found = database.read(lambda connection: listed_ids(connection, Kind.ORDERS, "product", filters={"owner": "Wang"}))
    assert list(found) == [made[1]]
    come_to = database.read(lambda connection: totals(connection, {"owner": "Wang"}))
    assert (come_to.orders, come_to.amounts) == (1, (Money(200),))
