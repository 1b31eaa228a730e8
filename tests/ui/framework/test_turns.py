"""What is built in turns is whole in the end, in order, and at once for whoever cannot wait."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from desktop_crm.ui.framework.turns import Turns, in_tab_order


def test_the_window_answers_between_two_steps(window, qtbot):
    seen = []
    QTimer.singleShot(0, lambda: seen.append("event"))
    turns = Turns(window, [lambda: seen.append("first"), lambda: seen.append("second")])
    assert seen == []
    assert not turns.are_done
    qtbot.waitUntil(lambda: turns.are_done)
    assert [each for each in seen if each != "event"] == ["first", "second"]
    assert seen.index("event") < seen.index("second")


def test_who_cannot_wait_gets_all_of_it_once(window, qtbot):
    seen = []
    turns = Turns(window, [lambda: seen.append("first"), lambda: seen.append("second")])
    turns.then(lambda: seen.append("third"))
    turns.finish()
    assert seen == ["first", "second", "third"]
    turns.then(lambda: seen.append("at once"))
    assert seen[-1] == "at once"
    with qtbot.waitSignal(turns._timer.timeout, timeout=100, raising=False) as waiting:
        pass
    assert not waiting.signal_triggered
    assert len(seen) == 4


def test_tab_goes_in_the_order_that_is_said_whenever_a_widget_was_made(window):
    layout = QVBoxLayout(window)
    last, first = QPushButton("last"), QPushButton("first")
    for each in (last, QWidget(), first):
        layout.addWidget(each)
    in_tab_order([first, last])
    assert first.nextInFocusChain() is last
