"""The box in the top bar: results while typing, a follow-up by +, and an input method keeps its keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy

from desktop_crm.core.book import Book
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.kinds import Kind
from desktop_crm.ui.search.search_box import SearchBox


@pytest.fixture
def box(qtbot, context, window) -> SearchBox:
    made = SearchBox(context)
    made.setParent(window)
    made.resize(400, 32)
    made.show()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


@pytest.fixture
def qingshan(book: Book) -> int:
    changes = book.write("add", lambda session: commands.add(session, [Customer(name="青山科技有限公司")]))
    return changes.new_id(Kind.CUSTOMERS)


def test_enter_opens_the_first_result_but_not_while_composing(qtbot, box, context, qingshan, compose):
    opened = QSignalSpy(context.navigator.record_requested)
    box.setText("青山")
    qtbot.waitUntil(lambda: box._results.isVisible() and box._results.list.count() > 0, timeout=10_000)
    compose(box, preedit="ke ji")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Escape):
        qtbot.keyClick(box, key)
    assert opened.count() == 0
    assert box.text().startswith("青山")
    compose(box)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert opened.at(0) == [Kind.CUSTOMERS, qingshan]


def test_a_line_that_begins_with_plus_is_noted_by_enter(qtbot, box, book, compose):
    box.setText("+明天 10:00 回访")
    qtbot.waitUntil(lambda: box._noted is not None, timeout=10_000)
    compose(box, preedit="zhang")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert book.read(FOLLOWUPS.count) == 0
    compose(box)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: book.read(FOLLOWUPS.count) == 1, timeout=10_000)
