"""Work off the GUI thread: one writer, a few readers, and one bridge that brings every answer back.

Nothing here blocks the window. Answers arrive on the GUI thread in the order in which the work ended. An answer is
dropped when a later request with the same `latest` key was made, or when the widget that asked is gone. Of every
commit the program hears, whoever made it and through whichever door of the book.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass
from functools import partial
from itertools import count
from threading import Event
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject

from desktop_crm.core.book import Book, Reading
from desktop_crm.core.changes import Changes
from desktop_crm.core.database.session import Session
from desktop_crm.core.errors import CrmError
from desktop_crm.ui.framework.background import raise_again
from desktop_crm.ui.framework.bridge import Bridge

T = TypeVar("T")
_READERS = 3

Failed = Callable[[CrmError], None]

_origin: ContextVar[object] = ContextVar("origin", default=None)  # who asked for the write under way on this thread


class Canceled(Exception):  # noqa: N818 - not an error: what the user wished
    """Raised inside long work when the user asked to stop; nothing of it is kept."""


class Progress:
    """Given to long work: it reports how far it is, and learns whether to stop."""

    def __init__(self, report: Callable[[int, int], None]) -> None:
        self._report = report
        self._stop = Event()

    def at(self, done: int, total: int) -> None:
        """Say how far the work is.

        Raises:
            Canceled: the user asked to stop.
        """
        if self._stop.is_set():
            raise Canceled
        self._report(done, total)

    def cancel(self) -> None:
        """Ask the work to stop at its next report."""
        self._stop.set()


@dataclass(frozen=True, slots=True)
class _Job:
    """Work for another thread, and what becomes of its answer."""

    work: Callable[[], Any]
    then: Callable[[Any], None]
    failed: Failed
    wanted: Callable[[], bool]


class Operations:
    """Runs reads, writes and long jobs for one open book, and calls back on the GUI thread."""

    def __init__(self, book: Book, wrote: Callable[[Changes, object], None], failed: Failed) -> None:
        self._book = book
        self._wrote = wrote
        self._failed = failed
        self._bridge = Bridge()
        self._writer = ThreadPoolExecutor(1, "writer")
        self._readers = ThreadPoolExecutor(_READERS, "reader")
        self._requests: dict[str, int] = {}
        self._jobs: dict[int, _Job] = {}  # under way, by number
        self._numbers = count()
        self._running: set[Progress] = set()
        self._closed = False
        book.database.wrote = self._on_commit

    def read(
        self,
        owner: QObject,
        work: Reading[T],
        then: Callable[[T], None],
        *,
        latest: str | None = None,
        failed: Failed | None = None,
    ) -> None:
        """Run `work` on a reader and give its answer to `then`; of requests with one `latest` key the last wins."""
        key = f"{id(owner)}:{latest}" if latest else None
        request = self._next(key)

        def wanted() -> bool:
            return key is None or self._requests.get(key) == request

        def job() -> T | None:
            return self._book.read(work) if wanted() else None

        self._submit(self._readers, job, then, failed, lambda: wanted() and shiboken6.isValid(owner))

    def write(
        self,
        owner: QObject,
        verb: str,
        work: Callable[[Session], Changes],
        then: Callable[[Changes], None] | None = None,
        *,
        failed: Failed | None = None,
    ) -> None:
        """Run `work` as one action; after the commit everybody hears of it, then `then` gets the changes."""

        def job() -> Changes:
            token = _origin.set(owner)
            try:
                return self._book.write(verb, work)
            finally:
                _origin.reset(token)

        def written(changes: Changes) -> None:
            if then and shiboken6.isValid(owner):
                then(changes)

        self._submit(self._writer, job, written, failed)

    def run(
        self,
        owner: QObject,
        work: Callable[[Progress], T],
        then: Callable[[T], None],
        *,
        progressed: Callable[[int, int], None] | None = None,
        failed: Failed | None = None,
        canceled: Callable[[], None] | None = None,
        reading: bool = False,
    ) -> Progress:
        """Run long work on the writer, or on a reader what is only `reading`, so that others may write beside it.

        The progress object it returns can cancel it. What only reads ends by itself when nobody waits for it any more.
        """

        def report(done: int, total: int) -> None:
            if reading and (self._closed or not shiboken6.isValid(owner)):
                raise Canceled
            if progressed:
                self._deliver(lambda: progressed(done, total) if shiboken6.isValid(owner) else None)

        progress = Progress(report)
        self._running.add(progress)

        def job() -> T | None:
            try:
                return work(progress)
            except Canceled:
                if canceled:
                    self._deliver(partial(_if_there, owner, canceled))
                raise
            finally:
                self._running.discard(progress)

        executor = self._readers if reading else self._writer
        self._submit(executor, job, then, failed, lambda: shiboken6.isValid(owner))
        return progress

    def deliver(self, call: Callable[[], object]) -> None:
        """Run `call` soon on the GUI thread."""
        self._deliver(call)

    @property
    def is_busy(self) -> bool:
        """Whether long work is under way, such as an import."""
        return bool(self._running)

    def cancel(self) -> None:
        """Ask all long work to stop."""
        for progress in tuple(self._running):
            progress.cancel()

    def silence(self) -> None:
        """Take no more work and deliver nothing more; what is under way goes on."""
        self._closed = True

    def close(self) -> None:
        """As `silence`; then wait for what is being written, and drop everything else. It may take long."""
        self.silence()
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)
        self._jobs.clear()

    def _on_commit(self, changes: Changes) -> None:
        self._deliver(partial(self._wrote, changes, _origin.get()))

    def _next(self, key: str | None) -> int:
        number = self._requests.get(key or "", 0) + 1
        if key:
            self._requests[key] = number
        return number

    def _submit(
        self,
        executor: ThreadPoolExecutor,
        job: Callable[[], Any],
        then: Callable[[Any], None],
        failed: Failed | None,
        wanted: Callable[[], bool] = lambda: True,
    ) -> None:
        if not self._closed:
            number = next(self._numbers)
            self._jobs[number] = _Job(job, then, failed or self._failed, wanted)
            executor.submit(self._perform, number)

    def _perform(self, number: int) -> None:
        """Do a job on its thread, which knows it by number only: whatever widget hangs on it must not end there."""
        try:
            value = self._jobs[number].work()
        except CrmError as error:
            self._deliver(partial(self._finish, number, error=error))
        except Canceled:
            self._deliver(partial(self._jobs.pop, number, None))
        except Exception as error:  # noqa: BLE001 - our own mistake: carried to the GUI thread, where the dialog for it opens
            self._deliver(partial(self._jobs.pop, number, None))
            self._deliver(partial(raise_again, error))
        else:
            self._deliver(partial(self._finish, number, value))

    def _finish(self, number: int, value: Any = None, error: CrmError | None = None) -> None:
        job = self._jobs.pop(number, None)  # none after the end
        if self._closed or job is None or not job.wanted():
            return
        if error is None:
            job.then(value)
        else:
            job.failed(error)

    def _deliver(self, call: Callable[[], object]) -> None:
        if not self._closed:
            self._bridge.deliver(call)


def _if_there(owner: QObject, call: Callable[[], None]) -> None:
    if shiboken6.isValid(owner):
        call()
