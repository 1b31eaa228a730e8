"""What of a vault's reminders lies outside it, and how it is changed: an index, a queue, and a lock over both.

Nothing here needs a key, and nothing here loads the database: this is what the program knows while it waits in the
tray. `between` carries it to the book and back.
"""

import hashlib
import json
import os
import re
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from datetime import time as time_of_day
from pathlib import Path

from desktop_crm.core import clock
from desktop_crm.core.paths import reminders_folder
from desktop_crm.core.reminders import index as indexes
from desktop_crm.core.reminders import queue
from desktop_crm.core.reminders.index import Entry, Index, milliseconds
from desktop_crm.core.reminders.queue import Press, Verb
from desktop_crm.core.vault.errors import VaultInUseError
from desktop_crm.core.vault.lock import VaultLock

_HEADERS = ("vault.json", "vault.json.prev")
_MOST_BYTES = 64 * 1024
_VAULT_ID = re.compile(r"[0-9a-f]{32}")
_LOCK_SECONDS = 5.0
_LOCK_PAUSE_SECONDS = 0.02
_MORNING = time_of_day(9)


@dataclass(frozen=True, slots=True)
class Sight:
    """What a look finds: what is due, whether a number is to be shown for it, and when more will be."""

    due: tuple[Entry, ...] = ()
    is_new: bool = False
    coming: datetime | None = None
    morning: time_of_day = _MORNING


class Outside:
    """The files of one vault; each call is whole on the disk when it returns.

    Several processes of the user may call at once: the window or the agent, and commands.

    Raises, from every method that writes:
        OSError: disk full, no permission, or another process holds the lock for longer than a few seconds; nothing
            was changed.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._index, self._queue = folder / "index.json", folder / "queue"

    @classmethod
    def of(cls, vault: Path) -> "Outside | None":
        """That of the vault in a folder, None while there is no vault, as on a medium that is not there.

        The name of its folder is a hash of the vault's id, which is no secret, and of where the vault lies: a second
        copy of a vault has an index of its own.
        """
        for name in _HEADERS:
            try:
                with (vault / name).open("rb") as file:
                    vault_id = json.loads(file.read(_MOST_BYTES))["vault_id"]
            except (OSError, ValueError, KeyError, TypeError, RecursionError):
                continue
            if isinstance(vault_id, str) and _VAULT_ID.fullmatch(vault_id):
                place = vault_id.encode() + b"\0" + os.fsencode(vault.resolve())
                return cls(reminders_folder() / hashlib.sha256(place).hexdigest()[:32])
        return None

    # While the book is closed or locked

    def look(self) -> Sight:
        """What is due now, as the index has it and the queue has changed it."""
        index = indexes.read(self._index)
        if index is None:
            return Sight()
        now = clock.now()
        timed = sorted((entry.moment(), entry.id, entry) for entry in _changed(index.entries, queue.read(self._queue)))
        due = tuple(entry for moment, _id, entry in timed if moment <= now)
        coming = next((moment for moment, _id, _entry in timed if moment > now), None)
        return Sight(due, any(not entry.is_announced for entry in due), coming, index.morning)

    def mark_announced(self, announced: Iterable[Entry]) -> None:
        """A number was shown that counts these; it does not come again before one of them has a new time."""
        times = {entry.id: entry.at for entry in announced}
        with self._locked():
            index = indexes.read(self._index)
            if index is not None:
                marked = (replace(entry, announced=times.get(entry.id, entry.announced)) for entry in index.entries)
                indexes.write(self._index, replace(index, entries=tuple(marked)))

    def press(self, ids: Iterable[str], verb: Verb, until: datetime | None = None) -> None:
        """Keep what a button asked for; from now on the look reckons with it."""
        at, to = milliseconds(clock.now()), None if until is None else milliseconds(until)
        with self._locked():
            presses = [queue.press(one, verb, to, at) for one in ids]
            queue.append(self._queue, presses)
            if to is not None:
                self._add_missing(presses, to)

    def _add_missing(self, presses: Iterable[Press], until: int) -> None:
        """Reminders that were delivered by name have no entry; put off while the book is locked they need one."""
        index = indexes.read(self._index) or Index((), _MORNING)
        known = {entry.id for entry in index.entries}
        missing = [Entry(one.id, until, floating=False) for one in presses if one.id not in known]
        if missing:
            entries = (*index.entries, *missing)[-indexes.MOST_ENTRIES :]
            indexes.write(self._index, replace(index, entries=entries))

    # At unlock and while the book is open

    def waiting(self) -> list[Press]:
        """What is to be carried out in the book."""
        return queue.read(self._queue)

    def take_away(self, presses: Iterable[Press]) -> None:
        """Forget what the book holds now."""
        with self._locked():
            queue.take_away(self._queue, {one.line for one in presses})

    def store(self, index: Index, carried_out: Iterable[Press] = ()) -> None:
        """Replace the index; what a number was shown for already stays so, and what was put off and still waits."""
        done = {one.line for one in carried_out}
        with self._locked():
            before = indexes.read(self._index)
            old = {entry.id: entry for entry in before.entries} if before else {}
            entries = [
                replace(entry, announced=old[entry.id].announced) if entry.id in old else entry
                for entry in index.entries
            ]
            known = {entry.id for entry in entries}
            waiting = {one.id for one in queue.read(self._queue) if one.until is not None and one.line not in done}
            entries += (old[one] for one in waiting & old.keys() - known)
            indexes.write(self._index, replace(index, entries=tuple(entries[: indexes.MOST_ENTRIES])))

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        latest = time.monotonic() + _LOCK_SECONDS
        while True:
            try:
                lock = VaultLock(self.folder)
                break
            except VaultInUseError as error:
                if time.monotonic() > latest:
                    raise TimeoutError(self.folder.name) from error
                time.sleep(_LOCK_PAUSE_SECONDS)
        try:
            yield
        finally:
            lock.release()


def _changed(entries: Iterable[Entry], presses: Iterable[Press]) -> Iterator[Entry]:
    """The entries as they are once the queue is carried out."""
    by_id = {entry.id: entry for entry in entries}
    for one in presses:
        entry = by_id.get(one.id)
        if entry is None:
            continue
        if one.until is None:
            del by_id[one.id]
        else:
            by_id[one.id] = replace(entry, at=one.until, floating=False)
    yield from by_id.values()
