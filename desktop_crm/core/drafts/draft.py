"""What a draft is, and how it lies in a file: encrypted, bound to its vault and its name, padded."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_LABEL = b"desktop-crm draft 1\n"
_NONCE_BYTES = 12
_SMALLEST_BYTES = 4096
_LENGTH_BYTES = 4


class DamagedDraftError(ValueError):
    """The bytes are not what `sealed` made for this draft."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What stood in a form. `form` says which kind of form, `values` are types that JSON has."""

    id: str
    form: str
    title: str
    values: Mapping[str, Any]
    saved_at: datetime


def new_id() -> str:
    """A random id for the draft of a form that was just opened: 32 hexadecimal digits, which name its file too."""
    return secrets.token_hex(16)


def sealed(draft: Draft, key: bytes, vault_id: str) -> bytes:
    """The draft as a file: label, nonce, AES-256-GCM of the padded JSON.

    The length is a power of two, 4 KiB or more, so that the size of the file says little about the text. The id and
    the vault are authenticated: a file that was renamed, or brought from another vault, is refused.
    """
    content = {"form": draft.form, "title": draft.title, "values": draft.values, "saved": draft.saved_at.isoformat()}
    text = json.dumps(content, ensure_ascii=False).encode("utf-8", "surrogatepass")  # halves come from clipboards
    room = max(_SMALLEST_BYTES, 1 << (len(text) + _LENGTH_BYTES - 1).bit_length())
    plain = (len(text).to_bytes(_LENGTH_BYTES, "big") + text).ljust(room, b"\0")
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return _LABEL + nonce + AESGCM(key).encrypt(nonce, plain, _bound_to(draft.id, vault_id))


def opened(draft_id: str, data: bytes, key: bytes, vault_id: str) -> Draft:
    """The draft in a file.

    Raises:
        DamagedDraftError: it was altered, cut short, renamed, or made under another key.
    """
    start = len(_LABEL)
    if not data.startswith(_LABEL):
        raise DamagedDraftError(draft_id)
    nonce, encrypted = data[start : start + _NONCE_BYTES], data[start + _NONCE_BYTES :]
    try:
        plain = AESGCM(key).decrypt(nonce, encrypted, _bound_to(draft_id, vault_id))
        length = int.from_bytes(plain[:_LENGTH_BYTES], "big")
        content = json.loads(plain[_LENGTH_BYTES : _LENGTH_BYTES + length])
        saved_at = datetime.fromisoformat(content["saved"])
        return Draft(draft_id, content["form"], content["title"], content["values"], saved_at)
    except (InvalidTag, ValueError, KeyError, TypeError) as error:
        raise DamagedDraftError(draft_id) from error


def _bound_to(draft_id: str, vault_id: str) -> bytes:
    return f"{vault_id} {draft_id}".encode()
