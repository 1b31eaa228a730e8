"""The guard of tests/conftest.py, which keeps the whole suite off the network, does what it says."""

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]


@pytest.mark.parametrize(
    "reach",
    [
        socket.socket,
        lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM),
        lambda: socket.socket(socket.AF_INET6),
        lambda: socket.getaddrinfo("localhost", 80),
        lambda: socket.gethostbyname("localhost"),
        lambda: socket.create_connection(("127.0.0.1", 9)),
    ],
    ids=["tcp", "udp", "ipv6", "getaddrinfo", "gethostbyname", "create_connection"],
)
def test_an_internet_socket_or_a_name_look_up_is_refused_and_noted(reach, internet_attempts):
    with pytest.raises(AssertionError):
        reach()
    assert internet_attempts.pop()


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="this platform has no local sockets")
def test_a_local_socket_is_allowed():
    one, other = socket.socketpair(socket.AF_UNIX)
    with one, other:
        one.sendall(b"hello")
        assert other.recv(5) == b"hello"


def test_a_process_that_a_test_starts_is_guarded_too():
    ran = subprocess.run(
        [sys.executable, "-c", "import socket; socket.socket()"],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert ran.returncode != 0
    assert "InternetAttemptError" in ran.stderr


def test_a_swallowed_attempt_still_fails_its_test(tmp_path):
    shutil.copy(TESTS / "conftest.py", tmp_path)
    shutil.copytree(TESTS / "support" / "no_network", tmp_path / "support" / "no_network")
    swallowing = tmp_path / "test_swallowing.py"
    swallowing.write_text(
        "import contextlib, socket\n"
        "def test_it():\n"
        "    with contextlib.suppress(BaseException):\n"
        "        socket.socket()\n",
        encoding="utf-8",
    )
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "--rootdir", tmp_path, "-p", "no:cacheprovider", swallowing],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
    )
    assert ran.returncode == 1
    assert "1 passed, 1 error" in ran.stdout
    assert "even if the error was swallowed" in ran.stdout
