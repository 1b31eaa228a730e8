"""A book of every released schema opens with the program of today, with all that is in it."""

import shutil
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS, ids_called
from desktop_crm.core.database import fulltext, integrity, migrate, settings_store
from desktop_crm.core.database.columns import column_names
from desktop_crm.core.database.engine import connect
from desktop_crm.core.database.integrity import journal_problems
from desktop_crm.core.database.migrations import HEAD
from desktop_crm.core.followups.store import open_ones
from desktop_crm.core.interactions.store import of_customer as interactions_of
from desktop_crm.core.journal.history import history
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.store import of_customer as orders_of
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.settings import USER_NAME
from desktop_crm.core.values.money import Money
from desktop_crm.core.vault.keys import Keys

COMPLETE = "0004"  # the revision from which on there are all kinds, and the kept books fill every field
FIRST_KINDS = (Kind.CUSTOMERS, Kind.CONTACTS, Kind.INTERACTIONS, Kind.FOLLOWUPS, Kind.ORDERS)
OLD = sorted((Path(__file__).parent / "old").glob("*.db"))


@pytest.fixture(params=OLD, ids=lambda path: path.stem)
def book(request):
    """A kept book."""
    return request.param


@pytest.fixture
def old(book, tmp_path, kept):
    """A copy of it, brought to today's schema as the program does it, and open."""
    path = tmp_path / "data.db"
    shutil.copyfile(book, path)
    backups = []
    changed = migrate.upgrade(path, kept.KEY, before_change=lambda: backups.append(path.read_bytes()))
    assert changed == (book.stem != HEAD)
    assert backups == ([book.read_bytes()] if changed else [])
    database = kept.open_database(path)
    yield database
    database.close()


def test_the_newest_schema_has_its_book():
    assert OLD[-1].stem == HEAD, "see old/README.md"
    assert all(path.stat().st_size < 800_000 for path in OLD)


def test_an_old_book_has_todays_schema_after_it_was_opened(old, kept, structure, tmp_path):
    fresh = tmp_path / "fresh.db"
    migrate.upgrade(fresh, kept.KEY, before_change=lambda: None)
    assert structure(old.path, kept.KEY) == structure(fresh, kept.KEY)


def test_an_old_book_is_whole(old, kept):
    assert old.read(lambda connection: journal_problems(connection, Keys(kept.KEY).journal_chain)) == []
    assert integrity.problems(old.path, kept.KEY) == []


def test_every_record_of_an_old_book_can_be_read_with_its_history(old, book):
    def work(connection):
        for kind, room in ROOMS.items():
            ids = connection.scalars(select(room.table.c.id)).all()
            assert [entity.id for entity in room.get_many(connection, ids)] == list(ids), kind
            assert all(history(connection, room, record_id) for record_id in ids), kind
            yield kind, len(ids)

    later = int(book.stem >= COMPLETE)
    expected = dict.fromkeys(Kind, later) | dict.fromkeys(FIRST_KINDS, 1) | {Kind.CUSTOMERS: 2}
    assert old.read(lambda connection: dict(work(connection))) == expected


@pytest.mark.parametrize("book", [path for path in OLD if path.stem >= COMPLETE], ids=lambda path: path.stem)
def test_every_field_of_an_old_book_still_says_something(old, kept, book):
    with closing(connect(book, kept.KEY, read_only=True)) as raw:
        had = {kind: {row[1] for row in raw.execute(f"PRAGMA table_info({kind})")} for kind in Kind}

    def work(connection):
        ids = {kind: connection.scalar(select(func.min(room.table.c.id))) for kind, room in ROOMS.items()}
        for kind, room in ROOMS.items():
            entity = room.get(connection, ids[kind])
            fields = [field for field in room.fields.stored if had[kind] & set(column_names(field))]
            empty = {field.name for field in fields if getattr(entity, field.name) in (None, "", (), {})}
            later = {field.name for field in room.fields if field.refers_to and field.refers_to is not Kind.CUSTOMERS}
            assert empty <= {*kept.SAID.get(kind, {}), *later}, kind
        assert CUSTOMERS.get(connection, ids[Kind.CUSTOMERS]).own == {"own_1": 30}

    old.read(work)


def test_an_old_book_says_what_was_written(old):
    def work(connection):
        (customer_id,) = ids_called(connection, "云帆科技有限公司")
        customer = CUSTOMERS.get(connection, customer_id)
        assert customer.number == "客户-2026-001"
        assert customer.former_numbers == ("K-1", "K-2")
        assert (customer.status, customer.notes) == ("won", "合同已签")
        assert (customer.phone.e164, customer.phone.extension) == ("+862158886666", "8")
        assert customer.annual_revenue.high_cents == 5 * 10**10
        assert customer.unplaced == {"鞋码": "42"}
        assert [hit.id for hit in fulltext.search(connection, "yunfan")] == [customer_id]
        assert fulltext.search(connection, "远山") == [], "it lies in the Trash"
        (talk,) = interactions_of(connection, customer_id)
        assert talk.participants == ("王总", "李工")
        assert talk.occurred.iso() == "2026-11-23T09:30:00+08:00"
        assert [todo.title for todo in open_ones(connection)] == ["报价"]
        assert [order.amount for order in orders_of(connection, customer_id)] == [Money(15_000_000)]
        assert settings_store.load(connection).text(USER_NAME) == "王芳"
        assert CONTACTS.count(connection) == CUSTOMERS.count(connection) == 1
        newest, _created = history(connection, CUSTOMERS, customer_id)
        assert [change.old for change in newest.changes if change.field.name == "notes"] == ["谈到预算"]

    old.read(work)


def test_work_goes_on_in_an_old_book(old, kept):
    added = old.write("add", lambda session: commands.add(session, [Customer(name="海天食品")])).new_id(Kind.CUSTOMERS)
    customer = old.read(lambda connection: CUSTOMERS.get(connection, added))
    assert customer.number.endswith("-003" if customer.number.startswith("客户-2026-") else "-001")
    assert old.read(lambda connection: journal_problems(connection, Keys(kept.KEY).journal_chain)) == []
