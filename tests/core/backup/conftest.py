"""A real vault with a few records, copied afresh for each test."""

import functools
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop_crm.core import book as books
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.vault import slots
from desktop_crm.core.vault.slots import FLOOR

PASSPHRASE = "雨伞 horse lantern 七号 window"


@pytest.fixture(autouse=True, scope="session")
def _places_of_its_own(tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"):
            patch.setenv(name, str(home / name.lower()))
        patch.setenv("HOME", str(home))
        yield


@pytest.fixture(autouse=True, scope="session")
def _keys_are_derived_once():
    """Deriving a key from a passphrase is a pure function that takes long on purpose: remember its answers."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(slots, "derive", functools.cache(slots.derive))
        yield


@dataclass(frozen=True)
class Place:
    """The folder of a vault, closed unless a test opens it."""

    folder: Path
    passphrase: str = PASSPHRASE

    def open(self):
        return books.open_book(self.folder, self.passphrase)

    def contents(self):
        """Every file by its name, but for the lock, in which each opening writes."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in self.folder.rglob("*")
            if path.is_file() and path.name != ".lock"
        }


def _fill(session):
    changes = commands.add(session, [Customer(name=f"云峰科技{number}有限公司") for number in range(30)])
    rows = [Interaction(customer_id=owner, summary="谈了预算 budget") for owner in changes.added[Kind.CUSTOMERS]]
    return changes | INTERACTIONS.add(session, rows)


@pytest.fixture(scope="session")
def _made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("made") / "vault"
    book, _recovery_key = books.make(folder, PASSPHRASE, "王芳", cost=FLOOR)
    with book:
        book.write("add", _fill)
    return folder


@pytest.fixture
def place(_made, tmp_path):
    """A vault with 30 customers and an interaction of each."""
    folder = tmp_path / "vault"
    shutil.copytree(_made, folder)
    return Place(folder)


@pytest.fixture
def book(place):
    """The vault, open."""
    with place.open() as book:
        yield book


@pytest.fixture
def other_place(tmp_path):
    """Another vault under the same passphrase."""
    folder = tmp_path / "other"
    book, _recovery_key = books.make(folder, PASSPHRASE, "李强", cost=FLOOR)
    book.close()
    return Place(folder)


@pytest.fixture
def add_customer():
    """Adds one customer by name."""
    return lambda book, name: book.write("add", lambda session: commands.add(session, [Customer(name=name)]))


@pytest.fixture
def count():
    """How many customers a book has."""
    return lambda book: book.read(CUSTOMERS.count)


@pytest.fixture
def attach():
    """Puts a file where attachments lie, as if it were encrypted."""

    def attach(book, name="attachments/ab/7.bin", content=b"as if encrypted" * 9_000):
        path = book.vault.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)
        return path

    return attach
