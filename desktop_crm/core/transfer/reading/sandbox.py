"""Reading a file in a child process, so that no file, however hostile, can touch the program that holds the keys."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_crm.core import clock
from desktop_crm.core.i18n import _, language
from desktop_crm.core.transfer.reading import limits
from desktop_crm.core.transfer.reading.tables import Document
from desktop_crm.core.transfer.reading.unreadable import (
    ReadingCanceledError,
    ReadingStoppedError,
    UnreadableFileError,
)
from desktop_crm.core.transfer.reading.wire import document_from

# All that an interpreter needs to start; everything else, vault and passphrase above all, stays with the parent.
_ENVIRONMENT = (
    *("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH"),
    *("SYSTEMROOT", "WINDIR", "APPDATA"),
    *("PYTHONPATH", "PYTHONHOME", "PYTHONUSERBASE"),
)


class Cancellation:
    """Given to readings, which may go on in several threads: `cancel` ends them at once, and all that come later."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._children: set[subprocess.Popen[bytes]] = set()
        self.is_canceled = False

    def cancel(self) -> None:
        """Kill every child that reads."""
        with self._lock:
            self.is_canceled = True
            for child in self._children:
                child.kill()

    @contextmanager
    def over(self, child: "subprocess.Popen[bytes]") -> Iterator[None]:
        """In the block `cancel` kills this child, too; it does so at the start when it was called before."""
        with self._lock:
            self._children.add(child)
            if self.is_canceled:
                child.kill()
        try:
            yield
        finally:
            with self._lock:
                self._children.discard(child)


def child_command() -> list[str]:
    """How this program starts itself as the child that reads; a frozen program takes `--read-file` for it."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--read-file"]
    return [sys.executable, "-m", "desktop_crm.core.transfer.reading"]


def read_file(
    path: Path | str,
    encoding: str | None = None,
    header_row: int | None = None,
    cancellation: Cancellation | None = None,
) -> Document:
    """All tables of the file, chosen by its content more than by its name: CSV, TSV, workbook, vCard or calendar.

    `encoding` is that of a text file, by default the one that is certain; `header_row` the 1-based row of the
    headings, by default the first that is not blank. It blocks for up to `limits.TIMEOUT_SECONDS`; the content
    passes through pipes alone and never lies on the disk a second time. `cancellation` ends it from another thread.

    Raises:
        UnreadableFileError: or one of its family; nothing was read.
    """
    path = Path(path).absolute()
    cancellation = cancellation or Cancellation()
    if cancellation.is_canceled:
        raise ReadingCanceledError(path.name)
    request = {
        "path": str(path),
        "encoding": encoding or "",
        "header_row": str(header_row or ""),
        "zone": clock.zone().key,
        "language": language(),
    }
    with subprocess.Popen(  # noqa: S603 - our own program, without a shell
        child_command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a traceback could hold values of the file
        env=_environment(),
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),  # no console flashes up on Windows
    ) as child:
        assert child.stdin  # noqa: S101 - both are pipes, as asked for above
        assert child.stdout  # noqa: S101
        late = threading.Event()

        def stop() -> None:
            late.set()
            child.kill()

        watch = threading.Timer(limits.TIMEOUT_SECONDS, stop)
        watch.start()
        try:
            with cancellation.over(child):
                child.stdin.write(json.dumps(request).encode() + b"\n")
                child.stdin.close()
                document = document_from(child.stdout)
        except UnreadableFileError:
            raise
        except Exception:  # noqa: BLE001 - dead or overtaken by a hostile file, the child may have said anything
            document = None
        finally:
            watch.cancel()
            child.kill()
    if cancellation.is_canceled:
        raise ReadingCanceledError(path.name)
    if document is None:
        raise ReadingStoppedError(path.name, _too_slow() if late.is_set() else _stopped())
    return document


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    # Modules come from where the program is installed, never from the folder in which it happens to be started.
    return kept | {"PYTHONSAFEPATH": "1", "PYTHONUTF8": "1"}


def _too_slow() -> str:
    return _("Reading it takes longer than {limit} seconds. Split it and import the parts.").format(
        limit=limits.TIMEOUT_SECONDS
    )


def _stopped() -> str:
    return _(
        "It is damaged, or reading it takes more than {limit} MiB of memory. Open it in the program it comes from, "
        "delete what lies far off the table, save it again, or split it."
    ).format(limit=limits.MEMORY_BYTES // limits.MEBIBYTE)
