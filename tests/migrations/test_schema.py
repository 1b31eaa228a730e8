"""The scripts lead from nothing to the schema that the program declares, and to nothing else."""

import importlib.util

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlcipher3 import dbapi2

from desktop_crm.core.database import fulltext, migrate
from desktop_crm.core.database.engine import connect
from desktop_crm.core.database.migrate import MIGRATIONS
from desktop_crm.core.database.migrations import HEAD
from desktop_crm.core.database.schema import metadata

KEY = bytes(32)


@pytest.fixture
def declared(tmp_path):
    """A database made from the declared tables, without any script."""
    path = tmp_path / "declared.db"
    engine = create_engine("sqlite:///declared.db", module=dbapi2, creator=lambda: connect(path, KEY, create=True))
    with engine.begin() as connection:
        metadata.create_all(connection)
        fulltext.create(connection)
    engine.dispose()
    return path


@pytest.fixture
def migrated(tmp_path):
    path = tmp_path / "migrated.db"
    migrate.upgrade(path, KEY, before_change=lambda: None)
    return path


@pytest.fixture
def scripts():
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config)


def test_the_scripts_make_exactly_the_declared_tables_columns_keys_and_indexes(migrated, declared, structure):
    made, expected = structure(migrated, KEY), structure(declared, KEY)
    assert made.keys() == expected.keys()
    for name in expected:
        assert made[name] == expected[name], name
    assert expected["journal"]["deferred"] == 1, "else the comparison sees no deferred key"
    assert "contentless_delete" in expected["search_index"]["sql"]


def test_every_column_is_compared_with_its_type_and_its_nullability(declared, structure):
    found = structure(declared, KEY)["actions"]["columns"]
    assert ("hash", "BLOB", 1, None, 0, 0) in found
    assert ("id", "INTEGER", 1, None, 1, 0) in found


def test_the_head_that_the_program_names_is_that_of_the_scripts(scripts):
    assert scripts.get_heads() == [HEAD]


def test_the_scripts_are_one_line_without_branches(scripts):
    revisions = [script.revision for script in scripts.walk_revisions()]
    assert len(revisions) == len(list((MIGRATIONS / "versions").glob("[0-9]*.py")))
    assert revisions == sorted(revisions, reverse=True)


def test_a_script_says_in_its_head_what_it_does_and_bears_its_revision_in_its_name():
    for path in (MIGRATIONS / "versions").glob("*.py"):
        spec = importlib.util.spec_from_file_location(path.stem, path)
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        assert module.__doc__.strip()
        assert path.name.startswith(f"{module.revision}_")
