"""One process at a time: a lock of the operating system on `.lock` in the vault folder.

The system lets go of it when the process ends, however it ends, so a lock cannot go stale; the file stays and only
says who holds it. It belongs to the file itself, so a vault reached through a symbolic link is locked as well.
"""

import contextlib
import json
import os
import platform
import sys
import weakref
from datetime import datetime
from pathlib import Path

from desktop_crm.core import clock
from desktop_crm.core.vault.errors import VaultInUseError

NAME = ".lock"
_MOST_BYTES = 4096

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int, *, shared: bool) -> None:  # noqa: ARG001 - Windows locks regions exclusively
        # A locked region cannot be read by others: lock one byte beyond the text.
        os.lseek(descriptor, _MOST_BYTES, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _MOST_BYTES, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int, *, shared: bool) -> None:
        fcntl.flock(descriptor, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


class VaultLock:
    """The lock on one vault, held from construction until `release` or the end of the process.

    A forked child does not hold it: neither can the child release it, nor does a child that outlives its parent keep
    the vault locked.

    Raises:
        VaultInUseError: another process, or this one, has the vault open; at once, without waiting.
        OSError: the file cannot be made or locked.
    """

    __slots__ = ("__weakref__", "_descriptor")

    def __init__(self, folder: Path, *, read_only: bool = False) -> None:
        self._descriptor: int | None = None
        path = folder / NAME
        if read_only and not path.exists():
            return  # nobody can write here: nothing to guard
        flags = os.O_RDONLY if read_only else os.O_RDWR | os.O_CREAT
        descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0), 0o600)
        try:
            _take(descriptor, shared=read_only)
            if not read_only:
                _write_holder(descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor
        _held.add(self)

    def release(self) -> None:
        """Let others open the vault; a second call does nothing."""
        if self._descriptor is not None:
            with contextlib.suppress(OSError):  # closing lets go of it in any case
                _unlock(self._descriptor)
            self._close()

    def _close(self) -> None:
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)


_held: "weakref.WeakSet[VaultLock]" = weakref.WeakSet()


def _forget_in_child() -> None:
    # Parent and child share one open file: unlocking here would unlock the parent, closing does not.
    for lock in list(_held):
        lock._close()  # noqa: SLF001 - the same module
    _held.clear()


if sys.platform != "win32":
    os.register_at_fork(after_in_child=_forget_in_child)


def _take(descriptor: int, *, shared: bool) -> None:
    try:
        _lock(descriptor, shared=shared)
    except (BlockingIOError, PermissionError):
        raise _in_use(descriptor) from None


def _write_holder(descriptor: int) -> None:
    holder = {"process": os.getpid(), "host": platform.node()[:255], "since": clock.now().isoformat()}
    with contextlib.suppress(OSError):  # a full disk: the lock holds without it
        os.ftruncate(descriptor, 0)
        os.lseek(descriptor, 0, os.SEEK_SET)
        os.write(descriptor, json.dumps(holder).encode())


def _in_use(descriptor: int) -> VaultInUseError:
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        holder = json.loads(os.read(descriptor, _MOST_BYTES))
        since = datetime.fromisoformat(holder["since"])
        return VaultInUseError(int(holder["process"]), str(holder["host"]), since)
    except (OSError, ValueError, TypeError, KeyError):
        return VaultInUseError()  # half written or foreign: in use all the same
