"""Files that are wholly old or wholly new after a crash: temp, fsync, rename, fsync of the folder."""

import contextlib
import errno
import os
import secrets
import shutil
import sys
from pathlib import Path

_UNSUPPORTED = {errno.EINVAL, errno.ENOTSUP, errno.ENOSYS}
_READ_ONLY = {errno.EACCES, errno.EPERM, errno.EROFS}
_NO_ROOM = {errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)}
_LEAST_FREE_BYTES = 1024 * 1024
_PROBE_BYTES = 64 * 1024
_TEMPORARY = ".tmp"


def flush(descriptor: int) -> None:
    """Bring what was written to an open file onto the medium itself.

    macOS leaves data in the drive's cache after fsync; F_FULLFSYNC asks for more (fsync(2) of macOS).
    """
    if sys.platform == "darwin":
        import fcntl  # noqa: PLC0415 - POSIX only

        with contextlib.suppress(OSError):  # file systems without it still have fsync
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
            return
    os.fsync(descriptor)


def fsync_folder(folder: Path) -> None:
    """Make names made, renamed or removed in `folder` survive a power cut; Windows does so by itself.

    Raises:
        OSError: the medium failed. A file system that knows no fsync of folders is not an error.
    """
    if sys.platform != "win32":
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            flush(descriptor)
        except OSError as error:
            if error.errno not in _UNSUPPORTED:
                raise
        finally:
            os.close(descriptor)


def write_durably(path: Path, data: bytes) -> None:
    """Write a whole file, readable by its owner alone; afterwards it survives a power cut.

    Raises:
        OSError: disk full, no permission, … `path` is as it was, and no temporary file is left.
    """
    temporary = path.with_name(f"{path.name}.{secrets.token_hex(4)}{_TEMPORARY}")
    try:
        descriptor = _create(temporary)
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(descriptor, rest) :]
            flush(descriptor)
        finally:
            os.close(descriptor)
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    fsync_folder(path.parent)


def is_temporary(path: Path) -> bool:
    """Whether `path` bears the name of an unfinished file, left over by a process that was killed."""
    return path.name.endswith(_TEMPORARY)


def remove_temporary_files(folder: Path) -> None:
    """Remove what killed processes left unfinished in `folder`; only the holder of the lock may do so."""
    for path in folder.iterdir():
        if is_temporary(path):
            path.unlink(missing_ok=True)


def is_writable(folder: Path) -> bool:
    """Whether files can be made in `folder`, found out by making one: permissions alone do not tell on Windows."""
    probe = folder / f".probe.{secrets.token_hex(4)}{_TEMPORARY}"
    try:
        os.close(_create(probe))
        probe.unlink(missing_ok=True)  # the holder of the lock may have swept it away
    except OSError as error:
        return error.errno not in _READ_ONLY
    return True


def can_grow(path: Path) -> bool:
    """Whether there is room for the file at `path` to grow by 1 MiB.

    Of a quota and of a largest size of files only writing tells, so a probe beside it is written that far; the part
    before its end is a hole.
    """
    try:
        if shutil.disk_usage(path.parent).free < _LEAST_FREE_BYTES:
            return False
        probe = path.with_name(f".probe.{secrets.token_hex(4)}{_TEMPORARY}")
        descriptor = _create(probe)
        try:
            size_bytes = path.stat().st_size if path.exists() else 0
            os.lseek(descriptor, size_bytes + _LEAST_FREE_BYTES - _PROBE_BYTES, os.SEEK_SET)
            return os.write(descriptor, bytes(_PROBE_BYTES)) == _PROBE_BYTES
        finally:
            os.close(descriptor)
            probe.unlink(missing_ok=True)
    except OSError as error:
        return error.errno not in _NO_ROOM


def _create(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
