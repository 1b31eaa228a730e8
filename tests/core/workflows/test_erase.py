import json
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from sqlalchemy import func, select

from desktop_crm.core import clock
from desktop_crm.core.attachments.entity import Attachment
from desktop_crm.core.attachments.store import ATTACHMENTS
from desktop_crm.core.changes import Changes
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers import commands as customer_commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import write
from desktop_crm.core.database.integrity import journal_problems
from desktop_crm.core.database.schema.actions import actions, journal
from desktop_crm.core.database.schema.upkeep import erasures, secret_values, verifications
from desktop_crm.core.fields import FieldType
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.journal.history import history
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import OF_CUSTOMER, ROOMS
from desktop_crm.core.values.phone import Phone
from desktop_crm.core.workflows.erase import MergedError, empty_trash, erase, preview
from desktop_crm.core.workflows.links import LINKS
from desktop_crm.core.workflows.merge_customers import merge
from desktop_crm.core.workflows.steps import Steps
from desktop_crm.core.workflows.trash_customer import trash_customer
from desktop_crm.core.workflows.unmerge_customer import unmerge
from desktop_crm.core.workflows.verify_records import verify

CANARY = "鵸鵌"  # a bird of fable: nobody writes it by chance, and both its characters stand side by side in the index
PINYIN = "qitu"
PAGE_BYTES, RESERVED_BYTES, IV_BYTES, SALT_BYTES = 4096, 80, 16, 16
MONDAY = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)

TEXTS = {
    FieldType.TEXT: CANARY,
    FieldType.LONG_TEXT: f"长文 {CANARY}",
    FieldType.TAGS: (CANARY,),
    FieldType.EMAIL: f"{CANARY}@a.cn",
    FieldType.WEBSITE: f"{CANARY}.cn",
    FieldType.PHONE: Phone(CANARY, "", ""),
    FieldType.ANSWERS: {CANARY: CANARY},
    FieldType.UNPLACED: {CANARY: CANARY},
}
NOT_TEXT = {"number", "former_numbers", "record_kind", "sha256"}


def full_of_canaries(kind, **values):
    """An entity whose every field that holds text holds the canary."""
    fields = {
        field.name: TEXTS[field.type]
        for field in ROOMS[kind].fields.in_columns
        if field.type in TEXTS and field.name not in NOT_TEXT
    }
    return ROOMS[kind].entity(**fields | values)


def decrypted(path, key):
    """Every byte that a file of the database holds, free pages and rests of deleted cells included."""
    content = path.read_bytes()
    for number in range(len(content) // PAGE_BYTES):
        page = content[number * PAGE_BYTES : (number + 1) * PAGE_BYTES]
        start, end = (SALT_BYTES if number == 0 else 0), PAGE_BYTES - RESERVED_BYTES
        cipher = Cipher(algorithms.AES(key), modes.CBC(page[end : end + IV_BYTES])).decryptor()
        yield cipher.update(page[start:end]) + cipher.finalize()


@pytest.fixture
def add(database):
    """Adds one record of any kind: its id."""

    def add(kind, entity):
        def work(session):
            commands = customer_commands.add if kind is Kind.CUSTOMERS else ROOMS[kind].add
            return commands(session, [entity])

        return database.write("add", work).new_id(kind)

    return add


@pytest.fixture
def erased(database):
    """Erases records of a kind: what is told of it."""

    def do(kind, *ids):
        told = []

        def work(session):
            told.append(erase(session, kind, ids))
            return told[0].changes

        database.write("erase", work)
        return told[0]

    return do


@pytest.fixture
def emptied(database):
    """Empties the Trash as of some day after Monday: the ids that are gone."""

    def do(days_later, older_than_days=30):
        told = []

        def work(session):
            told.append(empty_trash(session, older_than_days))
            return told[0].changes

        with clock.fixed(MONDAY + timedelta(days=days_later)):
            database.write("empty_trash", work)
        return told[0].ids

    return do


@pytest.fixture
def count(database):
    return lambda table: database.read(lambda connection: connection.scalar(select(func.count()).select_from(table)))


@pytest.fixture
def words(database):
    """Every word in the text index."""

    def read(connection):
        connection.exec_driver_sql("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, search_index, row)")
        return {row[0] for row in connection.exec_driver_sql("SELECT term FROM temp.words")}

    return lambda: database.read(read)


@pytest.fixture
def guarded(database, cellar, add):
    """A customer with canaries wherever they may lie, in use, changed, in the Trash, undone and merged: its id."""
    steps = Steps(database)
    customer = add(Kind.CUSTOMERS, full_of_canaries(Kind.CUSTOMERS))
    twin = add(Kind.CUSTOMERS, full_of_canaries(Kind.CUSTOMERS))
    for owner in (customer, twin):
        ids = {kind: add(kind, full_of_canaries(kind, customer_id=owner)) for kind in OF_CUSTOMER}
    database.write("merge_customers", lambda session: merge(session, customer, twin))
    database.write("change", lambda s: INTERACTIONS.change(s, ids[Kind.INTERACTIONS], summary=f"后来 {CANARY}"))
    database.write("trash", lambda session: FOLLOWUPS.trash(session, [ids[Kind.FOLLOWUPS]]))
    contact = add(Kind.CONTACTS, full_of_canaries(Kind.CONTACTS, customer_id=customer))
    add(Kind.ATTACHMENTS, full_of_canaries(Kind.ATTACHMENTS, record_kind="contacts", record_id=contact))
    steps.undo()
    steps.undo()
    database.write("verify", lambda session: verify(session, Kind.CUSTOMERS, customer, ["name"]))
    secret = {"id": 1, "table_name": "customers", "record_id": customer, "field": "name", "ciphertext": CANARY}

    def keep_secret(session):
        write.insert(session, secret_values, [secret])
        return Changes()

    database.write("secret", keep_secret)
    return customer


def test_no_byte_of_the_values_is_left_in_the_files(database, cellar, guarded, erased, words):
    database.empty_log()
    before = list(decrypted(cellar.path, cellar.keys.data_key))
    assert any(b"CREATE TABLE customers" in page for page in before)  # these are the pages indeed
    assert sum(CANARY.encode() in page for page in before) > 20
    assert any(CANARY in word for word in words())
    assert f"~{PINYIN}" in words()
    erased(Kind.CUSTOMERS, guarded)
    database.empty_log()
    assert cellar.path.with_name("data.db-wal").stat().st_size == 0
    assert [page for page in decrypted(cellar.path, cellar.keys.data_key) if CANARY.encode() in page] == []
    assert {word for word in words() if set(CANARY) & set(word) or PINYIN in word} == set()


def test_the_chain_verifies_and_the_steps_remain_without_values(database, cellar, guarded, erased, count):
    before = count(journal)
    erased(Kind.CUSTOMERS, guarded)
    assert database.read(lambda connection: journal_problems(connection, cellar.keys.journal_chain)) == []
    assert count(journal) > before
    steps = database.read(lambda connection: history(connection, CUSTOMERS, guarded))
    assert [(step.verb, step.operation, step.changes) for step in steps] == [
        ("erase", "delete", ()),
        ("merge_customers", "update", ()),
        ("add", "insert", ()),
    ]


def test_ids_alone_remain_as_tombstones_and_the_numbers_stay_given(database, guarded, erased, count):
    customer = database.read(lambda connection: CUSTOMERS.get(connection, guarded))
    told = erased(Kind.CUSTOMERS, guarded)
    rows = database.read(lambda connection: connection.execute(select(erasures)).mappings().all())
    assert told.ids == {row["record_id"] for row in rows}
    removed = {record_id for ids in told.changes.removed.values() for record_id in ids}
    assert len(told.ids - removed) == 2  # what undo had taken away
    assert {row["table_name"] for row in rows} == {"customers", *(kind.value for kind in OF_CUSTOMER)}
    for number in (customer.number, *customer.former_numbers):
        with pytest.raises(customer_commands.NumberTakenError):
            database.write("add", lambda s, n=number: customer_commands.add(s, [Customer(name="乙", number=n)]))
    assert (count(verifications), count(secret_values)) == (0, 0)


def test_what_is_erased_is_said_before(database, guarded, erased):
    said = database.read(lambda connection: preview(connection, Kind.CUSTOMERS, [guarded]))
    assert said == {Kind.CUSTOMERS: 2} | dict.fromkeys(OF_CUSTOMER, 2)
    gone = erased(Kind.CUSTOMERS, guarded).changes.removed
    assert {kind: len(ids) for kind, ids in gone.items()} == said


def test_the_action_says_how_many_and_nothing_else(database, guarded, erased):
    erased(Kind.CUSTOMERS, guarded)
    newest = select(actions.c.verb, actions.c.details).order_by(actions.c.sequence.desc()).limit(1)
    verb, details = database.read(lambda connection: connection.execute(newest).one())
    assert (verb, json.loads(details)) == (
        "erase",
        {"erased": {kind.value: 2 for kind in (Kind.CUSTOMERS, *OF_CUSTOMER)}},
    )


def test_other_customers_are_untouched_but_for_their_links(database, guarded, add, erased):
    other = add(Kind.CUSTOMERS, Customer(name="别家", notes="不动"))
    ids = {kind: add(kind, ROOMS[kind].entity(customer_id=other)) for kind in OF_CUSTOMER}
    of_guarded = {
        kind: database.read(
            lambda connection, kind=kind: connection.scalar(
                select(ROOMS[kind].table.c.id).where(ROOMS[kind].table.c.customer_id == guarded)
            )
        )
        for kind in OF_CUSTOMER
    }
    links = [link for link in LINKS if link.target in of_guarded]
    for link in links:
        values = {link.column: of_guarded[link.target]}
        database.write("change", lambda s, link=link, v=values: ROOMS[link.kind].change(s, ids[link.kind], **v))
    updated = erased(Kind.CUSTOMERS, guarded).changes.updated
    assert {kind: set(found) for kind, found in updated.items()} == {link.kind: {ids[link.kind]} for link in links}
    for kind, record_id in ids.items():
        record = database.read(lambda connection, kind=kind, i=record_id: ROOMS[kind].get(connection, i))
        assert record == ROOMS[kind].entity(id=record_id, customer_id=other)
    assert database.read(lambda connection: CUSTOMERS.get(connection, other)).notes == "不动"


def test_one_record_is_erased_with_what_is_attached_to_it(database, add, erased):
    customer = add(Kind.CUSTOMERS, Customer(name="甲"))
    contact = add(Kind.CONTACTS, Contact(customer_id=customer, name="张三"))
    paper = add(Kind.ATTACHMENTS, Attachment(record_kind="contacts", record_id=contact, sha256="ab"))
    task = add(Kind.FOLLOWUPS, Followup(customer_id=customer, contact_id=contact, title="回访"))
    told = erased(Kind.CONTACTS, contact)
    assert told.changes.removed == {Kind.ATTACHMENTS: (paper,), Kind.CONTACTS: (contact,)}
    assert told.changes.updated == {Kind.FOLLOWUPS: (task,)}
    assert database.read(lambda connection: FOLLOWUPS.get(connection, task)).contact_id is None


def test_a_file_is_unused_when_no_attachment_names_it_any_more(database, add, erased):
    steps = Steps(database)
    customer = add(Kind.CUSTOMERS, Customer(name="甲"))
    for sha256, owner in (("aa", customer), ("bb", customer), ("bb", None), ("cc", customer)):
        add(Kind.ATTACHMENTS, Attachment(customer_id=owner, sha256=sha256))
    for sha256, owner in (("cc", None), ("dd", customer)):  # one that may be redone, and one that goes
        add(Kind.ATTACHMENTS, Attachment(customer_id=owner, sha256=sha256))
        steps.undo()
    assert erased(Kind.CUSTOMERS, customer).unused_files == {"aa", "dd"}


def test_a_merged_customer_goes_with_the_one_it_was_merged_into_and_not_alone(database, guarded, erased, count):
    (twin,) = database.read(
        lambda c: c.scalars(select(CUSTOMERS.table.c.id).where(CUSTOMERS.table.c.merged_into == guarded)).all()
    )
    before = count(journal)
    with pytest.raises(MergedError):
        erased(Kind.CUSTOMERS, twin)
    with pytest.raises(MergedError):
        database.read(lambda connection: preview(connection, Kind.CUSTOMERS, [twin]))
    assert count(journal) == before
    assert erased(Kind.CUSTOMERS, twin, guarded).changes.removed[Kind.CUSTOMERS] == tuple(sorted((twin, guarded)))


def test_undo_passes_over_what_was_erased_and_takes_back_the_rest(database, add, erased):
    steps = Steps(database)

    def both(session):
        return customer_commands.add(session, [Customer(name="甲"), Customer(name="乙")])

    one, two = database.write("import", both).added[Kind.CUSTOMERS]
    visit = add(Kind.INTERACTIONS, Interaction(customer_id=two, summary="拜访"))
    contact = add(Kind.CONTACTS, Contact(customer_id=one))
    task = add(Kind.FOLLOWUPS, Followup(customer_id=two, title="回访"))
    database.write("change_followups", lambda session: FOLLOWUPS.change(session, task, contact_id=contact))
    erased(Kind.CUSTOMERS, one)
    assert not steps.undo()  # the link is empty already
    for _step in range(4):
        steps.undo()
    assert [database.read(room.count) for room in (CUSTOMERS, INTERACTIONS, FOLLOWUPS)] == [0, 0, 0]
    for _step in range(5):
        steps.redo()
    assert database.read(lambda connection: CUSTOMERS.get_many(connection, [one, two]))[0].id == two
    assert database.read(lambda connection: INTERACTIONS.get(connection, visit)).summary == "拜访"
    assert database.read(lambda connection: FOLLOWUPS.get(connection, task)).contact_id is None


def test_erasing_nothing_is_no_action(erased, count):
    assert not erased(Kind.CUSTOMERS).changes
    assert count(actions) == 0


def test_after_thirty_days_the_trash_is_emptied(database, add, emptied):
    with clock.fixed(MONDAY):
        customer, kept = (add(Kind.CUSTOMERS, Customer(name=name)) for name in "甲乙")
        visit = add(Kind.INTERACTIONS, Interaction(customer_id=customer))
        lone = add(Kind.INTERACTIONS, Interaction(customer_id=kept))
        database.write("trash", lambda session: trash_customer(session, customer))
        database.write("trash", lambda session: INTERACTIONS.trash(session, [lone]))
    with clock.fixed(MONDAY + timedelta(days=5)):
        later = add(Kind.INTERACTIONS, Interaction(customer_id=kept))
        database.write("trash", lambda session: INTERACTIONS.trash(session, [later]))
    assert emptied(30) == frozenset()
    assert emptied(31) == {customer, visit, lone}
    assert emptied(31) == frozenset()
    assert emptied(36) == {later}
    assert database.read(lambda connection: CUSTOMERS.get(connection, kept)) is not None


def test_a_merged_customer_stays_in_the_trash_for_as_long_as_its_survivor_is_there(database, add, emptied):
    with clock.fixed(MONDAY):
        ours, theirs = (add(Kind.CUSTOMERS, Customer(name=name)) for name in "甲乙")
        database.write("merge_customers", lambda session: merge(session, ours, theirs))
    assert emptied(400) == frozenset()
    database.write("unmerge_customer", lambda session: unmerge(session, theirs))
    database.write("merge_customers", lambda session: merge(session, ours, theirs))
    with clock.fixed(MONDAY):
        database.write("trash", lambda session: trash_customer(session, ours))
    assert emptied(31) == {ours, theirs}


def test_what_was_undone_long_ago_loses_its_values_as_well(database, cellar, add, emptied):
    with clock.fixed(MONDAY):
        steps = Steps(database)
        add(Kind.CONTACTS, Contact(name=CANARY))
        steps.undo()
        kept = add(Kind.CONTACTS, Contact(name="乙"))
        steps.undo()
        steps.redo()
    emptied(30)
    like = select(func.count()).select_from(journal).where(journal.c.changes.contains(CANARY))
    assert database.read(lambda connection: connection.scalar(like)) == 2
    emptied(31)
    assert database.read(lambda connection: connection.scalar(like)) == 0
    assert database.read(lambda connection: CONTACTS.get(connection, kept)).name == "乙"
    assert database.read(lambda connection: journal_problems(connection, cellar.keys.journal_chain)) == []


def test_attachments_of_what_is_gone_are_not_left_behind(add, erased, database):
    visit = add(Kind.INTERACTIONS, Interaction(summary="x"))
    paper = add(Kind.ATTACHMENTS, Attachment(record_kind="interactions", record_id=visit))
    database.write("trash", lambda session: ATTACHMENTS.trash(session, [paper]))
    assert erased(Kind.INTERACTIONS, visit).ids == {visit, paper}
