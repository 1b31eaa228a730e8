"""What came of a follow-up and what comes next are asked for in one go, and an input method keeps its Enter."""

from datetime import timedelta
from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.workflows.finish_followup import Finish
from desktop_crm.ui.agenda.done_dialog import Done, DoneDialog

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def made(theme, window):
    """Opens the dialog of a follow-up and gives it with what it says."""

    def make(*, last_step: bool = False, again: Moment | None = None) -> tuple[DoneDialog, list[Done]]:
        dialog = DoneDialog(Finish(Followup(title="回访张总"), "云帆信息", again, last_step), theme, window)
        heard: list[Done] = []
        dialog.confirmed.connect(heard.append)
        dialog.open()
        return dialog, heard

    return make


def test_ctrl_enter_confirms_but_not_while_composing(qtbot, made, compose):
    dialog, heard = made()
    dialog.result_edit.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.result_edit)
    compose(dialog.result_edit, preedit="ke yi")
    qtbot.keyClick(dialog.result_edit, Qt.Key.Key_Return, CONTROL)
    assert heard == []
    compose(dialog.result_edit, commit="可以")
    qtbot.keyClick(dialog.result_edit, Qt.Key.Key_Return, CONTROL)
    assert heard == [Done("可以")]


def test_enter_alone_neither_confirms_nor_closes(qtbot, made):
    dialog, heard = made()
    dialog.step_edit.setFocus()
    qtbot.keyClick(dialog.step_edit, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert heard == []


def test_the_next_step_is_said_in_words(made, fixed_now):
    dialog, heard = made(last_step=True)
    dialog.result_edit.setPlainText("客户同意")
    dialog.step_edit.setText("发送合同")
    dialog.when_edit.set_text("明天 14:00")
    dialog.done_button.click()
    assert heard == [Done("客户同意", "发送合同", Moment(fixed_now + timedelta(hours=27, minutes=30), "Asia/Shanghai"))]


@pytest.mark.parametrize("when", ["", "someday soon"])
def test_a_next_step_without_a_time_is_not_taken(made, fixed_now, when):
    dialog, heard = made()
    dialog.step_edit.setText("发送合同")
    dialog.when_edit.set_text(when)
    dialog.done_button.click()
    assert heard == []
    said = dialog.when_edit.resolved.text() if when else dialog.note.text()
    assert said
    assert [each for each in (dialog.when_edit.resolved.text(), dialog.note.text()) if each] == [said]


def test_what_was_wrong_is_no_longer_said_once_it_is_right(qtbot, made, fixed_now):
    dialog, _heard = made()
    dialog.step_edit.setText("发送合同")
    dialog.done_button.click()
    assert dialog.note.text()
    qtbot.keyClicks(dialog.when_edit.line, "2026-11-25")
    assert dialog.note.text() == ""
    assert dialog.note.isHidden()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_a_question_in_two_lines_covers_nothing(qtbot, theme, made, scale):
    theme.use(scale=scale)
    dialog, _heard = made(last_step=True)
    qtbot.waitExposed(dialog)
    dialog.done_button.click()
    qtbot.waitUntil(lambda: dialog.note.height() >= dialog.note.heightForWidth(dialog.note.width()))
    parts = [dialog.result_edit, dialog.told_box, dialog.step_edit, dialog.when_edit, dialog.note, dialog.done_button]
    for above, below in pairwise(parts):
        assert above.geometry().bottom() < below.geometry().top()


def test_no_next_step_is_asked_once_where_the_customer_would_have_none(made):
    dialog, heard = made(last_step=True)
    dialog.done_button.click()
    assert heard == []
    assert "云帆信息" in dialog.note.text()
    dialog.done_button.click()
    assert heard == [Done("")]


def test_who_begins_to_type_a_next_step_after_the_question_is_asked_again(made):
    dialog, heard = made(last_step=True)
    dialog.done_button.click()
    dialog.step_edit.setText("发")
    dialog.step_edit.textEdited.emit("发")
    dialog.step_edit.setText("")
    dialog.step_edit.textEdited.emit("")
    dialog.done_button.click()
    assert heard == []


def test_what_comes_again_says_when_and_is_not_asked_for_a_next_step(made, fixed_now):
    dialog, heard = made(again=Moment(fixed_now + timedelta(days=7), "Asia/Shanghai"))
    assert "11月26日" in dialog.note.text()
    dialog.done_button.click()
    assert heard == [Done("")]


def test_there_is_room_for_three_lines_at_any_size(theme, made):
    for scale in (1.0, 1.5):
        theme.use(scale=scale)
        edit = made()[0].result_edit
        assert edit.height() >= 3 * edit.fontMetrics().lineSpacing()
