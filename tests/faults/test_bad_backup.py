"""Fault 8: a backup that is flipped, cut, put together from others, or of another vault."""

import hashlib

import pytest

from desktop_crm.core.backup.backups import make_backup
from desktop_crm.core.backup.container import MAGIC, Container
from desktop_crm.core.backup.errors import BackupDamagedError, OtherVaultError
from desktop_crm.core.backup.restoring import restore

pytestmark = pytest.mark.fault


@pytest.fixture
def backups(vault, worker, other_vault, tmp_path):
    """The files of an earlier and a later backup of one vault, and of one of another vault."""
    with vault.open() as book:
        make_backup(book.vault, tmp_path / "earlier.crmbackup")
        worker.write_batch(book, 1, characters=50)
        make_backup(book.vault, tmp_path / "later.crmbackup")
    with other_vault.copy_to(tmp_path / "other").open() as book:
        make_backup(book.vault, tmp_path / "other.crmbackup")
    return [tmp_path / f"{name}.crmbackup" for name in ("earlier", "later", "other")]


def parts_of(file):
    """The head with its MAC, and the bytes of each payload."""
    with Container(file) as container:
        entries = container.manifest.files
    content = file.read_bytes()
    start = len(content) - sum(entry.size_bytes for entry in entries)
    return content[:start], content[start : start + entries[0].size_bytes], content[start + entries[0].size_bytes :]


def digests(folder):
    return {
        path.relative_to(folder): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and path.name != ".lock"
    }


def assert_refused(file, vault, error=BackupDamagedError):
    before = digests(vault.folder)
    with pytest.raises(error):
        restore(file, vault.folder, vault.passphrase)
    assert digests(vault.folder) == before


def test_a_flipped_backup_is_refused_and_the_vault_stays_as_it_is(vault, backups, chance, times, tmp_path):
    content = backups[0].read_bytes()
    head = len(parts_of(backups[0])[0])
    bad = tmp_path / "bad.crmbackup"
    for number in times(30, 300):
        position = chance.randrange(head if number % 3 == 0 else len(content))
        flipped = bytearray(content)
        flipped[position] ^= 1 << chance.randrange(8)
        bad.write_bytes(flipped)
        assert_refused(bad, vault)


@pytest.mark.parametrize("position", [0, len(MAGIC), len(MAGIC) + 7, -1])
def test_a_flip_in_each_part_of_a_backup_is_refused(vault, backups, tmp_path, position):
    flipped = bytearray(backups[0].read_bytes())
    flipped[position] ^= 1
    bad = tmp_path / "bad.crmbackup"
    bad.write_bytes(flipped)
    assert_refused(bad, vault)


def test_a_cut_or_lengthened_backup_is_refused(vault, backups, chance, times, tmp_path):
    content = backups[0].read_bytes()
    bad = tmp_path / "bad.crmbackup"
    for number in times(14, 190):
        bad.write_bytes(content + b"\0" * number if number in (1, 7) else content[: chance.randrange(len(content))])
        assert_refused(bad, vault)


def test_a_backup_with_the_manifest_of_another_one_is_refused(vault, backups, tmp_path):
    (earlier_head, *_), (_, *later_files) = parts_of(backups[0]), parts_of(backups[1])
    bad = tmp_path / "bad.crmbackup"
    bad.write_bytes(b"".join([earlier_head, *later_files]))
    assert_refused(bad, vault)


def test_a_backup_with_the_header_of_another_vault_is_refused(vault, other_vault, backups, tmp_path):
    head, header, database = parts_of(backups[0])
    other = parts_of(backups[2])[1]
    bad = tmp_path / "bad.crmbackup"
    bad.write_bytes(head + other + database)
    assert_refused(bad, vault)
    # Also when the manifest, which is then unsigned, is made to agree.
    with Container(backups[0]) as container:
        vault_ids = container.manifest.vault_id
    with Container(backups[2]) as container:
        other_id = container.manifest.vault_id
    forged = head.replace(hashlib.sha256(header).hexdigest().encode(), hashlib.sha256(other).hexdigest().encode())
    bad.write_bytes(forged + other + database)
    assert_refused(bad, vault)
    bad.write_bytes(forged.replace(vault_ids.encode(), other_id.encode()) + other + database)
    assert_refused(bad, vault, OtherVaultError)
    with pytest.raises(BackupDamagedError):
        restore(bad, tmp_path / "empty", other_vault.passphrase)
    assert not (tmp_path / "empty").exists()


def test_the_backup_of_another_vault_is_refused(vault, backups):
    assert_refused(backups[2], vault, OtherVaultError)
