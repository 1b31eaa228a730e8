from datetime import timedelta

import pytest

from desktop_crm.core import clock
from desktop_crm.core.followups.commands import complete
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.reminders.outside import Outside
from desktop_crm.core.reminders.reminders import pending
from desktop_crm.core.values.moment import Moment
from desktop_crm.ui.reminders import reminder_center
from desktop_crm.ui.reminders.locked_reminders import LockedReminders
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

    def try_out(self, notification, answered):
        raise NotImplementedError

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
    made = ReminderCenter(notifier, window, LockedReminders(notifier, None, window))
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


@pytest.fixture
def lock(center, book):
    """Locks the book as the program does."""

    def lock():
        center.close_book()
        center.final_store(book)
        center.watch_locked(book.vault.folder)

    return lock


def test_locked_it_announces_a_number_and_after_unlocking_the_names(center, context, notifier, add, lock, qtbot):
    add(minutes=0.05)
    add(minutes=0.05, title="打电话")
    center.open_book(context)
    qtbot.waitUntil(lambda: len(center._times) == 2)
    lock()
    qtbot.waitUntil(lambda: len(notifier.sent) == 1)
    assert titles(notifier) == ["2 follow-ups are due"]
    assert "寄样品" not in notifier.sent[0].text
    center.open_book(context)
    qtbot.waitUntil(lambda: len(notifier.sent) == 3)


def test_what_is_pressed_while_locked_is_kept_and_done_after_unlocking(
    center, context, notifier, add, lock, book, qtbot
):
    followup_id = add()
    center.open_book(context)
    qtbot.waitUntil(lambda: len(notifier.sent) == 1)
    marked(book, qtbot)
    lock()
    with qtbot.waitSignal(center.locked.pressed):
        notifier.press("Done")  # a daemon that leaves the notification on the screen
    center.open_book(context)
    qtbot.waitUntil(lambda: book.read(lambda connection: FOLLOWUPS.get(connection, followup_id)).status == "done")
    assert len(notifier.sent) == 1


def test_a_number_has_buttons_which_work_while_locked_and_after_unlocking(
    center, context, notifier, add, lock, book, qtbot
):
    lock()
    followup_id = add()
    center.final_store(book)
    center.locked.look()
    qtbot.waitUntil(lambda: len(notifier.sent) == 1)
    assert titles(notifier) == ["1 follow-up is due"]
    with qtbot.waitSignal(center.locked.pressed):
        notifier.press("Snooze 10 min")
    outside = Outside.of(book.vault.folder)
    assert (outside.look().due, len(outside.waiting())) == ((), 1)
    center.open_book(context)
    qtbot.waitUntil(lambda: book.read(lambda connection: FOLLOWUPS.get(connection, followup_id)).snoozed_until)
    qtbot.waitUntil(lambda: outside.waiting() == [])
    assert len(notifier.sent) == 1
    notifier.press("Done")  # still on the screen; its follow-up has another time by now
    qtbot.waitUntil(lambda: outside.waiting() == [] and not center.locked.is_watching)
    assert book.read(lambda connection: FOLLOWUPS.get(connection, followup_id)).status == "open"


def test_what_was_put_off_while_locked_is_not_announced_while_it_is_being_carried_out(
    center, context, notifier, add, lock, book, qtbot
):
    lock()
    for _number in range(8):  # eight actions, each of which changes the open book
        add()
    center.final_store(book)
    center.locked.look()
    qtbot.waitUntil(lambda: titles(notifier) == ["8 follow-ups are due"])
    with qtbot.waitSignal(center.locked.pressed):
        notifier.press("Snooze 10 min")
    with qtbot.waitSignal(center.count_changed):
        center.open_book(context)
    qtbot.waitUntil(lambda: not center.locked.is_watching and center._times != [])
    assert titles(notifier) == ["8 follow-ups are due"]


def test_a_mistake_of_the_program_while_it_carries_out_what_waits_silences_no_reminder(
    center, context, notifier, add, monkeypatch, qtbot
):
    def mistaken(_vault, _database):
        raise ValueError

    monkeypatch.setattr(reminder_center, "carry_out_waiting", mistaken)
    add()
    with qtbot.capture_exceptions() as mistakes:
        center.open_book(context)
        qtbot.waitUntil(lambda: len(notifier.sent) == 1 and bool(mistakes))
    assert mistakes[0][0] is ValueError


def test_several_cannot_be_done_at_once_while_locked(center, notifier, add, lock, book, qtbot):
    add()
    add()
    lock()
    qtbot.waitUntil(lambda: len(notifier.sent) == 1)
    labels = [button.label for button in notifier.sent[0].buttons]
    assert labels[0] == "Snooze 10 min"
    assert labels[-1] == "Open"
    assert "Done" not in labels


def test_a_number_the_system_refuses_comes_when_somebody_shows_it(center, notifier, add, lock, book, qtbot):
    notifier.accepts = False
    add()
    lock()
    qtbot.waitUntil(lambda: len(notifier.sent) == 1 and not center.locked._asked)
    notifier.accepts = True
    center.locked.look()
    qtbot.waitUntil(lambda: len(notifier.sent) == 2)
    qtbot.waitUntil(lambda: all(entry.is_announced for entry in Outside.of(book.vault.folder).look().due))
    center.locked.look()
    center.locked.run(lambda: None).result()
    assert len(notifier.sent) == 2


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


def test_what_could_not_be_marked_before_locking_is_marked_after(center, context, notifier, add, lock, book, qtbot):
    notifier.accepts = None
    answers = []
    notifier.send = lambda notification, answered: (notifier.sent.append(notification), answers.append(answered))
    add()
    center.open_book(context)
    qtbot.waitUntil(lambda: len(answers) == 1)
    lock()
    answers[0](True)
    qtbot.waitUntil(lambda: len(center._unmarked) == 1)
    center.open_book(context)
    marked(book, qtbot)
    assert len(notifier.sent) == 1
