import pytest

from desktop_crm.core import book as books
from desktop_crm.core.attachments.contents import ContentStore
from desktop_crm.core.attachments.entity import Attachment
from desktop_crm.core.attachments.store import ATTACHMENTS
from desktop_crm.core.backup.backups import automatic_backup, make_backup
from desktop_crm.core.backup.checking import check
from desktop_crm.core.backup.errors import (
    BackupDamagedError,
    BackupFileError,
    FolderTakenError,
    OtherVaultError,
    PassphraseChangedError,
)
from desktop_crm.core.backup.restoring import restore
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import integrity
from desktop_crm.core.database.engine import connect
from desktop_crm.core.database.errors import NewerSchemaError
from desktop_crm.core.database.schema.actions import actions, journal
from desktop_crm.core.database.schema.upkeep import erasures
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.vault import vault as vaults
from desktop_crm.core.vault.errors import VaultInUseError, WrongPassphraseError

NEW_PASSPHRASE = "别的 copper bicycle 月亮 river"


@pytest.fixture
def backup(place, attach, tmp_path):
    """A backup of the vault with 30 customers and an attachment."""
    with place.open() as book:
        attach(book)
        return make_backup(book.vault, tmp_path / "then.crmbackup")


@pytest.fixture
def moved_on(place, backup, add_customer):
    """The vault, to which two customers came after the backup."""
    with place.open() as book:
        add_customer(book, "后来一")
        add_customer(book, "后来二")
    return place


def test_a_backup_becomes_a_new_vault_in_an_absent_folder(backup, place, count, tmp_path):
    restored = restore(backup.path, tmp_path / "far" / "new", place.passphrase)
    assert (restored.info.sequence, restored.previous_sequence, restored.quarantined) == (backup.sequence, None, None)
    # Opening removes contents that no attachment names, so this comes first.
    assert (tmp_path / "far/new/attachments/ab/7.bin").read_bytes() == b"as if encrypted" * 9_000
    with books.open_book(tmp_path / "far" / "new", place.passphrase) as book:
        assert book.rolled_back is None
        assert book.user_name == "王芳"
        assert count(book) == 30
        assert check(book) == []
    assert [path.name for path in (tmp_path / "far").iterdir()] == ["new"]


def test_a_backup_becomes_a_new_vault_in_an_empty_folder(backup, place, count, tmp_path):
    (tmp_path / "empty").mkdir()
    restore(backup.path, tmp_path / "empty", place.passphrase)
    with books.open_book(tmp_path / "empty", place.passphrase) as book:
        assert count(book) == 30


def test_d_09_restoring_takes_the_vault_back_and_keeps_its_last_state_as_a_backup(
    backup, moved_on, count, add_customer, tmp_path
):
    restored = restore(backup.path, moved_on.folder, moved_on.passphrase)
    assert restored.previous_sequence == backup.sequence + 2
    with moved_on.open() as book:
        assert book.rolled_back is None
        assert count(book) == 30
        assert check(book) == []
        add_customer(book, "再后来")
        assert check(book) == []
    (kept,) = (moved_on.folder / "backups").glob("*-before-restore.crmbackup")
    again = restore(kept, moved_on.folder, moved_on.passphrase)
    assert again.info.counts["customers"] == 32
    with moved_on.open() as book:
        assert count(book) == 32
        assert check(book) == []


def test_the_journal_says_that_the_book_was_restored_above_all_that_was_lost(backup, moved_on):
    restored = restore(backup.path, moved_on.folder, moved_on.passphrase)
    with moved_on.open() as book:
        last = book.read(lambda connection: connection.execute(actions.select().order_by(actions.c.id)).all())[-1]
        assert (last.verb, last.author, last.sequence) == ("restore", "王芳", restored.previous_sequence + 1)
        assert book.vault.anchor.latest() == last.sequence


def test_a_gap_in_the_journal_without_a_restore_is_reported(place):
    with place.open() as book:
        key = book.vault.keys
    connection = connect(place.folder / "data.db", key.data_key)
    connection.execute(
        "UPDATE actions SET sequence = sequence + 5 WHERE sequence = (SELECT max(sequence) FROM actions)"
    )
    connection.close()
    with place.open() as book:
        found = book.read(lambda connection: integrity.journal_problems(connection, key.journal_chain))
    assert "action 2 is missing" in found


def test_a_log_left_by_a_crash_is_not_replayed_onto_the_restored_database(backup, place, add_customer, count, tmp_path):
    with place.open() as book:
        add_customer(book, "只在日志里")
        (tmp_path / "log").write_bytes((place.folder / "data.db-wal").read_bytes())
        before = (place.folder / "data.db").read_bytes()
    (place.folder / "data.db").write_bytes(before)
    (place.folder / "data.db-wal").write_bytes((tmp_path / "log").read_bytes())
    restore(backup.path, place.folder, place.passphrase)
    with place.open() as book:
        assert count(book) == 30
        assert check(book) == []
    (kept,) = (place.folder / "backups").glob("*-before-restore.crmbackup")
    assert restore(kept, tmp_path / "kept", place.passphrase).info.counts["customers"] == 31


def test_a_damaged_database_is_put_into_quarantine_with_its_log(backup, moved_on, count):
    database = moved_on.folder / "data.db"
    damaged = bytearray(database.read_bytes())
    for position in range(5_000, len(damaged), 4096):
        damaged[position] ^= 0xFF
    database.write_bytes(damaged)
    (moved_on.folder / "data.db-wal").write_bytes(b"what a crash left")
    restored = restore(backup.path, moved_on.folder, moved_on.passphrase)
    assert restored.quarantined.parent == moved_on.folder / "aside"
    assert (restored.quarantined / "data.db").read_bytes() == damaged
    assert (restored.quarantined / "data.db-wal").read_bytes() == b"what a crash left"
    with moved_on.open() as book:
        assert book.rolled_back is None
        assert count(book) == 30
        assert check(book) == []


def test_a_vault_whose_database_is_gone_is_restored(backup, moved_on, count):
    (moved_on.folder / "data.db").unlink()
    assert restore(backup.path, moved_on.folder, moved_on.passphrase).quarantined is None
    with moved_on.open() as book:
        assert book.rolled_back is None
        assert count(book) == 30


def test_attachments_are_added_and_none_is_removed(backup, place, attach):
    with place.open() as book:
        attach(book, content=b"overwritten by a fault")
        later = attach(book, name="attachments/ff/9.bin", content=b"later")
    restore(backup.path, place.folder, place.passphrase)
    assert (place.folder / "attachments/ab/7.bin").read_bytes() == b"as if encrypted" * 9_000
    assert later.read_bytes() == b"later"


def test_the_backup_restored_from_is_not_thinned_out(place, add_customer, count):
    with place.open() as book:
        old = automatic_backup(book.vault, "on-exit")
        ancient = old.path.with_name("20010101T000000000000Z-on-exit.crmbackup")
        old.path.rename(ancient)
        for year in range(2002, 2020):
            (ancient.parent / f"{year}0101T000000000000Z-on-exit.crmbackup").write_bytes(b"old")
        add_customer(book, "后来")
    restore(ancient, place.folder, place.passphrase)
    assert ancient.exists()
    assert not ancient.with_name("20020101T000000000000Z-on-exit.crmbackup").exists()


def test_a_wrong_passphrase_is_refused(backup, moved_on, tmp_path):
    before = moved_on.contents()
    for folder in (moved_on.folder, tmp_path / "new"):
        with pytest.raises(WrongPassphraseError):
            restore(backup.path, folder, "not the right passphrase")
    assert moved_on.contents() == before
    assert not (tmp_path / "new").exists()


def test_after_a_change_of_passphrase_the_present_one_restores_and_the_old_one_is_told_apart(backup, place, count):
    with place.open() as book:
        vaults.change_passphrase(book.vault, place.passphrase, NEW_PASSPHRASE)
    with pytest.raises(PassphraseChangedError):
        restore(backup.path, place.folder, place.passphrase)
    restore(backup.path, place.folder, NEW_PASSPHRASE)
    with books.open_book(place.folder, NEW_PASSPHRASE) as book:
        assert count(book) == 30


def test_a_vault_in_use_is_not_restored_over(backup, book):
    with pytest.raises(VaultInUseError):
        restore(backup.path, book.vault.folder, "whatever is typed")


def test_the_backup_of_another_vault_is_refused(backup, other_place):
    before = other_place.contents()
    with pytest.raises(OtherVaultError):
        restore(backup.path, other_place.folder, other_place.passphrase)
    assert other_place.contents() == before


def test_a_vault_whose_header_cannot_be_read_is_left_alone(backup, moved_on):
    for name in ("vault.json", "vault.json.prev"):
        (moved_on.folder / name).write_bytes(b"damaged")
    before = moved_on.contents()
    with pytest.raises(FolderTakenError):
        restore(backup.path, moved_on.folder, moved_on.passphrase)
    assert moved_on.contents() == before


def test_a_folder_with_other_things_in_it_is_left_alone(backup, place, tmp_path):
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "letter.txt").write_text("Dear customer", encoding="utf-8")
    with pytest.raises(FolderTakenError):
        restore(backup.path, tmp_path / "documents", place.passphrase)
    assert [path.name for path in (tmp_path / "documents").iterdir()] == ["letter.txt"]


def test_a_backup_of_a_newer_program_is_refused(place, moved_on, tmp_path):
    with place.open() as book:
        connection = connect(place.folder / "data.db", book.vault.keys.data_key)
        (schema,) = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        newer = make_backup(book.vault, tmp_path / "newer.crmbackup")
        connection.execute("UPDATE alembic_version SET version_num = ?", (schema,))
        connection.close()
    assert newer.schema == "9999"
    before = place.contents()
    for folder in (place.folder, tmp_path / "new"):
        with pytest.raises(NewerSchemaError):
            restore(newer.path, folder, place.passphrase)
    assert place.contents() == before
    assert not (tmp_path / "new").exists()


def test_what_is_no_backup_is_refused(place, tmp_path):
    (tmp_path / "x").write_bytes(b"no backup")
    with pytest.raises(BackupDamagedError):
        restore(tmp_path / "x", place.folder, place.passphrase)
    with pytest.raises(BackupFileError):
        restore(tmp_path / "absent", place.folder, place.passphrase)


def test_what_a_killed_restoring_left_beside_the_folder_is_swept_away(backup, place, tmp_path):
    left = tmp_path / "in" / ".new.0123abcd.tmp"
    left.mkdir(parents=True)
    (left / "data.db").write_bytes(b"half")
    restore(backup.path, tmp_path / "in" / "new", place.passphrase)
    assert [path.name for path in (tmp_path / "in").iterdir()] == ["new"]


def test_what_was_erased_since_the_backup_is_erased_again(place, add_customer, tmp_path):
    (tmp_path / "paper.pdf").write_bytes(b"%PDF 1")
    with place.open() as book:
        kept, erased = (add_customer(book, name).new_id(Kind.CUSTOMERS) for name in ("留下的", "抹去的"))
        contents = ContentStore(book.vault)
        paper = Attachment(customer_id=erased, name="x", sha256=contents.put(tmp_path / "paper.pdf").sha256)
        visits = [Interaction(customer_id=erased, summary="抹去的谈话"), Interaction(customer_id=kept, summary="谈话")]
        book.write("add", lambda s: ATTACHMENTS.add(s, [paper]) | INTERACTIONS.add(s, visits))
        backup = make_backup(book.vault, tmp_path / "then.crmbackup")
        book.erase(Kind.CUSTOMERS, [erased])
        again = add_customer(book, "没有备份的").new_id(Kind.CUSTOMERS)
        book.erase(Kind.CUSTOMERS, [again])
    restore(backup.path, place.folder, place.passphrase)
    with place.open() as book:
        rows = book.read(lambda c: [dict(row) for row in c.execute(erasures.select()).mappings()])
        assert {row["record_id"] for row in rows} > {erased, again}
        assert book.read(lambda connection: CUSTOMERS.get(connection, kept)).name == "留下的"
        assert book.read(lambda connection: CUSTOMERS.get(connection, erased)) is None
        said = "".join(str(row) for row in book.read(lambda c: c.execute(journal.select()).all()))
        assert "留下的" in said
        assert "抹去的" not in said
        assert not ContentStore(book.vault).has(paper.sha256)
        assert check(book) == []
    restore(backup.path, tmp_path / "elsewhere", place.passphrase)
    with books.open_book(tmp_path / "elsewhere", place.passphrase) as book:
        assert book.read(lambda connection: CUSTOMERS.get(connection, erased)).name == "抹去的"
