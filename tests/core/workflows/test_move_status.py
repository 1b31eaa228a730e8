import pytest

from desktop_crm.core.contracts.entity import Contract
from desktop_crm.core.contracts.store import CONTRACTS
from desktop_crm.core.customers.choices import CHURNED, INTERESTED, PROSPECT, WON
from desktop_crm.core.customers.status_rules import Lack, MoveRefusedError, Place
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.journal.history import history
from desktop_crm.core.kinds import Kind
from desktop_crm.core.needs.choices import DROPPED, EXPLICIT, IMPLICIT
from desktop_crm.core.needs.entity import Need
from desktop_crm.core.needs.store import NEEDS
from desktop_crm.core.orders.choices import CANCELLED
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.orders.store import ORDERS
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.money import Money, parse_money_range
from desktop_crm.core.workflows.move_status import missing_for, move

pytestmark = pytest.mark.usefixtures("fixed_clock", "english")

BUDGET = parse_money_range("20-30万")


@pytest.fixture
def lacks(database):
    def ask(customer_id, to, **words):
        missing = database.read(lambda connection: missing_for(connection, customer_id, to, **words))
        return [each.lack for each in missing]

    return ask


@pytest.fixture
def add(database):
    def write(records, *entities):
        changes = database.write("add", lambda session: records.add(session, entities))
        return changes.new_id(records.kind)

    return write


@pytest.fixture
def moved(database):
    def write(customer_id, to, **words):
        database.write("move", lambda session: move(session, customer_id, to, **words))
        return database.read(lambda connection: CUSTOMERS.get(connection, customer_id))

    return write


def test_g_02_becoming_interested_takes_an_explicit_need_and_a_confirmed_budget(
    add_customer, add, lacks, moved, database
):
    customer_id = add_customer()
    assert lacks(customer_id, INTERESTED) == [Lack.EXPLICIT_NEED, Lack.CONFIRMED_BUDGET]
    add(NEEDS, Need(customer_id=customer_id, title="希望获得培训", kind=IMPLICIT))
    add(NEEDS, Need(customer_id=customer_id, title="撤回的", kind=EXPLICIT, status=DROPPED, budget_confirmed=True))
    assert lacks(customer_id, INTERESTED) == [Lack.EXPLICIT_NEED, Lack.CONFIRMED_BUDGET]
    need = add(NEEDS, Need(customer_id=customer_id, title="库存管理系统", budget=BUDGET))
    assert lacks(customer_id, INTERESTED) == [Lack.CONFIRMED_BUDGET]
    add(NEEDS, Need(customer_id=customer_id, title="口头确认", budget_confirmed=True))
    assert lacks(customer_id, INTERESTED) == [Lack.CONFIRMED_BUDGET], "a confirmed budget says how much"
    with pytest.raises(MoveRefusedError):
        moved(customer_id, INTERESTED)
    database.write("edit", lambda session: NEEDS.change(session, need, budget_confirmed=True))
    customer = moved(customer_id, INTERESTED)
    assert (customer.status, customer.status_since) == (INTERESTED, Day("2026-11-23"))


def test_g_01_becoming_won_takes_an_order_that_stands_or_a_signed_contract(add_customer, add, lacks, moved):
    buyer, signer = add_customer(), add_customer(name="晨光")
    add(ORDERS, Order(customer_id=buyer, product="CRM", status=CANCELLED))
    add(CONTRACTS, Contract(customer_id=signer, title="框架协议"))
    for customer_id in (buyer, signer):
        assert lacks(customer_id, WON) == [Lack.SALE]
    add(ORDERS, Order(customer_id=buyer, product="CRM", amount=Money(100)))
    add(CONTRACTS, Contract(customer_id=signer, title="合同", status="signed"))
    assert moved(buyer, WON).status == moved(signer, WON).status == WON


def test_g_03_churning_takes_a_reason_which_goes_when_the_customer_comes_back(add_customer, lacks, moved, database):
    customer_id = add_customer(status=WON)
    assert lacks(customer_id, CHURNED) == [Lack.CHURN_REASON]
    assert lacks(customer_id, CHURNED, reason="price") == []
    gone = moved(customer_id, CHURNED, reason="price", note="嫌贵")
    assert (gone.status, gone.churn_reason, gone.status_note) == (CHURNED, "price", "嫌贵")
    back = moved(customer_id, INTERESTED, note="新采购经理来电")
    assert (back.status, back.churn_reason, back.status_note) == (INTERESTED, "", "新采购经理来电")
    steps = database.read(lambda connection: history(connection, CUSTOMERS, customer_id))
    assert [change.old for step in steps for change in step.changes if change.field.name == "churn_reason"] == [
        "price",
        None,
    ]


def test_a_refused_move_says_what_is_missing_and_where_to_enter_it(add_customer, add, database, moved):
    customer_id = add_customer()
    before = database.read(lambda connection: CUSTOMERS.get(connection, customer_id))
    with pytest.raises(MoveRefusedError) as refused:
        moved(customer_id, INTERESTED)
    assert refused.value.title == "云帆科技有限公司 cannot become “Interested” yet"
    assert refused.value.message == ("Still missing: an explicit need of the customer, a confirmed budget for a need.")
    need, budget = refused.value.missing
    preset = {"customer_id": customer_id, "kind": EXPLICIT}
    assert need.places == (Place(Kind.NEEDS, "title", preset=preset),)
    assert budget.places == (Place(Kind.NEEDS, "budget", preset=preset),)
    assert database.read(lambda connection: CUSTOMERS.get(connection, customer_id)) == before


def test_a_missing_confirmation_points_to_the_need_that_has_a_budget(add_customer, add, database):
    customer_id = add_customer()
    add(NEEDS, Need(customer_id=customer_id, title="无预算"))
    need = add(NEEDS, Need(customer_id=customer_id, title="有预算", budget=BUDGET))
    (missing,) = database.read(lambda connection: missing_for(connection, customer_id, INTERESTED))
    assert missing.places == (Place(Kind.NEEDS, "budget_confirmed", need),)


def test_a_missing_sale_may_be_entered_as_an_order_or_as_a_contract(add_customer, database):
    customer_id = add_customer()
    (missing,) = database.read(lambda connection: missing_for(connection, customer_id, WON))
    assert [place.kind for place in missing.places] == [Kind.ORDERS, Kind.CONTRACTS]
    assert all(place.preset["customer_id"] == customer_id for place in missing.places)


def test_a_record_arrives_in_any_state(add_customer, database):
    customer_id = add_customer(status=WON)
    assert database.read(lambda connection: CUSTOMERS.get(connection, customer_id)).status == WON


def test_moving_to_the_status_one_has_changes_nothing(add_customer, database):
    customer_id = add_customer(status=PROSPECT)
    assert not database.write("move", lambda session: move(session, customer_id, PROSPECT, note="again"))
