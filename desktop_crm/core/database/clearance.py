"""Who is cleared for confidential values, and how such a value lies in the database: as ciphertext of a key of its own.

A value is bound to its table, record and field. Where the key lies is told by `clearance_store`.
"""

import json
import secrets
from base64 import b64encode
from binascii import a2b_base64
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from desktop_crm.core.errors import CrmError, RefusedError
from desktop_crm.core.i18n import _

_NONCE_BYTES = 12


class NotClearedError(RefusedError):
    """A confidential value was to be changed by somebody who may not see it; nothing was changed."""

    def __init__(self) -> None:
        super().__init__(
            _("This value is confidential"),
            _("It can be changed only by those who may see it, and not in presentation mode. Nothing was changed."),
        )


class SecretUnreadableError(CrmError):
    """A confidential value does not open with the key of this book: it was altered, or put into another place."""

    def __init__(self) -> None:
        super().__init__(
            _("A confidential value cannot be read"),
            _("It was damaged or altered outside the program. Restore the newest backup."),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where a confidential value belongs: the columns beside it are empty."""

    table_name: str
    record_id: int
    field: str

    @property
    def bytes(self) -> bytes:
        """What the ciphertext is bound to."""
        return f"{self.table_name}\n{self.record_id}\n{self.field}".encode()


class Clearance:
    """The right to read and write confidential values, which are under this 256-bit key."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)

    def sealed(self, place: Place, value: Any) -> str:
        """A value in types of JSON as it lies in its place: base64 of nonce and AES-256-GCM."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        plain = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return b64encode(nonce + self._cipher.encrypt(nonce, plain, place.bytes)).decode()

    def opened(self, place: Place, ciphertext: str) -> Any:
        """The value that `sealed` took.

        Raises:
            SecretUnreadableError: it was altered, or belongs to another place or key.
        """
        try:
            data = a2b_base64(ciphertext, strict_mode=True)
            return json.loads(self._cipher.decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], place.bytes))
        except (InvalidTag, ValueError) as error:
            raise SecretUnreadableError from error


cleared: ContextVar[Clearance | None] = ContextVar("cleared", default=None)  # a database sets it for reads and writes


def withhold() -> None:
    """For the rest of the present read, let confidential values stay away: what is read goes on paper."""
    cleared.set(None)


@contextmanager
def clearing(clearance: Clearance | None) -> Iterator[None]:
    """Let this clearance, or none, hold in the block, on this thread alone."""
    before = cleared.set(clearance)
    try:
        yield
    finally:
        cleared.reset(before)
