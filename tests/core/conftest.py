"""What the tests of the ground floor share: real encrypted databases, a clock that stands still, both languages."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import platformdirs
import pytest

from desktop_crm.core import clock, i18n
from desktop_crm.core.customers import commands as customer_commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.database import migrate
from desktop_crm.core.database.database import Database
from desktop_crm.core.database.engine import connect
from desktop_crm.core.ids import CustomerId
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import FIELDS
from desktop_crm.core.vault.anchor import Anchor
from desktop_crm.core.vault.keys import Keys


@dataclass(frozen=True)
class Cellar:
    """Where one database lies, with its keys, so that a test may close it, tamper with it and open it again."""

    folder: Path
    keys: Keys

    @property
    def path(self) -> Path:
        return self.folder / "data.db"

    @property
    def anchor(self) -> Anchor:
        return Anchor(self.folder / "commit.seq", self.keys.anchor_mac)

    def open(self, **options: Any) -> Database:
        """The database as a book opens it; the caller closes it."""
        usual = {"anchor": self.anchor, "fields": FIELDS, "author": "王芳"}
        return Database(self.path, self.keys.data_key, self.keys.journal_chain, **(usual | options))

    def connect(self, **options: Any) -> Any:
        """A raw driver connection, for what goes on behind the program's back; the caller closes it."""
        return connect(self.path, self.keys.data_key, **options)

    def copy_to(self, folder: Path) -> "Cellar":
        shutil.copytree(self.folder, folder)
        return Cellar(folder, self.keys)


@pytest.fixture(scope="session")
def _empty_cellar(tmp_path_factory: pytest.TempPathFactory) -> Cellar:
    made = Cellar(tmp_path_factory.mktemp("cellar"), Keys.random())
    migrate.upgrade(made.path, made.keys.data_key, before_change=lambda: None)
    made.anchor.reset(0)
    return made


@pytest.fixture
def cellar(_empty_cellar: Cellar, tmp_path: Path) -> Cellar:
    """An empty database of today's schema, closed, in a folder of the test's own."""
    return _empty_cellar.copy_to(tmp_path / "cellar")


@pytest.fixture
def database(cellar: Cellar) -> Iterator[Database]:
    """The same, open."""
    opened = cellar.open()
    yield opened
    opened.close()


@pytest.fixture
def add_customer(database: Database) -> Callable[..., CustomerId]:
    """Adds one customer to `database`, as one action, and gives its id."""

    def add(**fields: Any) -> CustomerId:
        customer = Customer(**({"name": "云帆科技有限公司"} | fields))
        changes = database.write("add", lambda session: customer_commands.add(session, [customer]))
        return CustomerId(changes.new_id(Kind.CUSTOMERS))

    return add


@pytest.fixture
def fixed_clock() -> Iterator[datetime]:
    """It is half past nine on Monday, November 23, 2026, in Shanghai, and stays so."""
    moment = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
    with clock.fixed(moment, "Asia/Shanghai"):
        yield moment


@pytest.fixture
def config_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that this installation keeps its own things in; absent at first."""
    folder = tmp_path / "config"
    monkeypatch.setattr(platformdirs, "user_config_path", lambda *_args, **_options: folder)
    return folder


@pytest.fixture(params=i18n.LANGUAGES)
def either_language(request: pytest.FixtureRequest) -> Iterator[str]:
    yield from _speaking(request.param)


@pytest.fixture
def english() -> Iterator[str]:
    yield from _speaking("en")


@pytest.fixture
def chinese() -> Iterator[str]:
    yield from _speaking("zh")


def _speaking(language: str) -> Iterator[str]:
    before = i18n.language()
    i18n.use_language(language)
    yield language
    i18n.use_language(before)
