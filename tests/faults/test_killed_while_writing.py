"""Fault 1: kill -9 at any moment while the book is written."""

import pytest

pytestmark = pytest.mark.fault

ROUNDS_PER_VAULT = 10


def test_no_acknowledged_action_is_lost_and_none_is_partial_when_the_writer_is_killed(
    vault, rounds, chance, times, tmp_path
):
    pristine = vault.copy_to(tmp_path / "pristine")
    written = 0
    for number in times(50, 5_000):
        if number % ROUNDS_PER_VAULT == 0:
            written = 0
            vault = pristine.copy_to(vault.folder)
        rounds.begin("write", vault)
        rounds.wait_for(chance.choice((0, 0, 0, 1, 2, 5, 30)))
        said = rounds.kill_after(chance.uniform(0, 0.05))
        acknowledged = max((int(line.split()[1]) for line in said if line.startswith("saved")), default=written)
        vault.assert_whole()
        written = vault.assert_has_batches_up_to(acknowledged)
