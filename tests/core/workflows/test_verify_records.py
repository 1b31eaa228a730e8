from datetime import date, timedelta

import pytest

from desktop_crm.core import clock
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers.choices import CHURNED
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.followups.choices import DONE
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.values.phone import parse_phone
from desktop_crm.core.workflows.verify_records import (
    Right,
    count_due,
    due_at_month_end,
    last_verified,
    month_end,
    verified,
    verify,
    verify_many,
)

PHONE = parse_phone("021-62345678")


@pytest.fixture
def right(database):
    def write(kind, record_id, *fields):
        return database.write("verify", lambda session: verify(session, kind, record_id, fields))

    return write


@pytest.fixture
def known(database):
    return lambda kind, record_id: database.read(lambda connection: verified(connection, kind, record_id))


@pytest.fixture
def due(database):
    def ask(day=None):
        found = database.read(lambda connection: due_at_month_end(connection, day))
        return [(each.kind, each.record_id, each.fields) for each in found]

    return ask


def test_d_03_a_verification_says_who_found_a_field_right_and_when(add_customer, right, known, fixed_clock):
    customer_id = add_customer(phone=PHONE)
    assert right(Kind.CUSTOMERS, customer_id, "phone", "email").updated == {Kind.CUSTOMERS: (customer_id,)}
    found = known(Kind.CUSTOMERS, customer_id)
    assert found.keys() == {"phone", "email"}
    assert (found["phone"].at, found["phone"].author, found["phone"].void) == (fixed_clock, "王芳", False)


def test_d_03_a_verification_is_void_when_the_value_changes_and_holds_again_when_it_comes_back(
    add_customer, right, known, database
):
    customer_id = add_customer(phone=PHONE, founded=Day("2018-05"))
    right(Kind.CUSTOMERS, customer_id, "phone", "founded", "email")

    def change(**values):
        database.write("edit", lambda session: CUSTOMERS.change(session, customer_id, **values))
        return {name for name, each in known(Kind.CUSTOMERS, customer_id).items() if each.void}

    assert change(phone=parse_phone("021-62345679"), notes="别的") == {"phone"}
    assert change(email="info@example.com") == {"phone", "email"}
    assert change(phone=PHONE) == {"email"}


def test_d_03_verifying_again_renews_the_date(add_customer, right, known, fixed_clock):
    customer_id = add_customer(phone=PHONE)
    right(Kind.CUSTOMERS, customer_id, "phone")
    later = fixed_clock + timedelta(days=30)
    with clock.fixed(later, "Asia/Shanghai"):
        right(Kind.CUSTOMERS, customer_id, "phone")
    assert known(Kind.CUSTOMERS, customer_id)["phone"].at == later


@pytest.mark.usefixtures("fixed_clock")
def test_d_03_what_was_not_found_right_this_month_is_due_at_its_end(add_customer, right, due, database):
    customer_id = add_customer(phone=PHONE, email="info@example.com")
    (contact,) = database.write(
        "add", lambda session: CONTACTS.add(session, [Contact(customer_id=customer_id, name="李娜", mobile=PHONE)])
    ).added[Kind.CONTACTS]
    assert due() == [(Kind.CUSTOMERS, customer_id, ("phone", "email")), (Kind.CONTACTS, contact, ("mobile",))]
    right(Kind.CUSTOMERS, customer_id, "phone")
    right(Kind.CONTACTS, contact, "mobile")
    assert due() == [(Kind.CUSTOMERS, customer_id, ("email",))]
    database.write("edit", lambda session: CONTACTS.change(session, contact, mobile=parse_phone("139 1234 5678")))
    assert due()[1:] == [(Kind.CONTACTS, contact, ("mobile",))]
    assert len(due(date(2026, 12, 5))) == 2, "a new month asks again"
    assert ("phone", "email") in [fields for _kind, _id, fields in due(date(2026, 12, 5))]


@pytest.mark.usefixtures("fixed_clock")
def test_d_03_nobody_looks_into_customers_and_people_who_left(add_customer, due, database):
    add_customer(phone=PHONE, status=CHURNED)
    customer_id = add_customer(name="晨光")
    gone = Contact(customer_id=customer_id, name="李娜", mobile=PHONE, left_on=Day("2026-01"))
    database.write("add", lambda session: CONTACTS.add(session, [gone]))
    assert due() == []


def test_d_03_follow_ups_of_the_month_without_an_end_are_due(add_customer, due, database, fixed_clock):
    customer_id = add_customer()

    def step(days, **values):
        return Followup(
            customer_id=customer_id,
            title="回访",
            due=Moment(fixed_clock + timedelta(days=days), "Asia/Shanghai"),
            **values,
        )

    overdue, unsaid, *_others = database.write(
        "add",
        lambda session: FOLLOWUPS.add(
            session,
            [
                step(-3),
                step(-2, status=DONE, result=" "),
                step(-2, status=DONE, result="已报价"),
                step(3),
                step(-40),
                step(-1, status="cancelled"),
            ],
        ),
    ).added[Kind.FOLLOWUPS]
    assert due() == [(Kind.FOLLOWUPS, overdue, ("status",)), (Kind.FOLLOWUPS, unsaid, ("result",))]


@pytest.mark.usefixtures("fixed_clock")
def test_d_03_many_records_are_found_right_in_one_action(add_customer, due, database):
    ids = [add_customer(name=str(place), phone=PHONE, email="info@example.com") for place in range(3)]
    gone = Right(Kind.CUSTOMERS, 42, ("phone",))
    found = [Right(Kind.CUSTOMERS, each, ("phone", "email")) for each in ids[:2]]
    changes = database.write("verify", lambda session: verify_many(session, [*found, gone]))
    assert changes.updated == {Kind.CUSTOMERS: tuple(ids[:2])}
    assert due() == [(Kind.CUSTOMERS, ids[2], ("phone", "email"))]
    again = [Right(Kind.CUSTOMERS, ids[0], ("phone",)), Right(Kind.CUSTOMERS, ids[2], ("phone",))]
    database.write("verify", lambda session: verify_many(session, again))
    assert due() == [(Kind.CUSTOMERS, ids[2], ("email",))]


def test_d_03_a_follow_up_found_right_as_it_is_is_not_asked_for_again_this_month(
    add_customer, right, due, database, fixed_clock
):
    step = Followup(
        customer_id=add_customer(), title="回访", due=Moment(fixed_clock - timedelta(days=2), "Asia/Shanghai")
    )
    added = database.write("add", lambda session: FOLLOWUPS.add(session, [step])).new_id(Kind.FOLLOWUPS)
    assert due() == [(Kind.FOLLOWUPS, added, ("status",))]
    right(Kind.FOLLOWUPS, added, "status")
    assert due() == []
    database.write("edit", lambda session: FOLLOWUPS.change(session, added, status=DONE))
    assert due() == [(Kind.FOLLOWUPS, added, ("result",))]


@pytest.mark.usefixtures("fixed_clock")
def test_d_03_what_belongs_to_nobody_is_not_asked_for(due, database):
    database.write("add", lambda session: CONTACTS.add(session, [Contact(name="李娜", mobile=PHONE)]))
    assert due() == []


def test_d_03_the_count_is_that_of_the_list(add_customer, right, due, database, fixed_clock):
    first, second, _none = (
        add_customer(phone=PHONE, email="info@example.com"),
        add_customer(name="晨光", phone=PHONE),
        add_customer(name="博雅"),
    )
    people = [Contact(customer_id=first, name="李娜", mobile=PHONE), Contact(customer_id=second, name="王一")]
    database.write("add", lambda session: CONTACTS.add(session, people))
    step = Followup(customer_id=first, title="回访", due=Moment(fixed_clock - timedelta(days=2), "Asia/Shanghai"))
    database.write("add", lambda session: FOLLOWUPS.add(session, [step]))
    right(Kind.CUSTOMERS, first, "phone")
    right(Kind.CUSTOMERS, second, "phone")
    assert database.read(count_due) == len(due()) == 3


def test_d_03_the_last_verification_of_many_records_says_when_one_of_their_values_changed(
    add_customer, right, database, fixed_clock
):
    first, second, third = (add_customer(name=name, phone=PHONE) for name in "甲乙丙")
    right(Kind.CUSTOMERS, first, "phone")
    with clock.fixed(fixed_clock + timedelta(days=1), "Asia/Shanghai"):
        right(Kind.CUSTOMERS, first, "email")
        right(Kind.CUSTOMERS, second, "phone")
    database.write("edit", lambda session: CUSTOMERS.change(session, first, phone=parse_phone("021-62345679")))
    found = database.read(lambda connection: last_verified(connection, Kind.CUSTOMERS, [first, second, third]))
    later = fixed_clock + timedelta(days=1)
    assert {key: (each.at, each.void) for key, each in found.items()} == {first: (later, True), second: (later, False)}


def test_the_month_ends_on_its_last_day():
    assert month_end(date(2026, 2, 3)) == date(2026, 2, 28)
    assert month_end(date(2028, 2, 29)) == date(2028, 2, 29)
    assert month_end(date(2026, 12, 31)) == date(2026, 12, 31)
