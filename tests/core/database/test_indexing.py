import pytest

from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import fulltext, write
from desktop_crm.core.database.columns import column_names
from desktop_crm.core.database.indexing import IndexedColumns, Indexing
from desktop_crm.core.fields import Search
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.phone import parse_phone


@pytest.fixture
def found(database):
    """The ids that a query finds."""
    return lambda query: [hit.id for hit in database.read(lambda connection: fulltext.search(connection, query))]


@pytest.fixture
def documents(database):
    """How many documents are indexed."""

    def count():
        statement = "SELECT count(*) FROM search_index"
        return database.read(lambda connection: connection.exec_driver_sql(statement).scalar())

    return count


def test_a_record_is_found_from_its_insertion_on_until_it_is_deleted(database, add_customer, found, documents):
    customer_id = add_customer(name="云帆科技有限公司", notes="谈到预算")
    assert found("云帆") == found("yunfan") == found("预算") == [customer_id]
    database.write("number", lambda session: _deleted(session, customer_id))
    assert found("云帆") == []
    assert documents() == 0


def _deleted(session, customer_id):
    write.delete(session, CUSTOMERS.table, [customer_id])
    return CUSTOMERS.trash(session, [])


def test_the_index_follows_a_change_of_what_is_searched(database, add_customer, found, documents):
    customer_id = add_customer(name="云帆科技有限公司", notes="谈到预算")
    database.write("edit", lambda session: CUSTOMERS.change(session, customer_id, name="远山物流", notes="谈到合同"))
    assert found("云帆") == found("预算") == found("yunfan") == []
    assert found("远山") == found("合同") == found("ysw") == [customer_id]
    assert documents() == 1


def test_a_change_of_what_nobody_searches_does_not_touch_the_index(database, add_customer, monkeypatch):
    customer_id = add_customer(name="云帆科技有限公司")
    touched = []
    monkeypatch.setattr(Indexing, "put", lambda *args, **options: touched.append(args))
    database.write("edit", lambda session: CUSTOMERS.change(session, customer_id, status="won", gender="female"))
    assert touched == []
    database.write("edit", lambda session: CUSTOMERS.change(session, customer_id, notes="a"))
    assert len(touched) == 1


def test_the_trash_hides_a_record_from_search_and_its_return_shows_it_again(database, add_customer, found, documents):
    customer_id = add_customer(name="云帆科技有限公司")
    database.write("trash", lambda session: CUSTOMERS.trash(session, [customer_id]))
    assert (found("云帆"), documents()) == ([], 0)
    database.write("edit", lambda session: CUSTOMERS.change(session, customer_id, name="远山物流"))
    assert (found("远山"), documents()) == ([], 0)
    database.write("back", lambda session: CUSTOMERS.bring_back(session, [customer_id]))
    assert (found("远山"), documents()) == ([customer_id], 1)


def test_a_fault_leaves_the_index_as_it_was(database, add_customer, found, documents):
    customer_id = add_customer(name="云帆科技有限公司")

    def work(session):
        CUSTOMERS.change(session, customer_id, name="远山物流")
        CUSTOMERS.add(session, [Customer(number="X", name="海天食品")])
        raise RuntimeError

    with pytest.raises(RuntimeError):
        database.write("half", work)
    assert found("云帆") == [customer_id]
    assert found("远山") == found("海天") == []
    assert documents() == 1


def test_a_choice_is_found_by_its_words_in_both_languages(add_customer, found):
    customer_id = add_customer(industry="software")
    add_customer(industry="textiles")
    assert found("软件和信息") == found("services") == [customer_id]


def test_a_phone_is_found_as_typed_and_in_its_international_form(add_customer, found):
    customer_id = add_customer(phone=parse_phone("021-5888 6666"))
    assert found("5888 6666") == found("58886666") == found("+862158886666") == found("8621588") == [customer_id]


def test_each_number_of_a_list_is_found_and_none_across_two_of_them(database, found):
    contact = Contact(name="张三", other_phones=("13912345678", "02158886666"), other_emails=("a@b.cn", "c@d.cn"))
    (contact_id,) = database.write("add", lambda session: CONTACTS.add(session, [contact])).added[Kind.CONTACTS]
    assert found("13912345678") == found("58886666") == found("c@d") == [contact_id]
    assert found("56780215") == [], "the end of one and the beginning of the next"


def test_a_number_in_a_list_counts_as_a_whole_one(database, found):
    exact = Customer(number="K-2", name="远山", former_numbers=("A-1", "客户-2023-015"))
    begins = Customer(number="客户-2023-0159", name="云帆")
    done = database.write("add", lambda session: CUSTOMERS.add(session, [exact, begins]))
    first, second = done.added[Kind.CUSTOMERS]
    assert found("客户-2023-015") == [first, second], "equal before beginning, though the other one is newer"


def test_what_an_import_could_not_place_is_found_by_heading_and_text(add_customer, found):
    customer_id = add_customer(unplaced={"鞋码": "四十二", 'Quote "mark"': "line\nbreak"})
    assert found("鞋码") == found("四十二") == found("break") == found("mark") == [customer_id]


def test_a_record_of_each_kind_is_found_by_what_it_says(database, add_customer, found):
    customer_id = add_customer(name="云帆科技有限公司")
    talk = Interaction(customer_id=customer_id, summary="讨论年度框架协议", participants=("王总", "李工"))
    (talk_id,) = database.write("add", lambda session: INTERACTIONS.add(session, [talk])).added[Kind.INTERACTIONS]
    assert found("框架协议") == found("李工") == [talk_id]


def test_two_thousand_rows_inserted_at_once_are_all_indexed(database, documents, found):
    people = (Contact(name=f"客户经理{number:04}") for number in range(2_000))
    ids = database.write("add", lambda session: CONTACTS.add(session, people)).added[Kind.CONTACTS]
    assert documents() == 2_000
    assert found("客户经理1234") == [ids[1234]]


@pytest.mark.parametrize("kind", Kind)
def test_the_columns_that_count_are_those_of_the_fields_that_are_searched(kind):
    fields = ROOMS[kind].fields
    indexed, indexing = IndexedColumns.of(fields), Indexing([fields])
    for field in fields.stored:
        searched = field.search is not Search.NO
        assert indexing.concerns(kind.value, column_names(field)) == searched, field.name
    assert "deleted_at" in indexed.used
    assert not indexing.concerns("customer_numbers", ["number"])
