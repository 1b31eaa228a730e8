import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before the application is made

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop_crm.app.idle import IdleWatch
from desktop_crm.ui.widgets.inputs import LineEdit


@pytest.fixture
def line(qtbot):
    made = LineEdit()
    qtbot.addWidget(made)
    made.show()
    made.setFocus()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def watch(qapp, line):
    made = IdleWatch(qapp)
    made._on_focus_window(line.windowHandle())
    yield made
    made.stop()
    made.deleteLater()


@pytest.fixture
def seconds_idle(watch, monkeypatch, qtbot):
    """How long the watch thinks that nobody used the program, an hour after the last use it noticed."""

    def seconds() -> float:
        now = time.monotonic()
        monkeypatch.setattr("desktop_crm.app.idle.time.monotonic", lambda: now + 3600)
        with qtbot.waitSignal(watch.idle) as heard:
            watch._on_tick()
        monkeypatch.undo()
        return heard.args[0]

    return seconds


def test_time_without_use_is_told(seconds_idle):
    assert seconds_idle() >= 3600


@pytest.mark.parametrize(
    "use",
    [
        lambda line: QTest.keyClick(line.windowHandle(), Qt.Key.Key_A),
        lambda line: QTest.mouseMove(line.windowHandle(), line.rect().center()),
        lambda line: QTest.mouseClick(line.windowHandle(), Qt.MouseButton.LeftButton),
        lambda line: QApplication.sendEvent(line, QInputMethodEvent("zhang", [])),
    ],
    ids=["typing", "moving", "clicking", "composing"],
)
def test_any_use_begins_the_count_anew(watch, line, use):
    watch._monotonic -= 1000
    watch._wall -= 1000
    use(line)
    QApplication.processEvents()
    assert time.monotonic() - watch._monotonic < 900


def test_time_asleep_counts(watch, qtbot):
    watch._wall -= 7200  # the clock on the wall went on, the other one stood still
    with qtbot.waitSignal(watch.idle) as heard:
        watch._on_tick()
    assert heard.args[0] >= 7200
