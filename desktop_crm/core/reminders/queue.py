"""The queue outside the vault: what buttons asked for while the book was closed or locked, one line of JSON each.

    {"line": …, "id": …, "verb": "done" | "snooze", "until": …, "at": …}

`line` is random and tells one press from every other, so that the book can note which it has carried out; `id` is
opaque (see `opaque`); `until` and `at`, the time of the press, are milliseconds since 1970 UTC. Lines are only
appended, and taken away once the book holds what they ask for. A line torn by a crash is passed over.
"""

import json
import os
import re
import secrets
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from desktop_crm.core.reminders.index import OPAQUE, is_time
from desktop_crm.core.vault.files import flush, fsync_folder, write_durably

_MOST_BYTES = 1024 * 1024
_LINE = re.compile(r"[0-9a-f]{16}")


class Verb(StrEnum):
    """What a button asks for."""

    DONE = "done"
    SNOOZE = "snooze"


@dataclass(frozen=True, slots=True)
class Press:
    """One press of a button, for one reminder; `until` is None but for a snooze."""

    line: str
    id: str
    verb: Verb
    until: int | None
    at: int


def press(opaque_id: str, verb: Verb, until: int | None, at: int) -> Press:
    """A press that is like no other."""
    return Press(secrets.token_hex(8), opaque_id, verb, until, at)


def append(path: Path, presses: Collection[Press]) -> None:
    """Add to the queue; afterwards it survives a power cut.

    Raises:
        OSError: disk full, no permission, …; at most a torn line was added, which `read` passes over.
    """
    is_new = not path.exists()
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        # The newline before a line ends what a crash left there; empty lines mean nothing.
        rest = memoryview(b"".join(b"\n" + _bytes_of(one) + b"\n" for one in presses))
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        flush(descriptor)
    finally:
        os.close(descriptor)
    if is_new:
        fsync_folder(path.parent)


def read(path: Path) -> list[Press]:
    """What waits, in the order in which it was asked for."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES)
    except OSError:
        return []
    return list(_presses(data))


def take_away(path: Path, lines: Collection[str]) -> None:
    """Take lines out of the queue; what came meanwhile stays.

    Raises:
        OSError: the queue is as it was.
    """
    rest = [one for one in read(path) if one.line not in lines]
    if rest:
        write_durably(path, b"".join(_bytes_of(one) + b"\n" for one in rest))
    else:
        path.unlink(missing_ok=True)


def _bytes_of(one: Press) -> bytes:
    return json.dumps(asdict(one), separators=(",", ":")).encode()


def _presses(data: bytes) -> Iterator[Press]:
    seen = set()
    for line in data.split(b"\n"):
        try:
            found = _parsed(json.loads(line)) if line else None
        except (ValueError, RecursionError):
            continue
        if found and found.line not in seen:
            seen.add(found.line)
            yield found


def _parsed(document: Any) -> Press | None:
    match document:
        case {"line": str(line), "id": str(id_), "verb": str(verb), "until": until, "at": at, **rest} if not rest:
            is_whole = _LINE.fullmatch(line) and OPAQUE.fullmatch(id_) and is_time(at)
            if is_whole and (is_time(until) if verb == Verb.SNOOZE else verb == Verb.DONE and until is None):
                return Press(line, id_, Verb(verb), until, at)
    return None
