"""The header vault.json: which slots open the vault, read strictly before anything is unlocked.

The file is one line of canonical JSON, so that no byte can change unnoticed:

    {"checksum", "format", "mac", "needs", "slots": [passphrase, recovery], "vault_id"}

`checksum` (SHA-256 over all the rest) tells accidental damage apart from a wrong passphrase; anyone can compute it.
`mac` (HMAC-SHA256 over the rest without it, under a key derived from the data key) tells a forgery, once the vault is
unlocked. Later formats keep the canonical form, `checksum`, `format` and `needs`, so that an old program can name the
version that is needed. A spare copy lies in vault.json.prev; it is written after vault.json, so that one is whole.
"""

import base64
import hashlib
import hmac
import json
import re
import secrets
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from desktop_crm.core.vault.errors import NewerVaultError, NotAVaultError, VaultDamagedError
from desktop_crm.core.vault.files import write_durably
from desktop_crm.core.vault.keys import Keys
from desktop_crm.core.vault.slots import NONCE_BYTES, SALT_BYTES, WRAPPED_BYTES, Cost, Slot, SlotKind

NAME = "vault.json"
SPARE_NAME = "vault.json.prev"
FORMAT = 1
OLDEST_PROGRAM = "0.1.0"
"""The first version of the program that reads this format."""
MOST_BYTES = 64 * 1024

_KINDS: tuple[SlotKind, ...] = ("passphrase", "recovery")
_MAC_BYTES = 32


@dataclass(frozen=True, slots=True)
class Header:
    """What vault.json says: exactly one slot for the passphrase and one for the recovery key."""

    vault_id: str
    passphrase: Slot
    recovery: Slot
    mac: bytes = bytes(_MAC_BYTES)

    def sealed(self, keys: Keys) -> "Header":
        """The same with the MAC that only the holder of the keys can make."""
        return replace(self, mac=self._expected_mac(keys))

    def is_authentic(self, keys: Keys) -> bool:
        """Whether the holder of these keys wrote exactly this."""
        return hmac.compare_digest(self.mac, self._expected_mac(keys))

    def to_bytes(self) -> bytes:
        """The contents of vault.json."""
        document = {**self._covered(), "mac": _text(self.mac)}
        return _canonical({**document, "checksum": _checksum(document)})

    def _covered(self) -> dict[str, Any]:
        return {
            "format": FORMAT,
            "needs": OLDEST_PROGRAM,
            "vault_id": self.vault_id,
            "slots": [_slot_document(self.passphrase), _slot_document(self.recovery)],
        }

    def _expected_mac(self, keys: Keys) -> bytes:
        return hmac.digest(keys.header_mac, _canonical(self._covered()), "sha256")


def new_vault_id() -> str:
    """32 random hexadecimal digits."""
    return secrets.token_hex(16)


def parse(data: bytes) -> Header:
    """The header in `data`, every length, type and bound checked; the MAC is not, which takes the keys.

    Raises:
        NewerVaultError: a newer program wrote it.
        VaultDamagedError: it is not byte for byte what a program wrote.
    """
    try:
        return _parsed(data)
    except (ValueError, RecursionError) as error:
        raise VaultDamagedError(NAME, str(error)) from None


def read(folder: Path) -> tuple[Header, bool]:
    """The header of the vault in `folder`, and whether it had to be taken from the spare copy.

    Raises:
        NotAVaultError: there is neither vault.json nor a spare.
        NewerVaultError: a newer program wrote it; the spare, which may be older, is not used then.
        VaultDamagedError: vault.json is damaged or missing, and the spare no better.
        OSError: the system refused to read.
    """
    main, spare = _contents(folder / NAME), _contents(folder / SPARE_NAME)
    if main is None and spare is None:
        raise NotAVaultError(folder)
    try:
        return parse(main or b""), False
    except VaultDamagedError:
        if spare is None:
            raise
        return parse(spare), True


def write(folder: Path, header: Header) -> None:
    """Replace the header: vault.json first, then its spare, so that a crash leaves one that is wholly old or new.

    The spare becomes a copy of the new one rather than keeping the old: a passphrase that was given up opens nothing.

    Raises:
        OSError: either the old header is still in force, or the new one is and only the spare is old.
    """
    write_durably(folder / NAME, header.to_bytes())
    write_durably(folder / SPARE_NAME, header.to_bytes())


def put_right(folder: Path, header: Header) -> None:
    """Make vault.json and its spare agree on `header`, whose MAC was verified; a damaged file is kept aside.

    Raises:
        OSError: at least one of the two is still `header`.
    """
    for name in (NAME, SPARE_NAME):
        found = _contents(folder / name)
        if found == header.to_bytes():
            continue
        if name == NAME and found is not None:
            write_durably(folder / f"{name}.damaged", found)
        write_durably(folder / name, header.to_bytes())


def _contents(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return None


def _parsed(data: bytes) -> Header:
    if len(data) > MOST_BYTES:
        raise ValueError("too large")
    document = json.loads(data.decode("ascii"))
    if type(document) is not dict or _canonical(document) != data:
        raise ValueError("not in canonical form")
    if document.pop("checksum", None) != _checksum(document):
        raise ValueError("checksum does not agree")
    _check_format(document)
    _check_keys(document, "format", "mac", "needs", "slots", "vault_id")
    slots = document["slots"]
    if type(slots) is not list or len(slots) != len(_KINDS):
        raise ValueError("not one slot of each kind")
    passphrase, recovery = (_parsed_slot(slot, kind) for slot, kind in zip(slots, _KINDS, strict=True))
    mac = _decoded(document["mac"], _MAC_BYTES)
    header = Header(_hexadecimal(document["vault_id"], 32), passphrase, recovery, mac)
    if header.to_bytes() != data:
        raise ValueError("holds something that this format does not")
    return header


def _check_format(document: dict[str, Any]) -> None:
    version, needs = document.get("format"), document.get("needs")
    if type(version) is not int or version < 1:
        raise ValueError("no format")
    if type(needs) is not str or not re.fullmatch(r"[0-9]{1,4}(\.[0-9]{1,4}){1,3}", needs):
        raise ValueError("needed version not understood")
    if version > FORMAT:
        raise NewerVaultError(needs)


def _parsed_slot(document: Any, kind: SlotKind) -> Slot:
    _check_keys(document, "cost", "id", "kind", "nonce", "salt", "wrapped")
    if document["kind"] != kind:
        raise ValueError("not one slot of each kind")
    cost = document["cost"]
    _check_keys(cost, "lanes", "memory_kib", "passes")
    if any(type(value) is not int for value in cost.values()):
        raise ValueError("key derivation parameter is no integer")
    return Slot(
        id=_hexadecimal(document["id"], 16),
        kind=kind,
        cost=Cost(**cost),
        salt=_decoded(document["salt"], SALT_BYTES),
        nonce=_decoded(document["nonce"], NONCE_BYTES),
        wrapped=_decoded(document["wrapped"], WRAPPED_BYTES),
    )


def _slot_document(slot: Slot) -> dict[str, Any]:
    return {
        "id": slot.id,
        "kind": slot.kind,
        "cost": asdict(slot.cost),
        "salt": _text(slot.salt),
        "nonce": _text(slot.nonce),
        "wrapped": _text(slot.wrapped),
    }


def _canonical(document: dict[str, Any]) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode("ascii") + b"\n"


def _checksum(document: dict[str, Any]) -> str:
    return hashlib.sha256(_canonical(document)).hexdigest()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _decoded(value: object, length: int) -> bytes:
    data = base64.b64decode(value, validate=True) if type(value) is str else b""
    if len(data) != length:
        raise ValueError("not the Base64 of the right length")
    return data


def _hexadecimal(value: object, length: int) -> str:
    if type(value) is not str or not re.fullmatch(f"[0-9a-f]{{{length}}}", value):
        raise ValueError("not an id")
    return value


def _check_keys(document: object, *names: str) -> None:
    if type(document) is not dict or document.keys() != set(names):
        raise ValueError("not the expected entries")
