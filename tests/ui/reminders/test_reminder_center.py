from datetime import timedelta

import pytest

from desktop_crm.core import clock
from desktop_crm.core.followups.commands import complete
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.reminders.reminders import pending
from desktop_crm.core.values.moment import Moment
from desktop_crm.ui.reminders.reminder_center import ReminderCenter


class FakeNotifier:
    """Keeps what it is sent; the test decides what becomes of it."""

    def __init__(self):
        self.sent = []
        self.accepts = True

    def send(self, notification, answered):
        self.sent.append(notification)
        if self.accepts is not None:
            answered(self.accepts)

    def withdraw(self, withdrawn):
        withdrawn(0)

    def close(self):
        pass

    def press(self, label):
        next(button for button in self.sent[-1].buttons if button.label == label).pressed()


@pytest.fixture
def notifier():
    return FakeNotifier()


@pytest.fixture
def center(notifier, window, english):
    made = ReminderCenter(notifier, window)
    yield made
    made.close()


@pytest.fixture
def add(book):
    """Adds a follow-up that is due in so many minutes."""

    start = clock.now()

    def add(minutes=-1.0, title="寄样品"):
        due = Moment(start + timedelta(minutes=minutes), clock.zone().key)
        return book.write("add", lambda session: FOLLOWUPS.add(session, [Followup(title=title, due=due)])).new_id(
            Kind.FOLLOWUPS
        )

    return add


def titles(notifier):
    return [notification.title for notification in notifier.sent]


def marked(book, qtbot):
    qtbot.waitUntil(lambda: book.read(pending).due == ())


def test_what_is_due_is_announced_once_and_marked(center, context, notifier, add, book, qtbot):
    add()
    center.open_book(context)
    marked(book, qtbot)
    center.look()
    add(title="打电话")  # written while the program runs
    qtbot.waitUntil(lambda: len(notifier.sent) == 2)
    marked(book, qtbot)
    assert [notification.text.split(" · ")[-1] for notification in notifier.sent] == ["寄样品", "打电话"]


def test_what_becomes_due_is_announced_then(center, context, notifier, add, qtbot):
    add(minutes=0.01)
    center.open_book(context)
    qtbot.waitUntil(lambda: len(notifier.sent) == 1)


def test_as_long_as_the_system_does_not_answer_nothing_is_marked_and_nothing_sent_twice(
    center, context, notifier, add, book, qtbot
):
    notifier.accepts = None
    add()
    center.open_book(context)
    qtbot.waitUntil(lambda: len(notifier.sent) == 1)
    with qtbot.waitSignal(center.count_changed):
        center.look()
    assert len(notifier.sent) == 1
    assert len(book.read(pending).due) == 1


def test_what_the_system_refuses_is_shown_by_the_window_of_the_program(center, context, notifier, add, book, qtbot):
    notifier.accepts = False
    add()
    with qtbot.waitSignal(center.undelivered):
        center.open_book(context)
    marked(book, qtbot)


def test_done_and_snooze_write_and_open_asks_for_the_record(center, context, notifier, add, book, qtbot):
    followup_id = add()
    center.open_book(context)
    qtbot.waitUntil(lambda: len(notifier.sent) == 1)
    with qtbot.waitSignal(center.open_requested) as asked:
        notifier.press("Open")
    assert asked.args == [followup_id]
    notifier.press("Snooze 10 min")
    qtbot.waitUntil(lambda: book.read(lambda connection: FOLLOWUPS.get(connection, followup_id)).snoozed_until)
    notifier.press("Done")
    qtbot.waitUntil(lambda: book.read(lambda connection: FOLLOWUPS.get(connection, followup_id)).status == "done")


def test_locked_it_announces_a_number_and_after_unlocking_the_names(center, context, notifier, add, qtbot):
    add(minutes=0.05)
    add(minutes=0.05, title="打电话")
    center.open_book(context)
    qtbot.waitUntil(lambda: len(center._times) == 2)
    center.close_book()
    qtbot.waitUntil(lambda: len(notifier.sent) == 1)
    assert titles(notifier) == ["2 follow-ups are due"]
    assert "寄样品" not in notifier.sent[0].text
    center.open_book(context)
    qtbot.waitUntil(lambda: len(notifier.sent) == 3)


def test_a_button_pressed_while_locked_works_after_unlocking(center, context, notifier, add, book, qtbot):
    followup_id = add()
    center.open_book(context)
    qtbot.waitUntil(lambda: len(notifier.sent) == 1)
    center.close_book()
    with qtbot.waitSignal(center.unlock_requested):
        notifier.press("Done")
    center.open_book(context)
    qtbot.waitUntil(lambda: book.read(lambda connection: FOLLOWUPS.get(connection, followup_id)).status == "done")


def test_a_pause_keeps_silent_and_loses_nothing(center, context, notifier, add, book, qtbot):
    center.open_book(context)
    center.pause(timedelta(hours=1))
    add()
    with qtbot.waitSignal(center.count_changed):
        center.look()
    assert (notifier.sent, len(book.read(pending).due)) == ([], 1)
    center.pause(timedelta(0))
    qtbot.waitUntil(lambda: len(notifier.sent) == 1)


def test_today_is_counted(center, context, add, book, qtbot):
    done = add()
    counts = []
    center.count_changed.connect(counts.append)
    center.open_book(context)
    qtbot.waitUntil(lambda: counts[-1:] == [1])
    context.operations.write(center, "done", lambda session: complete(session, done, ""))
    qtbot.waitUntil(lambda: counts[-1:] == [0])


def test_what_could_not_be_marked_before_locking_is_marked_after(center, context, notifier, add, book, qtbot):
    notifier.accepts = None
    answers = []
    notifier.send = lambda notification, answered: (notifier.sent.append(notification), answers.append(answered))
    add()
    center.open_book(context)
    qtbot.waitUntil(lambda: len(answers) == 1)
    center.close_book()
    answers[0](True)
    qtbot.waitUntil(lambda: len(center._unmarked) == 1)
    center.open_book(context)
    marked(book, qtbot)
    assert len(notifier.sent) == 1
