"""What the schema of a database is, read from the file itself, so that two databases can be compared."""

import importlib.util
from pathlib import Path

import pytest

from desktop_crm.core.database.engine import connect

_KEEP_SCHEMA = Path(__file__).with_name("keep_schema.py")


def _structure(path, key):
    """Tables with their columns, keys and indexes, without alembic's own; the order of columns does not count."""
    connection = connect(path, key, read_only=True)

    def asked(pragma, name):
        return connection.execute(f"PRAGMA {pragma}('{name}')").fetchall()

    try:
        found = {}
        for name, sql in connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table'").fetchall():
            if name == "alembic_version":
                continue
            indexes = asked("index_list", name)
            found[name] = {
                "columns": {column[1:] for column in asked("table_xinfo", name)},
                "references": {reference[2:] for reference in asked("foreign_key_list", name)},
                "deferred": sql.upper().count("INITIALLY DEFERRED"),
                "indexes": {
                    # An automatic index stands for UNIQUE in the table, and its name is SQLite's affair.
                    (
                        index[1] if index[3] == "c" else "",
                        *index[2:],
                        # By name: an added column stands elsewhere.
                        *(part[2:] for part in asked("index_xinfo", index[1])),
                    )
                    for index in indexes
                },
            }
            if sql.upper().startswith("CREATE VIRTUAL"):
                found[name]["sql"] = " ".join(sql.split())
        return found
    finally:
        connection.close()


@pytest.fixture
def structure():
    return _structure


@pytest.fixture(scope="session")
def kept():
    """The module that writes the kept books, which knows their key and content."""
    spec = importlib.util.spec_from_file_location("keep_schema", _KEEP_SCHEMA)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
