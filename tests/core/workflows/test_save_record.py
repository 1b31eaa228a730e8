import pytest

from desktop_crm.core.contacts.store import of_customer
from desktop_crm.core.customers.choices import CHURNED, INDIVIDUAL, INTERESTED, PROSPECT, WON
from desktop_crm.core.customers.commands import NumberTakenError
from desktop_crm.core.customers.status_rules import MoveRefusedError
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.store import ORDERS
from desktop_crm.core.satisfaction.store import of_customer as scores_of
from desktop_crm.core.values.day import Day
from desktop_crm.core.workflows.save_record import add_record, change_record

pytestmark = pytest.mark.usefixtures("fixed_clock", "english")


@pytest.fixture
def add(database):
    def write(kind, **values):
        return database.write("add", lambda session: add_record(session, kind, **values)).new_id(kind)

    return write


@pytest.fixture
def change(database):
    def write(kind, record_id, **values):
        return database.write("edit", lambda session: change_record(session, kind, record_id, **values))

    return write


@pytest.fixture
def customer(database):
    def read(customer_id):
        return database.read(lambda connection: CUSTOMERS.get(connection, customer_id))

    return read


def test_a_new_customer_gets_a_number_whatever_state_it_arrives_in(add, customer):
    found = customer(add(Kind.CUSTOMERS, name="云帆", status=WON))
    assert (found.number, found.status) == ("客户-2026-001", WON)


def test_g_02_a_form_moves_the_status_only_where_it_may(add, change, customer):
    customer_id = add(Kind.CUSTOMERS, name="云帆")
    with pytest.raises(MoveRefusedError):
        change(Kind.CUSTOMERS, customer_id, status=INTERESTED, region="上海")
    assert (customer(customer_id).status, customer(customer_id).region) == (PROSPECT, "")
    add(Kind.ORDERS, customer_id=customer_id, product="CRM")
    change(Kind.CUSTOMERS, customer_id, status=WON, region="上海")
    found = customer(customer_id)
    assert (found.status, found.region, found.status_since) == (WON, "上海", Day("2026-11-23"))


def test_g_03_the_reason_and_the_note_of_a_move_stand_in_the_same_form(add, change, customer):
    customer_id = add(Kind.CUSTOMERS, name="云帆", status=WON)
    change(
        Kind.CUSTOMERS,
        customer_id,
        status=CHURNED,
        churn_reason="price",
        status_note="嫌贵",
        status_since=Day("2026-10"),
    )
    found = customer(customer_id)
    assert (found.churn_reason, found.status_note, found.status_since) == ("price", "嫌贵", Day("2026-10"))


def test_an_old_note_does_not_speak_for_a_new_move(add, change):
    customer_id = add(Kind.CUSTOMERS, name="云帆", status=WON, status_note="老说明")
    with pytest.raises(MoveRefusedError):
        change(Kind.CUSTOMERS, customer_id, status=INTERESTED)


def test_a_new_number_keeps_the_former_one(add, change, customer):
    customer_id, other = add(Kind.CUSTOMERS, name="云帆"), add(Kind.CUSTOMERS, name="晨光")
    change(Kind.CUSTOMERS, customer_id, number="VIP-1")
    assert customer(customer_id).former_numbers == ("客户-2026-001",)
    with pytest.raises(NumberTakenError):
        change(Kind.CUSTOMERS, other, number="客户-2026-001")


def test_k_05_the_first_contact_of_a_company_is_its_primary_one(add, database):
    company, person = add(Kind.CUSTOMERS, name="云帆"), add(Kind.CUSTOMERS, name="张三", account_type=INDIVIDUAL)
    for customer_id in (company, person):
        add(Kind.CONTACTS, customer_id=customer_id, name="李娜")
        add(Kind.CONTACTS, customer_id=customer_id, name="王强")

    def primary(customer_id):
        people = database.read(lambda connection: of_customer(connection, customer_id))
        return [contact.name for contact in people if contact.is_primary]

    assert primary(company) == ["李娜"]
    assert primary(person) == []


def test_v_03_a_filled_survey_makes_a_score_and_changes_it(add, change, database):
    customer_id = add(Kind.CUSTOMERS, name="云帆")
    survey = add(Kind.SURVEYS, title="2026年四季度", questions="[评分: 总体] 总体是否满意？")
    filled = add(
        Kind.SURVEY_ANSWERS,
        customer_id=customer_id,
        survey_id=survey,
        answered_on=Day("2026-11-20"),
        answers={"总体是否满意？": "4"},
    )

    def scores():
        return [each.score for each in database.read(lambda connection: scores_of(connection, customer_id))]

    assert scores() == [4]
    change(Kind.SURVEY_ANSWERS, filled, answers={"总体是否满意？": "2"})
    assert scores() == [2]


def test_any_other_record_is_simply_added_and_changed(add, change, database):
    order = add(Kind.ORDERS, product="CRM")
    change(Kind.ORDERS, order, product="ERP")
    assert database.read(lambda connection: ORDERS.get(connection, order)).product == "ERP"
