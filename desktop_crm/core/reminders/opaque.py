"""The ids by which reminders are known outside the vault: one block of AES, which tells nothing without the key.

A reminder is a follow-up and an occasion, 64 bits each: together just one block. Under a key of the vault's own the
block is a random-looking permutation (FIPS 197), so no mode is needed, nothing is kept to undo it, and neither the
order nor the age of the records shows, as it would with their ids. A block that was not made here becomes a follow-up
that does not exist.
"""

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from desktop_crm.core.ids import FollowupId

_HALF_BYTES = 8


def opaque_id(key: bytes, followup_id: FollowupId, occasion: int) -> str:
    """32 hexadecimal digits for one occasion of a follow-up, under the vault's key for reminders."""
    block = followup_id.to_bytes(_HALF_BYTES, signed=True) + occasion.to_bytes(_HALF_BYTES, signed=True)
    encryptor = _cipher(key).encryptor()
    return (encryptor.update(block) + encryptor.finalize()).hex()


def reminder_of(key: bytes, opaque: str) -> tuple[FollowupId, int]:
    """Follow-up and occasion behind 32 hexadecimal digits."""
    decryptor = _cipher(key).decryptor()
    block = decryptor.update(bytes.fromhex(opaque)) + decryptor.finalize()
    followup_id, occasion = (int.from_bytes(half, signed=True) for half in (block[:_HALF_BYTES], block[_HALF_BYTES:]))
    return FollowupId(followup_id), occasion


def _cipher(key: bytes) -> "Cipher[modes.ECB]":
    return Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305 - a single block, never the same twice
