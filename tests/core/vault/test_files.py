import contextlib
import sys

import pytest

from desktop_crm.core.vault.files import is_temporary, is_writable, remove_temporary_files, write_durably

with contextlib.suppress(ImportError):  # POSIX only
    import resource


def test_a_file_is_replaced_as_a_whole(tmp_path):
    path = tmp_path / "file"
    write_durably(path, b"old")
    write_durably(path, b"new" * 100_000)
    assert path.read_bytes() == b"new" * 100_000
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has access lists instead")
def test_only_the_owner_may_read_it(tmp_path):
    write_durably(tmp_path / "file", b"")
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600


@pytest.mark.fault
@pytest.mark.skipif(sys.platform == "win32", reason="needs RLIMIT_FSIZE")
@pytest.mark.parametrize("room", [0, 1, 4095, 4096, 9999])
def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path, room):
    path = tmp_path / "file"
    write_durably(path, b"old")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        with pytest.raises(OSError, match="File too large"):
            write_durably(path, bytes(10_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_that_is_not_there_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_durably(tmp_path / "missing" / "file", b"")


def test_only_unfinished_files_are_swept_away(tmp_path):
    keep, sweep = tmp_path / "vault.json", tmp_path / "vault.json.0a1b2c3d.tmp"
    keep.touch()
    sweep.touch()
    assert is_temporary(sweep)
    remove_temporary_files(tmp_path)
    assert list(tmp_path.iterdir()) == [keep]


def test_looking_whether_a_folder_can_be_written_leaves_nothing(tmp_path):
    assert is_writable(tmp_path)
    assert list(tmp_path.iterdir()) == []
