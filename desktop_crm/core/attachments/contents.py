"""The contents of attachments: encrypted files beside the database, one for each content, however often attached."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from desktop_crm.core.attachments.sealed_file import CHUNK_BYTES, UnreadableFileError, seal, unseal
from desktop_crm.core.errors import CrmError, RefusedError
from desktop_crm.core.i18n import _
from desktop_crm.core.vault.errors import VaultFileError
from desktop_crm.core.vault.files import flush, fsync_folder
from desktop_crm.core.vault.vault import UnlockedVault

MOST_BYTES = 512 * 1024 * 1024
_NAME = re.compile(r"[0-9a-f]{64}", re.ASCII)
_SUFFIX, _UNFINISHED = ".bin", ".tmp"
_BYTES_IN_MEGABYTE = 1024 * 1024


class TooLargeError(RefusedError):
    """The file is larger than what an attachment may be; nothing was kept."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("{name} is too large").format(name=name),
            _("An attachment may have {megabytes} MB. Keep the file elsewhere and note where.").format(
                megabytes=MOST_BYTES // _BYTES_IN_MEGABYTE
            ),
        )


class UnreadableSourceError(RefusedError):
    """The file to attach cannot be read; nothing was kept."""

    def __init__(self, path: Path, cause: OSError) -> None:
        super().__init__(
            _("{name} cannot be read").format(name=path.name),
            _("The system says: {reason}. See that the file is still there and not open elsewhere.").format(
                reason=cause.strerror or str(cause)
            ),
        )


class ContentMissingError(CrmError):
    """The content of an attachment is not in the vault's folder, or was changed there."""

    def __init__(self, name: str) -> None:
        super().__init__(
            _("The content of {name} is missing or damaged").format(name=name),
            _("Everything else is untouched. A backup made while it was whole still has it."),
        )


@dataclass(frozen=True, slots=True)
class Content:
    """What a content is known by: its SHA-256 in hexadecimal digits, and its length in bytes."""

    sha256: str
    size_bytes: int


class ContentStore:
    """The contents of the attachments of an open vault. Any thread may call it."""

    def __init__(self, vault: UnlockedVault) -> None:
        self._vault = vault
        self._folder = vault.attachments

    def put(self, path: Path) -> Content:
        """Keep the content of a file; it survives a power cut when this returns.

        Raises:
            UnreadableSourceError, TooLargeError: nothing was kept.
            VaultFileError: disk full, no permission, …; nothing was kept.
        """
        try:
            with path.open("rb") as source:
                content = _measured(source, path.name)
                source.seek(0)
                return self._keep(source, content)
        except OSError as error:
            raise UnreadableSourceError(path, error) from error

    def put_bytes(self, data: bytes) -> Content:
        """Keep a content that is in memory, such as that of an import.

        Raises:
            VaultFileError: disk full, no permission, …; nothing was kept.
        """
        content = Content(hashlib.sha256(data).hexdigest(), len(data))
        return self._keep(BytesIO(data), content)

    def has(self, sha256: str) -> bool:
        """Whether the content is here; it may be damaged."""
        return self._path(sha256).exists()

    def is_whole(self, sha256: str) -> bool:
        """Whether the content is here and as it was kept; it is read to its end."""
        try:
            for _chunk in self.chunks(sha256, sha256):
                pass
        except ContentMissingError:
            return False
        return True

    def chunks(self, sha256: str, name: str) -> Iterator[bytes]:
        """The content in chunks, as it is read; `name` is for the message.

        Raises:
            ContentMissingError: it is not here, or not as it was kept.
        """
        if not is_sha256(sha256):  # only the name of the attachment was imported
            raise ContentMissingError(name)
        path = self._path(sha256)
        digest = hashlib.sha256()
        try:
            with path.open("rb") as source:
                for chunk in unseal(source, self._vault.keys.attachment, path.stem):
                    digest.update(chunk)
                    yield chunk
        except (OSError, UnreadableFileError) as error:
            raise ContentMissingError(name) from error
        if digest.hexdigest() != sha256:
            raise ContentMissingError(name)

    def read(self, sha256: str, name: str) -> bytes:
        """The whole content.

        Raises:
            ContentMissingError: it is not here, or not as it was kept.
        """
        return b"".join(self.chunks(sha256, name))

    def remove(self, contents: Iterable[str]) -> None:
        """Remove contents by their SHA-256, because the last attachment that named them was erased.

        Raises:
            VaultFileError: a file cannot be removed.
        """
        try:
            for sha256 in contents:
                self._path(sha256).unlink(missing_ok=True)
        except OSError as error:
            raise VaultFileError(self._folder, error) from error

    def has_others(self, used: Collection[str]) -> bool:
        """Whether `remove_all_but` would find something to remove."""
        return any(self._others(used))

    def remove_all_but(self, used: Collection[str]) -> int:
        """How many files were removed: contents that no attachment names any more, and what a crash left unfinished.

        `used` are the SHA-256 of every attachment, those in the Trash included.
        """
        others = list(self._others(used))
        for path in others:
            path.unlink(missing_ok=True)
        return len(others)

    def _others(self, used: Collection[str]) -> Iterator[Path]:
        kept = {self._path(sha256) for sha256 in used}
        for path in self._folder.glob("??/*"):
            if path.suffix in {_SUFFIX, _UNFINISHED} and path not in kept:
                yield path

    def _keep(self, source: BinaryIO, content: Content) -> Content:
        target = self._path(content.sha256)
        if target.exists():
            return content
        unfinished = target.with_name(f"{target.stem}.{secrets.token_hex(4)}{_UNFINISHED}")
        try:
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with unfinished.open("xb") as file:
                seal(source, file, self._vault.keys.attachment, target.stem)
                file.flush()
                flush(file.fileno())
            unfinished.replace(target)
            for folder in (target.parent, self._folder, self._vault.folder):
                fsync_folder(folder)
        except OSError as error:
            raise VaultFileError(target.parent, error) from error
        finally:
            unfinished.unlink(missing_ok=True)
        return content

    def _path(self, sha256: str) -> Path:
        if not _NAME.fullmatch(sha256):
            raise ValueError(sha256)
        name = hmac.new(self._vault.keys.attachment_name, bytes.fromhex(sha256), hashlib.sha256).hexdigest()
        return self._folder / name[:2] / f"{name}{_SUFFIX}"


def is_sha256(text: str) -> bool:
    """Whether a content can have this name."""
    return bool(_NAME.fullmatch(text))


def _measured(source: BinaryIO, name: str) -> Content:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(CHUNK_BYTES):
        digest.update(chunk)
        size += len(chunk)
        if size > MOST_BYTES:
            raise TooLargeError(name)
    return Content(digest.hexdigest(), size)
