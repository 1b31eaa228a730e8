"""Connections for the index: plain SQLite in memory and SQLCipher in a file."""

import sqlite3

import pytest
from sqlalchemy import create_engine, event
from sqlalchemy.pool import StaticPool
from sqlcipher3 import dbapi2

from desktop_crm.core.database import fulltext

OLDEST_PLAIN_SQLITE = (3, 43, 0)  # the first with contentless-delete tables


def _plain():
    # SQLCipher without a key is plain SQLite too, for a Python whose own SQLite is too old.
    module = sqlite3 if sqlite3.sqlite_version_info >= OLDEST_PLAIN_SQLITE else dbapi2
    return module, lambda: module.connect(":memory:", isolation_level=None)


def _encrypted(path):
    def connect():
        connection = dbapi2.connect(str(path), isolation_level=None)
        connection.set_key(f"x'{'5a' * 32}'")
        connection.execute("PRAGMA cipher_log_level=NONE")
        connection.execute("PRAGMA trusted_schema=OFF")
        return connection

    return dbapi2, connect


@pytest.fixture(params=["plain", "encrypted"])
def connection(request, tmp_path):
    """A SQLAlchemy connection with an empty index, in a transaction."""
    module, creator = _plain() if request.param == "plain" else _encrypted(tmp_path / "data.db")
    engine = create_engine("sqlite:///index", module=module, creator=creator, poolclass=StaticPool)
    event.listen(engine, "begin", lambda begun: begun.exec_driver_sql("BEGIN"))
    with engine.connect() as opened:
        fulltext.create(opened)
        yield opened
    engine.dispose()
