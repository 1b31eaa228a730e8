"""Fault 9: killed while a backup is restored."""

import shutil

import pytest

from desktop_crm.core import book as books
from desktop_crm.core.backup.backups import make_backup

pytestmark = pytest.mark.fault

THEN, NOW = 3, 8  # the last batch in the backup, and in the vault


@pytest.fixture
def backup(vault, worker, tmp_path):
    """A backup of the vault, which has moved on since, and whose log is full."""
    file = tmp_path / "then.crmbackup"
    with vault.open() as book:
        for batch in range(1, NOW + 1):
            worker.write_batch(book, batch)
            if batch == THEN:
                attachment = book.vault.attachments / "ab" / "1.bin"
                attachment.parent.mkdir()
                attachment.write_bytes(b"as if encrypted" * 1000)
                make_backup(book.vault, file)
                attachment.unlink()
        crashed = vault.copy_to(tmp_path / "crashed")
    (crashed.folder / "data.db-shm").unlink()
    return crashed, file


def test_a_killed_restoring_leaves_the_state_before_or_the_one_restored(
    backup, rounds, chance, times, tmp_path, worker
):
    present, file = backup
    copy = present.copy_to(tmp_path / "copy")
    seconds = rounds.duration("restore", copy, backup=str(file))
    copy.assert_has_batches_up_to(THEN)
    ends = set()
    for _number in times(20, 200):
        copy = present.copy_to(tmp_path / "copy")
        rounds.begin("restore", copy, backup=str(file))
        said = rounds.kill_after(chance.uniform(0, seconds))
        seconds *= 0.8 if said else 1.1  # other work on the machine changes how long it takes
        copy.assert_whole()
        (counter,) = copy.read(worker.counter)
        assert counter in ({THEN} if said else {THEN, NOW})
        copy.assert_has_batches_up_to(counter)
        ends.add(counter)
    assert NOW in ends, "every killing came too late: the test tests nothing"
    with books.open_book(copy.folder, copy.passphrase) as book:
        assert book.rolled_back is None
        make_backup(book.vault, tmp_path / "after.crmbackup")
        left = [path.name for path in copy.folder.iterdir() if ".tmp" in path.name]
    assert left == []


def test_a_killed_restoring_into_an_empty_folder_leaves_nothing_or_a_whole_vault(
    backup, rounds, chance, times, tmp_path
):
    present, file = backup
    parent = tmp_path / "new"
    parent.mkdir()
    new = type(present)(parent / "vault", present.passphrase, present.key)
    seconds = rounds.duration("restore", present.copy_to(tmp_path / "copy"), backup=str(file))
    for _number in times(20, 200):
        if new.folder.exists():
            shutil.rmtree(new.folder)
        rounds.begin("restore", new, backup=str(file))
        said = rounds.kill_after(chance.uniform(0, seconds))
        seconds *= 0.8 if said else 1.1  # other work on the machine changes how long it takes
        assert new.folder.exists() or not said
        if new.folder.exists():
            new.assert_whole()
            new.assert_has_batches_up_to(THEN)
            assert (new.folder / "attachments" / "ab" / "1.bin").read_bytes() == b"as if encrypted" * 1000
    if not new.folder.exists():
        rounds.duration("restore", new, backup=str(file))
    with books.open_book(new.folder, new.passphrase) as book:
        assert book.rolled_back is None
