import pytest

from desktop_crm.core.contacts import commands
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS, of_customer, primary_of
from desktop_crm.core.customers.choices import INDIVIDUAL
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.day import Day
from desktop_crm.core.workflows.trash_customer import bring_customer_back, trash_customer

pytestmark = pytest.mark.usefixtures("fixed_clock")


@pytest.fixture
def add(database):
    def write(*people, through=commands.add):
        changes = database.write("add", lambda session: through(session, people))
        return changes.added[Kind.CONTACTS]

    return write


@pytest.fixture
def primary(database):
    def names(customer_id):
        people = database.read(lambda connection: of_customer(connection, customer_id))
        return [contact.name for contact in people if contact.is_primary]

    return names


def test_k_05_the_first_contact_of_a_company_becomes_primary_by_itself(add_customer, add, primary):
    company = add_customer()
    add(Contact(customer_id=company, name="甲"), Contact(customer_id=company, name="乙"))
    add(Contact(customer_id=company, name="丙"))
    assert primary(company) == ["甲"]


def test_k_05_one_who_is_said_to_be_primary_is_it_also_as_the_second(add_customer, add, primary):
    company = add_customer()
    add(Contact(customer_id=company, name="甲"), Contact(customer_id=company, name="乙", is_primary=True))
    assert primary(company) == ["乙"]


def test_nobody_becomes_primary_who_left_or_belongs_to_no_company(add_customer, add, primary, database):
    person, company = add_customer(name="张三", account_type=INDIVIDUAL), add_customer()
    add(Contact(customer_id=person, name="甲"), Contact(customer_id=company, name="乙", left_on=Day("2026-01")))
    (alone,) = add(Contact(name="丙"))
    assert primary(person) == primary(company) == []
    assert not database.read(lambda connection: CONTACTS.get(connection, alone)).is_primary
    add(Contact(customer_id=company, name="丁"))
    assert primary(company) == ["丁"], "whoever left is no first contact"


def test_k_05_a_new_primary_contact_takes_the_place_of_the_old_one(add_customer, add, primary, database):
    company = add_customer()
    first, second = add(Contact(customer_id=company, name="甲"), Contact(customer_id=company, name="乙"))
    changes = database.write("edit", lambda session: CONTACTS.change(session, second, is_primary=True))
    assert primary(company) == ["乙"]
    assert changes.updated == {Kind.CONTACTS: (first, second)}
    add(Contact(customer_id=company, name="丙", is_primary=True))
    assert primary(company) == ["丙"]


def test_of_several_primary_contacts_at_once_the_first_is_it(add_customer, add, primary):
    company = add_customer()
    add(*(Contact(customer_id=company, name=name, is_primary=True) for name in "甲乙丙"), through=CONTACTS.add)
    assert primary(company) == ["甲"]


def test_a_swap_and_a_move_to_another_company_never_make_two(add_customer, add, primary, database):
    one, other = add_customer(), add_customer(name="晨光")
    first, second = add(Contact(customer_id=one, name="甲"), Contact(customer_id=one, name="乙"))
    add(Contact(customer_id=other, name="丙"))
    swap = {first: {"is_primary": False}, second: {"is_primary": True}}
    database.write("edit", lambda session: CONTACTS.change_many(session, swap))
    assert primary(one) == ["乙"]
    database.write("edit", lambda session: CONTACTS.change(session, second, customer_id=other))
    assert (primary(one), primary(other)) == ([], ["乙"])


def test_who_comes_back_from_the_trash_finds_the_place_taken(add_customer, add, primary, database):
    company = add_customer()
    (first,) = add(Contact(customer_id=company, name="甲"))
    database.write("trash", lambda session: CONTACTS.trash(session, [first]))
    (second,) = add(Contact(customer_id=company, name="乙"))
    assert primary(company) == ["乙"]
    database.write("back", lambda session: CONTACTS.bring_back(session, [first]))
    assert primary(company) == ["乙"]
    assert database.read(CONTACTS.count) == 2
    database.write("trash", lambda session: CONTACTS.trash(session, [second]))
    database.write("edit", lambda session: CONTACTS.change(session, first, is_primary=True))
    database.write("trash", lambda session: CONTACTS.trash(session, [first]))
    database.write("back", lambda session: CONTACTS.bring_back(session, [first, second]))
    assert primary(company) == ["甲"], "of two who come back together one is primary"


def test_a_customer_comes_back_with_its_primary_contact(add_customer, add, primary, database):
    company = add_customer()
    add(Contact(customer_id=company, name="甲"), Contact(customer_id=company, name="乙"))
    database.write("trash", lambda session: trash_customer(session, company))
    database.write("back", lambda session: bring_customer_back(session, company))
    assert primary(company) == ["甲"]


def test_a_contact_in_the_trash_disturbs_nobody(add_customer, add, primary, database):
    company = add_customer()
    first, _second = add(
        Contact(customer_id=company, name="甲"), Contact(customer_id=company, name="乙", is_primary=True)
    )
    database.write("trash", lambda session: CONTACTS.trash(session, [first]))
    database.write("edit", lambda session: CONTACTS.change(session, first, is_primary=True))
    assert primary(company) == ["乙"]


def test_the_primary_contact_is_asked_for_only_while_he_is_there(add_customer, add, database):
    company = add_customer()
    (first,) = add(Contact(customer_id=company, name="甲"))
    assert database.read(lambda connection: primary_of(connection, company)) == first
    database.write("edit", lambda session: CONTACTS.change(session, first, left_on=Day("2026-11-01")))
    assert database.read(lambda connection: primary_of(connection, company)) is None
