import pytest

from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS, id_in_trash, ids_called, numbers_beginning
from desktop_crm.core.database import write
from desktop_crm.core.database.schema.customers import customer_numbers
from desktop_crm.core.kinds import Kind


@pytest.fixture
def trash(database):
    return lambda customer_id: database.write("trash", lambda session: CUSTOMERS.trash(session, [customer_id]))


def called(database, text):
    return list(database.read(lambda connection: ids_called(connection, text)))


def test_a_customer_is_known_by_its_number_or_its_exact_name(database, add_customer):
    one, two = add_customer(name="云帆", number="K-1"), add_customer(name="远山", number="K-2")
    assert called(database, "K-1") == called(database, "云帆") == [one]
    assert called(database, "远山") == [two]
    assert called(database, "云") == called(database, "k-1") == called(database, "") == []


def test_a_number_counts_before_a_name_and_several_of_one_name_come_oldest_first(database, add_customer):
    named = add_customer(name="K-2", number="K-1")
    numbered = add_customer(name="云帆", number="K-2")
    other = add_customer(name="云帆", number="K-3")
    assert called(database, "K-2") == [numbered]
    assert called(database, "云帆") == [numbered, other]
    assert named not in called(database, "K-2")


def test_who_lies_in_the_trash_is_not_called_but_found_there_by_number(database, add_customer, trash):
    customer_id = add_customer(name="云帆", number="K-1")
    other = add_customer(name="远山", number="K-2")
    trash(customer_id)
    assert called(database, "K-1") == called(database, "云帆") == []
    assert database.read(lambda connection: id_in_trash(connection, "K-1")) == customer_id
    assert database.read(lambda connection: id_in_trash(connection, "K-2")) is None, other


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("客户-2026-", ["客户-2026-001", "客户-2026-𠮷"]),
        ("客户-2026-001", ["客户-2026-001"]),
        ("%", []),
        ("", ["K_1", "客户-2025-9", "客户-2026-001", "客户-2026-𠮷"]),
    ],
)
def test_the_numbers_that_begin_so_are_all_those_ever_given(database, start, expected):
    numbers = ["客户-2026-001", "客户-2025-9", "客户-2026-𠮷", "K_1"]

    def work(session):
        rows = [{"id": session.new_id(), "number": number} for number in numbers]
        write.insert(session, customer_numbers, rows)
        return CUSTOMERS.trash(session, [])

    database.write("add", work)
    found = database.read(lambda connection: list(numbers_beginning(connection, start)))
    assert sorted(found) == sorted(expected)


def test_people_and_companies_are_sorted_by_pinyin(database):
    people = [Customer(number=str(n), name=name, account_type="individual") for n, name in enumerate("赵安钱")]
    database.write("add", lambda session: CUSTOMERS.add(session, people))
    table = CUSTOMERS.table
    asked = table.select().with_only_columns(table.c.name).order_by(table.c.name_key)
    assert database.read(lambda connection: connection.scalars(asked).all()) == ["安", "钱", "赵"]


def test_a_surname_of_several_readings_sorts_by_that_of_surnames_for_a_person():
    person = CUSTOMERS.row_of(Customer(name="单雄信", account_type="individual"))["name_key"]
    company = CUSTOMERS.row_of(Customer(name="单雄信"))["name_key"]
    assert "shan" in person
    assert "shan" not in company


def test_the_kind_of_the_room_is_that_of_its_changes(database):
    done = database.write("add", lambda session: CUSTOMERS.add(session, [Customer(number="1", name="甲")]))
    assert done.kinds == {Kind.CUSTOMERS}
