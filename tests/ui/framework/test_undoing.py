"""Undo and redo as the user meets them: a notice after each action, keys, and words where it is refused."""

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMessageBox, QPushButton
from sqlalchemy import select

from desktop_crm.core.customers import commands
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.workflows.save_record import add_record
from desktop_crm.ui.main_window.main_window import MainWindow


@pytest.fixture
def main(qtbot, book, theme, preferences, english):
    made = MainWindow(book, theme, preferences)
    qtbot.addWidget(made)
    made.show()
    yield made
    made.context.operations.close()


@pytest.fixture
def told(main, monkeypatch):
    """What notices say, with what they offer."""
    said = []
    toast = main.context.messages.toast

    def heard(text, action="", act=None):
        said.append((text, action))
        toast(text, action, act)

    monkeypatch.setattr(main.context.messages, "toast", heard)
    return said


def add(main, name):
    def work(session):
        return add_record(session, Kind.CUSTOMERS, account_type="company", name=name)

    main.context.operations.write(main, "add_customers", work)


def press(main, words):
    for button in main.findChildren(QPushButton):
        if button.text() == words and button.parent().objectName() == "toast" and button.parent().isVisible():
            button.click()
            return
    raise AssertionError(words)


def test_a_notice_after_a_write_takes_it_back_and_the_next_one_does_it_again(qtbot, main, told, book):
    add(main, "云帆科技")
    qtbot.waitUntil(lambda: told == [("Done: add customer", "Undo")])
    press(main, "Undo")
    qtbot.waitUntil(lambda: told[-1] == ("Undone: add customer", "Redo"))
    assert book.read(CUSTOMERS.count) == 0
    press(main, "Redo")
    qtbot.waitUntil(lambda: told[-1] == ("Done again: add customer", "Undo"))
    assert book.read(CUSTOMERS.count) == 1


def test_the_key_takes_back_one_step_after_the_other(qtbot, main, told, book):
    for name in ("云帆科技", "青山制造", "北港物流"):
        add(main, name)
    qtbot.waitUntil(lambda: len(told) == 3)
    main.context.undoing.undo()
    main.context.undoing.undo()  # before the first answer is there
    qtbot.waitUntil(lambda: len(told) == 5)
    assert book.read(CUSTOMERS.count) == 1
    assert main.context.undoing.next_redo == "add customer"


def test_the_menu_says_what_would_be_undone(qtbot, main, told):
    entries = [action.text() for action in main.more_menu().actions()]
    assert entries[0].startswith("Undo\t")
    add(main, "云帆科技")
    qtbot.waitUntil(lambda: len(told) == 1)
    first, second, *_rest = main.more_menu().actions()
    assert first.text().startswith("Undo: add customer\t")
    assert first.isEnabled()
    assert not second.isEnabled()


def test_with_nothing_to_undo_a_notice_says_so(qtbot, main, told):
    main.context.undoing.undo()
    qtbot.waitUntil(lambda: told == [("There is nothing to undo", "")])


def test_an_undo_that_later_work_forbids_is_refused_in_words(qtbot, main, told, book):
    add(main, "云帆科技")
    qtbot.waitUntil(lambda: len(told) == 1)
    (customer_id,) = book.read(lambda connection: connection.scalars(select(CUSTOMERS.table.c.id)).all())
    for name in ("云帆科技一", "云帆科技二"):
        work = partial(commands.change, customer_id=customer_id, name=name)
        main.context.operations.write(main, "change_customers", work)
    qtbot.waitUntil(lambda: len(told) == 3)
    step = book.steps._done[1]
    main.context.undoing._run(step, redoing=False)
    qtbot.waitUntil(lambda: main.findChild(QMessageBox) is not None)
    assert "changed again" in main.findChild(QMessageBox).informativeText()
    assert book.read(partial(CUSTOMERS.get, record_id=customer_id)).name == "云帆科技二"


def test_a_text_field_keeps_its_own_undo(qtbot, main, told, book):
    add(main, "云帆科技")
    qtbot.waitUntil(lambda: len(told) == 1)
    field = main.findChild(QLineEdit)
    field.setFocus()
    qtbot.keyClicks(field, "abc")
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert field.text() == ""
    assert book.read(CUSTOMERS.count) == 1


def test_an_empty_text_field_leaves_the_key_to_the_window(qtbot, main, told, book):
    main.activateWindow()
    add(main, "云帆科技")
    qtbot.waitUntil(lambda: len(told) == 1)
    field = main.findChild(QLineEdit)
    field.setFocus()
    qtbot.keyClick(field, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: told[-1] == ("Undone: add customer", "Redo"))
