"""Fault 6: one bit of the database file is not what it was."""

import pytest

from desktop_crm.core.database import integrity

pytestmark = pytest.mark.fault


def test_every_flipped_bit_of_the_database_is_detected(vault, chance, times):
    content = vault.database.read_bytes()
    assert integrity.problems(vault.database, vault.key) == []
    unseen = []
    for _number in times(100, 10_000):
        position, bit = chance.randrange(len(content)), chance.randrange(8)
        flipped = bytearray(content)
        flipped[position] ^= 1 << bit
        vault.database.write_bytes(flipped)
        if not integrity.problems(vault.database, vault.key):
            unseen.append((position, bit))
    assert unseen == []
