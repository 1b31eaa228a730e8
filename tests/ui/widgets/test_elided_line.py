"""A line that is too narrow for its text says so with an ellipsis, and shows all of it to whoever types there."""

import pytest

from desktop_crm.ui.widgets.elided_line import ElidedLine

LONG = "把上个季度的使用情况整理成一页,约技术负责人和采购一起过一遍,并确认明年的预算"


@pytest.fixture
def line(qtbot, window):
    made = ElidedLine(LONG)
    made.setParent(window)
    made.resize(200, 33)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_a_long_text_ends_with_an_ellipsis_and_the_tooltip_has_all_of_it(line):
    assert line.elided().endswith("…")
    line.grab()
    assert line.toolTip() == LONG
    line.resize(1200, 33)
    assert line.elided() == LONG
    line.grab()
    assert line.toolTip() == ""


def test_what_is_drawn_differs_from_a_cut_text_only_without_the_focus(qtbot, window, line):
    window.activateWindow()
    line.clearFocus()
    without = line.grab().toImage()
    line.setFocus()
    qtbot.waitUntil(line.hasFocus)
    line.end(False)
    assert line.grab().toImage() != without
    assert line.text() == LONG
    line.clearFocus()
    assert line.cursorPosition() == 0
