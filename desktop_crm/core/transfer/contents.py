"""What an import and an export need of the place where the contents of attachments lie."""

import hashlib
from collections.abc import Mapping
from typing import Any, Protocol

from desktop_crm.core.i18n import _


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


def content_doubt(values: Mapping[str, Any], contents: Contents) -> str | None:
    """What is amiss with an attachment that comes in, where its content is not there."""
    sha256 = values.get("sha256", "")
    if is_sha256(sha256) and contents.has(sha256):
        return None
    return _("Only the name of this attachment comes in; its content is not in the file")
