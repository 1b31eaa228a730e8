from threading import Event

import pytest

from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.kinds import Kind


def add(name):
    return lambda session: commands.add(session, [Customer(name=name)])


@pytest.fixture
def news(context):
    """What the bus told: how many records, and who asked."""
    heard = []
    context.bus.changed.connect(lambda changes, origin: heard.append((len(changes.added[Kind.CUSTOMERS]), origin)))
    return heard


def test_a_write_is_told_with_its_origin_before_its_answer(context, window, news, qtbot):
    seen = []
    context.operations.write(window, "add", add("甲"), lambda _changes: seen.append(list(news)))
    qtbot.waitUntil(lambda: seen != [])
    assert seen == [[(1, window)]]


def test_a_commit_through_any_other_door_of_the_book_is_told_too(context, window, news, qtbot):
    context.operations.run(window, lambda _progress: context.book.database.write("import", add("甲")), lambda _: None)
    qtbot.waitUntil(lambda: news != [])
    context.book.write("add", add("乙"))
    qtbot.waitUntil(lambda: len(news) == 2)
    assert news == [(1, None), (1, None)]


def test_a_refused_write_tells_nobody_but_who_asked(context, window, news, qtbot):
    refused = []

    def work(_session):
        raise RefusedError("No", "It cannot be.")

    context.operations.write(window, "add", work, failed=refused.append)
    qtbot.waitUntil(lambda: refused != [])
    assert news == []


def test_after_silence_nothing_is_delivered_but_what_is_written_stays(context, window, news, book, qtbot):
    begun, go_on = Event(), Event()

    def work(session):
        begun.set()
        go_on.wait(10)
        return add("甲")(session)

    answers = []
    context.operations.write(window, "add", work, answers.append)
    assert begun.wait(10)
    context.operations.silence()
    go_on.set()
    context.operations.close()
    qtbot.wait(20)
    assert (answers, news, book.read(CUSTOMERS.count)) == ([], [], 1)


def test_long_work_counts_as_busy_and_can_be_canceled(context, window, qtbot):
    begun = Event()
    canceled = []

    def work(progress):
        begun.set()
        while True:
            progress.at(1, 2)

    context.operations.run(window, work, lambda _: None, canceled=lambda: canceled.append(1))
    assert begun.wait(10)
    assert context.operations.is_busy
    context.operations.cancel()
    qtbot.waitUntil(lambda: canceled != [])
    qtbot.waitUntil(lambda: not context.operations.is_busy)


def test_of_reads_with_one_key_the_last_wins(context, window, qtbot):
    answers = []
    for number in range(20):
        context.operations.read(window, lambda _connection, number=number: number, answers.append, latest="search")
    qtbot.waitUntil(lambda: answers != [])
    qtbot.wait(20)
    assert answers == [19]
