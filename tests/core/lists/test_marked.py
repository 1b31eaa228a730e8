from sqlalchemy import func, select

from desktop_crm.core.database.schema.actions import actions
from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists import marked

A, B, C = (Kind.CUSTOMERS, 2**62 + 5), (Kind.CUSTOMERS, 7), (Kind.ORDERS, 7)


def actions_in(database):
    return database.read(lambda connection: connection.scalar(select(func.count()).select_from(actions)))


def test_pinned_records_are_kept_in_the_order_of_pinning_and_only_once(database):
    for mark in (A, B, C, A):
        database.write("pin", lambda session, mark=mark: marked.pin(session, *mark))
    assert database.read(marked.pinned) == [A, B, C]
    database.write("pin", lambda session: marked.unpin(session, *B))
    assert database.read(marked.pinned) == [A, C]
    database.write("pin", lambda session: marked.arrange_pinned(session, [C]))
    assert database.read(marked.pinned) == [C, A]


def test_what_was_looked_at_last_comes_first(database):
    database.write("look", lambda session: marked.note_recent(session, [A, B]))
    database.write("look", lambda session: marked.note_recent(session, [C, A]))
    assert database.read(marked.recent) == [A, C, B]


def test_looking_at_records_leaves_no_trace_in_the_journal_and_survives_a_restart(cellar):
    first = cellar.open()
    before = actions_in(first)
    many = [(Kind.CUSTOMERS, number) for number in range(1, 100)]
    first.write("look", lambda session: marked.note_recent(session, many))
    assert actions_in(first) == before
    first.close()
    again = cellar.open()
    found = again.read(marked.recent)
    assert found[:2] == [(Kind.CUSTOMERS, 99), (Kind.CUSTOMERS, 98)]
    assert marked.MOST_RECENT <= len(found) < 99
    again.close()
