"""What the tests of the front door share: places of their own, a book, the program in a process, a session bus."""

import importlib.util
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop_crm.core import book as books
from desktop_crm.core import clock
from desktop_crm.core.backup import backups
from desktop_crm.core.customers import commands as customer_commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.vault.errors import VaultInUseError
from desktop_crm.core.vault.slots import FLOOR

PASSPHRASE = "five plain words for tests"
SUPPORT = Path(__file__).parents[1] / "support"
PATIENCE = 40.0  # seconds, for a machine that has much to do


@pytest.fixture(scope="session")
def _new_book(tmp_path_factory):
    folder = tmp_path_factory.mktemp("new") / "book"
    book, _key = books.make(folder, PASSPHRASE, "王芳", cost=FLOOR)
    book.close()
    return folder


@pytest.fixture
def home(tmp_path):
    """A folder where the program finds nothing of this machine's user."""
    (tmp_path / "home").mkdir()
    return tmp_path / "home"


@pytest.fixture
def environment(home):
    """The environment of a process: its own home, offscreen, in English."""
    return environment_in(home)


@pytest.fixture(name="environment_in", scope="session")
def _environment_in():
    return environment_in


def environment_in(home):
    names = {
        "HOME": str(home),
        "QT_QPA_PLATFORM": "offscreen",
        "LANG": "en_US.UTF-8",
        "TZ": "Asia/Shanghai",
        "PYTHONFAULTHANDLER": "1",
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "LC_", "DBUS_"))}
    return kept | names


class VaultFolder:
    """A book on the disk, which the test opens while no program has it."""

    def __init__(self, folder):
        self.folder = folder
        self.passphrase_file = folder.parent / "passphrase.txt"
        self.passphrase_file.write_text(PASSPHRASE, encoding="utf-8")

    def open(self):
        """The book; a program that has it open for a moment is waited for."""
        latest = time.monotonic() + PATIENCE
        while True:
            try:
                return books.open_book(self.folder, PASSPHRASE)
            except VaultInUseError:
                if time.monotonic() > latest:
                    raise
                time.sleep(0.05)

    def add_customer(self, name):
        with self.open() as book:
            return book.write("add", lambda session: customer_commands.add(session, [Customer(name=name)])).new_id(
                Kind.CUSTOMERS
            )

    def add_followup(self, title, due, **fields):
        followup = Followup(title=title, due=Moment(due, clock.zone().key), **fields)
        with self.open() as book:
            return book.write("add", lambda session: FOLLOWUPS.add(session, [followup])).new_id(Kind.FOLLOWUPS)

    def followup(self, followup_id):
        with self.open() as book:
            return book.read(lambda connection: FOLLOWUPS.get(connection, followup_id))

    def newest_backup(self):
        with self.open() as book:
            return backups.newest_backup(book.vault)


@pytest.fixture(scope="session")
def copy_book(_new_book):
    """Makes a book of its own in a folder."""
    return lambda folder: VaultFolder(shutil.copytree(_new_book, folder / "book"))


@pytest.fixture
def vault(copy_book, tmp_path):
    return copy_book(tmp_path)


class Window:
    """The program with its window, in a process."""

    def __init__(self, vault, environment, *arguments):
        self._errors = (vault.folder.parent / f"stderr-{time.monotonic_ns()}.txt").open("w+b")
        self.process = subprocess.Popen(
            [sys.executable, SUPPORT / "driven_window.py", "--vault", vault.folder, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=environment,
        )

    def errors(self):
        """What it wrote to standard error so far."""
        self._errors.seek(0)
        return self._errors.read().decode()

    def complaints(self):
        """As `errors`, without what Qt says about its own platform for tests."""
        own = ("This plugin does not support", "qt.core.qobject.connect")
        return [line for line in self.errors().splitlines() if not line.startswith(own)]

    def answer(self):
        ready, _write, _error = select.select([self.process.stdout], [], [], PATIENCE)
        assert ready, f"no answer: {self.errors()}"
        line = self.process.stdout.readline()
        assert line, f"it ended: {self.errors()}"
        return json.loads(line)

    def ask(self, expression):
        """What an expression gives on the GUI thread of the program."""
        self.process.stdin.write(expression.encode() + b"\n")
        self.process.stdin.flush()
        answer = self.answer()
        assert not (isinstance(answer, dict) and "error" in answer), answer
        return answer

    def until(self, expression):
        """Wait until an expression is true, and give it."""
        return eventually(lambda: self.ask(expression), self.errors)

    def unlock(self):
        self.ask(f"program.entry_window.currentWidget().passphrase.setText({PASSPHRASE!r})")
        self.ask("program.entry_window.currentWidget().unlock_button.click()")
        self.until("program.main_window is not None and program.main_window.isVisible()")

    def stop(self, number=signal.SIGTERM):
        """End it by a signal; its exit status."""
        self.process.send_signal(number)
        return self.process.wait(PATIENCE)

    def close(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(PATIENCE)
        for stream in (self.process.stdin, self.process.stdout, self._errors):
            stream.close()


def eventually(what, why=lambda: ""):
    """The first true value of `what()`; patience has an end."""
    latest = time.monotonic() + PATIENCE
    while not (found := what()):
        assert time.monotonic() < latest, why()
        time.sleep(0.05)
    return found


@pytest.fixture(name="eventually")
def _eventually():
    return eventually


@pytest.fixture(scope="session")
def open_window():
    """Starts the program and unlocks its book."""

    def open_window(vault, environment):
        window = Window(vault, environment)
        assert window.answer() == "started"
        window.unlock()
        return window

    return open_window


@pytest.fixture
def launch(vault, environment):
    """Starts the program; it can be asked once it has its window."""
    windows = []

    def launch(*arguments, **more):
        windows.append(Window(vault, environment | more, *arguments))
        return windows[-1]

    yield launch
    for window in windows:
        window.close()


@pytest.fixture
def start(launch):
    """Starts the program with its window, ready for questions."""

    def start(*arguments, **more):
        window = launch(*arguments, **more)
        assert window.answer() == "started"
        return window

    return start


@pytest.fixture
def command(vault, environment):
    """Runs one command as at a terminal."""

    def command(*words, secret=False, **more):
        given = ["--passphrase-file", vault.passphrase_file] if secret else []
        return subprocess.run(
            [sys.executable, "-m", "desktop_crm", "--vault", vault.folder, *given, *words],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            encoding="utf-8",
            env=environment | more,
            timeout=PATIENCE * 2,
            check=False,
        )

    return command


@pytest.fixture
def bus(tmp_path, environment):
    """The address of a session bus that nobody else is on; what it starts has a place of its own as well."""
    if shutil.which("dbus-daemon") is None:
        pytest.skip("dbus-daemon is missing (Debian: the package dbus-daemon)")
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address", f"--address=unix:tmpdir={tmp_path}"],
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    yield daemon.stdout.readline().strip()
    daemon.kill()
    daemon.wait()
    daemon.stdout.close()


@pytest.fixture(scope="session")
def support():
    """Loads a module of tests/support by its name."""

    def load(name):
        spec = importlib.util.spec_from_file_location(name, SUPPORT / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module  # dataclasses look there
        spec.loader.exec_module(module)
        return module

    return load


@pytest.fixture
def daemon(bus, support):
    """Somebody who shows notifications."""
    daemon = support("notification_daemon").NotificationDaemon(bus)
    yield daemon
    daemon.close()


@pytest.fixture
def desktop(start, bus, daemon):
    """Starts the program on a desktop with that bus and daemon."""
    return lambda *arguments: start(*arguments, DBUS_SESSION_BUS_ADDRESS=bus)
