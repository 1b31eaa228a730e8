"""Key slots: the data key wrapped by AES-256-GCM under Argon2id of a secret."""

import json
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from desktop_crm.core.vault.errors import NotEnoughMemoryError
from desktop_crm.core.vault.keys import KEY_BYTES, Keys

SlotKind = Literal["passphrase", "recovery"]

SALT_BYTES = 16
NONCE_BYTES = 12
WRAPPED_BYTES = KEY_BYTES + 16

MEMORY_KIB = (64 * 1024, 1024 * 1024)
PASSES = (3, 10)
LANES = (4, 16)
_CALIBRATED_MEMORY_KIB = 256 * 1024
_LEAST_SECONDS, _MOST_SECONDS = 0.7, 1.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: Argon2id's memory in KiB, passes and lanes, each within the bounds above.

    There is no cheaper one, for no purpose: the bounds hold at every construction.
    """

    memory_kib: int
    passes: int
    lanes: int

    def __post_init__(self) -> None:
        for value, (least, most) in ((self.memory_kib, MEMORY_KIB), (self.passes, PASSES), (self.lanes, LANES)):
            if not least <= value <= most:
                raise ValueError(f"key derivation parameter {value} is not within {least} to {most}")


FLOOR = Cost(MEMORY_KIB[0], PASSES[0], LANES[0])


@dataclass(frozen=True, slots=True)
class Slot:
    """The data key under one secret; nothing in it is secret by itself."""

    id: str
    kind: SlotKind
    cost: Cost
    salt: bytes
    nonce: bytes
    wrapped: bytes


def wrap(keys: Keys, vault_id: str, kind: SlotKind, secret: bytes, cost: Cost) -> Slot:
    """A new slot that `secret` opens, with an id, salt and nonce of its own; takes as long as `cost` says.

    Raises:
        NotEnoughMemoryError: nothing was changed.
    """
    slot_id, salt, nonce = secrets.token_hex(8), secrets.token_bytes(SALT_BYTES), secrets.token_bytes(NONCE_BYTES)
    wrapping_key = derive(secret, salt, cost)
    bound = _associated_data(vault_id, slot_id, kind, cost)
    return Slot(slot_id, kind, cost, salt, nonce, AESGCM(wrapping_key).encrypt(nonce, keys.data_key, bound))


def unwrap(slot: Slot, vault_id: str, secret: bytes) -> Keys | None:
    """The vault's keys, or None: the secret is wrong, or slot or vault id are not as they were when it was made.

    Raises:
        NotEnoughMemoryError: nothing was changed.
    """
    wrapping_key = derive(secret, slot.salt, slot.cost)
    bound = _associated_data(vault_id, slot.id, slot.kind, slot.cost)
    try:
        return Keys(AESGCM(wrapping_key).decrypt(slot.nonce, slot.wrapped, bound))
    except InvalidTag:
        return None


def derive(secret: bytes, salt: bytes, cost: Cost) -> bytes:
    """Argon2id (RFC 9106, version 1.3) of `secret`: 32 bytes.

    Raises:
        NotEnoughMemoryError: nothing was changed.
    """
    function = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
    )
    try:
        return function.derive(secret)
    except MemoryError:
        raise NotEnoughMemoryError(cost.memory_kib // 1024) from None


def calibrate(measure: Callable[[Cost], float] | None = None) -> Cost:
    """The cost at which one guess takes 0.7 to 1.0 s on this machine, never below `FLOOR`.

    Memory grows first, to 256 MiB, so that the vault opens on a small laptop as well; then passes. `measure` gives
    the seconds one derivation takes.
    """
    measure = measure or _seconds_of
    cost = FLOOR
    for _attempt in range(3):
        seconds = measure(cost)
        if _LEAST_SECONDS <= seconds <= _MOST_SECONDS:
            break
        cost = _scaled(cost, (_LEAST_SECONDS + _MOST_SECONDS) / 2 / max(seconds, 0.001))
    return cost


def _scaled(cost: Cost, factor: float) -> Cost:
    work = cost.memory_kib * cost.passes * factor
    memory = min(max(int(work / PASSES[0]), MEMORY_KIB[0]), _CALIBRATED_MEMORY_KIB)
    passes = min(max(round(work / memory), PASSES[0]), PASSES[1])
    return Cost(memory // 1024 * 1024, passes, cost.lanes)


def _seconds_of(cost: Cost) -> float:
    start = time.perf_counter()
    derive(b"calibration", bytes(SALT_BYTES), cost)
    return time.perf_counter() - start


def _associated_data(vault_id: str, slot_id: str, kind: SlotKind, cost: Cost) -> bytes:
    bound = {"vault": vault_id, "slot": slot_id, "kind": kind, "cost": asdict(cost)}
    return json.dumps(bound, sort_keys=True).encode()
