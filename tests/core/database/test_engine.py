import sqlite3
import sys
from types import SimpleNamespace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError
from sqlcipher3 import dbapi2

from desktop_crm.core.database import engine as engines
from desktop_crm.core.database.engine import WRITES, connect, open_engine
from desktop_crm.core.database.errors import CipherMissingError, DatabaseDamagedError, translated

# What `trust.md` asks of every connection; 2 is FULL of synchronous and MEMORY of temp_store.
PROMISED = {
    "foreign_keys": 1,
    "journal_mode": "wal",
    "synchronous": 2,
    "temp_store": 2,
    "trusted_schema": 0,
    "secure_delete": 1,
    "cell_size_check": 1,
    "mmap_size": 0,
    "busy_timeout": 5000,
}


class PlainConnection(sqlite3.Connection):
    """What a binding looks like that was linked to SQLite without a cipher."""

    def set_key(self, key):
        """Take the key and do nothing with it."""


@pytest.fixture
def plain_library(monkeypatch):
    opened = []

    def plain_connect(database, **options):
        opened.append(sqlite3.connect(database, factory=PlainConnection, **options))
        return opened[-1]

    plain = SimpleNamespace(
        connect=plain_connect,
        DatabaseError=sqlite3.DatabaseError,
        sqlite_version_info=(3, 60, 0),
        sqlite_version="3.60.0",
    )
    monkeypatch.setattr(engines, "dbapi2", plain)
    return opened


def asked(connection, pragma):
    return connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()


def test_the_promised_settings_are_in_force_on_every_pooled_connection(cellar):
    engine = open_engine(cellar.path, cellar.keys.data_key)
    held = [engine.connect() for _ in range(7)]
    try:
        for connection in held:
            assert {pragma: asked(connection, pragma) for pragma in PROMISED} == PROMISED
            assert asked(connection, "cipher_version")
            if sys.platform == "darwin":
                assert asked(connection, "fullfsync") == 1
    finally:
        for connection in held:
            connection.close()
        engine.dispose()


def test_a_connection_for_reading_only_keeps_the_settings_that_concern_it_and_writes_nothing(cellar):
    connection = cellar.connect(read_only=True)
    try:
        for pragma in PROMISED.keys() - {"journal_mode", "synchronous"}:
            assert connection.execute(f"PRAGMA {pragma}").fetchone() == (PROMISED[pragma],)
        with pytest.raises(dbapi2.OperationalError, match="readonly"):
            connection.execute("CREATE TABLE t (x)")
    finally:
        connection.close()


@pytest.mark.parametrize("key", [b"", b"x" * 31, b"x" * 33, b"a passphrase that is long enough"[:20]])
def test_a_key_of_the_wrong_length_is_refused_and_makes_no_file(tmp_path, key):
    with pytest.raises(ValueError, match="32 bytes"):
        connect(tmp_path / "data.db", key, create=True)
    assert list(tmp_path.iterdir()) == []


def test_a_missing_file_is_refused_and_no_new_one_appears(tmp_path):
    for options in ({}, {"read_only": True}):
        with pytest.raises(DatabaseDamagedError, match=r"data\.db"):
            connect(tmp_path / "data.db", bytes(32), **options)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_vanishes_under_the_engine_does_not_come_back_empty(cellar):
    engine = open_engine(cellar.path, cellar.keys.data_key)
    cellar.path.unlink()
    with pytest.raises(DatabaseDamagedError), translated(cellar.path):
        engine.connect()
    assert not cellar.path.exists()


@pytest.mark.parametrize("read_only", [False, True])
def test_the_wrong_key_opens_nothing_and_changes_nothing(cellar, read_only):
    before = cellar.path.read_bytes()
    with pytest.raises(DatabaseDamagedError):
        connect(cellar.path, bytes(32), read_only=read_only)
    assert cellar.path.read_bytes() == before


def test_what_is_no_database_is_called_damaged_and_stays_as_it_is(tmp_path):
    path = tmp_path / "data.db"
    path.write_bytes(b"neither SQLite nor encrypted " * 500)
    with pytest.raises(DatabaseDamagedError):
        connect(path, bytes(32))
    assert path.read_bytes() == b"neither SQLite nor encrypted " * 500


def test_the_file_shows_neither_sqlite_nor_words(cellar, add_customer):
    add_customer(name="绝密客户有限公司", notes="canary-7311")
    for path in cellar.folder.iterdir():
        content = path.read_bytes()
        assert b"canary-7311" not in content
        assert "绝密".encode() not in content
        assert b"CREATE TABLE" not in content
        if path == cellar.path:
            assert not content.startswith(b"SQLite format 3")


def test_a_library_without_a_cipher_is_refused_before_anything_is_written(tmp_path, plain_library):
    path = tmp_path / "data.db"
    with pytest.raises(CipherMissingError):
        connect(path, bytes(32), create=True)
    assert not path.exists() or path.stat().st_size == 0
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        plain_library[0].execute("SELECT 1")


def test_a_sqlite_that_can_lose_commits_is_refused_by_its_version(cellar, monkeypatch):
    monkeypatch.setattr(dbapi2, "sqlite_version_info", (3, 51, 2))
    with pytest.raises(CipherMissingError, match=r"SQLite 3\."):
        cellar.connect()
    monkeypatch.setattr(dbapi2, "sqlite_version_info", (3, 51, 3))
    cellar.connect().close()


def test_a_change_of_the_schema_is_undone_with_its_transaction(cellar):
    engine = open_engine(cellar.path, cellar.keys.data_key)

    def make_a_table_and_fail():
        with engine.connect() as connection, connection.begin():
            connection.execute(text("CREATE TABLE passing (id INTEGER)"))
            connection.execute(text("ALTER TABLE customers ADD COLUMN shoe_size"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        make_a_table_and_fail()
    with engine.connect() as connection:
        names = set(connection.execute(text("SELECT name FROM sqlite_schema")).scalars())
        assert "passing" not in names
        with pytest.raises(OperationalError, match="shoe_size"):
            connection.execute(text("SELECT shoe_size FROM customers"))
    engine.dispose()


def test_a_writer_holds_the_lock_from_its_beginning_and_readers_go_on(cellar):
    engine = open_engine(cellar.path, cellar.keys.data_key)
    other = cellar.connect()
    try:
        with engine.connect().execution_options(**WRITES) as connection, connection.begin():
            other.execute("PRAGMA busy_timeout=0")
            assert other.execute("SELECT count(*) FROM customers").fetchone() == (0,)
            with pytest.raises(dbapi2.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
        with engine.connect() as connection, connection.begin():
            other.execute("BEGIN IMMEDIATE")
            other.execute("ROLLBACK")
    finally:
        other.close()
        engine.dispose()


def test_an_error_of_the_driver_shows_no_value_of_a_row(cellar):
    engine = open_engine(cellar.path, cellar.keys.data_key)
    statement = text("INSERT INTO customers (id, name) VALUES (1, :name)")
    with engine.connect() as connection, pytest.raises(Exception, match="NOT NULL") as caught:
        connection.execute(statement, {"name": "canary-7312"})
    assert "canary-7312" not in str(caught.value)
    engine.dispose()


@pytest.mark.parametrize("name", ["客户 资料", "100% sure", "what?mode=ro", "a#b", "it's; here"])
def test_the_folder_may_have_any_name(cellar, tmp_path, name):
    if sys.platform == "win32" and "?" in name:
        pytest.skip("no such name on Windows")
    moved = cellar.copy_to(tmp_path / name)
    database = moved.open()
    assert database.read(lambda connection: connection.scalar(text("SELECT count(*) FROM customers"))) == 0
    database.close()
