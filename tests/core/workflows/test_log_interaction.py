import pytest

from desktop_crm.core import book as books
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import of_customer
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.day import Day
from desktop_crm.core.vault.slots import FLOOR
from desktop_crm.core.workflows.log_interaction import counterpart, log_interaction


@pytest.fixture
def book(tmp_path):
    made, _recovery_key = books.make(tmp_path / "vault", "青山 prize lantern 42 水渠", "李主管", cost=FLOOR)
    with made:
        yield made


@pytest.fixture
def customer_id(book):
    changes = book.write("x", lambda session: commands.add(session, [Customer(name="云帆")]))
    return changes.new_id(Kind.CUSTOMERS)


def test_the_next_step_is_linked_to_the_interaction_and_its_customer(book, customer_id):
    interaction = Interaction(customer_id=customer_id, summary="报价")
    changes = book.write("log", lambda session: log_interaction(session, interaction, Followup(title="回访")))
    (followup,) = book.read(lambda connection: of_customer(connection, customer_id))
    assert followup.interaction_id == changes.new_id(Kind.INTERACTIONS)
    assert followup.id == changes.new_id(Kind.FOLLOWUPS)


def test_without_a_next_step_there_is_an_interaction_only(book, customer_id):
    interaction = Interaction(customer_id=customer_id, summary="报价")
    changes = book.write("log", lambda session: log_interaction(session, interaction))
    assert changes.kinds == {Kind.INTERACTIONS}


def test_the_people_of_a_customer_are_those_who_stay_the_primary_one_first(book, customer_id):
    people = [
        Contact(customer_id=customer_id, name="王强"),
        Contact(customer_id=customer_id, name="走了", left_on=Day("2025")),
        Contact(customer_id=customer_id, name="李娜", is_primary=True),
    ]
    book.write("x", lambda session: CONTACTS.add(session, people))
    found = book.read(lambda connection: counterpart(connection, customer_id))
    assert found.name == "云帆"
    assert [contact.name for contact in found.contacts] == ["李娜", "王强"]


def test_an_unknown_customer_has_no_name_and_nobody(book):
    found = book.read(lambda connection: counterpart(connection, 7))
    assert (found.name, list(found.contacts)) == ("", [])


def test_only_a_prospect_with_whom_nobody_talked_is_new(book, customer_id):
    def is_new(of):
        return book.read(lambda connection: counterpart(connection, of)).is_new

    won = book.write("x", lambda session: commands.add(session, [Customer(name="远航", status="won")]))
    assert (is_new(customer_id), is_new(won.new_id(Kind.CUSTOMERS))) == (True, False)
    book.write("log", lambda session: log_interaction(session, Interaction(customer_id=customer_id, summary="电话")))
    assert not is_new(customer_id)


def test_what_was_learned_goes_to_the_records_in_the_same_action(book, customer_id):
    talk = Interaction(customer_id=customer_id, summary="初次拜访")
    learned = {(Kind.CUSTOMERS, customer_id): {"source": "trade_fair"}}
    changes = book.write("log", lambda session: log_interaction(session, talk, learned=learned))
    assert changes.kinds == {Kind.INTERACTIONS, Kind.CUSTOMERS}
    assert book.read(lambda connection: counterpart(connection, customer_id)).customer.source == "trade_fair"
