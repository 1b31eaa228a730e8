import json
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select

from desktop_crm.core.changes import Changes
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import write
from desktop_crm.core.database.integrity import journal_problems
from desktop_crm.core.database.schema.actions import actions, journal
from desktop_crm.core.database.schema.customers import contacts, customer_numbers, customers
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.orders.store import ORDERS
from desktop_crm.core.values.money import Money
from desktop_crm.core.values.phone import parse_phone


@pytest.fixture
def entries(database):
    """The journal entries of the last action: record id, operation, changes."""

    def read():
        newest = select(func.max(journal.c.action_id)).scalar_subquery()
        asked = select(journal.c.record_id, journal.c.operation, journal.c.changes).where(journal.c.action_id == newest)
        rows = database.read(lambda connection: connection.execute(asked.order_by(journal.c.id)).all())
        return [(record_id, operation, json.loads(changes)) for record_id, operation, changes in rows]

    return read


@pytest.fixture
def counts(database):
    """How many actions, journal entries, customers, numbers and indexed documents there are."""

    def count():
        def work(connection):
            tables = (actions, journal, customers, customer_numbers)
            documents = connection.exec_driver_sql("SELECT count(*) FROM search_index").scalar()
            return (*(connection.scalar(select(func.count()).select_from(table)) for table in tables), documents)

        return database.read(work)

    return count


def row(record_id, **columns):
    return {"id": record_id, "name_key": "", "name": "甲"} | columns


def written(database, work):
    """What `work`, which gives no changes of its own, gives back."""
    given = []

    def wrapped(session):
        given.append(work(session))
        return Changes()

    database.write("test", wrapped)
    return given[0]


def test_one_action_over_many_records_makes_one_entry_for_each(database, entries, counts):
    ids = written(database, lambda session: write.insert(session, customers, (row(n) for n in (3, 1, 2))))
    assert ids == [3, 1, 2]
    assert [(record_id, operation) for record_id, operation, _ in entries()] == [
        (3, "insert"),
        (1, "insert"),
        (2, "insert"),
    ]
    assert counts()[:3] == (1, 3, 3)


def test_the_journal_of_an_insertion_holds_what_is_not_empty(database, entries):
    written(database, lambda session: write.insert(session, customers, [row(1, notes=None, phone="1", status="won")]))
    assert entries() == [(1, "insert", {"id": 1, "name": "甲", "name_key": "", "phone": "1", "status": "won"})]


def test_columns_that_an_inserted_row_does_not_name_are_empty_also_beside_rows_that_name_them(database):
    written(database, lambda session: write.insert(session, customers, [row(1), row(2, notes="n"), row(3, status="s")]))
    found = database.read(
        lambda connection: connection.execute(select(customers).order_by(customers.c.id)).mappings().all()
    )
    assert [(each["notes"], each["status"]) for each in found] == [(None, None), ("n", None), (None, "s")]


def test_an_update_journals_the_real_differences_and_leaves_the_rest(database, entries):
    written(database, lambda session: write.insert(session, customers, [row(1, notes="old", status="won", phone="1")]))
    change = {"id": 1, "notes": "new", "status": "won", "phone": None, "email": "a@b.cn"}
    assert written(database, lambda session: write.update(session, customers, [change])) == [1]
    assert entries() == [(1, "update", {"notes": ["old", "new"], "phone": ["1", None], "email": [None, "a@b.cn"]})]
    (found,) = database.read(lambda connection: connection.execute(select(customers)).mappings().all())
    assert (found["name"], found["notes"], found["status"], found["phone"]) == ("甲", "new", "won", None)


def test_rows_of_one_update_that_set_different_columns_do_not_touch_each_others(database, entries):
    written(database, lambda session: write.insert(session, customers, [row(1, notes="a"), row(2, status="b")]))
    changes = [{"id": 1, "status": "x"}, {"id": 2, "notes": "y"}]
    assert written(database, lambda session: write.update(session, customers, changes)) == [1, 2]
    assert entries() == [(1, "update", {"status": [None, "x"]}), (2, "update", {"notes": [None, "y"]})]
    found = database.read(
        lambda connection: connection.execute(select(customers).order_by(customers.c.id)).mappings().all()
    )
    assert [(each["notes"], each["status"]) for each in found] == [("a", "x"), ("y", "b")]


def test_setting_the_same_values_writes_no_entry_and_no_action(database, counts):
    written(database, lambda session: write.insert(session, customers, [row(1, notes="a")]))
    before = counts()
    again = [{"id": 1, "notes": "a"}, {"id": 1, "status": None}]
    for change in again:
        assert written(database, lambda session, change=change: write.update(session, customers, [change])) == []
    assert counts() == before


def test_two_updates_of_one_record_in_one_call_both_count(database, entries):
    written(database, lambda session: write.insert(session, customers, [row(1)]))
    changes = [{"id": 1, "notes": "a"}, {"id": 1, "status": "won"}, {"id": 1, "notes": "b"}]
    assert written(database, lambda session: write.update(session, customers, changes)) == [1]
    assert entries() == [(1, "update", {"notes": [None, "b"], "status": [None, "won"]})]


def test_a_deletion_keeps_the_old_values_in_the_journal(database, entries):
    written(database, lambda session: write.insert(session, customers, [row(1, notes="gone")]))
    assert written(database, lambda session: write.delete(session, customers, [1])) == [1]
    assert entries() == [(1, "delete", {"id": 1, "name": "甲", "name_key": "", "notes": "gone"})]
    assert database.read(lambda connection: connection.scalar(select(func.count()).select_from(customers))) == 0


def test_unknown_ids_are_passed_over(database, counts):
    written(database, lambda session: write.insert(session, customers, [row(1)]))
    change = [{"id": 7, "notes": "x"}, {"id": 1, "notes": "x"}]
    assert written(database, lambda session: write.update(session, customers, change)) == [1]
    assert written(database, lambda session: write.delete(session, customers, [7, 8])) == []
    assert written(database, lambda session: write.delete(session, customers, [7, 1])) == [1]
    assert counts() == (3, 3, 0, 0, 0)


def test_a_table_that_search_does_not_know_is_written_all_the_same(database, counts):
    numbers = [{"id": 1, "number": "A-1"}, {"id": 2, "number": "A-2"}]
    written(database, lambda session: write.insert(session, customer_numbers, numbers))
    written(database, lambda session: write.update(session, customer_numbers, [{"id": 1, "number": "B-1"}]))
    written(database, lambda session: write.delete(session, customer_numbers, [2]))
    assert counts() == (3, 4, 0, 1, 0)


def test_ten_thousand_rows_and_one_are_inserted_changed_and_deleted_whole(database, cellar, counts):
    count = 2 * write.BULK + 1
    ids = range(1, count + 1)
    assert written(
        database, lambda session: write.insert(session, customers, (row(n, status="won") for n in ids))
    ) == list(ids)
    assert counts() == (1, count, count, 0, count)
    changed = ({"id": n, "status": "churned" if n % 2 else "won"} for n in ids)
    assert written(database, lambda session: write.update(session, customers, changed)) == list(ids[::2])
    assert counts() == (2, count + len(ids[::2]), count, 0, count)
    assert written(database, lambda session: write.delete(session, customers, iter(ids))) == list(ids)
    assert counts() == (3, 2 * count + len(ids[::2]), 0, 0, 0)
    assert database.read(lambda connection: journal_problems(connection, cellar.keys.journal_chain)) == []


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_chunks_are_full_but_the_last_and_keep_the_order(size):
    chunks = list(write.chunks(iter(range(7)), size))
    assert [item for chunk in chunks for item in chunk] == list(range(7))
    assert {len(chunk) for chunk in chunks[:-1]} <= {size}
    assert 1 <= len(chunks[-1]) <= size
    assert list(write.chunks([], size)) == []


def test_a_fault_inside_the_work_leaves_nothing_at_all(database, cellar, add_customer, counts):
    kept = add_customer(name="留下的客户", notes="不变")
    before, anchored = counts(), cellar.anchor.latest()

    def work(session):
        CUSTOMERS.add(session, [Customer(number="X", name="半途")])
        CUSTOMERS.change(session, kept, notes="改了")
        write.delete(session, customer_numbers, session.connection.scalars(select(customer_numbers.c.id)).all())
        raise RuntimeError

    with pytest.raises(RuntimeError):
        database.write("half", work)
    assert counts() == before
    assert cellar.anchor.latest() == anchored
    (customer,) = database.read(lambda connection: CUSTOMERS.get_many(connection, [kept]))
    assert customer.notes == "不变"
    written(database, lambda session: CUSTOMERS.add(session, [Customer(number="Y", name="下一个")]))
    sequences = database.read(lambda connection: connection.scalars(select(actions.c.sequence)).all())
    assert sequences == [1, 2]


def test_a_row_that_breaks_a_rule_of_the_schema_undoes_the_whole_action(database, counts):
    before = counts()
    orphan = {"id": 5, "name_key": "", "customer_id": 404}

    def work(session):
        CUSTOMERS.add(session, [Customer(number="X", name="甲")])
        write.insert(session, contacts, [orphan])
        return Changes()

    with pytest.raises(Exception, match="FOREIGN KEY"):
        database.write("half", work)
    assert counts() == before


def test_a_customer_with_contacts_cannot_be_deleted_from_under_them(database, add_customer):
    customer_id = add_customer()
    people = [CONTACTS.entity(customer_id=customer_id, name="张三")]
    database.write("add", lambda session: CONTACTS.add(session, people))
    with pytest.raises(Exception, match="FOREIGN KEY"):
        written(database, lambda session: write.delete(session, customers, [customer_id]))
    assert database.read(CUSTOMERS.count) == 1


def test_two_threads_that_write_at_once_both_succeed_and_the_chain_holds(database, cellar):
    rounds, start, failed = 25, Barrier(3), []

    def work(name):
        start.wait()
        try:
            for number in range(rounds):
                customer = Customer(number=f"{name}-{number}", name=name)
                database.write("add", lambda session, customer=customer: CUSTOMERS.add(session, [customer]))
        except BaseException as error:
            failed.append(error)

    threads = [Thread(target=work, args=(name,)) for name in ("甲", "乙", "丙")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert database.read(CUSTOMERS.count) == 3 * rounds == cellar.anchor.latest()
    assert database.read(lambda connection: journal_problems(connection, cellar.keys.journal_chain)) == []


def test_a_value_of_several_columns_journals_only_the_column_that_differs(database, add_customer, entries):
    customer_id = add_customer(phone=parse_phone("021-58886666"))
    order = Order(customer_id=customer_id, product="软件", amount=Money(100, "CNY", "1元"))
    order_id = database.write("add", lambda session: ORDERS.add(session, [order])).new_id(Kind.ORDERS)
    database.write("edit", lambda session: ORDERS.change(session, order_id, amount=Money(100, "USD", "1元")))
    assert entries() == [(order_id, "update", {"amount_currency": ["CNY", "USD"]})]
