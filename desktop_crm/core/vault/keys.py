"""The keys of an open vault: one random data key, and what is derived from it for each purpose."""

import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

KEY_BYTES = 32


@dataclass(frozen=True, slots=True, eq=False)
class Keys:
    """The 256-bit data key and its children, 32 bytes each; never shown.

    The data key itself is the raw key of the database. A child is HKDF-Expand (RFC 5869) of it under a label of its
    own: the data key is uniformly random, so the extract step would add nothing (section 3.3).
    """

    data_key: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.data_key) != KEY_BYTES:
            raise ValueError(len(self.data_key))

    @classmethod
    def random(cls) -> "Keys":
        """Keys for a new vault."""
        return cls(secrets.token_bytes(KEY_BYTES))

    @property
    def header_mac(self) -> bytes:
        """Proves that vault.json was written by somebody who had the vault open."""
        return self._derived("header mac")

    @property
    def anchor_mac(self) -> bytes:
        """Proves the same of commit.seq."""
        return self._derived("anchor mac")

    @property
    def journal_chain(self) -> bytes:
        """Keys the hashes that chain the actions of the journal."""
        return self._derived("journal chain")

    @property
    def backup_mac(self) -> bytes:
        """Proves the manifest of a backup."""
        return self._derived("backup mac")

    @property
    def draft(self) -> bytes:
        """Encrypts drafts of unsaved forms."""
        return self._derived("draft")

    @property
    def attachment(self) -> bytes:
        """Wraps the key that each attachment has of its own."""
        return self._derived("attachment")

    @property
    def attachment_name(self) -> bytes:
        """Keys the names of the attachments' files, so that they tell nothing about the contents."""
        return self._derived("attachment name")

    @property
    def clearance(self) -> bytes:
        """Wraps the key under which confidential values lie."""
        return self._derived("clearance")

    @property
    def reminders(self) -> bytes:
        """Encrypts the ids by which reminders are known outside the vault."""
        return self._derived("reminders")

    def _derived(self, purpose: str) -> bytes:
        info = f"desktop-crm vault 1 {purpose}".encode()
        return HKDFExpand(algorithm=SHA256(), length=KEY_BYTES, info=info).derive(self.data_key)
