"""The playbook proposes; only what is ticked is added, as one action."""

import pytest
from PySide6.QtCore import Qt

from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.followups.store import of_customer
from desktop_crm.core.kinds import Kind
from desktop_crm.core.tiers.planning import proposed
from desktop_crm.ui.customers.plan_dialog import PlanDialog


@pytest.fixture
def dialog(book, context, window, fixed_now):
    one = Customer(name="云帆信息", status="prospect", account_plan="介绍增值服务\n约演示")
    customer = book.write("add", lambda session: CUSTOMERS.add(session, [one])).new_id(Kind.CUSTOMERS)
    found = book.read(lambda connection: proposed(connection, customer))
    made = PlanDialog(context, found, window)
    made.customer_id = customer
    made.open()
    return made


def test_only_what_is_ticked_is_added_and_undone_at_once(qtbot, book, dialog):
    assert [line.title.text() for line in dialog.lines][:2] == ["介绍增值服务", "约演示"]
    for line, ticked in zip(dialog.lines, (False, True), strict=False):
        line.tick.setChecked(ticked)
    dialog.lines[1].due.set_text("明天 10:00")
    customer, before = dialog.customer_id, book.steps.next_undo
    dialog.save()
    qtbot.waitUntil(lambda: book.steps.next_undo is not before)
    (followup,) = book.read(lambda connection: of_customer(connection, customer))
    assert (followup.title, followup.due.local().hour) == ("约演示", 10)
    book.steps.undo(book.steps.next_undo)
    assert book.read(lambda connection: of_customer(connection, customer)) == []


def test_nothing_is_added_without_a_tick_or_without_a_time(dialog):
    for line in dialog.lines:
        line.tick.setChecked(False)
    assert not dialog.add_all.isEnabled()
    dialog.lines[0].tick.setChecked(True)
    assert dialog.add_all.isEnabled()
    dialog.lines[0].due.set_text("")
    dialog.lines[0].due.edited.emit()
    assert not dialog.add_all.isEnabled()


def test_ctrl_enter_adds_what_is_ticked_but_not_while_an_input_method_composes(qtbot, book, dialog, compose):
    dialog.activateWindow()
    title = dialog.lines[0].title
    dialog.lines[0].tick.setChecked(True)
    title.setFocus()
    qtbot.waitUntil(title.hasFocus)
    compose(title, "yue")
    qtbot.keyClick(title, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not dialog.context.operations.is_busy, "nothing is being written"
    compose(title, commit="约")
    customer = dialog.customer_id
    qtbot.keyClick(title, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(book.read(lambda connection: of_customer(connection, customer))))


def test_ctrl_enter_adds_nothing_without_a_tick(qtbot, dialog):
    for line in dialog.lines:
        line.tick.setChecked(False)
    title = dialog.lines[0].title
    qtbot.keyClick(title, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(title, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert not dialog.context.operations.is_busy
