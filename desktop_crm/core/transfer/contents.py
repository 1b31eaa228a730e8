"""What an import and an export need of the place where the contents of attachments lie."""

import hashlib
from collections.abc import Iterable
from typing import Protocol

from desktop_crm.core.i18n import _
from desktop_crm.core.transfer.drafts import Draft


class Contents(Protocol):
    """Contents by their SHA-256 in hexadecimal digits; `attachments.contents.ContentStore` is one."""

    def has(self, sha256: str) -> bool:
        """Whether the content is there."""

    def read(self, sha256: str, name: str) -> bytes:
        """The content; `name` is for messages."""

    def put_bytes(self, data: bytes) -> object:
        """Keep a content."""


def is_sha256(text: str) -> bool:
    """Whether the text can be the name of a content."""
    return len(text) == 2 * hashlib.sha256().digest_size and set(text) <= set("0123456789abcdef")


def doubt_contents(attachments: Iterable[Draft], contents: Contents) -> None:
    """Say of each attachment that comes in without its content that only its name does; it has no size then."""
    for draft in attachments:
        sha256 = draft.values.get("sha256", "")
        if is_sha256(sha256) and contents.has(sha256):
            continue
        reason = _("Only the name of this attachment comes in; its content is not in the file")
        draft.doubts.append((draft.headings.get("name", ""), reason))
        draft.values.pop("size_bytes", None)  # there is nothing that has a size; a check asks for no content
