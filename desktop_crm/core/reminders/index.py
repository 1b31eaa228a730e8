"""The index of reminders outside the vault: when something is due, and nothing of what it is.

It is one small file of JSON that any process of the user can read without a passphrase:

    {"format": 1, "morning": "09:00", "entries": [[id, at, floating, announced], …]}

`id` is opaque (see `opaque`), times are milliseconds since 1970 UTC, `announced` is the time for which a number was
shown, or null. A file that is not exactly of this form counts as none: it is made anew at the next unlock.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

from desktop_crm.core import clock
from desktop_crm.core.vault.files import write_durably

MOST_COMING = 200
MOST_MISSED = 200
MOST_ENTRIES = 1000  # with those that were snoozed while the book was locked
HORIZON = timedelta(days=60)
LATEST = 253_402_214_400_000  # milliseconds: the last day of the year 9999

_FORMAT = 1
_MOST_BYTES = 256 * 1024
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
OPAQUE: Final = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Entry:
    """One reminder: an opaque id and its time, in milliseconds since 1970 UTC.

    A `floating` one belongs to a whole day and comes at the same time of day wherever the user is: its `at` is the
    wall time as if it were UTC. `announced` is the `at` for which a number was shown, so that a new time is a new
    reminder.
    """

    id: str
    at: int
    floating: bool
    announced: int | None = None

    def moment(self) -> datetime:
        """When it is due (aware, UTC), in the time zone of now."""
        moment = _EPOCH + self.at * _MILLISECOND
        return moment.replace(tzinfo=clock.zone()).astimezone(UTC) if self.floating else moment

    @property
    def is_announced(self) -> bool:
        """Whether a number was shown for this time."""
        return self.announced == self.at


@dataclass(frozen=True, slots=True)
class Index:
    """What is to come, and when the user's morning begins."""

    entries: tuple[Entry, ...]
    morning: time


def milliseconds(moment: datetime) -> int:
    """Milliseconds since 1970 UTC of an aware moment, rounded down."""
    return (moment - _EPOCH) // _MILLISECOND


def floating_milliseconds(wall: datetime) -> int:
    """The `at` of a floating entry for a time on the wall, without a zone."""
    return milliseconds(wall.replace(tzinfo=UTC))


def to_bytes(index: Index) -> bytes:
    """The file's content; the same index gives the same bytes."""
    ordered = sorted(index.entries, key=lambda entry: (entry.at, entry.id))
    entries = [[entry.id, entry.at, entry.floating, entry.announced] for entry in ordered]
    document = {"format": _FORMAT, "morning": f"{index.morning:%H:%M}", "entries": entries}
    return json.dumps(document, separators=(",", ":")).encode()


def read(path: Path) -> Index | None:
    """The index, None where there is none that can be understood."""
    try:
        with path.open("rb") as file:
            data = file.read(_MOST_BYTES + 1)
        return _parsed(json.loads(data)) if len(data) <= _MOST_BYTES else None
    except (OSError, ValueError, RecursionError):
        return None


def write(path: Path, index: Index) -> None:
    """Replace the file, unless it holds the same already.

    Raises:
        OSError: disk full, no permission, …; the file is as it was.
    """
    data = to_bytes(index)
    try:
        if path.read_bytes() == data:
            return
    except OSError:
        pass
    write_durably(path, data)


def is_time(value: Any) -> bool:
    """Whether a value is a time in milliseconds that a date can have."""
    return type(value) is int and 0 <= value <= LATEST


def _parsed(document: Any) -> Index:
    """The index in a document.

    Raises:
        ValueError: it is of another form.
    """
    match document:
        case {"format": 1, "morning": str(morning), "entries": list(rows), **rest} if not rest:
            if len(rows) > MOST_ENTRIES:
                raise ValueError
            return Index(tuple(_entries(rows)), time.fromisoformat(morning))
    raise ValueError


def _entries(rows: Iterable[Any]) -> Iterable[Entry]:
    for row in rows:
        match row:
            case [str(id_), at, bool(floating), announced] if OPAQUE.fullmatch(id_) and is_time(at):
                if announced is None or is_time(announced):
                    yield Entry(id_, at, floating, announced)
                    continue
        raise ValueError
