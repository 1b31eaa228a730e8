"""Garbage is collected on the GUI thread alone, and not while much of what is new is alive."""

import gc
import sys
import threading
import weakref

import pytest
from PySide6.QtCore import QObject

from desktop_crm.ui.framework import pauses
from desktop_crm.ui.framework.pauses import GarbageCollector, take_short_turns


@pytest.fixture
def collector(qapp):
    owner = QObject()
    made = GarbageCollector(owner)
    yield made
    made.stop()


class Ring:
    """Garbage that only a collection takes away."""

    def __init__(self):
        self.itself = self


def ring():
    return weakref.ref(Ring())


def fill(count):
    return [[] for _ in range(count)]


def test_garbage_goes_on_the_thread_of_the_window(collector, qtbot):
    threads = []
    gc.callbacks.append(lambda phase, _info: threads.append(threading.current_thread()))
    try:
        gone = ring()
        worker = threading.Thread(target=lambda: fill(5_000))  # Python itself would collect here
        worker.start()
        worker.join()
        assert threads == []
        alive = fill(1_000)
        collector._timer.setInterval(0)
        qtbot.waitUntil(lambda: gone() is None)
    finally:
        gc.callbacks.pop()
    assert set(threads) == {threading.main_thread()}
    assert len(alive) == 1_000


def test_old_garbage_goes_too(collector):
    old = Ring()
    gone = weakref.ref(old)
    gc.collect()
    del old
    alive = []
    for _time in range(pauses._FULL_EVERY):
        alive.append(fill(1_000))
        collector.collect()
    assert gone() is None


def test_no_collection_looks_at_the_rows_of_an_import_that_goes_on(collector):
    rows = fill(pauses._MANY + 1_000)
    garbage = ring()
    collector.collect()
    assert garbage() is not None
    del rows  # the import is closed
    alive = fill(1_000)
    collector.collect()
    assert garbage() is None
    assert len(alive) == 1_000


def test_many_things_that_stay_are_not_looked_at_until_windows_were_closed(collector, monkeypatch):
    monkeypatch.setattr(pauses, "_PATIENCE_BEATS", 1)
    rows = fill(pauses._MANY + 1_000)
    window = ring()
    for _time in range(2):
        collector.collect()
    assert gc.get_count()[0] < pauses._MANY
    collector.thaw()
    alive = fill(1_000)
    collector.collect()
    assert window() is None
    assert len(rows) > len(alive)


def test_what_takes_long_to_look_at_is_looked_at_once(collector, monkeypatch):
    monkeypatch.setattr(pauses, "_LONG_SECONDS", 0)
    before = gc.get_freeze_count()
    alive = fill(1_000)
    collector.collect()
    assert gc.get_freeze_count() >= before + len(alive)


def test_python_collects_by_itself_again_afterwards(qapp):
    owner = QObject()
    collector = GarbageCollector(owner)
    assert not gc.isenabled()
    collector.stop()
    assert gc.isenabled()


def test_threads_that_compute_hand_over_soon():
    before = sys.getswitchinterval()
    try:
        take_short_turns()
        assert sys.getswitchinterval() < before
    finally:
        sys.setswitchinterval(before)
