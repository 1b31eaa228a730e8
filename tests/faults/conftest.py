"""What the fault tests share: a prepared vault, a process to be killed, and the counts and moments of faults."""

import contextlib
import importlib.util
import json
import os
import random
import select
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_crm.core import book as books
from desktop_crm.core.backup.checking import check
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.database.migrate import MIGRATIONS
from desktop_crm.core.database.migrations import HEAD
from desktop_crm.core.vault.slots import FLOOR

_WORKER = Path(__file__).with_name("worker.py")
_LARGE = os.environ.get("CRM_FAULTS") == "large"
_NEWER = """
import sqlalchemy as sa
from alembic import op

revision = "9000"
down_revision = "{head}"


def upgrade() -> None:
    with op.batch_alter_table("customers", recreate="always") as batch:
        batch.add_column(sa.Column("shoe_size", sa.Integer()))
    op.execute("UPDATE customers SET shoe_size = 42, notes = coalesce(notes, '') || '!'")
"""


def _load_worker():
    spec = importlib.util.spec_from_file_location("fault_worker", _WORKER)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


_worker = _load_worker()


@pytest.fixture(scope="session")
def worker():
    """The module that the other process runs."""
    return _worker


@pytest.fixture(autouse=True, scope="session")
def _places_of_its_own(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            patch.setenv(name, str(home / name.lower()))
        patch.setenv("HOME", str(home))
        yield


@pytest.fixture(scope="session")
def times():
    """How often a fault is injected: the small count on every change, the large one with CRM_FAULTS=large."""
    return lambda small, large: range(large if _LARGE else small)


@pytest.fixture
def chance():
    """A random generator whose seed is printed; CRM_FAULTS_SEED repeats a run."""
    seed = int(os.environ.get("CRM_FAULTS_SEED", random.SystemRandom().randrange(2**32)))
    print(f"CRM_FAULTS_SEED={seed}")  # noqa: T201 - pytest shows it with a failure
    return random.Random(seed)


@dataclass(frozen=True)
class Prepared:
    """A closed vault, with its key."""

    folder: Path
    passphrase: str
    key: bytes

    @property
    def database(self):
        return self.folder / "data.db"

    def copy_to(self, folder):
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.folder, folder)
        return Prepared(folder, self.passphrase, self.key)

    def open(self):
        return _worker.open_book(self.folder, self.key)

    def read(self, *questions):
        with self.open() as book:
            return [book.read(question) for question in questions]

    def assert_whole(self):
        """Pages, journal, anchor, index and records are as they shall be."""
        with self.open() as book:
            book.database.refuse_if_rolled_back()
            assert check(book, sample=4) == []

    def assert_has_batches_up_to(self, acknowledged):
        """Every batch acknowledged is there, at most one more is, and each is there as a whole."""
        batches, counter = self.read(_worker.batches, _worker.counter)
        assert batches == dict.fromkeys(range(1, counter + 1), _worker.ROWS)
        assert acknowledged <= counter <= acknowledged + 1
        return counter


def _prepare(folder, batches):
    passphrase = "雨伞 horse lantern 七号 window"
    book, _recovery_key = books.make(folder, passphrase, "王芳", cost=FLOOR)
    with book:
        some = [Customer(name=f"客户{number}有限公司", notes="第一次拜访") for number in range(60)]
        book.write("add", lambda session: commands.add(session, [Customer(name=_worker.COUNTER), *some]))
        for batch in range(1, batches + 1):
            _worker.write_batch(book, batch, characters=50)
        return Prepared(folder, passphrase, book.vault.keys.data_key)


@pytest.fixture(scope="session")
def _prepared(tmp_path_factory):
    return _prepare(tmp_path_factory.mktemp("prepared") / "vault", batches=0)


@pytest.fixture(scope="session")
def other_vault(tmp_path_factory):
    """Another vault, with another key; not to be changed."""
    return _prepare(tmp_path_factory.mktemp("other") / "vault", batches=1)


@pytest.fixture
def vault(_prepared, tmp_path):
    """A vault with some customers and no batch yet."""
    return _prepared.copy_to(tmp_path / "vault")


@pytest.fixture
def newer_migrations(tmp_path):
    """A folder of migrations with a revision "9000" above today's, which builds the table of customers anew."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS / "versions", folder / "versions", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(MIGRATIONS / "env.py", folder / "env.py")
    (folder / "versions" / "9000_test.py").write_text(_NEWER.format(head=HEAD), encoding="utf-8")
    return folder


class Rounds:
    """Runs work in another process, and kills it."""

    def __init__(self, process):
        self._process = process
        self._child = 0

    def begin(self, work, vault, **rest):
        order = {"work": work, "folder": str(vault.folder), "key": vault.key.hex(), **rest}
        self._process.stdin.write(json.dumps(order).encode() + b"\n")
        # The child may speak before its number is told.
        self._said = []
        while not (line := self._line()).startswith("pid "):
            self._said.append(line)
        self._child = int(line.split()[1])

    def duration(self, work, vault, **rest):
        """The seconds that the work takes when it is left alone."""
        start = time.monotonic()
        self.begin(work, vault, **rest)
        assert self.end() == ["done"]
        return time.monotonic() - start

    def wait_for(self, lines):
        """Until the work has said so many lines."""
        while len(self._said) < lines:
            self._said.append(self._line())

    def kill_after(self, seconds):
        """What the work had said before it was killed, or before it ended by itself."""
        deadline = time.monotonic() + seconds
        while not self._ended() and (rest := deadline - time.monotonic()) > 0:
            if select.select([self._process.stdout], [], [], rest)[0]:
                self._said.append(self._line())
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._child, signal.SIGKILL)
        return self.end()

    def end(self):
        """What the work said until its end."""
        while not self._ended():
            self._said.append(self._line())
        said = self._said[:-1]
        assert not [line for line in said if line.startswith("failed")], said
        return said

    def _ended(self):
        return bool(self._said) and self._said[-1] == "ended"

    def _line(self):
        line = self._process.stdout.readline().decode().rstrip("\n")
        assert line, "the worker is gone"
        return line


@pytest.fixture(scope="module")
def rounds():
    """A process that forks for each round of work."""
    if sys.platform == "win32":
        pytest.skip("needs fork and SIGKILL")
    with subprocess.Popen(
        [sys.executable, str(_WORKER)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        bufsize=0,  # so that select sees every line
    ) as process:
        yield Rounds(process)
        process.stdin.close()
