"""Fault 7: the write-ahead log is flipped, cut, gone, or that of another day."""

import shutil

import pytest

from desktop_crm.core.backup.checking import check
from desktop_crm.core.database.errors import DatabaseDamagedError, RolledBackError

pytestmark = pytest.mark.fault

BATCHES = 6


@pytest.fixture
def crashed(vault, worker, tmp_path):
    """A vault as a crash leaves it, with all its batches in the log, and the log of a state before."""
    older_log = tmp_path / "older-wal"
    with vault.open() as book:
        for batch in range(1, BATCHES + 1):
            worker.write_batch(book, batch, characters=300)
            if batch == 2:
                shutil.copyfile(vault.folder / "data.db-wal", older_log)
        copy = vault.copy_to(tmp_path / "crashed")
    (copy.folder / "data.db-shm").unlink()
    return copy, older_log.read_bytes()


def reported(vault, worker):
    """What opening and checking says of a loss; None when it says that all is well, and all is there."""
    try:
        with vault.open() as book:
            book.database.refuse_if_rolled_back()
            if problems := check(book):
                return problems
            assert book.read(worker.counter) == BATCHES
    except (DatabaseDamagedError, RolledBackError) as error:
        return [str(error)]
    vault.assert_has_batches_up_to(BATCHES)
    return None


def test_an_unhurt_log_gives_back_everything(crashed, worker):
    vault, _older_log = crashed
    assert reported(vault, worker) is None


def test_what_a_flipped_or_cut_log_loses_is_reported(crashed, worker, chance, times, tmp_path):
    vault, _older_log = crashed
    log = (vault.folder / "data.db-wal").read_bytes()
    losses = 0
    for number in times(96, 1_996):
        copy = vault.copy_to(tmp_path / "copy")
        hurt = bytearray(log)
        if number % 3:
            hurt[chance.randrange(len(log))] ^= 1 << chance.randrange(8)
        else:
            del hurt[chance.randrange(len(log)) :]
        (copy.folder / "data.db-wal").write_bytes(hurt)
        losses += reported(copy, worker) is not None
    assert losses > 0, "no fault hit anything: the test tests nothing"


@pytest.mark.parametrize("size", [0, 31])
def test_a_log_that_is_as_good_as_empty_is_reported(crashed, worker, size):
    vault, _older_log = crashed
    log = vault.folder / "data.db-wal"
    log.write_bytes(log.read_bytes()[:size])
    assert reported(vault, worker) is not None


def test_a_missing_log_is_reported(crashed, worker):
    vault, _older_log = crashed
    (vault.folder / "data.db-wal").unlink()
    assert reported(vault, worker) is not None


def test_the_log_of_an_earlier_state_is_reported(crashed, worker):
    vault, older_log = crashed
    (vault.folder / "data.db-wal").write_bytes(older_log)
    assert reported(vault, worker) is not None
