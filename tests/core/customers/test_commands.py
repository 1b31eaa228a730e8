from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from desktop_crm.core import clock
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.commands import NumberTakenError
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import settings_store, write
from desktop_crm.core.database.schema.actions import journal
from desktop_crm.core.database.schema.customers import customer_numbers
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.kinds import Kind
from desktop_crm.core.settings import COMPANY_NUMBERS, INDIVIDUAL_NUMBERS

pytestmark = pytest.mark.usefixtures("fixed_clock")


@pytest.fixture
def add(database):
    """Adds customers as one action and gives the numbers they got."""

    def added(*customers):
        done = database.write("add", lambda session: commands.add(session, customers))
        ids = done.added.get(Kind.CUSTOMERS, ())
        return [each.number for each in database.read(lambda connection: CUSTOMERS.get_many(connection, ids))]

    return added


@pytest.fixture
def set_pattern(database):
    def set_one(setting, pattern):
        database.write("settings", lambda session: settings_store.store(session, setting, pattern))

    return set_one


def company(number="", **fields):
    return Customer(name="云帆科技有限公司", number=number, **fields)


def individual(number="", **fields):
    return Customer(name="张三", account_type="individual", number=number, **fields)


def test_companies_and_individuals_count_up_each_in_their_own_row(add):
    assert add(company(), individual(), company()) == ["客户-2026-001", "个人-2026-001", "客户-2026-002"]
    assert add(individual(), company()) == ["个人-2026-002", "客户-2026-003"]


def test_a_new_year_begins_anew(add):
    assert add(company()) == ["客户-2026-001"]
    with clock.fixed(datetime(2026, 12, 31, 16, 30, tzinfo=UTC), "Asia/Shanghai"):
        assert add(company()) == ["客户-2027-001"], "where the user is, the new year has begun"
    assert add(company()) == ["客户-2026-002"]


def test_the_next_number_follows_the_largest_one_ever_given_by_hand_or_by_rule(add):
    assert add(company("客户-2026-041"), company("K-7")) == ["客户-2026-041", "K-7"]
    assert add(company()) == ["客户-2026-042"]
    assert add(company("客户-2026-1000")) == ["客户-2026-1000"]
    assert add(company()) == ["客户-2026-1001"]


def test_a_number_given_by_hand_earlier_in_the_same_list_is_kept_clear_of(add):
    assert add(company("客户-2026-001"), company()) == ["客户-2026-001", "客户-2026-002"]
    assert add(individual(), company("个人-2026-002"), individual()) == [
        "个人-2026-001",
        "个人-2026-002",
        "个人-2026-003",
    ]


def test_one_pattern_for_both_kinds_of_customer_makes_one_row_of_numbers(add, set_pattern):
    for setting in (COMPANY_NUMBERS, INDIVIDUAL_NUMBERS):
        set_pattern(setting, "CRM-{year}-{seq:03}")
    assert add(company(), individual(), company()) == ["CRM-2026-001", "CRM-2026-002", "CRM-2026-003"]


def test_a_changed_pattern_counts_from_its_own_beginning(add, set_pattern):
    add(company(), company())
    set_pattern(COMPANY_NUMBERS, "{seq}号")
    assert add(company(), company()) == ["1号", "2号"]


def test_a_pattern_that_makes_no_numbers_is_refused_and_adds_nobody(database, add, set_pattern):
    set_pattern(COMPANY_NUMBERS, "客户-{year}")
    with pytest.raises(RefusedError, match="客户-"):
        add(company())
    assert database.read(CUSTOMERS.count) == 0


def test_a_number_is_not_given_again_after_the_trash(database, add):
    add(company())
    (customer_id,) = database.read(lambda connection: connection.scalars(select(CUSTOMERS.table.c.id)).all())
    database.write("trash", lambda session: CUSTOMERS.trash(session, [customer_id]))
    assert add(company()) == ["客户-2026-002"]
    with pytest.raises(NumberTakenError, match="客户-2026-001"):
        add(company("客户-2026-001"))


def test_a_number_is_not_given_again_after_the_customer_was_deleted_for_good(database, add):
    add(company())

    def delete(session):
        ids = session.connection.scalars(select(CUSTOMERS.table.c.id)).all()
        write.delete(session, CUSTOMERS.table, ids)
        return CUSTOMERS.trash(session, [])

    database.write("erase", delete)
    assert add(company()) == ["客户-2026-002"]
    with pytest.raises(NumberTakenError):
        add(company("客户-2026-001"))


@pytest.mark.parametrize("others", [["K-1"], ["K-2", "K-1"]])
def test_a_taken_number_refuses_the_whole_list(database, add, others):
    add(company("K-1"))
    with pytest.raises(NumberTakenError, match="K-1"):
        add(company("K-0"), *(company(number) for number in others))
    assert database.read(CUSTOMERS.count) == 1
    assert database.read(lambda connection: connection.scalars(select(customer_numbers.c.number)).all()) == ["K-1"]


def test_one_list_cannot_hold_a_number_twice(database, add):
    with pytest.raises(NumberTakenError, match="K-1"):
        add(company("K-1"), company("K-2"), company("K-1"))
    assert database.read(CUSTOMERS.count) == 0


def test_a_number_taken_in_an_earlier_part_of_a_long_list_refuses_it(database):
    count = write.BULK + 1
    customers = [company(f"K-{number}") for number in range(count)] + [company("K-3")]
    with pytest.raises(NumberTakenError, match="K-3"):
        database.write("add", lambda session: commands.add_numbered(session, customers))
    assert database.read(CUSTOMERS.count) == 0


def test_every_number_stands_in_the_list_of_given_ones_and_in_the_journal(database, add):
    numbers = add(company(), individual("P-1"))
    assert database.read(lambda connection: connection.scalars(select(customer_numbers.c.number)).all()) == numbers
    tables = database.read(lambda connection: connection.scalars(select(journal.c.table_name)).all())
    assert sorted(tables) == ["customer_numbers", "customer_numbers", "customers", "customers"]


def test_the_error_says_what_to_do(either_language):
    error = NumberTakenError("K-1")
    assert "K-1" in error.title
    assert error.message


def test_a_changed_number_is_given_for_good_and_keeps_the_old_one_as_former(database, add_customer):
    first, second = add_customer(number="A-1"), add_customer(number="A-2")
    database.write("edit", lambda session: commands.change(session, first, number="A-7", notes="x"))
    changed = database.read(lambda connection: CUSTOMERS.get(connection, first))
    assert (changed.number, changed.former_numbers, changed.notes) == ("A-7", ("A-1",), "x")
    for taken in ("A-1", "A-7"):
        with pytest.raises(NumberTakenError):
            database.write("edit", lambda session, taken=taken: commands.change(session, second, number=taken))
