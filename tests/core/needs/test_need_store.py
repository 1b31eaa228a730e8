import pytest

from desktop_crm.core.kinds import Kind
from desktop_crm.core.needs.choices import DROPPED, VERIFIED
from desktop_crm.core.needs.entity import Need
from desktop_crm.core.needs.history import budget_history, need_changes
from desktop_crm.core.needs.store import NEEDS, of_customer, without_owner_or_date
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.money import MoneyRange, parse_money_range

pytestmark = pytest.mark.usefixtures("fixed_clock", "english")


@pytest.fixture
def add(database):
    def write(*needs):
        return database.write("add", lambda session: NEEDS.add(session, needs)).added[Kind.NEEDS]

    return write


def test_n_11_open_needs_without_owner_or_date_are_listed(add, add_customer, database):
    customer_id = add_customer()
    add(
        Need(customer_id=customer_id, title="齐全", owner="王芳", due=Day("2026-12-01")),
        Need(customer_id=customer_id, title="无人", owner=" ", due=Day("2026-12-02")),
        Need(customer_id=customer_id, title="无期限", owner="王芳"),
        Need(customer_id=customer_id, title="已放弃", status=DROPPED),
        Need(customer_id=customer_id, title="已验证", status=VERIFIED),
    )
    assert [need.title for need in database.read(without_owner_or_date)] == ["无人", "无期限"]
    assert len(database.read(lambda connection: of_customer(connection, customer_id))) == 5


def test_n_08_the_budget_keeps_its_history_from_the_range_to_the_firm_amount(add, add_customer, database):
    (need,) = add(Need(customer_id=add_customer(), title="库存管理系统", budget=parse_money_range("20-30万")))
    for values in ({"budget": parse_money_range("25万")}, {"notes": "别的"}, {"budget_confirmed": True}):
        database.write("edit", lambda session, values=values: NEEDS.change(session, need, **values))
    steps = database.read(lambda connection: budget_history(connection, need))
    wan = 1_000_000
    assert [(step.budget, step.confirmed) for step in steps] == [
        (MoneyRange(20 * wan, 30 * wan, text="20-30万"), False),
        (MoneyRange(25 * wan, 25 * wan, text="25万"), False),
        (MoneyRange(25 * wan, 25 * wan, text="25万"), True),
    ]
    assert {step.author for step in steps} == {"王芳"}


def test_n_08_a_need_that_never_had_a_budget_has_no_history_of_it(add, add_customer, database):
    (need,) = add(Need(customer_id=add_customer(), title="库存管理系统"))
    assert database.read(lambda connection: budget_history(connection, need)) == []


def test_n_12_what_the_customer_wants_changes_and_what_we_do_is_another_matter(add, add_customer, database):
    (need,) = add(Need(customer_id=add_customer(), title="库存管理系统"))
    for values in ({"title": "库存与订单系统", "owner": "李雷"}, {"solution": "标准版"}, {"urgency": "high"}):
        database.write("edit", lambda session, values=values: NEEDS.change(session, need, **values))
    steps = database.read(lambda connection: need_changes(connection, need))
    assert [[(change.field.name, change.old, change.new) for change in step.changes] for step in steps] == [
        [("urgency", None, "high")],
        [("title", "库存管理系统", "库存与订单系统")],
    ]
