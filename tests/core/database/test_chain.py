import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.core.database.chain import SALT_BYTES, START, ActionHash, entry_digest, new_salt

ENTRY = (b"s" * SALT_BYTES, "customers", 2**62 + 5, "update", '{"name":["甲","乙"]}')
KEY = b"k" * 32


def hashed(key=KEY, before=START, head="head", digests=(b"1" * 32, b"2" * 32)):
    action = ActionHash()
    for digest in digests:
        action.add(digest)
    return action.finish(key, before, head)


@pytest.mark.parametrize(
    ("place", "other"),
    [(0, b"t" * SALT_BYTES), (1, "contacts"), (2, 2**62 + 6), (3, "insert"), (4, '{"name":["甲","丙"]}')],
)
def test_the_digest_of_an_entry_covers_each_of_its_parts(place, other):
    changed = [*ENTRY[:place], other, *ENTRY[place + 1 :]]
    assert entry_digest(*changed) != entry_digest(*ENTRY)
    assert len(entry_digest(*ENTRY)) == 32


def test_a_character_cannot_move_from_one_part_to_the_next():
    assert entry_digest(b"s", "orders", 12, "insert", "{}") != entry_digest(b"s", "orders", 1, "2insert", "{}")
    assert entry_digest(b"s", "orders", 1, "insert", "{}") != entry_digest(b"s", "orders1", 1, "insert", "{}")


@pytest.mark.parametrize(
    "change",
    [
        {"key": b"K" * 32},
        {"before": b"\1" * 32},
        {"head": "Head"},
        {"digests": (b"2" * 32, b"1" * 32)},
        {"digests": (b"1" * 32,)},
        {"digests": ()},
    ],
    ids=lambda change: next(iter(change)),
)
def test_the_hash_of_an_action_covers_what_came_before_its_words_and_its_entries_in_their_order(change):
    assert hashed(**change) != hashed()


def test_the_hash_is_the_keyed_one_of_the_description():
    entries = hashlib.sha256(b"1" * 32 + b"2" * 32).digest()
    assert hashed() == hmac.new(KEY, START + b"head\0" + entries, "sha256").digest()


@given(st.lists(st.binary(min_size=32, max_size=32), max_size=6))
def test_entries_taken_in_one_by_one_are_those_taken_in_together(digests):
    assert hashed(digests=digests) == hashed(digests=[b"".join(digests)])


def test_salts_are_long_enough_and_never_repeat():
    salts = {new_salt() for _ in range(1_000)}
    assert len(salts) == 1_000
    assert {len(salt) for salt in salts} == {16}
