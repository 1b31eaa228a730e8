import pytest

from desktop_crm.core import book as books
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.search.picking import Pick, pick, picked
from desktop_crm.core.vault.slots import FLOOR


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("picking") / "vault"
    made, _recovery_key = books.make(folder, "青山 prize lantern 42 水渠", "李主管", cost=FLOOR)
    with made:
        yield made


@pytest.fixture(scope="module")
def ids(book):
    names = ("云帆信息科技", "远航机械", "华盛物流")
    customers = [Customer(name=name, region="上海", number=f"A-{place}") for place, name in enumerate(names)]
    ids = book.write("x", lambda session: commands.add(session, customers)).added[Kind.CUSTOMERS]
    people = [
        Contact(customer_id=ids[0], name="王强", title="经理"),
        Contact(customer_id=ids[0], name="李娜", is_primary=True),
        Contact(customer_id=ids[1], name="李伟"),
        Contact(name="李散"),
    ]
    book.write("x", lambda session: CONTACTS.add(session, people))
    talks = [Interaction(customer_id=ids[1], summary="谈到云帆和李娜") for _number in range(30)]
    book.write("x", lambda session: INTERACTIONS.add(session, talks))
    return ids


def names(book, *arguments, **more):
    return [found.name for found in book.read(lambda connection: pick(connection, *arguments, **more))]


@pytest.mark.parametrize("query", ["云", "云帆", "yf", "yunfan", "A-0"])
def test_a_customer_is_found_by_any_part_of_its_name_pinyin_and_number(book, ids, query):
    assert names(book, Kind.CUSTOMERS, query) == ["云帆信息科技"]


def test_without_a_query_the_newest_are_offered(book, ids):
    assert names(book, Kind.CUSTOMERS, "", limit=2) == ["华盛物流", "远航机械"]


def test_contacts_are_those_of_the_customer_where_one_is_given(book, ids):
    assert names(book, Kind.CONTACTS, "", ids[0]) == ["李娜", "王强"]
    assert names(book, Kind.CONTACTS, "李", ids[0]) == ["李娜"]
    assert sorted(names(book, Kind.CONTACTS, "李")) == ["李伟", "李娜", "李散"]


def test_what_tells_records_of_one_name_apart_stands_beside_it(book, ids):
    (found,) = book.read(lambda connection: pick(connection, Kind.CUSTOMERS, "云帆"))
    assert found == Pick(ids[0], "云帆信息科技", "A-0 · 上海")
    (found,) = book.read(lambda connection: pick(connection, Kind.CONTACTS, "王强"))
    assert found.detail == "经理 · 云帆信息科技"


def test_a_record_is_named_by_its_id(book, ids):
    assert book.read(lambda connection: picked(connection, Kind.CUSTOMERS, ids[1])).name == "远航机械"
    assert book.read(lambda connection: picked(connection, Kind.CUSTOMERS, 5)) is None


def test_what_lies_in_the_trash_is_not_offered(book, ids):
    book.write("x", lambda session: CUSTOMERS.trash(session, [ids[2]]))
    assert names(book, Kind.CUSTOMERS, "华盛") == []
    assert "华盛物流" not in names(book, Kind.CUSTOMERS, "")
    book.write("x", lambda session: CUSTOMERS.bring_back(session, [ids[2]]))


def test_nothing_is_found_for_words_that_stand_nowhere(book, ids):
    assert names(book, Kind.CUSTOMERS, "没有这家") == []
    assert names(book, Kind.CUSTOMERS, "%_'\"*") == []
