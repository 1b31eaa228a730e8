"""The recovery key: 160 random bits, to be printed and typed in again.

Written in Crockford's Base32 (digits and capital letters without I, L, O and U), in eight groups of four characters
and a ninth, the check group: 20 bits of a hash of the rest, so that a slip of the pen is told apart from the key of
another vault.
"""

import hashlib
import secrets
from unicodedata import normalize

from desktop_crm.core.vault.errors import MistypedRecoveryKeyError

KEY_BYTES = 20
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKES = str.maketrans("OIL", "011")
_SEPARATORS = str.maketrans("", "", "-_‐‑‒–—―−ー·.,")
_GROUP = 4
_KEY_CHARACTERS = KEY_BYTES * 8 // 5


def new_recovery_key() -> bytes:
    """20 random bytes."""
    return secrets.token_bytes(KEY_BYTES)


def printed(key: bytes) -> str:
    """The key as it is printed: nine groups of four, joined by hyphens."""
    text = _encoded(key) + _check_group(key)
    return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def parse_recovery_key(text: str) -> bytes:
    """The 20 bytes of a typed key.

    Case, white space, dashes of any kind, full-width characters, O for 0 and I or L for 1 do not matter.

    Raises:
        MistypedRecoveryKeyError: wrong length, foreign characters, or a check group that disagrees.
    """
    typed = "".join(normalize("NFKC", text).upper().split()).translate(_SEPARATORS).translate(_LOOK_ALIKES)
    if len(typed) != _KEY_CHARACTERS + _GROUP or any(character not in _ALPHABET for character in typed):
        raise MistypedRecoveryKeyError
    number = 0
    for character in typed[:_KEY_CHARACTERS]:
        number = number << 5 | _ALPHABET.index(character)
    key = number.to_bytes(KEY_BYTES, "big")
    if typed[_KEY_CHARACTERS:] != _check_group(key):
        raise MistypedRecoveryKeyError
    return key


def _encoded(data: bytes) -> str:
    number, bits = int.from_bytes(data, "big"), len(data) * 8
    return "".join(_ALPHABET[number >> shift & 31] for shift in range(bits - 5, -1, -5))


def _check_group(key: bytes) -> str:
    return _encoded(hashlib.sha256(b"desktop-crm recovery key" + key).digest()[:5])[:_GROUP]
