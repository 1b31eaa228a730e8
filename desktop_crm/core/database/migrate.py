"""Bringing a database to today's schema, wholly or not at all."""

import importlib.metadata
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.pool import NullPool
from sqlcipher3 import dbapi2

from desktop_crm.core.database.engine import connect
from desktop_crm.core.database.errors import DatabaseDamagedError, NewerSchemaError, translated
from desktop_crm.core.database.migrations import HEAD

MIGRATIONS = Path(__file__).parent / "migrations"


def program_version() -> str:
    """The version of this program."""
    return importlib.metadata.version("desktop-crm")


def schema_version(connection: Any) -> str | None:
    """The revision of the database behind a raw driver connection, None when it is empty."""
    exists = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'alembic_version'").fetchone()
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone() if exists else None
    return row[0] if row else None


def upgrade(
    path: Path,
    key: bytes,
    *,
    before_change: Callable[[], object],
    migrations: Path = MIGRATIONS,
    head: str = HEAD,
) -> bool:
    """Whether there was anything to do; the database at `path` has today's schema afterwards.

    An empty or absent database gets its first tables. `before_change` makes the verified backup of an older one.
    Every step and the version are one transaction.

    Raises:
        NewerSchemaError: a newer program wrote it; the file was not touched.
        DatabaseDamagedError: rows contradict each other after the change; it was undone.
    """
    version = None
    if path.exists() and path.stat().st_size:
        connection = connect(path, key, read_only=True)
        try:
            version = schema_version(connection)
            if version == head:
                return False
            if version is not None:
                _refuse_newer(connection, version, migrations)
                before_change()
        finally:
            connection.close()
    engine = _bare_engine(path, key)
    try:
        with translated(path):
            _run(engine, migrations)
    finally:
        engine.dispose()
    return True


def _bare_engine(path: Path, key: bytes) -> Engine:
    """An engine without foreign keys: rebuilding a table would else delete its children by cascade."""

    path.touch(mode=0o600)  # where there are owners, the log beside it takes after the database

    def creator() -> Any:
        connection = connect(path, key, create=True)
        connection.execute("PRAGMA foreign_keys=OFF")  # has no effect inside a transaction, so here
        return connection

    engine = create_engine("sqlite:///data.db", module=dbapi2, creator=creator, poolclass=NullPool)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _config(migrations: Path) -> Any:
    from alembic.config import Config  # noqa: PLC0415 - slow to import, and seldom needed

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    return config


def _refuse_newer(connection: Any, version: str, migrations: Path) -> None:
    from alembic.script import ScriptDirectory  # noqa: PLC0415 - as above

    known = {script.revision for script in ScriptDirectory.from_config(_config(migrations)).walk_revisions()}
    if version not in known:
        row = connection.execute("SELECT value FROM about WHERE name = 'program_version'").fetchone()
        raise NewerSchemaError(row[0] if row else version)


def _run(engine: Engine, migrations: Path) -> None:
    from alembic.command import upgrade as run_upgrade  # noqa: PLC0415 - as above

    config = _config(migrations)
    with engine.connect() as connection, connection.begin():
        config.attributes["connection"] = connection
        run_upgrade(config, "head")
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise DatabaseDamagedError(f"{len(broken)} rows of {broken[0][0]} refer to nothing")
        connection.exec_driver_sql(
            "INSERT OR REPLACE INTO about (name, value) VALUES ('program_version', ?)", (program_version(),)
        )
