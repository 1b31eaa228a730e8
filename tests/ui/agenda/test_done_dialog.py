"""What came of a follow-up is asked for, and an input method keeps its Enter."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop_crm.ui.agenda.done_dialog import DoneDialog

CONTROL = Qt.KeyboardModifier.ControlModifier


def test_ctrl_enter_confirms_but_not_while_composing(qtbot, theme, window, compose):
    dialog = DoneDialog("回访张总", theme, window)
    dialog.open()
    heard = []
    dialog.confirmed.connect(heard.append)
    dialog.result_edit.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.result_edit)
    compose(dialog.result_edit, preedit="ke yi")
    qtbot.keyClick(dialog.result_edit, Qt.Key.Key_Return, CONTROL)
    assert heard == []
    compose(dialog.result_edit, commit="可以")
    qtbot.keyClick(dialog.result_edit, Qt.Key.Key_Return, CONTROL)
    assert heard == ["可以"]


def test_there_is_room_for_three_lines_at_any_size(theme, window):
    for scale in (1.0, 1.5):
        theme.use(scale=scale)
        edit = DoneDialog("回访张总", theme, window).result_edit
        assert edit.height() >= 3 * edit.fontMetrics().lineSpacing()
