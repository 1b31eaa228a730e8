"""The file of a backup: every byte of it lies under a MAC or a hash, so that no flip goes unseen.

    a line that names the format · 8 bytes, big-endian: the length of the manifest · the manifest, canonical JSON ·
    32 bytes: HMAC-SHA256 of all before it, under the vault's backup key · the files of the manifest in its order

The manifest names length and SHA-256 of each file. The first is the vault's header vault.json, which the passphrase
opens, the second the encrypted database; attachments follow, encrypted as they lie in the vault.
"""

import hashlib
import hmac
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO, Self

from desktop_crm.core.backup.errors import BackupDamagedError
from desktop_crm.core.vault.files import flush

MAGIC = b"Desktop CRM backup 1\n"
HEADER_NAME = "vault.json"
DATABASE_NAME = "data.db"

FORMAT = 1
_MOST_MANIFEST_BYTES = 64 * 1024 * 1024  # 400,000 attachments
_MOST_HEADER_BYTES = 64 * 1024
_LENGTH_BYTES = 8
_MAC_BYTES = 32
_CHUNK_BYTES = 1024 * 1024
_ATTACHMENT = re.compile(r"attachments/[0-9a-f]{2}/[0-9a-z]{1,64}\.bin")
_VERSION = re.compile(r"[0-9A-Za-z.+_-]{1,64}")


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file: its name below the vault's folder, its length in bytes, its SHA-256 in hexadecimal digits."""

    name: str
    size_bytes: int
    sha256: str

    @classmethod
    def of(cls, name: str, path: Path) -> "FileEntry":
        """The entry of the file at `path` under `name`."""
        digest = hashlib.sha256()
        with path.open("rb") as source:
            size = copy_stream(source, digest.update)
        return cls(name, size, digest.hexdigest())

    def to_json(self) -> dict[str, str | int]:
        """As it stands in the manifest."""
        return {"name": self.name, "bytes": self.size_bytes, "sha256": self.sha256}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself: whose, when, up to which action (`sequence`), how many records of each kind."""

    vault_id: str
    program_version: str
    schema: str
    sequence: int
    made_at: datetime
    counts: Mapping[str, int]
    files: tuple[FileEntry, ...]

    def to_bytes(self) -> bytes:
        """The canonical JSON."""
        return _canonical(
            {
                "format": FORMAT,
                "vault_id": self.vault_id,
                "program_version": self.program_version,
                "schema": self.schema,
                "sequence": self.sequence,
                "made_at": self.made_at.astimezone(UTC).isoformat(),
                "counts": dict(self.counts),
                "files": [file.to_json() for file in self.files],
            }
        )

    @classmethod
    def parse(cls, data: bytes) -> "Manifest":
        """The manifest in `data`, every name, type and bound checked.

        Raises:
            ValueError: it is not what `to_bytes` writes.
        """
        document = json.loads(data.decode("ascii"))
        _check_keys(
            document, "counts", "files", "format", "made_at", "program_version", "schema", "sequence", "vault_id"
        )
        if document["format"] != FORMAT or _canonical(document) != data:
            raise ValueError("not in canonical form")
        files = tuple(_file_entry(entry) for entry in _expect(document["files"], list))
        names = [file.name for file in files]
        if names[:2] != [HEADER_NAME, DATABASE_NAME] or len(set(names)) != len(names):
            raise ValueError("not the expected files")
        if not all(_ATTACHMENT.fullmatch(name) for name in names[2:]):
            raise ValueError("a file of an unexpected name")
        made_at = datetime.fromisoformat(_expect(document["made_at"], str))
        if made_at.tzinfo is None:
            raise ValueError("a moment without a zone")
        return cls(
            vault_id=_matching(document["vault_id"], re.compile(r"[0-9a-f]{32}")),
            program_version=_matching(document["program_version"], _VERSION),
            schema=_matching(document["schema"], _VERSION),
            sequence=_count(document["sequence"]),
            made_at=made_at,
            counts={str(kind): _count(count) for kind, count in _expect(document["counts"], dict).items()},
            files=files,
        )


def write_container(path: Path, manifest: Manifest, mac_key: bytes, sources: Iterable[Path]) -> None:
    """Write a new file at `path` from the `sources`, which stand in the manifest's order; it is on the medium then.

    Raises:
        OSError: an unfinished file may be left at `path`.
    """
    document = manifest.to_bytes()
    head = MAGIC + len(document).to_bytes(_LENGTH_BYTES, "big") + document
    with path.open("xb") as target:
        target.write(head + hmac.digest(mac_key, head, "sha256"))
        for source_path in sources:
            with source_path.open("rb") as source:
                copy_stream(source, target.write)
        target.flush()
        flush(target.fileno())


class Container:
    """A backup opened for reading. Nothing in it is to be trusted before `verify_manifest`.

    Raises:
        BackupDamagedError: it is no backup, or its outer form is not right.
        OSError: the system refused to read.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("rb")
        try:
            self._head, self._mac = self._read_head()
            self.manifest = self._checked(lambda: Manifest.parse(self._head[len(MAGIC) + _LENGTH_BYTES :]))
            self._offsets = self._place_files()
        except BaseException:
            self._file.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    @property
    def size_bytes(self) -> int:
        """The length of the whole file."""
        return os.fstat(self._file.fileno()).st_size

    def verify_manifest(self, mac_key: bytes) -> Manifest:
        """The manifest, which somebody with the vault's keys wrote.

        Raises:
            BackupDamagedError: nobody did.
        """
        if not hmac.compare_digest(self._mac, hmac.digest(mac_key, self._head, "sha256")):
            raise self._damaged("MAC does not agree")
        return self.manifest

    def header(self) -> bytes:
        """The vault's header in the backup, equal to what the manifest says of it.

        Raises:
            BackupDamagedError: it is not.
        """
        if self.manifest.files[0].size_bytes > _MOST_HEADER_BYTES:
            raise self._damaged("header too large")
        parts: list[bytes] = []
        self._read(self.manifest.files[0], parts.append)
        return b"".join(parts)

    def verify_files(self) -> None:
        """Read everything; whether the manifest itself is to be trusted is another question.

        Raises:
            BackupDamagedError: a file is not what the manifest says.
        """
        for entry in self.manifest.files:
            self._read(entry, lambda _chunk: None)

    def extract(self, entry: FileEntry, target: Path) -> None:
        """Write one file to `target`, which must not exist; it is on the medium then.

        Raises:
            BackupDamagedError: it is not what the manifest says; something may be left at `target`.
        """
        with target.open("xb") as file:
            self._read(entry, file.write)
            file.flush()
            flush(file.fileno())

    def _read_head(self) -> tuple[bytes, bytes]:
        head = self._file.read(len(MAGIC) + _LENGTH_BYTES)
        length = int.from_bytes(head[len(MAGIC) :], "big")
        if len(head) != len(MAGIC) + _LENGTH_BYTES or not head.startswith(MAGIC) or length > _MOST_MANIFEST_BYTES:
            raise self._damaged("not a backup")
        document, mac = self._file.read(length), self._file.read(_MAC_BYTES)
        if len(document) != length or len(mac) != _MAC_BYTES:
            raise self._damaged("cut short")
        return head + document, mac

    def _place_files(self) -> Mapping[str, int]:
        offsets: dict[str, int] = {}
        position = len(self._head) + _MAC_BYTES
        for entry in self.manifest.files:
            offsets[entry.name] = position
            position += entry.size_bytes
        if position != self.size_bytes:
            raise self._damaged(f"{self.size_bytes} bytes instead of {position}")
        return offsets

    def _read(self, entry: FileEntry, take: Callable[[bytes], object]) -> None:
        digest = hashlib.sha256()

        def take_and_hash(chunk: bytes) -> None:
            digest.update(chunk)
            take(chunk)

        self._file.seek(self._offsets[entry.name])
        copied = copy_stream(self._file, take_and_hash, entry.size_bytes)
        if copied != entry.size_bytes or digest.hexdigest() != entry.sha256:
            raise self._damaged(f"{entry.name} is not what was written")

    def _checked(self, parse: Callable[[], Manifest]) -> Manifest:
        try:
            return parse()
        except (ValueError, RecursionError) as error:
            raise self._damaged(str(error)) from None

    def _damaged(self, detail: str) -> BackupDamagedError:
        return BackupDamagedError(self.path, detail)


def is_backup(path: Path) -> bool:
    """Whether the file at `path` begins as a backup does."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def copy_stream(source: BinaryIO, take: Callable[[bytes], object], most_bytes: int | None = None) -> int:
    """How many bytes were read from `source` and given to `take`, piece by piece: all, or at most `most_bytes`."""
    copied = 0
    while most_bytes is None or copied < most_bytes:
        chunk = source.read(_CHUNK_BYTES if most_bytes is None else min(_CHUNK_BYTES, most_bytes - copied))
        if not chunk:
            break
        take(chunk)
        copied += len(chunk)
    return copied


def _file_entry(document: Any) -> FileEntry:
    _check_keys(document, "bytes", "name", "sha256")
    return FileEntry(
        name=_expect(document["name"], str),
        size_bytes=_count(document["bytes"]),
        sha256=_matching(document["sha256"], re.compile(r"[0-9a-f]{64}")),
    )


def _canonical(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode("ascii")


def _check_keys(document: Any, *names: str) -> None:
    if type(document) is not dict or document.keys() != set(names):
        raise ValueError("not the expected entries")


def _expect(value: Any, expected: type) -> Any:
    if type(value) is not expected:
        raise ValueError(f"not a {expected.__name__}")
    return value


def _matching(value: Any, pattern: re.Pattern[str]) -> str:
    if type(value) is not str or not pattern.fullmatch(value):
        raise ValueError("not of the expected form")
    return value


def _count(value: Any) -> int:
    if type(value) is not int or not 0 <= value < 2**63:
        raise ValueError("not a count")
    return value
