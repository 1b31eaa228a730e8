"""The keyed hash chain over actions, which shows when the journal was changed behind the program's back.

An entry's digest covers its values under a salt of its own; an action's hash covers the hash before it, what the
action says of itself, and its entries' digests. Erasing a person's values takes the values and the salt away and
leaves the digest, so the chain still verifies and nothing can be guessed from it.
"""

import hashlib
import hmac
import secrets

SALT_BYTES = 16
START = b"\0" * 32


def new_salt() -> bytes:
    """Random bytes for one entry."""
    return secrets.token_bytes(SALT_BYTES)


def entry_digest(salt: bytes, table_name: str, record_id: int, operation: str, changes: str) -> bytes:
    """SHA-256 over one journal entry, 32 bytes."""
    head = f"{table_name}\0{record_id}\0{operation}\0".encode()
    return hashlib.sha256(salt + head + changes.encode()).digest()


class ActionHash:
    """Takes in the entry digests of one action as they are written, then gives the action's hash."""

    def __init__(self) -> None:
        self._entries = hashlib.sha256()

    def add(self, digest: bytes) -> None:
        """Take in the next entry's digest, in the order of the journal."""
        self._entries.update(digest)

    def finish(self, key: bytes, before: bytes, head: str) -> bytes:
        """HMAC-SHA256 under the vault's chain key over the hash before, the action's own words and its entries."""
        return hmac.new(key, before + head.encode() + b"\0" + self._entries.digest(), hashlib.sha256).digest()
