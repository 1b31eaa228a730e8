"""Any sequence of commands can be undone and redone; merged customers come apart as if they had never been merged."""

import shutil
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop_crm.core.attachments.entity import Attachment
from desktop_crm.core.chain.entity import DecisionStep
from desktop_crm.core.changes import Changes
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers import commands as customer_commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import fulltext, settings_store, tailoring_store
from desktop_crm.core.database.integrity import journal_problems
from desktop_crm.core.database.schema.base import metadata
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.fields import Field
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import OF_CUSTOMER, ROOMS
from desktop_crm.core.settings import COMPANY_NUMBERS
from desktop_crm.core.transfer.importing import import_documents
from desktop_crm.core.transfer.options import OnDuplicate, Options
from desktop_crm.core.transfer.reading.tables import Document, Row, Table
from desktop_crm.core.workflows.combining import Take
from desktop_crm.core.workflows.merge_contacts import merge_contacts
from desktop_crm.core.workflows.merge_customers import merge
from desktop_crm.core.workflows.steps import Steps
from desktop_crm.core.workflows.trash_customer import bring_customer_back, trash_customer
from desktop_crm.core.workflows.unmerge_customer import unmerge

NAMES = ("云帆科技", "蓝鲸物流", "青禾农业", "远山建材")
QUERIES = (*NAMES, "拜访", "yunfan", "报价", "新的", "红色", "客户")
NOT_COMPARED = {"actions", "journal", "customer_numbers"}
BELOW = (Kind.CONTACTS, Kind.INTERACTIONS, Kind.FOLLOWUPS, Kind.NEEDS, Kind.CHAIN, Kind.ATTACHMENTS, Kind.DEALS)
OWN_FIELD = Field("own_color", "颜色")

common_settings = settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def open_copy(cellar, tmp_path):
    """Opens a fresh copy of a database with a few customers and records."""
    with_database(cellar, fill)
    copies = iter(range(10_000))

    @contextmanager
    def opening():
        copy = cellar.copy_to(tmp_path / f"copy{next(copies)}")
        database = copy.open()
        try:
            yield Room(database, copy)
        finally:
            database.close()
            shutil.rmtree(copy.folder)

    return opening


def with_database(cellar, work):
    database = cellar.open()
    work(database)
    database.close()


def fill(database):
    fields = [OWN_FIELD]
    database.write("change_fields", lambda session: tailoring_store.store_fields(session, Kind.CUSTOMERS, fields))
    customers = [
        Customer(name=name, notes=f"说{n}", need_tags=(str(n),), email=f"{n}@a.cn" * (n % 2), own={"own_color": "蓝"})
        for n, name in enumerate(NAMES)
    ]
    ids = database.write("add", lambda s: customer_commands.add(s, customers)).added[Kind.CUSTOMERS]
    for n, owner in enumerate(ids):
        people = [Contact(customer_id=owner, name=f"张{m}", is_primary=m == n % 3) for m in range(2)]
        database.write("add", lambda s, people=people: CONTACTS.add(s, people))
        for kind, entity in (
            (Kind.INTERACTIONS, Interaction(customer_id=owner, summary=f"拜访{n}")),
            (Kind.CHAIN, DecisionStep(customer_id=owner, position=1, name=f"步骤{n}")),
            (Kind.ATTACHMENTS, Attachment(customer_id=owner, record_kind="customers", record_id=owner)),
        ):
            database.write("add", lambda s, kind=kind, entity=entity: ROOMS[kind].add(s, [entity]))


class Room:
    """A database and the commands by which it is changed; each takes numbers that choose among what is there."""

    def __init__(self, database, cellar):
        self.database, self.cellar, self.steps = database, cellar, Steps(database)

    def ids(self, kind, where=None):
        table = ROOMS[kind].table
        condition = table.c.deleted_at.is_(None) if where is None else where(table.c)
        return self.database.read(lambda c: c.scalars(select(table.c.id).where(condition).order_by(table.c.id)).all())

    def state(self):
        """Every row but those of the journal, and what searching finds."""

        def read(connection):
            tables = {
                table.name: {tuple(row[key.name] for key in table.primary_key): dict(row) for row in rows}
                for table in metadata.sorted_tables
                if table.name not in NOT_COMPARED
                for rows in [connection.execute(table.select()).mappings().all()]
            }
            hits = {query: [hit.id for hit in fulltext.search(connection, query, 500)] for query in QUERIES}
            indexed = connection.exec_driver_sql("SELECT rowid FROM search_index ORDER BY rowid").scalars().all()
            return tables, hits, indexed

        return self.database.read(read)

    def write(self, verb, work):
        """Whether the command was not refused."""
        try:
            self.database.write(verb, work)
        except RefusedError:
            return False
        return True

    # Commands

    def add_customer(self, one, _two, text):
        entity = Customer(name=f"{NAMES[one % 4]}{text}", own={"own_color": text})
        self.write("add_customers", lambda session: customer_commands.add(session, [entity]))

    def add_record(self, one, two, text):
        kind, owners = BELOW[one % len(BELOW)], self.ids(Kind.CUSTOMERS)
        fields = ROOMS[kind].fields
        values = {"customer_id": owners[two % len(owners)] if owners else None, fields.named_by: text}
        if kind is Kind.CONTACTS:
            values["is_primary"] = bool(two % 2)
        if fields.named_by not in {field.name for field in fields.in_columns} or fields.named_by == "occurred":
            del values[fields.named_by]
        self.write(f"add_{kind}", lambda s: ROOMS[kind].add(s, [ROOMS[kind].entity(**values)]))

    def change(self, one, two, text):
        kind = (Kind.CUSTOMERS, *BELOW)[one % (len(BELOW) + 1)]
        if ids := self.ids(kind):
            record_id = ids[two % len(ids)]
            values = {"notes": text} if "notes" in kind_fields(kind) else {"summary": text}
            if kind is Kind.CUSTOMERS:
                values |= {"own_color": text, "name": f"新的{text}", "need_tags": (text, "报价")}
            self.write(f"change_{kind}", lambda s: ROOMS[kind].change_many(s, {record_id: values}))

    def choose_primary(self, one, _two, _text):
        if ids := self.ids(Kind.CONTACTS):
            chosen = {ids[one % len(ids)]: {"is_primary": True}}
            self.write("change_contacts", lambda s: CONTACTS.change_many(s, chosen))

    def change_number(self, one, two, text):
        if ids := self.ids(Kind.CUSTOMERS):
            record_id, number = ids[one % len(ids)], f"号-{two}-{text}"
            self.write("change_customers", lambda s: customer_commands.change(s, record_id, number=number))

    def change_many(self, _one, two, text):
        ids = self.ids(Kind.CUSTOMERS)[: two + 1]
        values = {record_id: {"notes": text, "own_color": "红色"} for record_id in ids}
        self.write("change_many", lambda s: CUSTOMERS.change_many(s, values))

    def trash(self, one, two, _text):
        kind = BELOW[one % len(BELOW)]
        self.write("trash", lambda s: ROOMS[kind].trash(s, self.ids(kind)[two % 3 : two % 3 + 2]))

    def trash_customer(self, one, _two, _text):
        if ids := self.ids(Kind.CUSTOMERS):
            self.write("trash_customers", lambda s: trash_customer(s, ids[one % len(ids)]))

    def bring_back(self, one, two, _text):
        gone = lambda c: c.deleted_at.is_not(None)  # noqa: E731 - a condition given on
        kind = (Kind.CUSTOMERS, *BELOW)[one % (len(BELOW) + 1)]
        if ids := self.ids(kind, gone):
            record_id = ids[two % len(ids)]
            if kind is Kind.CUSTOMERS:
                self.write("bring_back", lambda s: bring_customer_back(s, record_id))
            else:
                self.write("bring_back", lambda s: ROOMS[kind].bring_back(s, [record_id]))

    def merge(self, one, two, text):
        ids = self.ids(Kind.CUSTOMERS)
        if len(ids) > 1:
            pair = ids[one % len(ids)], ids[two % len(ids)]
            choices = {"name": Take.OTHER} if text == "x" else {}
            with suppress(ValueError):  # the names are equal
                self.write("merge_customers", lambda s: merge(s, *pair, choices))

    def merge_contacts(self, one, two, _text):
        if ids := self.ids(Kind.CONTACTS):
            pair = ids[one % len(ids)], ids[two % len(ids)]
            self.write("merge_contacts", lambda s: merge_contacts(s, *pair))

    def unmerge(self, one, _two, _text):
        if ids := self.ids(Kind.CUSTOMERS, lambda c: c.merged_into.is_not(None)):
            self.write("unmerge_customer", lambda s: unmerge(s, ids[one % len(ids)]))

    def change_own_fields(self, one, _two, text):
        fields = [OWN_FIELD, replace(OWN_FIELD, name=f"own_{one}", label=text)]
        self.write("change_fields", lambda s: tailoring_store.store_fields(s, Kind.CUSTOMERS, fields))

    def change_setting(self, one, _two, _text):
        self.write("change_numbers", lambda s: settings_store.store(s, COMPANY_NUMBERS, f"C{one}-{{seq}}"))

    def import_files(self, one, two, text):
        rows = [(f"{NAMES[n % 4]}{text * (n > 3)}", f"联系{n}", "拜访时说的", text) for n in range(one + 2)]
        tables = (
            Table("客户", Kind.CUSTOMERS, ("客户名称", "备注", "颜色"), rows_of((r[0], r[3], r[3]) for r in rows)),
            Table("联系人", Kind.CONTACTS, ("客户名称", "姓名"), rows_of((r[0], r[1]) for r in rows)),
            Table("跟进", Kind.INTERACTIONS, ("客户名称", "互动内容摘要"), rows_of((r[0], r[2]) for r in rows)),
        )
        on_duplicate = tuple(OnDuplicate)[two % 3]
        import_documents(self.database, [Document("客户.xlsx", "", tables)], Options(on_duplicate=on_duplicate))


def kind_fields(kind):
    return {field.name for field in ROOMS[kind].fields.in_columns}


def rows_of(rows):
    return tuple(Row(number, cells) for number, cells in enumerate(rows, 2))


def command_of(name):
    numbers = st.integers(0, 7)
    return st.tuples(st.just(name), numbers, numbers, st.sampled_from(("x", "新的", "红色")))


ALL_COMMANDS = (
    *("add_customer", "add_record", "change", "choose_primary", "change_number", "change_many", "trash"),
    *("trash_customer", "bring_back", "merge", "merge_contacts", "unmerge", "change_own_fields", "change_setting"),
    "import_files",
)


@common_settings
@given(commands=st.lists(st.sampled_from(ALL_COMMANDS).flatmap(command_of), min_size=1, max_size=10))
def test_any_commands_undone_give_the_book_back_and_redone_the_later_state(open_copy, commands):
    with open_copy() as room:
        states, done = [room.state()], []
        for name, *arguments in commands:
            before = room.steps.next_undo
            getattr(room, name)(*arguments)
            if room.steps.next_undo != before:
                states.append(room.state())
                done.append(name)
        for state, name in zip(reversed(states[:-1]), reversed(done), strict=True):
            room.steps.undo()
            assert room.state() == state, name
        assert room.steps.next_undo is None
        for state, name in zip(states[1:], done, strict=True):
            room.steps.redo()
            assert room.state() == state, name
        assert room.steps.next_redo is None
        chain_key = room.cellar.keys.journal_chain
        assert room.database.read(lambda connection: journal_problems(connection, chain_key)) == []


# Merging and separating

EDITS = ("edit_customer", "edit_record", "add_visit")
PAIRS = st.tuples(st.just("merge"), st.integers(0, 3), st.integers(0, 3))
CHANGES = st.tuples(st.sampled_from(EDITS), st.integers(0, 7), st.integers(0, 7))


def edit(room, number, name, one, two):
    """An edit that says something new, of what is in use in both worlds; which customer, in both."""
    text = f"第{number}次"
    match name:
        case "edit_customer":
            field = ("notes", "email", "name", "risk_alert", "own_color")[two % 5]
            room.write("change_customers", lambda s: CUSTOMERS.change_many(s, {one: {field: text}}))
        case "edit_record":
            record_id = room.ids(Kind.INTERACTIONS)[two % 4]
            change = {record_id: {"summary": text}}
            room.write("change_interactions", lambda s: ROOMS[Kind.INTERACTIONS].change_many(s, change))
        case "add_visit":
            visit = Interaction(customer_id=one, summary=text)
            room.write("add_interactions", lambda s: ROOMS[Kind.INTERACTIONS].add(s, [visit]))


def rows_but_ids(room):
    """The rows of every kind; those added in the test without their ids, which the clock gives."""
    tables = room.state()[0]
    rows = [
        (kind.value, *sorted((name, value) for name, value in row.items() if name != "id" and value is not None))
        for kind in (Kind.CUSTOMERS, *OF_CUSTOMER)
        for row in tables[kind.value].values()
    ]
    return sorted(rows, key=repr)


@common_settings
@given(
    actions=st.lists(st.one_of(PAIRS, PAIRS, CHANGES), min_size=1, max_size=8), order=st.randoms(use_true_random=False)
)
def test_merged_and_separated_in_any_order_is_as_never_merged_and_later_edits_stay(open_copy, actions, order):
    with open_copy() as merged, open_copy() as never:
        for number, (name, one, two) in enumerate(actions):
            in_use = merged.ids(Kind.CUSTOMERS)
            customer = in_use[one % len(in_use)]
            if name == "merge":
                pair = customer, in_use[two % len(in_use)]
                merged.write("merge_customers", lambda s, pair=pair: merge(s, *pair))
            else:
                for room in (merged, never):
                    edit(room, number, name, customer, two)
        gone = merged.ids(Kind.CUSTOMERS, lambda c: c.merged_into.is_not(None))
        order.shuffle(gone)
        for other in gone:
            assert merged.write("unmerge_customer", lambda s, other=other: unmerge(s, other))
        assert rows_but_ids(merged) == rows_but_ids(never)


@common_settings
@given(
    pairs=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from(tuple(Take))), max_size=4),
    order=st.randoms(use_true_random=False),
)
def test_merged_and_separated_without_edits_gives_the_very_same_book(open_copy, pairs, order):
    with open_copy() as room:
        before = room.state()
        for one, two, take in pairs:
            in_use = room.ids(Kind.CUSTOMERS)
            pair = in_use[one % len(in_use)], in_use[two % len(in_use)]
            room.write("merge_customers", lambda s, pair=pair, take=take: merge(s, *pair, {"notes": take}))
        gone = room.ids(Kind.CUSTOMERS, lambda c: c.merged_into.is_not(None))
        order.shuffle(gone)
        for other in gone:
            room.write("unmerge_customer", lambda s, other=other: unmerge(s, other))
        assert room.state() == before


def test_a_state_that_differs_is_told_apart(open_copy):
    with open_copy() as room:
        before = room.state()
        room.database.write("change", lambda s: CUSTOMERS.change(s, room.ids(Kind.CUSTOMERS)[0], notes="别的"))
        assert room.state() != before
        room.database.write("nothing", lambda _session: Changes())
        room.steps.undo()
        assert room.state() == before
