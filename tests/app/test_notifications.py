import sys
import threading

import pytest

from desktop_crm.app.notifications import SystemNotifier
from desktop_crm.core.reminders.notifier import Button, Notification, Outcome

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="notifications by D-Bus")


@pytest.fixture
def notifier(monkeypatch):
    made = []

    def notifier(address):
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        made.append(SystemNotifier())
        return made[-1]

    yield notifier
    for one in made:
        one.close()


def answer(notifier, notification):
    answers, told = [], threading.Event()
    notifier.send(notification, lambda accepted: (answers.append(accepted), told.set()))
    assert told.wait(30)
    return answers[0]


def test_the_text_is_shown_as_it_is_with_its_buttons(notifier, bus, daemon, eventually):
    pressed = []
    buttons = (Button("Done", lambda: pressed.append("done")), Button("Later", lambda: pressed.append("later")))
    notification = Notification("A & B\n<c>", "<i>x</i> & y", buttons, lambda: pressed.append("opened"))
    assert answer(notifier(bus), notification)
    (shown,) = daemon.shown
    assert (shown.title, shown.text) == ("A & B <c>", "&lt;i&gt;x&lt;/i&gt; &amp; y")
    daemon.press(shown, "Later")
    eventually(lambda: pressed)
    assert pressed == ["later"]


def test_a_click_on_the_notification_itself_opens_it(notifier, bus, daemon, eventually):
    opened = []
    assert answer(notifier(bus), Notification("A", "b", opened=lambda: opened.append(1)))
    daemon.press(daemon.shown[0], "")
    eventually(lambda: opened)


def test_without_a_bus_or_a_daemon_nothing_is_accepted(notifier, bus):
    assert not answer(notifier("unix:path=/nowhere"), Notification("A", "b"))
    assert not answer(notifier(bus), Notification("A", "b"))


def outcome(notifier):
    outcomes, told = [], threading.Event()
    notifier.try_out(Notification("A", "b"), lambda found: (outcomes.append(found), told.set()))
    assert told.wait(30)
    return outcomes[0]


def test_trying_out_says_what_is_missing(notifier, bus, request):
    assert outcome(notifier("unix:path=/nowhere")) is Outcome.NO_BUS
    waiting = notifier(bus)
    assert outcome(waiting) is Outcome.NO_DAEMON
    daemon = request.getfixturevalue("daemon")
    assert outcome(waiting) is Outcome.SHOWN
    daemon.refuses = True
    assert outcome(waiting) is Outcome.REJECTED


def test_a_daemon_that_comes_later_is_found(notifier, bus, request):
    waiting = notifier(bus)
    assert not answer(waiting, Notification("A", "b"))
    daemon = request.getfixturevalue("daemon")
    assert answer(waiting, Notification("A", "b"))
    assert len(daemon.shown) == 1


def test_after_closing_nobody_is_called(notifier, bus, daemon):
    closed = notifier(bus)
    closed.close()
    answers = []
    closed.send(Notification("A", "b"), answers.append)
    assert (daemon.shown, answers) == ([], [])


def test_what_is_on_the_screen_can_be_taken_away_and_is_counted(notifier, bus, daemon, eventually):
    shows = notifier(bus)
    assert answer(shows, Notification("A", "b", count=5))
    assert answer(shows, Notification("C", "d"))
    pressed = []
    assert answer(shows, Notification("E", "f", (Button("Done", lambda: pressed.append(1)),)))
    daemon.press(daemon.shown[2], "Done")
    eventually(lambda: pressed)
    counts = []
    shows.withdraw(counts.append)
    eventually(lambda: counts)
    assert (counts, daemon.closed) == ([6], [1, 2])
