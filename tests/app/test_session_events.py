import pytest
from PySide6.QtCore import QObject

from desktop_crm.app.session_events import SessionEvents


class FakeSource:
    """A `LeavingSource` that tells when the test says so."""

    def __init__(self):
        self.left = None
        self.stops = 0

    def listen(self, left):
        self.left = left

    def stop(self):
        self.stops += 1


@pytest.fixture
def source():
    return FakeSource()


def test_the_signal_comes_from_the_event_loop_not_from_within_the_call(qtbot, source):
    parent = QObject()
    events = SessionEvents(parent, source)
    heard = []
    events.left.connect(lambda: heard.append(1))
    source.left()
    assert heard == []
    qtbot.waitUntil(lambda: heard == [1])


def test_the_source_is_stopped_before_the_program_ends(qapp, source):
    parent = QObject()
    events = SessionEvents(parent, source)
    qapp.aboutToQuit.emit()
    assert source.stops == 1
    assert events.parent() is parent
