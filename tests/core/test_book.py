"""The book as the program holds it; one vault is made for the whole module, and every test works on its own copy."""

import functools
import shutil
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop_crm.core import book as books
from desktop_crm.core import clock
from desktop_crm.core.attachments.contents import ContentStore
from desktop_crm.core.attachments.entity import Attachment
from desktop_crm.core.attachments.store import ATTACHMENTS
from desktop_crm.core.backup.backups import newest_backup
from desktop_crm.core.backup.checking import check
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import migrate, settings_store
from desktop_crm.core.database.errors import DatabaseDamagedError, NewerSchemaError, ReadOnlyError
from desktop_crm.core.database.migrations import HEAD
from desktop_crm.core.database.schema.actions import actions
from desktop_crm.core.drafts.draft import new_id
from desktop_crm.core.drafts.store import DraftStore
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.orders.store import ORDERS
from desktop_crm.core.settings import USER_NAME
from desktop_crm.core.tiers.standing import standing_of
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.money import Money
from desktop_crm.core.vault import slots
from desktop_crm.core.vault import vault as vaults
from desktop_crm.core.vault.errors import VaultDamagedError, VaultInUseError, WrongPassphraseError
from desktop_crm.core.vault.slots import FLOOR
from desktop_crm.core.workflows.trash_customer import trash_customer

PASSPHRASE = "雨伞 horse lantern 七号 window"
MARKER = ".open"
SHOE_SIZE = """
import sqlalchemy as sa
from alembic import op

revision = "9000"
down_revision = "{head}"


def upgrade():
    op.add_column("customers", sa.Column("shoe_size", sa.Integer()))
"""


@dataclass(frozen=True)
class Kept:
    """A closed book in a folder of its own."""

    folder: Path

    @property
    def database(self):
        return self.folder / "data.db"

    @property
    def aside(self):
        return sorted((self.folder / "aside").iterdir()) if (self.folder / "aside").exists() else []

    def open(self):
        return books.open_book(self.folder, PASSPHRASE)

    def copy_to(self, folder):
        """The files as they are now, as a crash would leave them; the lock is nobody's."""
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("*-shm"))
        return Kept(folder)

    def names(self):
        with self.open() as book:
            return names(book)


@pytest.fixture(scope="module", autouse=True)
def _remembered_derivations():
    """Each derivation is the real one, but the same one is not made twice: 0.3 s each."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "derive", functools.cache(slots.derive))
        yield


@pytest.fixture(autouse=True)
def _config(config_of_its_own):
    """No test touches the configuration of whoever runs it."""


@pytest.fixture(scope="module")
def _template(tmp_path_factory):
    kept = Kept(tmp_path_factory.mktemp("template") / "vault")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(books, "device", lambda: 7)
        book, _recovery_key = books.make(kept.folder, PASSPHRASE, "王芳", cost=FLOOR)
        with book:
            add(book, "云帆科技有限公司")
    return kept


@pytest.fixture
def kept(_template, tmp_path):
    return _template.copy_to(tmp_path / "vault")


@pytest.fixture
def crashed(kept, tmp_path):
    """A book whose program was killed after it wrote a customer that lies in the log alone."""
    with kept.open() as book:
        add(book, "远山物流")
        return kept.copy_to(tmp_path / "crashed")


def add(book, name):
    return book.write("add", lambda session: commands.add(session, [Customer(name=name)])).new_id(Kind.CUSTOMERS)


def names(book):
    query = select(CUSTOMERS.table.c.name).order_by(CUSTOMERS.table.c.id)
    return book.read(lambda connection: connection.scalars(query).all())


def files(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_book_knows_its_owner_who_is_the_author_of_its_first_action(tmp_path):
    book, recovery_key = books.make(tmp_path / "new", PASSPHRASE, "王芳", cost=FLOOR)
    with book:
        assert book.user_name == book.database.author == "王芳"
        first = book.read(lambda connection: connection.execute(select(actions.c.verb, actions.c.author)).all())
        assert first == [("set_up", "王芳")]
        assert book.warnings == ()
        assert check(book) == []
    assert recovery_key.count("-") > 3
    with books.open_book(tmp_path / "new", PASSPHRASE) as again:
        assert again.user_name == "王芳"


def test_the_numbers_of_a_new_book_speak_the_language_it_was_made_in(tmp_path, english):
    book, _recovery_key = books.make(tmp_path / "new", PASSPHRASE, "Ann", cost=FLOOR)
    with book:
        customer_id = add(book, "Acme")
        assert book.read(lambda connection: CUSTOMERS.get(connection, customer_id)).number.startswith("CRM-")


def test_a_book_that_could_not_be_set_up_leaves_its_vault_closed(tmp_path, monkeypatch):
    def fail(*_args):
        raise RuntimeError

    monkeypatch.setattr(settings_store, "store", fail)
    with pytest.raises(RuntimeError):
        books.make(tmp_path / "new", PASSPHRASE, "王芳", cost=FLOOR)
    vaults.unlock(tmp_path / "new", PASSPHRASE).close()
    assert not (tmp_path / "new" / MARKER).exists()


def test_what_was_written_is_there_when_the_book_is_opened_again(kept):
    with kept.open() as book:
        assert book.database.author == "王芳"
        add(book, "远山物流")
    assert kept.names() == ["云帆科技有限公司", "远山物流"]


def test_a_changed_name_of_the_owner_counts_from_the_next_opening_on(kept):
    with kept.open() as book:
        book.write("settings", lambda session: settings_store.store(session, USER_NAME, "李雷"))
        assert book.user_name == "李雷"
    with kept.open() as book:
        assert book.database.author == "李雷"


def test_ids_carry_the_number_of_this_installation_and_not_of_the_one_that_made_the_book(kept):
    with kept.open() as book:
        first = add(book, "甲")
        old = book.read(lambda connection: connection.scalars(select(CUSTOMERS.table.c.id)).first())
    with kept.open() as book:
        second = add(book, "乙")
    devices = [(record_id >> 6) & 0xFFFF for record_id in (old, first, second)]
    assert devices[0] == 7
    assert devices[1] == devices[2] == books.device()


def test_a_closed_book_leaves_no_marker_no_log_and_no_lock(kept):
    with kept.open() as book:
        assert (kept.folder / MARKER).exists()
        add(book, "远山物流")
        with pytest.raises(VaultInUseError):
            kept.open()
    assert not (kept.folder / MARKER).exists()
    assert not (kept.folder / "data.db-wal").exists()
    assert kept.aside == []
    kept.open().close()


def test_a_book_is_closed_when_the_work_in_it_fails(kept):
    with pytest.raises(RuntimeError), kept.open():
        raise RuntimeError
    assert kept.names() == ["云帆科技有限公司"]


def test_a_closed_book_has_no_keys(kept):
    book = kept.open()
    book.close()
    with pytest.raises(RuntimeError, match="closed"):
        book.vault.keys  # noqa: B018 - the property raises


def test_the_wrong_passphrase_opens_nothing_and_leaves_no_trace(kept):
    before = files(kept.folder)
    with pytest.raises(WrongPassphraseError):
        books.open_book(kept.folder, "wrong horse lantern 七号 window")
    assert {path: content for path, content in files(kept.folder).items() if path.name != ".lock"} == {
        path: content for path, content in before.items() if path.name != ".lock"
    }
    assert kept.names() == ["云帆科技有限公司"]


def test_after_a_crash_the_files_are_copied_aside_as_they_were_and_nothing_is_lost(crashed):
    left = {name: (crashed.folder / name).read_bytes() for name in ("data.db", "data.db-wal")}
    assert len(left["data.db-wal"]) > 0
    assert crashed.names() == ["云帆科技有限公司", "远山物流"]
    (aside,) = crashed.aside
    assert files(aside) == {Path(name): content for name, content in left.items()}
    assert crashed.names() == ["云帆科技有限公司", "远山物流"]
    assert len(crashed.aside) == 1, "the second time it was no crash"


def test_the_copies_of_the_last_three_crashes_are_kept(crashed):
    seen = []
    for _ in range(5):
        (crashed.folder / MARKER).touch()
        crashed.open().close()
        seen += [path for path in crashed.aside if path not in seen]
    assert len(seen) == 5
    assert crashed.aside == seen[-3:]


def test_a_damaged_file_found_after_a_crash_is_refused_and_stays_as_it_is(crashed):
    (crashed.folder / "data.db-wal").unlink()
    hurt = bytearray(crashed.database.read_bytes())
    hurt[len(hurt) // 2] ^= 1
    crashed.database.write_bytes(hurt)
    with pytest.raises(DatabaseDamagedError):
        crashed.open()
    assert crashed.database.read_bytes() == hurt
    assert [files(aside)[Path("data.db")] for aside in crashed.aside] == [hurt]
    with pytest.raises(DatabaseDamagedError):
        crashed.open()


@pytest.mark.parametrize("left", [None, b"", b"\0"], ids=["missing", "empty", "one byte"])
@pytest.mark.parametrize("crashed_before", [False, True])
def test_a_used_book_without_its_database_is_refused_and_does_not_begin_anew(kept, left, crashed_before):
    if left is None:
        kept.database.unlink()
    else:
        kept.database.write_bytes(left)
    if crashed_before:
        (kept.folder / MARKER).touch()
    with pytest.raises((VaultDamagedError, DatabaseDamagedError)):
        kept.open()
    assert (kept.database.read_bytes() if kept.database.exists() else None) == left
    vaults.unlock(kept.folder, PASSPHRASE).close()


@pytest.mark.parametrize("left", [(), (MARKER,), (MARKER, "data.db")])
def test_a_vault_whose_making_was_cut_short_before_its_database_opens_empty(tmp_path, left):
    vault, _recovery_key = vaults.create(tmp_path / "new", PASSPHRASE, cost=FLOOR)
    vault.close()
    for name in left:
        (tmp_path / "new" / name).touch()
    kept = Kept(tmp_path / "new")
    with kept.open() as book:
        assert book.user_name == ""
        add(book, "云帆")
    assert kept.names() == ["云帆"]


@pytest.fixture
def rolled_back(kept, tmp_path):
    """A book whose database was replaced by its copy of the day before."""
    shutil.copyfile(kept.database, tmp_path / "older.db")
    with kept.open() as book:
        add(book, "远山物流")
    shutil.copyfile(tmp_path / "older.db", kept.database)
    return kept


def test_a_book_that_was_rolled_back_opens_for_reading_and_says_so(rolled_back):
    for _ in range(2):
        with rolled_back.open() as book:
            assert names(book) == ["云帆科技有限公司"]
            assert book.warnings == (str(book.rolled_back),)
            with pytest.raises(ReadOnlyError):
                add(book, "海天食品")


def test_a_book_accepted_as_it_is_can_be_written_now_and_later(rolled_back):
    with rolled_back.open() as book:
        book.accept_as_it_is()
        assert book.rolled_back is None
        assert book.warnings == ()
        add(book, "海天食品")
        assert check(book) == []
    with rolled_back.open() as book:
        assert book.rolled_back is None
        assert names(book) == ["云帆科技有限公司", "海天食品"]


def test_a_book_in_a_folder_that_cannot_be_written_opens_for_reading_only(kept, monkeypatch):
    monkeypatch.setattr(vaults, "_is_writable", lambda folder: False)
    before = {path: content for path, content in files(kept.folder).items() if path.suffix != ".db-shm"}
    with kept.open() as book:
        assert book.vault.read_only
        assert names(book) == ["云帆科技有限公司"]
        assert book.user_name == "王芳"
        with pytest.raises(ReadOnlyError):
            add(book, "远山物流")
        assert not (kept.folder / MARKER).exists()
    after = {path: content for path, content in files(kept.folder).items() if path.suffix != ".db-shm"}
    assert {path: content for path, content in after.items() if content} == {
        path: content for path, content in before.items() if content
    }


def test_a_rolled_back_book_that_cannot_be_written_cannot_be_accepted(rolled_back, monkeypatch):
    monkeypatch.setattr(vaults, "_is_writable", lambda folder: False)
    anchor = (rolled_back.folder / "commit.seq").read_bytes()
    with rolled_back.open() as book:
        with pytest.raises(ReadOnlyError):
            book.accept_as_it_is()
        assert book.rolled_back is not None
        with pytest.raises(ReadOnlyError):
            add(book, "海天食品")
    assert (rolled_back.folder / "commit.seq").read_bytes() == anchor


@pytest.mark.parametrize("left", [None, bytes(128)], ids=["missing", "forged"])
def test_a_book_whose_anchor_tells_nothing_warns_and_has_one_again_after_the_next_action(kept, left):
    anchor = kept.folder / "commit.seq"
    anchor.unlink() if left is None else anchor.write_bytes(left)
    with kept.open() as book:
        assert any("commit.seq" in warning for warning in book.warnings)
        add(book, "远山物流")
        assert book.warnings == ()
    with kept.open() as book:
        assert book.warnings == ()


@pytest.fixture
def newer_program(tmp_path, monkeypatch):
    """From here on the program has one more migration."""
    folder = tmp_path / "migrations"
    shutil.copytree(migrate.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9000_test.py").write_text(SHOE_SIZE.format(head=HEAD), encoding="utf-8")
    newer = functools.partial(migrate.upgrade, migrations=folder, head="9000")
    with monkeypatch.context() as patch:
        patch.setattr(migrate, "upgrade", newer)
        yield patch


def test_an_older_book_is_backed_up_whole_before_it_is_changed(kept, newer_program):
    with kept.open() as book:
        backup = newest_backup(book.vault)
        assert "before-migration" in backup.path.name
        assert (backup.schema, backup.counts["customers"]) == (HEAD, 1)
        assert names(book) == ["云帆科技有限公司"]
    made = sorted((kept.folder / "backups").iterdir())
    kept.open().close()
    assert sorted((kept.folder / "backups").iterdir()) == made, "the second time there was nothing to change"


def test_a_newer_book_is_refused_and_the_vault_is_free_again(kept, newer_program):
    kept.open().close()
    newer_program.undo()
    before = kept.database.read_bytes()
    with pytest.raises(NewerSchemaError):
        kept.open()
    assert kept.database.read_bytes() == before
    vaults.unlock(kept.folder, PASSPHRASE).close()


# Undo, and erasing for good


def test_a_book_knows_what_was_done_since_it_was_opened_and_takes_it_back(kept):
    with kept.open() as book:
        assert book.steps.next_undo is None
        add(book, "远山物流")
        book.write("change_setting", lambda session: settings_store.store(session, USER_NAME, "李雷"))
        assert book.steps.next_undo.verb == "add"
        book.steps.undo()
        assert names(book) == ["云帆科技有限公司"]
        assert check(book) == []
    with kept.open() as book:
        assert (book.steps.next_undo, book.steps.next_redo) == (None, None)


def test_an_erased_record_takes_its_drafts_its_files_and_the_log_with_it(kept, tmp_path):
    (tmp_path / "paper.pdf").write_bytes(b"%PDF 1")
    with kept.open() as book:
        contents, drafts = ContentStore(book.vault), DraftStore(book.vault)
        content = contents.put(tmp_path / "paper.pdf")
        customer, other = add(book, "远山物流"), add(book, "青禾农业")
        paper = Attachment(customer_id=customer, name="paper.pdf", sha256=content.sha256)
        book.write("add", lambda session: ATTACHMENTS.add(session, [paper]))
        for values in ({"id": str(customer)}, {"id": None, "fields": {"customer_id": customer}}, {"id": str(other)}):
            drafts.save(new_id(), "customers", "", values)
        assert book.erase(Kind.CUSTOMERS, [customer]).removed[Kind.CUSTOMERS] == (customer,)
        assert [draft.values for draft in drafts.all()] == [{"id": str(other)}]
        assert not contents.has(content.sha256)
        assert (kept.folder / "data.db-wal").stat().st_size == 0
        assert check(book) == []
        assert names(book) == ["云帆科技有限公司", "青禾农业"]


def test_the_trash_of_a_book_is_emptied_of_what_lay_there_for_long(kept):
    with kept.open() as book:
        customer = add(book, "远山物流")
        book.write("trash_customers", lambda session: trash_customer(session, customer))
        assert not book.empty_trash()
        with clock.fixed(clock.now() + timedelta(days=31)):
            assert book.empty_trash().removed == {Kind.CUSTOMERS: (customer,)}
            assert not book.empty_trash()
        assert check(book) == []


def test_the_standing_of_a_customer_follows_what_is_undone_and_what_is_erased(kept):
    with kept.open() as book:
        customer = add(book, "远山物流")

        def year_cents():
            return book.read(lambda c: standing_of(c, customer)).annual_value.cents

        order = Order(customer_id=customer, ordered=Day(clock.today().isoformat()), amount=Money(5_000, "CNY"))
        for _time in range(2):
            changes = book.write("add_orders", lambda session: ORDERS.add(session, [order]))
        assert year_cents() == 10_000
        book.steps.undo()
        assert year_cents() == 5_000
        book.steps.redo()
        assert year_cents() == 10_000
        book.erase(Kind.ORDERS, [changes.new_id(Kind.ORDERS)])
        assert year_cents() == 5_000
