import random

import pytest

from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database.errors import DatabaseDamagedError
from desktop_crm.core.database.integrity import journal_problems, problems, refuse_if_damaged
from desktop_crm.core.kinds import Kind

CHANGES = {
    "actions": {
        "sequence": "sequence + 100",
        "at": "at + 1",
        "zone": "'UTC'",
        "author": "'李雷'",
        "verb": "verb || '!'",
        "details": '\'{"file":"x"}\'',
        "hash": "zeroblob(32)",
        "id": "id + 1",
    },
    "journal": {
        "table_name": "'contacts'",
        "record_id": "record_id + 1",
        "operation": "'delete'",
        "changes": "replace(changes, '甲', '乙')",
        "salt": "zeroblob(16)",
        "digest": "zeroblob(32)",
        "action_id": "action_id + 1",
    },
}


@pytest.fixture(scope="module")
def _template(_empty_cellar, tmp_path_factory):
    made = _empty_cellar.copy_to(tmp_path_factory.mktemp("written") / "cellar")
    database = made.open()
    pair = [Customer(name="甲公司", notes="甲"), Customer(name="甲乙公司", notes="甲")]
    done = database.write("add", lambda session: commands.add(session, pair))
    first, second = done.added[Kind.CUSTOMERS]
    database.write("edit", lambda session: CUSTOMERS.change(session, first, notes="甲乙丙"))
    database.write("trash", lambda session: CUSTOMERS.trash(session, [second]))
    database.write("add", lambda session: commands.add(session, [Customer(name="甲丙公司")]))
    database.close()
    return made


@pytest.fixture
def written(_template, tmp_path):
    """A closed database with four actions: two customers, a change, a move to the Trash, a third customer."""
    return _template.copy_to(tmp_path / "written")


@pytest.fixture
def tamper(written):
    """Runs SQL behind the program's back, and gives what the check of the journal says afterwards."""

    def run(*statements):
        connection = written.connect()
        connection.execute("PRAGMA foreign_keys=OFF")
        changed = sum(connection.execute(statement).rowcount for statement in statements)
        connection.close()
        assert changed > 0, "the test changed nothing"
        return reported(written)

    return run


def reported(cellar):
    database = cellar.open()
    found = database.read(lambda connection: journal_problems(connection, cellar.keys.journal_chain))
    database.close()
    return found


def test_an_untouched_journal_verifies(written):
    assert reported(written) == []


def test_an_empty_journal_verifies(cellar):
    assert reported(cellar) == []


@pytest.mark.parametrize("place", [0, 1, 2, 3])
@pytest.mark.parametrize("column", CHANGES["actions"])
def test_a_change_to_any_column_of_any_action_is_reported(tamper, column, place):
    change = CHANGES["actions"][column]
    assert tamper(
        f"UPDATE actions SET {column} = {change} WHERE id = (SELECT id FROM actions ORDER BY id LIMIT 1 OFFSET {place})"
    )


@pytest.mark.parametrize("place", [0, 1, 2, 3, 4, 5, 6, 7])
@pytest.mark.parametrize("column", CHANGES["journal"])
def test_a_change_to_any_column_of_any_entry_is_reported(tamper, written, column, place):
    change, which = CHANGES["journal"][column], "(SELECT id FROM journal ORDER BY id LIMIT 1 OFFSET {place})"
    if column == "changes" and place in (0, 1, 5, 6):
        change = "'{}'"
    assert tamper(f"UPDATE journal SET {column} = {change} WHERE id = {which.format(place=place)}")


@pytest.mark.parametrize("place", range(8))
@pytest.mark.parametrize("column", ["salt", "digest"])
def test_an_entry_stripped_of_what_proves_it_is_reported_and_not_a_crash(tamper, column, place):
    value = "NULL" if column == "salt" else "x''"
    assert tamper(f"UPDATE journal SET {column} = {value} WHERE id = (SELECT id FROM journal LIMIT 1 OFFSET {place})")


@pytest.mark.parametrize("place", range(8))
def test_a_removed_entry_is_reported(tamper, place):
    assert tamper(f"DELETE FROM journal WHERE id = (SELECT id FROM journal ORDER BY id LIMIT 1 OFFSET {place})")


@pytest.mark.parametrize("place", range(3))
def test_a_removed_action_is_reported_with_or_without_its_entries(tamper, place):
    which = f"(SELECT id FROM actions ORDER BY id LIMIT 1 OFFSET {place})"
    assert tamper(f"DELETE FROM actions WHERE id = {which}")


@pytest.mark.parametrize("place", range(3))
def test_an_action_removed_with_its_entries_is_reported(tamper, place):
    which = f"(SELECT id FROM actions ORDER BY id LIMIT 1 OFFSET {place})"
    assert tamper(f"DELETE FROM journal WHERE action_id = {which}", f"DELETE FROM actions WHERE id = {which}")


def test_the_last_action_removed_without_its_entries_is_reported(tamper):
    assert tamper("DELETE FROM actions WHERE sequence = 4")


def test_two_entries_of_one_action_that_changed_places_are_reported(tamper):
    assert tamper(
        "UPDATE journal SET id = -1 WHERE id = 3",
        "UPDATE journal SET id = 3 WHERE id = 4",
        "UPDATE journal SET id = 4 WHERE id = -1",
    )


def test_two_actions_that_changed_places_are_reported(tamper):
    assert tamper(
        "UPDATE actions SET sequence = -1 WHERE sequence = 2",
        "UPDATE actions SET sequence = 2 WHERE sequence = 3",
        "UPDATE actions SET sequence = 3 WHERE sequence = -1",
    )


@pytest.mark.parametrize("action", ["(SELECT min(id) FROM actions)", "(SELECT max(id) FROM actions)", "1", "2 << 61"])
def test_an_entry_that_was_slipped_in_is_reported(tamper, action):
    assert tamper(
        "INSERT INTO journal (action_id, table_name, record_id, operation, changes, salt, digest) "
        f"SELECT {action}, table_name, record_id, operation, changes, salt, digest FROM journal WHERE id = 1"
    )


def test_an_action_that_was_slipped_in_is_reported(tamper):
    assert tamper(
        "INSERT INTO actions (id, sequence, at, zone, author, verb, details, hash) "
        "SELECT id + 1, 5, at, zone, author, verb, details, hash FROM actions WHERE sequence = 4"
    )


def test_a_gap_that_no_restore_explains_is_reported(tamper):
    assert "action 4 is missing" in tamper("UPDATE actions SET sequence = 9 WHERE sequence = 4")


def test_the_chain_does_not_verify_under_another_key(written):
    database = written.open()
    assert database.read(lambda connection: journal_problems(connection, bytes(32)))
    database.close()


def test_a_persons_values_can_be_erased_with_their_salts_and_the_chain_still_verifies(tamper):
    assert tamper("UPDATE journal SET changes = NULL, salt = NULL WHERE table_name = 'customers'") == []


def test_a_journal_rewritten_throughout_is_reported_in_few_lines(cellar):
    database = cellar.open()
    for number in range(40):
        database.write("add", lambda session, name=f"甲{number}": commands.add(session, [Customer(name=name)]))
    database.close()
    connection = cellar.connect()
    connection.execute("UPDATE actions SET author = '李雷'")
    connection.close()
    assert 1 <= len(reported(cellar)) <= 25


def test_a_whole_file_has_no_problems_and_its_log_is_brought_in(cellar):
    database = cellar.open()
    database.write("add", lambda session: commands.add(session, [Customer(name="甲公司")]))
    assert problems(cellar.path, cellar.keys.data_key) == []
    assert (cellar.folder / "data.db-wal").stat().st_size == 0
    refuse_if_damaged(cellar.path, cellar.keys.data_key)
    database.close()


def test_any_flipped_byte_of_the_file_is_found(written):
    whole = written.path.read_bytes()
    chance = random.Random(7)
    for position in [0, 15, 16, 100, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(25))]:
        hurt = bytearray(whole)
        hurt[position] ^= 1 << chance.randrange(8)
        written.path.write_bytes(hurt)
        assert problems(written.path, written.keys.data_key), position
        with pytest.raises(DatabaseDamagedError):
            refuse_if_damaged(written.path, written.keys.data_key)


@pytest.mark.parametrize("size", [0, 1, 4096, 10_000])
def test_a_cut_file_is_found(written, size):
    written.path.write_bytes(written.path.read_bytes()[:size])
    assert problems(written.path, written.keys.data_key)


def test_a_missing_file_is_a_problem_and_is_not_made(cellar):
    cellar.path.unlink()
    assert problems(cellar.path, cellar.keys.data_key)
    assert not cellar.path.exists()


def test_a_row_that_refers_to_nothing_is_found(written):
    connection = written.connect()
    connection.execute("PRAGMA foreign_keys=OFF")
    connection.execute("INSERT INTO contacts (id, name_key, customer_id) VALUES (1, '', 404)")
    connection.close()
    assert any("contacts" in problem for problem in problems(written.path, written.keys.data_key))
