from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop_crm.core.kinds import Kind
from desktop_crm.core.timeline.entry import Accent, Entry, Key
from desktop_crm.ui.timeline.timeline_model import STEP, TimelineModel
from desktop_crm.ui.timeline.timeline_view import TimelineView

START = datetime(2026, 11, 19, tzinfo=UTC)


def entry(number, **more):
    at = START - timedelta(days=number / 10)
    usual = {
        "title": f"entry {number}",
        "accent": Accent.TALK,
        "body": "word " * (number % 40),
        "chips": (("next", Accent.OVERDUE),),
    }
    key = Key(int(at.timestamp() * 1000), 1_000_000 - number)
    return Entry(Kind.INTERACTIONS, key, at, "V", when="11-19", **(usual | more))


class Stream:
    """Entries that are handed out as the timeline of a customer would be."""

    def __init__(self, entries):
        self.entries, self.asked = entries, []

    def fetch(self, _connection, before, limit):
        self.asked.append((before, limit))
        older = [one for one in self.entries if before is None or (one.key.at, one.key.id) < (before.at, before.id)]
        return older[:limit]


@pytest.fixture
def model(context, qapp):
    owner = QObject()
    made = TimelineModel(context.operations, owner)
    made.owner = owner
    made.tester = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal)
    return made


@pytest.fixture
def view(model, theme, window):
    made = TimelineView(theme, model)
    made.setParent(window)
    made.resize(600, 500)
    made.show()
    return made


def shown(qtbot, model, stream):
    with qtbot.waitSignal(model.arrived):
        model.show_source(stream.fetch)


def test_entries_are_fetched_in_steps_as_the_end_comes_near(view, model, qtbot):
    stream = Stream([entry(number) for number in range(5 * STEP // 2)])
    shown(qtbot, model, stream)
    qtbot.waitUntil(lambda: model.rowCount() >= STEP)
    while not model.complete:
        rows = model.rowCount()
        view.scrollToBottom()
        qtbot.waitUntil(lambda rows=rows: model.rowCount() > rows or model.complete)
    assert [one.title for one in model.entries] == [one.title for one in stream.entries]
    assert {limit for _before, limit in stream.asked} == {STEP}


def test_a_month_has_its_heading_once(view, model, qtbot, english, fixed_now):
    shown(qtbot, model, Stream([entry(number * 60) for number in range(10)]))
    headings = [heading for row in range(10) if (heading := model.heading(row))]
    assert headings == ["November 2026", "October 2026", "September 2026"]


def test_entries_never_overlap_also_after_a_resize_and_a_zoom(view, model, qtbot, theme):
    shown(qtbot, model, Stream([entry(number) for number in range(60)]))

    def apart():
        areas = [view.visualRect(model.index(row)) for row in range(model.rowCount())]
        return all(upper.bottom() < lower.top() for upper, lower in pairwise(areas))

    tall = view.visualRect(model.index(39)).height()
    assert apart()
    view.resize(260, 500)
    qtbot.waitUntil(lambda: view.visualRect(model.index(39)).height() > tall)
    assert apart()
    theme.use(scale=1.5)
    qtbot.waitUntil(apart)


def test_heights_are_measured_once_for_each_width(view, model, qtbot, monkeypatch):
    measured = []
    delegate = view._delegate
    original = delegate._measured
    shown(qtbot, model, Stream([entry(number) for number in range(100)]))
    qtbot.wait(50)  # the scroll bar comes and makes the view narrower once
    view.doItemsLayout()
    monkeypatch.setattr(delegate, "_measured", lambda *args, **more: measured.append(1) or original(*args, **more))
    view.doItemsLayout()
    assert measured == []


def test_reading_the_same_again_keeps_place_and_entry(view, model, qtbot):
    stream = Stream([entry(number) for number in range(80)])
    shown(qtbot, model, stream)
    view.setCurrentIndex(model.index(40))
    view.scrollTo(model.index(40))
    resets = []
    model.modelReset.connect(lambda: resets.append(1))
    with qtbot.waitSignal(model.arrived):
        model.read_again()
    assert resets == []
    stream.entries = [entry(-5, title="new"), *stream.entries]
    with qtbot.waitSignal(model.arrived):
        model.read_again()
    assert model.entries[view.currentIndex().row()].title == "entry 40"


def test_enter_opens_the_entry_that_arrows_have_reached(view, model, qtbot):
    shown(qtbot, model, Stream([entry(number) for number in range(5)]))
    view.setCurrentIndex(model.index(0))
    qtbot.keyClick(view, Qt.Key.Key_Down)
    with qtbot.waitSignal(view.opened) as opened:
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert opened.args[0].title == "entry 1"


def test_the_next_milestone_is_found_beyond_what_was_fetched_and_then_from_the_top(view, model, qtbot):
    entries = [entry(number) for number in range(STEP + 50)]
    entries[3] = entry(3, accent=Accent.MILESTONE)
    entries[STEP + 20] = entry(STEP + 20, accent=Accent.MILESTONE)
    shown(qtbot, model, Stream(entries))
    for row in (3, STEP + 20, 3):
        view.seek_milestone()
        qtbot.waitUntil(lambda row=row: view.currentIndex().row() == row)


def test_an_entry_is_read_aloud_whole(model, qtbot, english, fixed_now):
    shown(qtbot, model, Stream([entry(2, body="They want a demo.")]))
    words = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words.splitlines() == ["November 2026", "entry 2", "11-19", "They want a demo.", "next"]


def test_nothing_is_shown_for_nobody(view, model, qtbot):
    shown(qtbot, model, Stream([entry(1)]))
    model.show_source(None)
    assert (model.rowCount(), model.complete) == (0, True)
