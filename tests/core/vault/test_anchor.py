import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.core.vault.anchor import NAME, SLOT_BYTES, Anchor

KEY = bytes(range(32))


@pytest.fixture
def path(tmp_path):
    return tmp_path / NAME


@pytest.fixture
def anchor(path):
    fresh = Anchor(path, KEY)
    fresh.reset(0)
    return fresh


def test_a_missing_anchor_says_nothing(path):
    assert Anchor(path, KEY).latest() is None


def test_the_last_number_recorded_is_the_latest(anchor, path):
    for seq in (1, 2, 3, 7, 8, 2**40, 2**63 - 1):
        anchor.record(seq)
        assert anchor.latest() == seq
        assert Anchor(path, KEY).latest() == seq
    assert path.stat().st_size == 2 * SLOT_BYTES


def test_the_number_before_stays_in_the_other_slot(anchor, path):
    for seq in range(1, 9):
        anchor.record(seq)
        data = path.read_bytes()
        assert sorted((anchor._number(data[:SLOT_BYTES]), anchor._number(data[SLOT_BYTES:]))) == [seq - 1, seq]


def test_a_lower_number_is_refused_and_the_same_again_changes_nothing(anchor, path):
    anchor.record(5)
    before = path.read_bytes()
    anchor.record(5)
    with pytest.raises(ValueError, match="4"):
        anchor.record(4)
    assert path.read_bytes() == before


def test_resetting_accepts_an_older_database(anchor):
    anchor.record(9)
    anchor.reset(3)
    assert anchor.latest() == 3
    anchor.record(4)
    assert anchor.latest() == 4


@pytest.mark.parametrize("seq", [8, 9])  # 8 goes to one slot, 9 to the other
def test_a_slot_torn_at_any_byte_leaves_the_number_before(anchor, path, seq):
    for number in range(1, seq):
        anchor.record(number)
    old = path.read_bytes()
    anchor.record(seq)
    new = path.read_bytes()
    start = 0 if old[:SLOT_BYTES] != new[:SLOT_BYTES] else SLOT_BYTES
    for written in range(SLOT_BYTES + 1):
        for rest in (old[start + written : start + SLOT_BYTES], bytes(SLOT_BYTES - written)):
            torn = bytearray(old)
            torn[start : start + SLOT_BYTES] = new[start : start + written] + rest
            path.write_bytes(torn)
            expected = seq if bytes(torn) == new else seq - 1
            assert anchor.latest() == expected
            anchor.record(expected + 1)
            assert anchor.latest() == expected + 1


def test_a_file_cut_anywhere_tells_no_wrong_number(anchor, path):
    anchor.record(1)
    data = path.read_bytes()
    seen = set()
    for length in range(0, len(data), 3):
        path.write_bytes(data[:length])
        seen.add(anchor.latest())
        anchor.record(2)
        assert anchor.latest() == 2
    assert seen <= {None, 0, 1}
    assert None in seen


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=200))
def test_foreign_bytes_say_nothing(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("anchor") / NAME
    path.write_bytes(data)
    assert Anchor(path, KEY).latest() is None


def test_every_flipped_bit_is_noticed(anchor, path):
    anchor.record(1)
    data = path.read_bytes()
    newest = 0 if anchor._number(data[:SLOT_BYTES]) == 1 else SLOT_BYTES
    for place in range(SLOT_BYTES):
        for bit in (0, 5):
            flipped = bytearray(data)
            flipped[newest + place] ^= 1 << bit
            path.write_bytes(flipped)
            assert anchor.latest() == 0


def test_both_slots_damaged_say_nothing_until_recorded_anew(anchor, path):
    data = bytearray(path.read_bytes())
    data[0] ^= 1
    data[SLOT_BYTES] ^= 1
    path.write_bytes(data)
    assert anchor.latest() is None
    anchor.record(12)
    assert anchor.latest() == 12


def test_the_anchor_of_another_vault_says_nothing(anchor, path):
    anchor.record(3)
    assert Anchor(path, bytes(32)).latest() is None


def test_an_anchor_does_not_show_its_key(path):
    assert repr(b"KKKK")[2:-1] not in repr(Anchor(path, b"K" * 32))
