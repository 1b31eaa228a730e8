import json

from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database.integrity import journal_problems
from desktop_crm.core.database.schema.customers import customers
from desktop_crm.core.database.session import canonical

ACTIONS = "SELECT id, sequence, at, zone, author, verb, details, length(hash) FROM actions ORDER BY sequence"
JOURNAL = "SELECT id, action_id, table_name, record_id, operation FROM journal ORDER BY id"


def asked(database, statement):
    return [tuple(row) for row in database.read(lambda connection: connection.exec_driver_sql(statement).all())]


def test_canonical_text_has_sorted_keys_no_blanks_and_chinese_as_it_is():
    assert canonical({"b": [1, None], "a": "客户 1"}) == '{"a":"客户 1","b":[1,null]}'


def test_an_action_says_who_did_what_when_and_where(database, fixed_clock):
    def work(session):
        session.details["file"] = "客户.xlsx"
        return CUSTOMERS.add(session, [Customer(number="1", name="甲"), Customer(number="2", name="乙")])

    database.write("import", work)
    ((action_id, sequence, at, zone, author, verb, details, length),) = asked(database, ACTIONS)
    assert (sequence, zone, author, verb, length) == (1, "Asia/Shanghai", "王芳", "import", 32)
    assert at == fixed_clock.timestamp() * 1000
    assert json.loads(details) == {"file": "客户.xlsx"}
    assert {row[1:3] for row in asked(database, JOURNAL)} == {(action_id, "customers")}


def test_the_author_is_whoever_has_the_book_open_at_the_time(database):
    database.write("add", lambda session: CUSTOMERS.add(session, [Customer(number="1", name="甲")]))
    database.author = "李雷"
    database.write("add", lambda session: CUSTOMERS.add(session, [Customer(number="2", name="乙")]))
    assert [row[4] for row in asked(database, ACTIONS)] == ["王芳", "李雷"]


def test_the_id_of_an_action_is_below_those_of_its_records_which_rise_as_they_are_asked_for(database):
    seen = []

    def work(session):
        seen.extend(session.new_id() for _ in range(3))
        seen.insert(0, session.action_id)
        assert session.action_id == seen[0], "an action has one id"
        return CUSTOMERS.add(session, [Customer(id=seen[1], number="1", name="甲")])

    database.write("add", work)
    assert seen == sorted(set(seen))
    assert asked(database, ACTIONS)[0][0] == seen[0]


def test_journal_entries_count_up_and_stand_in_the_order_of_the_writes(database):
    def work(session):
        done = CUSTOMERS.add(session, [Customer(number=str(number), name="甲") for number in range(3)])
        (first, *_rest) = done.added[CUSTOMERS.kind]
        return done | CUSTOMERS.change(session, first, name="乙")

    database.write("add", work)
    rows = asked(database, JOURNAL)
    assert [row[0] for row in rows] == [1, 2, 3, 4]
    assert [row[4] for row in rows] == ["insert", "insert", "insert", "update"]
    assert rows[3][3] == rows[0][3]


def test_recording_nothing_writes_nothing(database):
    def work(session):
        session.record(customers, "update", [])
        assert session.entries == 0
        return Changes()

    database.write("nothing", work)
    assert asked(database, ACTIONS) == asked(database, JOURNAL) == []


def test_an_action_that_is_only_noted_is_kept_with_its_details_and_stands_in_the_chain(database, cellar):
    def work(session):
        session.note(file="客户.xlsx", rows=3)
        return Changes()

    database.write("export", work)
    database.write("export", work)
    assert [(row[1], row[5], json.loads(row[6])) for row in asked(database, ACTIONS)] == [
        (1, "export", {"file": "客户.xlsx", "rows": 3}),
        (2, "export", {"file": "客户.xlsx", "rows": 3}),
    ]
    assert asked(database, JOURNAL) == []
    assert cellar.anchor.latest() == 2
    assert database.read(lambda connection: journal_problems(connection, cellar.keys.journal_chain)) == []
