import hashlib
import shutil

import pytest

from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import integrity
from desktop_crm.core.database.errors import DatabaseDamagedError, NewerSchemaError
from desktop_crm.core.database.migrate import MIGRATIONS, program_version, schema_version, upgrade
from desktop_crm.core.database.migrations import HEAD
from desktop_crm.core.kinds import Kind

SCRIPT = """
import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision = "{down_revision}"


def upgrade():
{body}
"""
GOOD = '    op.add_column("customers", sa.Column("shoe_size", sa.Integer()))'
REBUILD = """    with op.batch_alter_table("customers", recreate="always") as batch:
        batch.add_column(sa.Column("shoe_size", sa.Integer()))"""
FAILS = f'{GOOD}\n    op.execute("INSERT INTO no_such_table VALUES (1)")'
ORPHANS = f'{GOOD}\n    op.execute("DELETE FROM customers")'


@pytest.fixture
def scripts(tmp_path):
    """Makes a folder of migrations with one more revision, 9000, and later ones when asked for more bodies."""

    def make(*bodies):
        folder = tmp_path / f"migrations-{len(list(tmp_path.iterdir()))}"
        shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        before = HEAD
        for number, body in enumerate(bodies):
            revision = str(9000 + number)
            text = SCRIPT.format(revision=revision, down_revision=before, body=body)
            (folder / "versions" / f"{revision}_test.py").write_text(text, encoding="utf-8")
            before = revision
        return {"migrations": folder, "head": before}

    return make


@pytest.fixture
def full(cellar):
    """A closed database with a customer and its contact."""
    database = cellar.open()
    done = database.write("add", lambda session: commands.add(session, [Customer(name="云帆科技有限公司")]))
    person = Contact(customer_id=done.new_id(Kind.CUSTOMERS), name="张三")
    database.write("add", lambda session: CONTACTS.add(session, [person]))
    database.close()
    return cellar


def run(cellar, **options):
    """What `upgrade` says, and how often it asked for a backup."""
    asked = []
    changed = upgrade(cellar.path, cellar.keys.data_key, before_change=lambda: asked.append(1), **options)
    return changed, len(asked)


def asked(cellar, statement):
    connection = cellar.connect()
    try:
        return connection.execute(statement).fetchall()
    finally:
        connection.close()


def columns(cellar):
    return {row[1] for row in asked(cellar, "PRAGMA table_info(customers)")}


def digest(cellar):
    return hashlib.sha256(cellar.path.read_bytes()).hexdigest()


@pytest.mark.parametrize("beginning", ["absent", "empty"])
def test_a_new_database_gets_its_schema_and_needs_no_backup(tmp_path, cellar, beginning):
    cellar.path.unlink()
    if beginning == "empty":
        cellar.path.touch()
    assert run(cellar) == (True, 0)
    assert asked(cellar, "SELECT version_num FROM alembic_version") == [(HEAD,)]
    assert asked(cellar, "SELECT value FROM about WHERE name = 'program_version'") == [(program_version(),)]
    assert run(cellar) == (False, 0)


def test_a_database_of_today_is_left_alone(full):
    before = digest(full)
    assert run(full) == (False, 0)
    assert digest(full) == before


def test_an_older_database_is_backed_up_and_brought_to_today_with_all_its_rows(full, scripts):
    backups = []

    def back_up():
        assert "shoe_size" not in columns(full), "before anything is changed"
        backups.append(1)

    options = scripts(GOOD, '    op.execute("UPDATE customers SET shoe_size = 42")')
    assert upgrade(full.path, full.keys.data_key, before_change=back_up, **options)
    assert backups == [1]
    assert asked(full, "SELECT version_num FROM alembic_version") == [("9001",)]
    assert asked(full, "SELECT name, shoe_size FROM customers") == [("云帆科技有限公司", 42)]


def test_building_a_table_anew_keeps_its_children_and_the_rule_that_binds_them(full, scripts):
    run(full, **scripts(REBUILD))
    assert asked(full, "SELECT count(*) FROM contacts JOIN customers c ON c.id = customer_id") == [(1,)]
    assert integrity.problems(full.path, full.keys.data_key) == []
    with pytest.raises(Exception, match="FOREIGN KEY"):
        asked(full, "INSERT INTO contacts (id, name_key, customer_id) VALUES (1, '', 404)")


@pytest.mark.parametrize("bodies", [(FAILS,), (GOOD, FAILS.replace("shoe_size", "hat_size"))])
def test_a_step_that_fails_leaves_the_old_database_working_and_undoes_the_steps_before_it(full, scripts, bodies):
    with pytest.raises(Exception, match="no_such_table"):
        run(full, **scripts(*bodies))
    assert asked(full, "SELECT version_num FROM alembic_version") == [(HEAD,)]
    assert not {"shoe_size", "hat_size"} & columns(full)
    database = full.open()
    assert database.read(CUSTOMERS.count) == 1
    database.write("add", lambda session: commands.add(session, [Customer(name="远山物流")]))
    database.close()


def test_rows_that_refer_to_nothing_after_a_step_roll_it_back(full, scripts):
    with pytest.raises(DatabaseDamagedError, match="contacts"):
        run(full, **scripts(ORPHANS))
    assert asked(full, "SELECT name FROM customers") == [("云帆科技有限公司",)]
    assert "shoe_size" not in columns(full)


def test_a_backup_that_fails_stops_everything(full, scripts):
    before = digest(full)

    def back_up():
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        upgrade(full.path, full.keys.data_key, before_change=back_up, **scripts(GOOD))
    assert digest(full) == before


def test_the_database_of_a_newer_program_is_refused_by_its_version_and_not_touched(full, scripts):
    run(full, **scripts(GOOD))
    connection = full.connect()
    connection.execute("UPDATE about SET value = '9.9.9' WHERE name = 'program_version'")
    connection.close()
    before = digest(full)
    with pytest.raises(NewerSchemaError, match=r"9\.9\.9"):
        run(full)
    assert digest(full) == before


def test_a_newer_database_that_does_not_say_its_program_is_refused_by_its_revision(full, scripts):
    run(full, **scripts(GOOD))
    connection = full.connect()
    connection.execute("DELETE FROM about")
    connection.close()
    with pytest.raises(NewerSchemaError, match="9000"):
        run(full)


def test_a_newer_database_is_not_backed_up_either(full, scripts):
    run(full, **scripts(GOOD))
    with pytest.raises(NewerSchemaError):
        upgrade(full.path, full.keys.data_key, before_change=lambda: pytest.fail("it was to be left alone"))


@pytest.mark.parametrize("size", [1, 5_000])
def test_a_cut_file_is_damaged_and_no_fresh_start(full, size):
    full.path.write_bytes(full.path.read_bytes()[:size])
    before = digest(full)
    with pytest.raises(DatabaseDamagedError):
        run(full)
    assert digest(full) == before


def test_the_wrong_key_migrates_nothing(full, scripts):
    before = digest(full)
    with pytest.raises(DatabaseDamagedError):
        upgrade(full.path, bytes(32), before_change=lambda: None, **scripts(GOOD))
    assert digest(full) == before


def test_the_text_index_works_after_the_table_of_customers_was_built_anew(full, scripts):
    run(full, **scripts(REBUILD))
    assert asked(full, "SELECT count(*) FROM search_index") == [(2,)]


def test_an_empty_file_has_no_schema(cellar):
    connection = cellar.connect()
    assert schema_version(connection) == HEAD
    connection.execute("DELETE FROM alembic_version")
    assert schema_version(connection) is None
    connection.execute("DROP TABLE alembic_version")
    assert schema_version(connection) is None
    connection.close()


def test_the_folder_of_the_program_may_have_a_percent_sign_in_its_name(full, scripts, tmp_path):
    options = scripts(GOOD)
    moved = options["migrations"].rename(tmp_path / "100% mine")
    assert run(full, **(options | {"migrations": moved})) == (True, 1)
    assert "shoe_size" in columns(full)
