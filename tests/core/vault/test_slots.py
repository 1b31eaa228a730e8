from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.core.vault import slots
from desktop_crm.core.vault.errors import NotEnoughMemoryError
from desktop_crm.core.vault.keys import Keys
from desktop_crm.core.vault.slots import FLOOR, Cost, unwrap, wrap

VAULT = "0123456789abcdef" * 2


@pytest.fixture(scope="module")
def wrapped():
    keys = Keys.random()
    return keys, wrap(keys, VAULT, "passphrase", b"secret", FLOOR)


def test_a_slot_opens_with_its_secret_alone(wrapped):
    keys, slot = wrapped
    opened = unwrap(slot, VAULT, b"secret")
    assert opened is not None
    assert opened.data_key == keys.data_key
    assert unwrap(slot, VAULT, b"secreT") is None


def test_nothing_secret_stands_in_a_slot(wrapped):
    keys, slot = wrapped
    assert keys.data_key not in slot.wrapped
    assert "secret" not in repr(slot)


def test_every_wrapping_has_a_salt_nonce_and_id_of_its_own(wrapped):
    keys, first = wrapped
    second = wrap(keys, VAULT, "passphrase", b"secret", FLOOR)
    assert first.salt != second.salt
    assert first.nonce != second.nonce
    assert first.id != second.id
    assert first.wrapped != second.wrapped


@settings(max_examples=150, deadline=None)
@given(
    field=st.sampled_from(["id", "kind", "nonce", "wrapped", "vault"]),
    position=st.integers(0, 47),
    bit=st.integers(0, 7),
)
def test_a_slot_of_which_anything_was_changed_opens_nothing(wrapped, field, position, bit):
    _keys, slot = wrapped
    vault_id = VAULT
    if field == "kind":
        slot = replace(slot, kind="recovery")
    elif field == "id":
        place = position % len(slot.id)
        slot = replace(
            slot, id=slot.id[:place] + "0123456789abcdef"[int(slot.id[place], 16) ^ 1] + slot.id[place + 1 :]
        )
    elif field == "vault":
        vault_id = VAULT[::-1]
    else:
        data = bytearray(getattr(slot, field))
        data[position % len(data)] ^= 1 << bit
        slot = replace(slot, **{field: bytes(data)})
    assert unwrap(slot, vault_id, b"secret") is None


def test_a_slot_with_another_salt_or_cost_opens_nothing(wrapped):
    _keys, slot = wrapped
    assert unwrap(replace(slot, salt=bytes(16)), VAULT, b"secret") is None
    assert unwrap(replace(slot, cost=replace(FLOOR, passes=4)), VAULT, b"secret") is None


@settings(max_examples=4, deadline=None)
@given(secret=st.binary(min_size=0, max_size=300), data_key=st.binary(min_size=32, max_size=32))
def test_whatever_was_wrapped_comes_back(secret, data_key):
    opened = unwrap(wrap(Keys(data_key), VAULT, "recovery", secret, FLOOR), VAULT, secret)
    assert opened is not None
    assert opened.data_key == data_key


def test_derivation_agrees_with_the_published_algorithm():
    # Argon2id 1.3, 64 MiB, 3 passes, 4 lanes, 32 bytes: the value that argon2-cffi, which wraps the reference
    # implementation, gives for the same input.
    assert (
        slots.derive(b"password", b"somesaltsomesalt", FLOOR).hex()
        == "81db97a7e67a891784a2599bc879f957cb3512d273984bd97d8a18fc59ff01e2"
    )


@pytest.mark.parametrize(
    "cost",
    [
        (64 * 1024 - 1, 3, 4),
        (64 * 1024, 2, 4),
        (64 * 1024, 3, 3),
        (1024 * 1024 + 1, 3, 4),
        (64 * 1024, 11, 4),
        (64 * 1024, 3, 17),
        (0, 0, 0),
        (-1, 3, 4),
    ],
)
def test_no_cost_outside_the_bounds_can_be_made(cost):
    with pytest.raises(ValueError, match="is not within"):
        Cost(*cost)


@pytest.mark.parametrize("floor_seconds", [0.001, 0.02, 0.1, 0.2, 0.4, 0.69])
def test_calibration_finds_a_cost_of_about_a_second(floor_seconds):
    def measure(cost):
        return floor_seconds * cost.memory_kib * cost.passes / (FLOOR.memory_kib * FLOOR.passes)

    cost = slots.calibrate(measure)
    strongest = Cost(256 * 1024, 10, 4)
    assert 0.7 <= measure(cost) <= 1.0 or cost == strongest
    assert cost.memory_kib <= 256 * 1024


def test_calibration_never_goes_below_the_floor():
    assert slots.calibrate(lambda _cost: 5.0) == FLOOR


def test_calibration_survives_a_clock_that_stands_still():
    assert slots.calibrate(lambda _cost: 0.0) == Cost(256 * 1024, 10, 4)


def test_too_little_memory_is_said(monkeypatch):
    class Starved:
        def __init__(self, **_parameters):
            pass

        def derive(self, _secret):
            raise MemoryError

    # A machine without memory cannot be had in a test: the cause is made up, what becomes of it is not.
    monkeypatch.setattr(slots, "Argon2id", Starved)
    with pytest.raises(NotEnoughMemoryError) as caught:
        slots.derive(b"another secret", bytes(16), FLOOR)
    assert "64" in caught.value.message
