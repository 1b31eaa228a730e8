from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop_crm.core import clock
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.moment import Moment
from desktop_crm.ui.reminders.reminder_window import ReminderWindow
from desktop_crm.ui.reminders.snooze_dialog import SnoozeDialog


@pytest.fixture
def due(book, fixed_now):
    """Three follow-ups, the oldest first."""
    followups = [
        Followup(title=f"事项{number}", due=Moment(fixed_now - timedelta(hours=3 - number), "Asia/Shanghai"))
        for number in range(3)
    ]
    return book.write("add", lambda session: FOLLOWUPS.add(session, followups)).added[Kind.FOLLOWUPS]


@pytest.fixture
def reminders(context, window, due, english, qtbot):
    made = ReminderWindow(context, window)
    QAbstractItemModelTester(made.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    made.show()
    qtbot.waitUntil(lambda: made.model.rowCount() == 3)
    return made


def followup(book, followup_id):
    return book.read(lambda connection: FOLLOWUPS.get(connection, followup_id))


def choose(menu, text):
    next(action for action in menu.actions() if action.text().partition("\t")[0].endswith(f"  {text}")).trigger()


def test_it_lists_what_is_due_with_the_first_selected(reminders, due):
    assert reminders.model.ids() == list(due)
    assert reminders.selected() == [due[0]]
    assert reminders.model.index(0, 2).data() == "事项0"


def test_done_concerns_the_selected_lines(reminders, due, book, qtbot):
    reminders.table.selectAll()
    reminders.done_button.click()
    qtbot.waitUntil(lambda: reminders.model.rowCount() == 0)
    assert [followup(book, one).status for one in due] == ["done"] * 3
    assert not reminders.snooze_all_button.isEnabled()


def test_after_done_the_next_line_is_selected_so_that_enter_goes_on(reminders, due, book, qtbot):
    qtbot.keyClick(reminders.done_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: reminders.model.rowCount() == 2)
    assert reminders.selected() == [due[1]]
    assert reminders.done_button.isEnabled()
    qtbot.keyClick(reminders.done_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: reminders.model.rowCount() == 1)
    assert [followup(book, one).status for one in due] == ["done", "done", "open"]


def test_what_went_without_the_user_leaves_nothing_selected(reminders, due, book, context, qtbot):
    context.operations.write(reminders, "delete", lambda session: FOLLOWUPS.trash(session, [due[0]]))
    qtbot.waitUntil(lambda: reminders.model.rowCount() == 2)
    assert reminders.selected() == []


def test_one_line_or_all_can_be_put_off(reminders, due, book, fixed_now, qtbot):
    choose(reminders.snooze_menu, "1 hour")
    qtbot.waitUntil(lambda: reminders.model.rowCount() == 2)
    assert followup(book, due[0]).snoozed_until.at == fixed_now + timedelta(hours=1)
    choose(reminders.snooze_all_menu, "Next Monday")
    qtbot.waitUntil(lambda: reminders.model.rowCount() == 0)
    assert f"{followup(book, due[2]).snoozed_until.local():%A %H:%M}" == "Monday 09:00"
    assert followup(book, due[2]).due.at < fixed_now


def test_the_choices_are_those_of_the_moment(reminders):
    lines = [action.text().partition("\t") for action in reminders.snooze_menu.actions() if action.text()]
    assert [words[4:] for words, _tab, _when in lines] == [
        "10 minutes",
        "1 hour",
        "This evening",
        "Tomorrow morning",
        "Next Monday",
        "Another time…",
    ]
    assert [words[:2] for words, _tab, _when in lines] == [f"&{number}" for number in range(1, 7)]
    assert [when for _words, _tab, when in lines][3:] == ["Tomorrow 09:00", "11-23 09:00", ""]


def test_another_time_is_typed_in_words(reminders, due, book, qtbot):
    choose(reminders.snooze_menu, "Another time…")
    dialog = reminders.findChild(SnoozeDialog)
    assert not dialog.snooze_button.isEnabled()
    qtbot.keyClicks(dialog.moment.line, "tomorrow 16:30")
    qtbot.keyClick(dialog.moment.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: reminders.model.rowCount() == 2)
    assert followup(book, due[0]).snoozed_until.local().isoformat() == "2026-11-20T16:30:00+08:00"


def test_a_day_without_a_time_means_its_morning_and_says_so(reminders, due, book, qtbot):
    choose(reminders.snooze_menu, "Another time…")
    dialog = reminders.findChild(SnoozeDialog)
    qtbot.keyClicks(dialog.moment.line, "tomorrow")
    assert "09:00" in dialog.note.text()
    assert dialog.note.isVisible()
    qtbot.keyClick(dialog.moment.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: reminders.model.rowCount() == 2)
    assert followup(book, due[0]).snoozed_until.local().isoformat() == "2026-11-20T09:00:00+08:00"


def test_enter_while_composing_chooses_nothing(reminders, compose, qtbot):
    choose(reminders.snooze_menu, "Another time…")
    dialog = reminders.findChild(SnoozeDialog)
    chosen = []
    dialog.chosen.connect(chosen.append)
    dialog.moment.set_text("tomorrow 16:30")
    compose(dialog.moment.line, "mingtian")
    qtbot.keyClick(dialog.moment.line, Qt.Key.Key_Return)
    assert (chosen, dialog.isVisible()) == ([], True)


def test_a_time_in_the_past_cannot_be_chosen(reminders):
    choose(reminders.snooze_menu, "Another time…")
    dialog = reminders.findChild(SnoozeDialog)
    dialog.moment.set_text("2026-11-01 10:00")
    dialog.moment.edited.emit()
    assert not dialog.snooze_button.isEnabled()


def test_opening_asks_the_navigator(reminders, due, context, qtbot):
    with qtbot.waitSignal(context.navigator.record_requested) as asked:
        reminders.table.setFocus()
        qtbot.keyClick(reminders.table, Qt.Key.Key_Return)
    assert asked.args == [Kind.FOLLOWUPS, due[0]]


def test_the_selection_stays_when_something_else_becomes_due(reminders, due, book, context, qtbot):
    reminders.table.selectRow(2)
    more = Followup(title="早的", due=Moment(clock.now() - timedelta(days=1), "Asia/Shanghai"))
    context.operations.write(reminders, "add", lambda session: FOLLOWUPS.add(session, [more]))
    qtbot.waitUntil(lambda: reminders.model.rowCount() == 4)
    assert reminders.selected() == [due[2]]
