import json
import os
import platform
import signal
import subprocess
import sys

import pytest

from desktop_crm.core.vault.errors import VaultInUseError
from desktop_crm.core.vault.lock import NAME, VaultLock

HOLD = """
import sys
from pathlib import Path
from desktop_crm.core.vault.lock import VaultLock
lock = VaultLock(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.readline()
"""

HOLD_AND_LEAVE_A_CHILD = """
import os, sys, time
from pathlib import Path
from desktop_crm.core.vault.lock import VaultLock
lock = VaultLock(Path(sys.argv[1]))
child = os.fork()
if child == 0:
    lock.release()
    os.write(1, b"%d\\n" % os.getpid())
    sys.stdin.readline()
    os._exit(0)
time.sleep(60)
"""

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX")


@pytest.fixture
def start():
    """Starts another Python process that prints one line when it is ready."""
    processes = []

    def start_process(script, folder):
        process = subprocess.Popen(
            [sys.executable, "-c", script, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        processes.append(process)
        return process, process.stdout.readline().strip()

    yield start_process
    for process in processes:
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()


def test_a_second_process_is_told_at_once_who_has_the_vault(tmp_path, start):
    process, said = start(HOLD, tmp_path)
    assert said == "held"
    with pytest.raises(VaultInUseError) as caught:
        VaultLock(tmp_path)
    assert caught.value.process == process.pid
    assert str(process.pid) in caught.value.message
    assert platform.node() in caught.value.message


def test_the_same_process_cannot_open_a_vault_twice(tmp_path):
    first = VaultLock(tmp_path)
    with pytest.raises(VaultInUseError):
        VaultLock(tmp_path)
    first.release()
    VaultLock(tmp_path).release()


@posix
def test_a_vault_reached_through_a_symbolic_link_is_locked_as_well(tmp_path, start):
    folder, link = tmp_path / "vault", tmp_path / "link"
    folder.mkdir()
    link.symlink_to(folder)
    start(HOLD, link)
    with pytest.raises(VaultInUseError):
        VaultLock(folder)


@pytest.mark.fault
def test_a_killed_process_leaves_no_lock(tmp_path, start):
    process, _said = start(HOLD, tmp_path)
    process.kill()
    process.wait()
    assert json.loads((tmp_path / NAME).read_bytes())["process"] == process.pid
    lock = VaultLock(tmp_path)
    assert json.loads((tmp_path / NAME).read_bytes())["process"] == os.getpid()
    lock.release()


@posix
@pytest.mark.fault
def test_a_forked_child_neither_releases_the_lock_nor_keeps_it_from_others(tmp_path, start):
    process, child = start(HOLD_AND_LEAVE_A_CHILD, tmp_path)
    with pytest.raises(VaultInUseError):  # although the child has called release
        VaultLock(tmp_path)
    process.send_signal(signal.SIGKILL)
    process.wait()
    os.kill(int(child), 0)  # it is still there
    VaultLock(tmp_path).release()
    process.stdin.close()  # lets the child end


def test_a_released_lock_may_be_released_again(tmp_path):
    lock = VaultLock(tmp_path)
    lock.release()
    other = VaultLock(tmp_path)
    lock.release()
    with pytest.raises(VaultInUseError):
        VaultLock(tmp_path)
    other.release()


@pytest.mark.parametrize(
    "left", [b"", b"{", b"[1]", b'{"process": "x"}', b"\xff" * 9000, b'{"process":1,"host":2,"since":3}']
)
def test_whatever_an_earlier_process_left_in_the_file_does_not_matter(tmp_path, left):
    (tmp_path / NAME).write_bytes(left)
    lock = VaultLock(tmp_path)
    (tmp_path / NAME).write_bytes(left)
    with pytest.raises(VaultInUseError):
        VaultLock(tmp_path)
    lock.release()


@posix
def test_readers_share_a_vault_that_nobody_can_write_but_not_with_a_writer(tmp_path):
    VaultLock(tmp_path, read_only=True).release()
    assert list(tmp_path.iterdir()) == []
    VaultLock(tmp_path).release()
    first, second = VaultLock(tmp_path, read_only=True), VaultLock(tmp_path, read_only=True)
    with pytest.raises(VaultInUseError):
        VaultLock(tmp_path)
    first.release()
    second.release()
    writer = VaultLock(tmp_path)
    with pytest.raises(VaultInUseError):
        VaultLock(tmp_path, read_only=True)
    writer.release()
