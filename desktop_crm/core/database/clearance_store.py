"""Where the clearance key lies: among the settings, random, wrapped under a key derived from the vault's own.

So it can be sealed to further members one day without touching the values, and goes with every backup.
"""

import secrets
from base64 import b64decode, b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection

from desktop_crm.core.database import settings_store
from desktop_crm.core.database.clearance import Clearance, SecretUnreadableError
from desktop_crm.core.database.session import Session

KEY_BYTES = 32
_NONCE_BYTES = 12
_KEPT_AS = "clearance_key"
_LABEL = b"desktop-crm clearance 1"


def load(connection: Connection, wrapping_key: bytes) -> Clearance | None:
    """The clearance of the owner of the book; None while nothing was ever marked.

    Raises:
        SecretUnreadableError: the key kept was altered.
    """
    kept = settings_store.kept(connection, _KEPT_AS)
    if kept is None:
        return None
    try:
        data = b64decode(kept, validate=True)
        return Clearance(AESGCM(wrapping_key).decrypt(data[:_NONCE_BYTES], data[_NONCE_BYTES:], _LABEL))
    except (InvalidTag, ValueError) as error:
        raise SecretUnreadableError from error


def make(session: Session, wrapping_key: bytes) -> Clearance:
    """A new clearance key, kept without a trace in the journal: to undo the first mark must not lose it."""
    key, nonce = secrets.token_bytes(KEY_BYTES), secrets.token_bytes(_NONCE_BYTES)
    wrapped = nonce + AESGCM(wrapping_key).encrypt(nonce, key, _LABEL)
    settings_store.keep_aside(session, _KEPT_AS, b64encode(wrapped).decode())
    return Clearance(key)
