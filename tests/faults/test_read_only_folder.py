"""Fault 4: the folder of the vault cannot be written."""

import hashlib
import os
import subprocess
import sys

import pytest

from desktop_crm.core import book as books
from desktop_crm.core.backup.checking import check
from desktop_crm.core.database.errors import ReadOnlyError

pytestmark = [pytest.mark.fault, pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX permissions")]


def _run(*command):
    try:
        return subprocess.run(command, check=False, capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def _is_writable(folder):
    try:
        (folder / "probe").touch()
    except OSError:
        return False
    (folder / "probe").unlink()
    return True


@pytest.fixture
def read_only(vault):
    """The vault, in a folder that nobody can write: by permissions, or for root by a mount or by the file system."""
    folder = vault.folder
    paths = [folder, *folder.rglob("*")]
    modes = {path: path.stat().st_mode for path in paths}
    for path in paths:
        path.chmod(modes[path] & ~0o222)
    undo = []
    if _is_writable(folder) and _run("mount", "--bind", "-o", "ro", str(folder), str(folder)):
        undo = ["umount", str(folder)]
    if _is_writable(folder) and not undo and _run("chattr", "-R", "+i", str(folder)):
        undo = ["chattr", "-R", "-i", str(folder)]
    try:
        if _is_writable(folder):
            pytest.skip(f"user {os.getuid()} may write everywhere, and neither mount nor chattr is allowed here")
        yield vault
    finally:
        if undo:
            assert _run(*undo)
        for path in paths:
            path.chmod(modes[path])


def test_a_book_in_a_folder_that_cannot_be_written_opens_for_reading_only(read_only, worker):
    before = {
        path: hashlib.sha256(path.read_bytes()).digest() for path in read_only.folder.rglob("*.*") if path.is_file()
    }
    with books.open_book(read_only.folder, read_only.passphrase) as book:
        assert book.vault.read_only
        assert book.rolled_back is None
        assert book.read(worker.counter) == 0
        assert check(book) == []
        with pytest.raises(ReadOnlyError):
            worker.write_batch(book, 1)
    after = {
        path: hashlib.sha256(path.read_bytes()).digest() for path in read_only.folder.rglob("*.*") if path.is_file()
    }
    assert after == before
