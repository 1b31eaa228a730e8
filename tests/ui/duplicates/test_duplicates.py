from functools import partial
from threading import Event

import pytest

from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.duplicates.pairs import all_pairs
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.phone import parse_phone
from desktop_crm.core.workflows.combining import Take
from desktop_crm.core.workflows.merge_customers import merge
from desktop_crm.core.workflows.merged_customers import merged_into
from desktop_crm.core.workflows.save_record import add_record
from desktop_crm.ui.customers.merged_line import MergedLine
from desktop_crm.ui.duplicates import duplicates_dialog
from desktop_crm.ui.duplicates.duplicates_dialog import DuplicatesDialog
from desktop_crm.ui.duplicates.merge_dialog import MergeDialog
from desktop_crm.ui.framework.record_dialog import RecordDialog


@pytest.fixture
def twins(book, fixed_now):
    """Two customers with one phone number; the second one has the better name."""

    def add(**values):
        return book.write("add", lambda session: add_record(session, Kind.CUSTOMERS, **values)).new_id(Kind.CUSTOMERS)

    phone = parse_phone("021-5555 0100")
    return (
        add(name="云帆信息科技有限公司", phone=phone, industry="software"),
        add(name="上海云帆信息科技有限公司", phone=phone, industry="retail"),
    )


def in_use(book):
    return book.read(CUSTOMERS.count)


def test_while_a_customer_is_typed_the_one_that_is_there_is_shown(context, window, twins, qtbot, english):
    dialog = RecordDialog(context, Kind.CUSTOMERS, None, {"name": "云帆信息科技有限公司"}, window)
    dialog.open()
    assert dialog.likely.isHidden()
    qtbot.waitUntil(lambda: dialog.form.is_complete)
    dialog._on_advise()
    qtbot.waitUntil(lambda: len(dialog.likely.found) > 0)
    assert dialog.likely.isVisible()
    dialog.likely.open_requested.emit(dialog.likely.found[0].id)
    qtbot.waitUntil(lambda: dialog.findChild(RecordDialog) is not None)


def test_the_search_shows_a_pair_and_what_was_said_not_to_be_the_same_never_again(
    context, window, book, twins, qtbot, english
):
    search = DuplicatesDialog(context, window)
    search.open()
    qtbot.waitUntil(search.apart_button.isEnabled)
    assert (search.pair.first, search.pair.second) == twins
    assert search.note.text() == "Pair 1 of 1"
    search.apart_button.click()
    qtbot.waitUntil(lambda: search.pair is None)
    search.reject()
    again = DuplicatesDialog(context, window)
    again.open()
    qtbot.waitUntil(lambda: "No two customers" in again._why.text())
    assert in_use(book) == 2


def test_merging_takes_the_values_that_were_chosen_and_can_be_undone(context, window, book, twins, qtbot, english):
    dialog = MergeDialog(context, Kind.CUSTOMERS, *twins, window)
    dialog.open()
    qtbot.waitUntil(dialog.merge_button.isEnabled)
    places = list(Take)
    dialog.groups["name"].button(places.index(Take.OTHER)).click()
    assert dialog._results["name"].text() == "上海云帆信息科技有限公司"
    assert dialog.choices["industry"] is Take.SURVIVOR
    dialog.merge()
    qtbot.waitUntil(lambda: in_use(book) == 1)
    (kept,) = book.read(lambda connection: CUSTOMERS.get_many(connection, [twins[0]]))
    assert (kept.name, kept.industry) == ("上海云帆信息科技有限公司", "software")
    qtbot.waitUntil(lambda: context.undoing.next_undo == "merge customers")
    context.undoing.undo()
    qtbot.waitUntil(lambda: in_use(book) == 2)


def test_the_other_one_may_stay_instead(context, window, book, twins, qtbot, english):
    dialog = MergeDialog(context, Kind.CUSTOMERS, *twins, window)
    dialog.open()
    qtbot.waitUntil(dialog.merge_button.isEnabled)
    dialog._on_swap()
    qtbot.waitUntil(dialog.merge_button.isEnabled)
    dialog.merge()
    qtbot.waitUntil(lambda: in_use(book) == 1)
    assert [each.id for each in book.read(partial(merged_into, survivor_id=twins[1]))] == [twins[0]]


def test_the_survivor_says_with_whom_it_was_merged_and_separates_them_again(
    context, window, book, twins, qtbot, english
):
    book.write("merge_customers", lambda session: merge(session, *twins))
    line = MergedLine(context)
    line.setParent(window)
    line.show_customer(twins[0])
    qtbot.waitUntil(line.isVisible)
    (merged,) = line.merged
    assert merged.name == "上海云帆信息科技有限公司"
    line.separate(merged)
    qtbot.waitUntil(lambda: in_use(book) == 2)
    line.show_customer(twins[0])
    qtbot.waitUntil(line.isHidden)


@pytest.fixture
def held(monkeypatch):
    """Searches that wait in their middle until `set` is called."""
    go_on = Event()

    def waiting(connection, progress):
        def at(done, total):
            if done:
                assert go_on.wait(20)
            progress(done, total)

        return all_pairs(connection, at)

    monkeypatch.setattr(duplicates_dialog, "all_pairs", waiting)
    yield go_on
    go_on.set()


def test_d_04_a_save_during_the_search_goes_through_before_the_search_ends(
    context, window, book, twins, held, qtbot, english
):
    search = DuplicatesDialog(context, window)
    search.open()
    qtbot.waitUntil(lambda: search.progress.maximum() > 0)
    saved = []
    context.operations.write(
        window, "add", lambda session: add_record(session, Kind.CUSTOMERS, name="晨光实业"), saved.append
    )
    qtbot.waitUntil(lambda: saved != [])
    assert search.stop_button.isVisible(), "the search still goes on"
    assert in_use(book) == 3
    held.set()
    qtbot.waitUntil(search.apart_button.isVisible)
    assert (search.pair.first, search.pair.second) == twins


def test_a_search_that_is_stopped_says_so_and_can_begin_again(context, window, book, twins, held, qtbot, english):
    search = DuplicatesDialog(context, window)
    search.open()
    qtbot.waitUntil(lambda: search.progress.maximum() > 0)
    search.stop_button.click()
    held.set()
    qtbot.waitUntil(search.search_button.isVisible)
    assert search.note.text() == "Stopped; the book is as it was."
    assert (search.progress.isVisible(), search.stop_button.isVisible(), search.pairs) == (False, False, [])
    search.search_button.click()
    qtbot.waitUntil(search.apart_button.isVisible)
    assert (search.pair.first, search.pair.second) == twins


def test_a_dialog_that_is_closed_ends_its_search(context, window, twins, held, qtbot):
    search = DuplicatesDialog(context, window)
    search.open()
    qtbot.waitUntil(lambda: search.progress.maximum() > 0)
    search.reject()
    held.set()
    qtbot.waitUntil(lambda: not context.operations.is_busy)


def test_while_presenting_no_duplicates_are_looked_for(context, window, book, twins, qtbot, english):
    book.database.presenting = True
    search = DuplicatesDialog(context, window)
    search.open()
    assert search.isHidden()
    assert not context.operations.is_busy
