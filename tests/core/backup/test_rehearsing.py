"""A rehearsal restores for real, in a temporary place, says what it found, and leaves no trace."""

import tempfile

import pytest

from desktop_crm.core.backup import rehearsing
from desktop_crm.core.backup.backups import make_backup
from desktop_crm.core.backup.errors import BackupDamagedError, BackupFileError, OtherVaultError
from desktop_crm.core.backup.rehearsing import STEPS, rehearse
from desktop_crm.core.kinds import Kind


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The folder in which temporary folders are made."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def backup(book, attach, tmp_path):
    attach(book)
    return make_backup(book.vault, tmp_path / "then.crmbackup")


def test_a_good_backup_has_every_record_and_no_problem(backup, book, add_customer, place, temporary):
    add_customer(book, "后来的")
    book.database.read(lambda _connection: None)
    before, steps = place.contents(), []
    found = rehearse(backup.path, book.vault, lambda done, total: steps.append((done, total)))
    assert (found.info, found.problems) == (backup, ())
    assert found.counts == {kind: backup.counts[kind.value] for kind in Kind}
    assert found.counts[Kind.CUSTOMERS] == 30
    assert steps == [(done, STEPS) for done in range(STEPS + 1)]
    assert list(temporary.iterdir()) == []
    assert place.contents() == before


def test_a_changed_byte_is_found(backup, book, temporary):
    data = bytearray(backup.path.read_bytes())
    data[-100] ^= 1
    backup.path.write_bytes(data)
    with pytest.raises(BackupDamagedError):
        rehearse(backup.path, book.vault, _nobody)
    assert list(temporary.iterdir()) == []


def test_what_does_not_agree_is_said(backup, book, temporary, monkeypatch, either_language):
    monkeypatch.setattr(rehearsing, "_of", lambda _folder, _entry: None)
    monkeypatch.setattr(rehearsing, "_counts", lambda _connection: {Kind.CUSTOMERS: 29})
    found = rehearse(backup.path, book.vault, _nobody)
    assert len(found.problems) == 2
    assert "attachments/ab/7.bin" in found.problems[0]
    assert "29" in found.problems[1]
    assert "30" in found.problems[1]


def test_the_backup_of_another_book_is_refused(backup, other_place, temporary):
    with other_place.open() as other, pytest.raises(OtherVaultError):
        rehearse(backup.path, other.vault, _nobody)
    assert list(temporary.iterdir()) == []


def test_stopping_leaves_nothing(backup, book, temporary):
    def stop(done, _total):
        if done == 1:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rehearse(backup.path, book.vault, stop)
    assert list(temporary.iterdir()) == []


def test_a_file_that_is_gone_is_told(book, tmp_path, temporary):
    with pytest.raises(BackupFileError):
        rehearse(tmp_path / "gone.crmbackup", book.vault, _nobody)


def _nobody(_done, _total):
    """Nobody watches."""
