"""Fault 3: the disk is full, at many levels of filling. A limit on the size of files stands for the full disk."""

import pytest

from desktop_crm.core.database.errors import DiskFullError

pytestmark = pytest.mark.fault


def test_a_full_disk_is_said_and_loses_nothing_that_was_saved(vault, rounds, chance, times, tmp_path, worker):
    pristine = vault.copy_to(tmp_path / "pristine")
    levels = times(20, 60)
    most_bytes = 6_000_000  # above what the log holds before it is brought into the file
    saved = []
    for level in levels:
        vault = pristine.copy_to(vault.folder)
        limit_bytes = 200 + most_bytes * level // len(levels) + chance.randrange(most_bytes // len(levels))
        rounds.begin("fill", vault, limit_bytes=limit_bytes)
        said = rounds.end()
        acknowledged = sum(line.startswith("saved") for line in said)
        saved.append(acknowledged)
        assert f"refused {DiskFullError.__name__}" in said
        assert said[-1] in {f"read {acknowledged}", f"refused {DiskFullError.__name__}"}
        vault.assert_whole()
        assert vault.assert_has_batches_up_to(acknowledged) == acknowledged
        with vault.open() as book:
            worker.write_batch(book, acknowledged + 1)  # there is room again
        vault.assert_has_batches_up_to(acknowledged + 1)
    assert saved[-1] > 0
