from datetime import UTC, datetime, timedelta

import pytest

from desktop_crm.core import clock
from desktop_crm.core.backup import backups
from desktop_crm.core.backup.backups import automatic_backup, due, make_backup, newest_backup
from desktop_crm.core.backup.container import Container
from desktop_crm.core.backup.errors import BackupFileError, NoBackupThereError
from desktop_crm.core.database.engine import connect
from desktop_crm.core.database.errors import DatabaseDamagedError
from desktop_crm.core.kinds import Kind

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def names(folder):
    return sorted(path.name for path in folder.rglob("*") if ".tmp" in path.name or path.suffix == ".crmbackup")


def test_a_backup_says_what_is_in_it(book, add_customer, attach, tmp_path):
    add_customer(book, "新客户")
    attach(book)
    info = make_backup(book.vault, tmp_path / "a.crmbackup")
    assert info.path == tmp_path / "a.crmbackup"
    assert info.size_bytes == info.path.stat().st_size
    assert info.sequence == book.vault.anchor.latest()
    assert info.counts == dict.fromkeys(Kind, 0) | {"customers": 31, "interactions": 30}
    with Container(info.path) as container:
        assert [entry.name for entry in container.manifest.files] == ["vault.json", "data.db", "attachments/ab/7.bin"]
    assert names(tmp_path) == ["a.crmbackup"]


def test_a_backup_holds_no_readable_word(book, add_customer, tmp_path):
    add_customer(book, "Kanarienvogel GmbH")
    content = make_backup(book.vault, tmp_path / "a.crmbackup").path.read_bytes()
    assert b"Kanarienvogel" not in content
    assert b"SQLite format" not in content


def test_a_newer_backup_replaces_an_older_one_of_the_same_name(book, add_customer, tmp_path):
    first = make_backup(book.vault, tmp_path / "a.crmbackup")
    add_customer(book, "新客户")
    assert make_backup(book.vault, first.path).sequence == first.sequence + 1


def test_a_file_that_is_no_backup_is_not_overwritten(book, tmp_path):
    letter = tmp_path / "letter.docx"
    letter.write_bytes(b"Dear customer")
    with pytest.raises(NoBackupThereError):
        make_backup(book.vault, letter)
    assert letter.read_bytes() == b"Dear customer"
    with pytest.raises(NoBackupThereError):
        make_backup(book.vault, book.vault.database_path)


def test_a_failed_backup_leaves_nothing_and_keeps_the_older_one(book, tmp_path, monkeypatch):
    target = tmp_path / "a.crmbackup"
    older = make_backup(book.vault, target).path.read_bytes()

    def write_badly(path, *rest):
        backups_write(path, *rest)
        content = bytearray(path.read_bytes())
        content[-1] ^= 1
        path.write_bytes(content)

    backups_write = backups.write_container
    monkeypatch.setattr(backups, "write_container", write_badly)
    with pytest.raises(backups.BackupFailedError):
        make_backup(book.vault, target)
    assert target.read_bytes() == older
    assert names(tmp_path) == ["a.crmbackup"]


def test_a_folder_that_is_not_there_is_told(book, tmp_path):
    with pytest.raises(BackupFileError, match="gone"):
        make_backup(book.vault, tmp_path / "gone" / "a.crmbackup")
    assert names(tmp_path) == []


def test_a_damaged_database_gives_no_backup(place, tmp_path):
    """A page of a table is damaged: those of indexes are made anew in the copy."""
    with place.open() as book:
        book.database.close()
        connection = connect(book.vault.database_path, book.vault.keys.data_key)
        (page,) = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'customers'").fetchone()
        (page_bytes,) = connection.execute("PRAGMA page_size").fetchone()
        connection.close()
        content = bytearray(book.vault.database_path.read_bytes())
        content[(page - 1) * int(page_bytes) + 100] ^= 1
        book.vault.database_path.write_bytes(content)
        with pytest.raises(DatabaseDamagedError):
            make_backup(book.vault, tmp_path / "a.crmbackup")
    assert names(tmp_path) == []


def test_automatic_backups_lie_in_the_vault_under_time_and_reason(book):
    with clock.fixed(NOON):
        first, second = automatic_backup(book.vault, "on-exit"), automatic_backup(book.vault, "on-exit")
    assert first.path.parent == book.vault.folder / "backups"
    assert [first.path.name, second.path.name] == [
        "20261121T120000000000Z-on-exit.crmbackup",
        "20261121T120000000001Z-on-exit.crmbackup",
    ]


@pytest.mark.parametrize("reason", ["", "On exit", "a/b", "a_b"])
def test_a_reason_is_of_words_and_hyphens(book, reason):
    with pytest.raises(ValueError, match="^" + reason + "$"):
        automatic_backup(book.vault, reason)
    assert names(book.vault.folder) == []


def test_older_automatic_backups_are_thinned_out_but_other_files_stay(book):
    folder = book.vault.folder / "backups"
    folder.mkdir()
    for days in range(40):
        stamp = (NOON - timedelta(days=days)).strftime("%Y%m%dT%H%M%S%fZ")
        (folder / f"{stamp}-on-exit.crmbackup").write_bytes(b"old")
    (folder / "mine.crmbackup").write_bytes(b"mine")
    with clock.fixed(NOON + timedelta(hours=1)):
        newest = automatic_backup(book.vault, "on-exit")
    left = names(folder)
    assert newest.path.name in left
    assert "mine.crmbackup" in left
    assert 12 <= len(left) < 30


def test_a_clock_set_back_does_not_cost_the_backup_just_made(book):
    with clock.fixed(NOON):
        automatic_backup(book.vault, "on-exit")
    for years in range(1, 13):
        with clock.fixed(NOON.replace(year=2026 - years)):
            assert automatic_backup(book.vault, "on-exit").path.exists()


def test_the_newest_backup_is_the_one_with_the_latest_work_whatever_the_clock_said(book, add_customer):
    assert newest_backup(book.vault) is None
    with clock.fixed(NOON):
        automatic_backup(book.vault, "on-exit")
    add_customer(book, "新客户")
    with clock.fixed(NOON - timedelta(days=3650)):
        latest = automatic_backup(book.vault, "on-exit")
    assert newest_backup(book.vault) == latest
    latest.path.write_bytes(latest.path.read_bytes()[:500])
    assert newest_backup(book.vault).sequence == latest.sequence - 1


def test_a_backup_is_due_when_work_is_in_none_and_half_an_hour_has_passed(book, add_customer):
    last = book.vault.anchor.latest()
    assert due(book.vault, last)
    assert not due(book.vault, 0)
    with clock.fixed(NOON):
        automatic_backup(book.vault, "on-exit")
    with clock.fixed(NOON + timedelta(hours=5)):
        assert not due(book.vault, last)
        add_customer(book, "新客户")
        assert due(book.vault, last + 1)
    with clock.fixed(NOON + timedelta(minutes=29)):
        assert not due(book.vault, last + 1)
    with clock.fixed(NOON - timedelta(days=1)):  # the clock was put right
        assert due(book.vault, last + 1)


def test_what_killed_backups_left_is_swept_away(book):
    folder = book.vault.folder / "backups"
    folder.mkdir()
    (folder / "x.crmbackup.0a.tmp").write_bytes(b"half")
    (book.vault.folder / "data.db.0a.tmp-wal").write_bytes(b"half")
    automatic_backup(book.vault, "on-exit")
    assert [name for name in names(book.vault.folder) if "tmp" in name] == []


def test_a_vault_without_a_database_has_nothing_to_back_up(book):
    book.database.close()
    book.vault.database_path.unlink()
    assert automatic_backup(book.vault, "on-exit") is None
