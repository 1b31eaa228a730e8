"""The page of the Trash: what lies there, the way back, erasing for good, and emptying by itself."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from desktop_crm.core import clock
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import settings_store
from desktop_crm.core.kinds import Kind
from desktop_crm.core.settings import TRASH_KEPT_DAYS
from desktop_crm.core.workflows.merge_customers import merge
from desktop_crm.core.workflows.save_record import add_record
from desktop_crm.core.workflows.trash_customer import trash_customer
from desktop_crm.ui.main_window.main_window import MainWindow
from desktop_crm.ui.trash.erase_dialog import EraseDialog
from desktop_crm.ui.trash.page import TrashPage


@pytest.fixture
def ids(book):
    """A customer with two people, who lies in the Trash with them; another one of whom one person lies there."""

    def work(session):
        changes = add_record(session, Kind.CUSTOMERS, account_type="company", name="云帆科技")
        first = changes.new_id(Kind.CUSTOMERS)
        second = add_record(session, Kind.CUSTOMERS, account_type="company", name="青山制造").new_id(Kind.CUSTOMERS)
        for name in ("王一", "王二"):
            add_record(session, Kind.CONTACTS, customer_id=first, name=name)
        person = add_record(session, Kind.CONTACTS, customer_id=second, name="陈三").new_id(Kind.CONTACTS)
        found.extend((first, second, person))
        return changes

    found = []
    book.write("sample", work)
    book.write("trash_customers", lambda session: trash_customer(session, found[0]))
    book.write("trash", lambda session: CONTACTS.trash(session, [found[2]]))
    return found


@pytest.fixture
def page(qtbot, context, ids, english):
    made = TrashPage(context)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: len(made.shown) == 2)
    return made


def total(book, room):
    return book.read(lambda connection: connection.scalar(select(func.count()).select_from(room.table)))


def texts(page, row):
    return [page.model.index(row, column).data() for column in range(page.model.columnCount())]


def select_title(page, title):
    page.table.selectRow([each.title for each in page.shown].index(title))


def test_it_lists_what_went_there_a_customer_with_its_records_as_one(page):
    rows = {texts(page, row)[0]: texts(page, row) for row in range(2)}
    assert rows["云帆科技"][1:3] == ["Customers", "with 2 records"]
    assert rows["陈三"][1:3] == ["Contacts", "青山制造"]
    kept = clock.now().astimezone(clock.zone()) + timedelta(days=30)
    assert rows["陈三"][4] == f"{kept:%Y-%m-%d}"


def test_a_kind_is_chosen(page):
    page.kinds.setCurrentIndex(page.kinds.findData("contacts"))
    assert [each.title for each in page.shown] == ["陈三"]


def test_a_customer_comes_back_with_its_records(qtbot, page, book):
    select_title(page, "云帆科技")
    page.bring_back()
    qtbot.waitUntil(lambda: len(page.shown) == 1)
    assert book.read(CUSTOMERS.count) == 2
    assert book.read(CONTACTS.count) == 2


def test_erasing_says_what_goes_and_wants_the_word(qtbot, page, book, ids):
    select_title(page, "云帆科技")
    page.erase_selected()
    dialog = page.window().findChild(EraseDialog)
    qtbot.waitUntil(lambda: dialog.counts.text() == "Customers 1 · Contacts 2")
    dialog.line.setText("yes")
    dialog.erase()
    assert not dialog.erase_button.isEnabled()
    dialog.line.setText("Erase")
    dialog.erase()
    qtbot.waitUntil(lambda: len(page.shown) == 1)
    assert total(book, CUSTOMERS) == 1
    assert total(book, CONTACTS) == 1


def test_the_whole_trash_is_emptied_at_once(qtbot, page, book):
    page.erase_everything()
    dialog = page.window().findChild(EraseDialog)
    qtbot.waitUntil(lambda: bool(dialog.counts.text()))
    dialog.line.setText("erase")
    dialog.erase()
    qtbot.waitUntil(lambda: page.shown == [])
    assert total(book, CONTACTS) == 0
    assert not page.everything.isEnabled()


def test_a_merged_customer_is_shown_as_merged_and_separated(qtbot, page, book, ids):
    def work(session):
        other = add_record(session, Kind.CUSTOMERS, account_type="company", name="青山制造二厂").new_id(Kind.CUSTOMERS)
        return merge(session, ids[1], other)

    book.write("merge_customers", work)
    page.refresh()
    qtbot.waitUntil(lambda: len(page.shown) == 3)
    select_title(page, "青山制造二厂")
    assert texts(page, page.table.currentIndex().row())[4] == "merged into 青山制造"
    assert not page.erase.isEnabled()
    assert not page.back.isEnabled()
    page.unmerge()
    qtbot.waitUntil(lambda: len(page.shown) == 2)


@pytest.mark.parametrize(("days", "left"), [(30, 0), (0, 1), (60, 1)])
def test_what_is_older_than_the_setting_goes_when_the_book_opens(qtbot, book, theme, preferences, days, left):
    with clock.fixed(clock.now() - timedelta(days=40)):
        work = lambda session: add_record(session, Kind.CUSTOMERS, account_type="company", name="云帆")  # noqa: E731
        customer_id = book.write("add_customers", work).new_id(Kind.CUSTOMERS)
        book.write("trash_customers", lambda session: trash_customer(session, customer_id))
    book.write("change_setting", lambda session: settings_store.store(session, TRASH_KEPT_DAYS, days))
    main = MainWindow(book, theme, preferences)
    qtbot.addWidget(main)
    qtbot.waitUntil(lambda: not main.context.operations.is_busy)
    main.context.operations.close()
    assert total(book, CUSTOMERS) == left
