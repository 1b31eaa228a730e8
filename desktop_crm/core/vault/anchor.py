"""The anchor commit.seq: the number of the last commit, kept outside the database, so that a rollback shows.

Two slots of 64 bytes are written in turn: 24 bytes of name and format, the number as 8 bytes big-endian, and a
32-byte HMAC-SHA256 over both. A slot torn by a power cut leaves the other.
"""

import hmac
import os
from pathlib import Path

from desktop_crm.core.vault.files import flush, write_durably

NAME = "commit.seq"
SLOT_BYTES = 64
_LABEL = b"Desktop CRM commit seq 1"
_MOST = 2**63 - 1


class Anchor:
    """The anchor of one vault; only the one who writes the database writes it, so it needs no lock of its own."""

    def __init__(self, path: Path, mac_key: bytes) -> None:
        self._path = path
        self._mac_key = mac_key

    def __repr__(self) -> str:
        return f"Anchor({str(self._path)!r})"

    def latest(self) -> int | None:
        """The number recorded last, or None: the file is missing, or both slots are damaged or forged.

        A vault has its anchor from its creation on, so None is a reason to distrust the database.

        Raises:
            OSError: the file is there but cannot be read.
        """
        return max((number for number in self._slots() if number is not None), default=None)

    def record(self, seq: int) -> None:
        """Record the commit number `seq`, which afterwards survives a power cut; the slot before stays readable.

        Raises:
            ValueError: `seq` is below the one recorded; nothing was written. `reset` is for that.
            OSError: the number recorded before still stands.
        """
        slots = self._slots()
        first, second = (-1 if number is None else number for number in slots)
        if seq < max(first, second):
            raise ValueError(seq)
        if slots == (None, None):
            self.reset(seq)
        elif seq > max(first, second):
            self._write_slot(0 if first < second else 1, seq)

    def reset(self, seq: int) -> None:
        """Start over from `seq`, whatever was recorded: for a new vault, or when the user accepts an older database.

        Raises:
            OSError: the file is as it was.
        """
        write_durably(self._path, self._slot(seq) * 2)

    def _write_slot(self, index: int, seq: int) -> None:
        data = self._slot(seq)
        descriptor = os.open(self._path, os.O_WRONLY | getattr(os, "O_BINARY", 0))
        try:
            os.lseek(descriptor, index * SLOT_BYTES, os.SEEK_SET)
            if os.write(descriptor, data) != SLOT_BYTES:
                raise OSError("commit.seq: short write")
            flush(descriptor)
        finally:
            os.close(descriptor)

    def _slots(self) -> tuple[int | None, int | None]:
        try:
            with self._path.open("rb") as file:
                data = file.read(2 * SLOT_BYTES)
        except FileNotFoundError:
            return None, None
        return self._number(data[:SLOT_BYTES]), self._number(data[SLOT_BYTES:])

    def _slot(self, seq: int) -> bytes:
        if not 0 <= seq <= _MOST:
            raise ValueError(seq)
        body = _LABEL + seq.to_bytes(8, "big")
        return body + hmac.digest(self._mac_key, body, "sha256")

    def _number(self, slot: bytes) -> int | None:
        number = int.from_bytes(slot[len(_LABEL) : len(_LABEL) + 8], "big")
        return number if number <= _MOST and hmac.compare_digest(slot, self._slot(number)) else None
