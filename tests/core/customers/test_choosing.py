from datetime import timedelta

import pytest

from desktop_crm.core import clock
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.choices import CHURNED, PROSPECT, WON
from desktop_crm.core.customers.choosing import CONDITIONS, MoreOrder, chosen_ids, count_chosen, words_in_use
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.listing import Order
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.followups.choices import DONE
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.moment import Moment, whole_day

pytestmark = pytest.mark.usefixtures("fixed_clock", "chinese")

PEOPLE = (
    Customer(name="安泰", status=WON, owner="王", industry="retail", flags=("at_risk", "key_account")),
    Customer(name="博雅", status=PROSPECT, owner="李", industry="software"),
    Customer(name="晨光", status=WON, owner="李", industry="software", flags=("key_account",)),
    Customer(name="东方", status=CHURNED, owner="张", industry="自己的词"),
)


@pytest.fixture
def names(database):
    changes = database.write("add", lambda session: commands.add(session, PEOPLE))
    by_id = dict(zip(changes.added[Kind.CUSTOMERS], (customer.name for customer in PEOPLE), strict=True))

    def chosen(order=Order.NAME, *, descending=False, **filters):
        ids = database.read(lambda connection: chosen_ids(connection, order, descending=descending, filters=filters))
        return [by_id[customer_id] for customer_id in ids]

    chosen.ids = {name: customer_id for customer_id, name in by_id.items()}
    return chosen


def test_without_filters_everybody_is_there_in_order(names):
    assert names() == ["安泰", "博雅", "晨光", "东方"]
    assert names(descending=True) == ["东方", "晨光", "博雅", "安泰"]


@pytest.mark.parametrize("order", [*Order, *MoreOrder])
def test_every_order_descends_as_the_exact_reverse(names, order):
    assert sorted(names(order)) == sorted(names())
    assert names(order, descending=True) == names(order)[::-1]


@pytest.mark.parametrize("order", [*Order, *MoreOrder])
def test_filters_narrow_every_order(names, order):
    assert sorted(names(order, status=WON)) == ["安泰", "晨光"]
    assert names(order, status=WON, owner="李") == ["晨光"]
    assert names(order, industry="自己的词", status=WON) == []


def test_a_field_with_several_values_needs_one_of_them(names):
    assert names(flags="key_account") == ["安泰", "晨光"]
    assert names(flags="key") == []


def test_who_lies_in_the_trash_is_not_chosen(database, names):
    database.write("trash", lambda session: CUSTOMERS.trash(session, [names.ids["晨光"]]))
    for order in (*Order, *MoreOrder):
        assert "晨光" not in names(order)
        assert "晨光" not in names(order, owner="李")


def test_next_steps_order_by_the_earliest_open_one(database, names):
    def step(name, days, **more):
        due = Moment(clock.now() + timedelta(days=days), "Asia/Shanghai")
        return Followup(customer_id=names.ids[name], title="x", due=due, **more)

    steps = [step("安泰", 5), step("博雅", 9), step("博雅", 2), step("晨光", 1, status=DONE), step("东方", 1)]
    database.write("add", lambda session: FOLLOWUPS.add(session, steps))
    assert names(MoreOrder.NEXT_STEP) == ["晨光", "东方", "博雅", "安泰"]


def test_the_words_in_use_come_with_the_most_frequent_first(database, names):
    assert database.read(lambda connection: words_in_use(connection, "owner")) == ["李", "张", "王"]


def test_silence_and_missing_steps_are_filters_and_lost_customers_are_left_alone(database, names):
    def talk(name, days):
        when = Moment(clock.now() - timedelta(days=days), "Asia/Shanghai")
        return Interaction(customer_id=names.ids[name], occurred=when, method="phone", summary="x")

    talks = [talk("安泰", 29), talk("安泰", 200), talk("博雅", 31), talk("东方", 300)]
    database.write("add", lambda session: INTERACTIONS.add(session, talks))
    assert names(last_interaction="silent_30") == ["博雅", "晨光"]
    assert names(last_interaction="silent_90") == ["晨光"]
    assert names(last_interaction="never") == ["晨光"]
    late = whole_day(clock.today() - timedelta(days=1), clock.zone())
    steps = [
        Followup(customer_id=names.ids["安泰"], title="x", due=late),
        Followup(customer_id=names.ids["博雅"], title="x", due=whole_day(clock.today(), clock.zone())),
        Followup(customer_id=names.ids["晨光"], title="x", due=late, to_check=True),
    ]
    database.write("add", lambda session: FOLLOWUPS.add(session, steps))
    assert names(next_step="none") == ["晨光"]
    assert names(next_step="overdue") == ["安泰"]
    assert names(next_step="none", owner="李") == ["晨光"]


@pytest.mark.parametrize("filters", [{}, {"owner": "李"}, {"last_interaction": "never"}, {"next_step": "none"}])
def test_the_count_is_that_of_the_list(database, names, filters):
    assert database.read(lambda connection: count_chosen(connection, filters)) == len(names(**filters))


def test_every_condition_has_an_answer(names):
    for name, choices in CONDITIONS.items():
        for choice in choices.choices:
            assert set(names(**{name: choice.code})) <= set(names())
