"""How a connection to the encrypted database is made: the key first, then the settings of `trust.md`.

The rest of the house sees a SQLAlchemy engine, so that the binding below can be exchanged here alone.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2

from desktop_crm.core.database.errors import CipherMissingError, DatabaseDamagedError, told
from desktop_crm.core.vault.files import is_writable

KEY_BYTES = 32
OLDEST_SQLITE = (3, 51, 3)  # before it a WAL reset can lose commits
PRESENTING = "presenting"  # execution option: others see the screen, so what a refusal names is masked
WRITES = {"writes": True}  # execution option: the transaction takes the write lock when it begins

_PRAGMAS = (
    "foreign_keys=ON",
    "temp_store=MEMORY",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "mmap_size=0",
    "secure_delete=ON",
    "busy_timeout=5000",
    "cache_size=-32000",
)
_WRITER_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL")


def connect(path: Path, key: bytes, *, read_only: bool = False, create: bool = False) -> Any:
    """A raw driver connection to the database at `path`, with the 256-bit `key` set and proven.

    Raises:
        CipherMissingError: the library does not encrypt or is too old; nothing was touched.
        DatabaseDamagedError: there is no such file, or it is empty or does not open with this key.
        CannotOpenError, DiskFaultError, DiskFullError, DatabaseBusyError: it cannot be opened at this time.
    """
    if len(key) != KEY_BYTES:
        raise ValueError("a raw key has 32 bytes")  # SQLCipher would silently take it for a passphrase
    if not create and not path.exists():
        raise DatabaseDamagedError(f"{path.name}: no such file")
    mode = "ro" if read_only else "rwc" if create else "rw"
    if read_only and not _has_log(path) and not is_writable(path.parent):
        mode += "&immutable=1"  # else SQLite wants to make the files of the write-ahead log, and fails
    try:
        connection = dbapi2.connect(
            f"{path.resolve().as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
        )
    except dbapi2.Error as error:
        raise told(error, path) or DatabaseDamagedError(str(error).capitalize()) from error
    try:
        connection.set_key(f"x'{key.hex()}'")
        connection.execute("PRAGMA cipher_log_level=NONE")
        _refuse_unsafe_library(connection)
        connection.execute("PRAGMA cipher_compatibility=4")
        connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if not create and connection.execute("PRAGMA page_count").fetchone() == (0,):
            raise DatabaseDamagedError(f"{path.name}: empty")  # SQLite would take it for a new database, under any key
        for pragma in _PRAGMAS if read_only else _PRAGMAS + _WRITER_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}").fetchall()
        if sys.platform == "darwin":
            connection.execute("PRAGMA fullfsync=ON")
    except dbapi2.DatabaseError as error:
        connection.close()
        raise told(error, path) or DatabaseDamagedError(str(error).capitalize()) from error
    except BaseException:
        connection.close()
        raise
    return connection


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _refuse_unsafe_library(connection: Any) -> None:
    cipher = connection.execute("PRAGMA cipher_version").fetchone()
    if not cipher or not cipher[0]:
        raise CipherMissingError("no cipher")
    if dbapi2.sqlite_version_info < OLDEST_SQLITE:
        raise CipherMissingError(f"SQLite {dbapi2.sqlite_version}")


def open_engine(
    path: Path,
    key: bytes,
    *,
    read_only: bool = False,
    create: bool = False,
    prepare: Callable[[Any], None] | None = None,
) -> Engine:
    """An engine over `connect`: readers begin deferred, connections with the option `WRITES` take the lock at once.

    `prepare` is done to each raw connection before anybody gets it.
    """

    def connected() -> Any:
        connection = connect(path, key, read_only=read_only, create=create)
        if prepare:
            prepare(connection)
        return connection

    engine = create_engine(
        URL.create("sqlite", database=path.resolve().as_posix()),
        module=dbapi2,
        creator=connected,
        poolclass=QueuePool,
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
