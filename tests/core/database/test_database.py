import shutil
from threading import Event, Thread

import pytest
from sqlalchemy import func, select

from desktop_crm.core.changes import Changes
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import engine
from desktop_crm.core.database.errors import DatabaseBusyError, ReadOnlyError, RolledBackError
from desktop_crm.core.database.integrity import journal_problems
from desktop_crm.core.database.schema.actions import actions
from desktop_crm.core.kinds import Kind


class WatchedAnchor:
    """A real anchor that tells what the database holds at the moment at which a number is recorded."""

    def __init__(self, cellar):
        self._anchor = cellar.anchor
        self._cellar = cellar
        self.seen = []
        self.meanwhile = lambda: None

    def record(self, sequence):
        connection = self._cellar.connect()
        committed = connection.execute("SELECT max(sequence) FROM actions").fetchone()[0]
        connection.close()
        self.seen.append((sequence, committed))
        self.meanwhile()
        self._anchor.record(sequence)

    def latest(self):
        return self._anchor.latest()

    def reset(self, sequence):
        self._anchor.reset(sequence)


def add(database, number="1"):
    return database.write("add", lambda session: CUSTOMERS.add(session, [Customer(number=number, name="甲")]))


def last_sequence(database):
    return database.read(lambda connection: connection.scalar(select(func.max(actions.c.sequence))))


def test_a_write_gives_back_its_changes_and_counts_actions_from_one(database, cellar):
    assert add(database, "1").kinds == {Kind.CUSTOMERS}
    add(database, "2")
    assert last_sequence(database) == cellar.anchor.latest() == 2


def test_the_anchor_is_recorded_after_the_commit(cellar):
    anchor = WatchedAnchor(cellar)
    database = cellar.open(anchor=anchor)
    add(database, "1")
    add(database, "2")
    database.close()
    assert anchor.seen == [(1, 1), (2, 2)]


def test_an_action_that_changes_nothing_leaves_no_trace(cellar):
    anchor = WatchedAnchor(cellar)
    database = cellar.open(anchor=anchor)
    assert database.write("look", lambda session: Changes()) == Changes()
    assert last_sequence(database) is None
    database.close()
    assert anchor.seen == []


def test_a_second_writer_waits_until_the_first_ones_number_is_recorded(cellar):
    anchor, failed, second_is_through = WatchedAnchor(cellar), [], Event()
    database = cellar.open(anchor=anchor)

    def second():
        try:
            add(database, "2")
        except BaseException as error:
            failed.append(error)
        second_is_through.set()

    thread = Thread(target=second)

    def let_the_second_try():
        anchor.meanwhile = lambda: None
        thread.start()
        second_is_through.wait(0.3)  # it cannot come through, or it would overtake

    anchor.meanwhile = let_the_second_try
    add(database, "1")
    thread.join()
    database.close()
    assert failed == []
    assert [sequence for sequence, _committed in anchor.seen] == [1, 2]
    assert cellar.anchor.latest() == 2


def test_a_read_sees_one_state_while_others_write(database):
    add(database, "1")

    def work(connection):
        before = CUSTOMERS.count(connection)
        add(database, "2")
        return before, CUSTOMERS.count(connection)

    assert database.read(work) == (1, 1)
    assert database.read(CUSTOMERS.count) == 2


def test_a_read_can_write_nothing_that_stays(database):
    add(database, "1")
    database.read(lambda connection: connection.exec_driver_sql("DELETE FROM journal"))
    assert database.read(lambda connection: connection.exec_driver_sql("SELECT count(*) FROM journal").scalar()) == 1


def test_what_was_written_is_there_when_the_database_is_opened_again(cellar):
    database = cellar.open()
    record_id = add(database).new_id(Kind.CUSTOMERS)
    database.close()
    again = cellar.open()
    assert again.read(lambda connection: CUSTOMERS.get(connection, record_id)).name == "甲"
    assert add(again, "2").new_id(Kind.CUSTOMERS) > record_id
    again.close()


def test_closing_brings_the_log_into_the_file(cellar):
    database = cellar.open()
    add(database)
    assert (cellar.folder / "data.db-wal").stat().st_size > 0
    database.close()
    assert not (cellar.folder / "data.db-wal").exists()
    assert {path.name for path in cellar.folder.iterdir()} == {"data.db", "commit.seq"}


def test_new_ids_are_above_every_id_in_the_book(cellar):
    database = cellar.open()
    foreign = Customer(id=2**62 + 5, number="1", name="来自别处")
    database.write("import", lambda session: CUSTOMERS.add(session, [foreign]))
    database.close()
    again = cellar.open(device=9)
    made = add(again, "2").new_id(Kind.CUSTOMERS)
    again.close()
    assert 2**62 + 5 < made < 2**63
    assert (made >> 6) & 0xFFFF == 9


def test_a_database_opened_for_reading_refuses_to_write(cellar):
    database = cellar.open()
    add(database)
    database.close()
    database = cellar.open(read_only=True)
    with pytest.raises(ReadOnlyError):
        add(database, "2")
    assert database.read(CUSTOMERS.count) == 1
    database.close()


def test_a_write_inside_a_write_is_refused_and_does_not_wait_for_itself_for_ever(cellar, monkeypatch):
    impatient = tuple("busy_timeout=20" if "busy" in pragma else pragma for pragma in engine._PRAGMAS)
    monkeypatch.setattr(engine, "_PRAGMAS", impatient)
    database = cellar.open()

    def work(session):
        add(database, "2")
        return Changes()

    with pytest.raises(DatabaseBusyError):
        database.write("outer", work)
    assert database.read(CUSTOMERS.count) == 0
    database.close()


@pytest.fixture
def older_copy(cellar, tmp_path):
    """The database as it was after one action, while the live one and its anchor stand at three."""
    database = cellar.open()
    add(database, "1")
    database.close()
    shutil.copyfile(cellar.path, tmp_path / "older.db")
    database = cellar.open()
    add(database, "2")
    add(database, "3")
    database.close()
    return tmp_path / "older.db"


def test_a_database_replaced_by_its_older_copy_is_noticed(cellar, older_copy):
    shutil.copyfile(older_copy, cellar.path)
    database = cellar.open()
    with pytest.raises(RolledBackError, match=r"1.*3"):
        database.refuse_if_rolled_back()
    assert database.read(CUSTOMERS.count) == 1
    database.close()


def test_a_lost_log_is_noticed(cellar, tmp_path):
    database = cellar.open()
    add(database, "1")
    database.close()
    database = cellar.open()
    add(database, "2")
    crashed = cellar.copy_to(tmp_path / "crashed")
    database.close()
    (crashed.folder / "data.db-wal").unlink()
    (crashed.folder / "data.db-shm").unlink(missing_ok=True)
    database = crashed.open()
    with pytest.raises(RolledBackError):
        database.refuse_if_rolled_back()
    database.close()


def test_a_database_accepted_as_it_is_goes_on_from_there(cellar, older_copy):
    shutil.copyfile(older_copy, cellar.path)
    database = cellar.open()
    database.accept_as_it_is()
    database.refuse_if_rolled_back()
    add(database, "4")
    assert last_sequence(database) == cellar.anchor.latest() == 2
    assert database.read(lambda connection: journal_problems(connection, cellar.keys.journal_chain)) == []
    database.close()


def test_a_database_ahead_of_its_anchor_is_no_rollback(cellar):
    database = cellar.open()
    add(database, "1")
    kept = (cellar.folder / "commit.seq").read_bytes()
    add(database, "2")
    database.close()
    (cellar.folder / "commit.seq").write_bytes(kept)  # killed between the commit and the anchor
    database = cellar.open()
    database.refuse_if_rolled_back()
    add(database, "3")
    assert cellar.anchor.latest() == 3
    database.close()


def test_a_restore_stands_above_everything_acknowledged_and_the_chain_still_verifies(database, cellar):
    add(database, "1")
    assert database.record_restore({"file": "a.crmbackup"}, above=40) == 41
    assert cellar.anchor.latest() == 1, "the restored database is not in its place yet"
    cellar.anchor.record(41)
    add(database, "2")
    assert last_sequence(database) == cellar.anchor.latest() == 42
    assert database.read(lambda connection: journal_problems(connection, cellar.keys.journal_chain)) == []
