from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS, of_customer
from desktop_crm.core.kinds import Kind


def add(database, *people):
    return database.write("add", lambda session: CONTACTS.add(session, people)).added[Kind.CONTACTS]


def names(database, customer_id):
    return [contact.name for contact in database.read(lambda connection: of_customer(connection, customer_id))]


def test_the_primary_contact_comes_first_then_the_others_in_the_order_in_which_they_came(database, add_customer):
    customer_id = add_customer()
    people = [Contact(customer_id=customer_id, name=name, is_primary=name == "丙") for name in "甲乙丙丁"]
    add(database, *people)
    assert names(database, customer_id) == ["丙", "甲", "乙", "丁"]


def test_contacts_of_others_alone_or_in_the_trash_are_left_out(database, add_customer):
    customer_id, other = add_customer(), add_customer(name="远山物流")
    people = [Contact(customer_id=customer_id, name="甲"), Contact(customer_id=other, name="乙"), Contact(name="丙")]
    first, *_rest = add(database, *people, Contact(customer_id=customer_id, name="丁"))
    database.write("trash", lambda session: CONTACTS.trash(session, [first]))
    assert names(database, customer_id) == ["丁"]
    assert names(database, 404) == []


def test_a_contact_stands_without_a_customer(database):
    (contact_id,) = add(database, Contact(name="散客"))
    assert database.read(lambda connection: CONTACTS.get(connection, contact_id)).customer_id is None


def test_a_person_is_sorted_by_the_reading_of_the_surname():
    keys = {name: CONTACTS.row_of(Contact(name=name))["name_key"] for name in ("单雄信", "安娜", "Adam", "赵云")}
    assert sorted(keys, key=keys.get) == ["Adam", "安娜", "单雄信", "赵云"]
