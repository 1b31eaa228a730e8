"""The file of one attachment, encrypted in chunks under a key of its own.

    a line that names the format · 12 bytes: nonce · 48 bytes: the file's key, AES-256-GCM under the vault's attachment
    key, bound to the file's name · chunks of 64 KiB, each AES-256-GCM

A chunk's nonce is its number, and whether it is the last stands in its associated data, so chunks that are swapped,
left out, repeated or cut off at the end do not open.
"""

import secrets
from collections.abc import Iterator
from itertools import count
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"Desktop CRM attachment 1\n"
CHUNK_BYTES = 64 * 1024
_NONCE_BYTES, _KEY_BYTES, _TAG_BYTES = 12, 32, 16


class UnreadableFileError(ValueError):
    """The file is not what `seal` wrote under this key and name."""


def seal(source: BinaryIO, target: BinaryIO, key: bytes, name: str) -> None:
    """Encrypt all that `source` still holds into `target`."""
    nonce, file_key = secrets.token_bytes(_NONCE_BYTES), secrets.token_bytes(_KEY_BYTES)
    target.write(MAGIC + nonce + AESGCM(key).encrypt(nonce, file_key, name.encode()))
    cipher = AESGCM(file_key)
    chunk = source.read(CHUNK_BYTES)
    for number in count():
        following = source.read(CHUNK_BYTES)
        target.write(cipher.encrypt(_nonce_of(number), chunk, _marking(last=not following)))
        if not following:
            return
        chunk = following


def unseal(source: BinaryIO, key: bytes, name: str) -> Iterator[bytes]:
    """The contents in chunks of at most 64 KiB.

    Raises:
        UnreadableFileError: a bit is flipped, a chunk is missing, or key or name are others. Chunks that came before
            are right.
    """
    try:
        if source.read(len(MAGIC)) != MAGIC:
            raise UnreadableFileError("not an attachment of this program")
        nonce = source.read(_NONCE_BYTES)
        file_key = AESGCM(key).decrypt(nonce, source.read(_KEY_BYTES + _TAG_BYTES), name.encode())
        cipher = AESGCM(file_key)
        chunk = source.read(CHUNK_BYTES + _TAG_BYTES)
        for number in count():
            following = source.read(CHUNK_BYTES + _TAG_BYTES)
            yield cipher.decrypt(_nonce_of(number), chunk, _marking(last=not following))
            if not following:
                return
            chunk = following
    except (InvalidTag, ValueError) as error:
        raise UnreadableFileError(str(error) or "changed") from error


def _nonce_of(number: int) -> bytes:
    return number.to_bytes(_NONCE_BYTES)


def _marking(*, last: bool) -> bytes:
    return b"last" if last else b"more"
