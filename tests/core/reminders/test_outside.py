"""The index and the queue outside the vault, and the ids in them."""

import json
import os
import random
import threading
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_crm.core import clock
from desktop_crm.core.ids import FollowupId
from desktop_crm.core.reminders import index as indexes
from desktop_crm.core.reminders import queue
from desktop_crm.core.reminders.index import Entry, Index, floating_milliseconds, milliseconds
from desktop_crm.core.reminders.opaque import opaque_id, reminder_of
from desktop_crm.core.reminders.outside import Outside
from desktop_crm.core.reminders.queue import Verb

NOW = datetime(2026, 11, 19, 2, 30, tzinfo=UTC)
A, B, C = (letter * 32 for letter in "abc")


@pytest.fixture
def outside(tmp_path):
    return Outside(tmp_path / "one")


@pytest.fixture(autouse=True)
def _fixed():
    with clock.fixed(NOW, "Asia/Shanghai"):
        yield


def entry(id_=A, minutes=-1.0):
    return Entry(id_, milliseconds(NOW + timedelta(minutes=minutes)), floating=False)


def index(*entries):
    return Index(entries, time(9))


def ids(sight):
    return [one.id for one in sight.due]


@given(st.integers(0, 2**62), st.integers(-(2**62), 2**62), st.binary(min_size=32, max_size=32))
def test_an_opaque_id_is_read_back_with_its_key(followup_id, occasion, key):
    opaque = opaque_id(key, FollowupId(followup_id), occasion)
    assert indexes.OPAQUE.fullmatch(opaque)
    assert reminder_of(key, opaque) == (followup_id, occasion)


def test_opaque_ids_of_neighbors_share_nothing_and_keep_no_order():
    key = random.Random(1).randbytes(32)
    made = [opaque_id(key, FollowupId(1 << 40 | number), 5) for number in range(200)]
    assert len({one[:6] for one in made}) == 200
    rising = sum(first < second for first, second in pairwise(made))
    assert 70 < rising < 130


def test_it_says_what_is_due_and_when_more_will_be(outside):
    outside.store(index(entry(A), entry(B, 5), entry(C, -90)))
    sight = outside.look()
    assert (ids(sight), sight.is_new, sight.coming) == ([C, A], True, NOW + timedelta(minutes=5))


def test_what_is_due_this_very_moment_is_no_longer_to_come(outside):
    outside.store(index(entry(A, 0), entry(B, 5)))
    assert (ids(outside.look()), outside.look().coming) == ([A], NOW + timedelta(minutes=5))


def test_what_was_announced_is_not_new_also_after_the_index_was_made_anew(outside):
    outside.store(index(entry(A), entry(B, 5)))
    outside.mark_announced(outside.look().due)
    assert not outside.look().is_new
    outside.store(index(entry(A), entry(B, 5), entry(C, 6)))
    assert not outside.look().is_new
    with clock.fixed(NOW + timedelta(minutes=5)):
        assert (ids(outside.look()), outside.look().is_new) == ([A, B], True)


def test_another_time_is_a_new_reminder(outside):
    outside.store(index(entry(A, -5)))
    outside.mark_announced(outside.look().due)
    outside.store(index(entry(A, -1)))
    assert outside.look().is_new


def test_done_takes_it_away_and_snooze_moves_it_at_once(outside):
    outside.store(index(entry(A), entry(B)))
    outside.mark_announced(outside.look().due)
    outside.press([A], Verb.DONE)
    outside.press([B], Verb.SNOOZE, NOW + timedelta(minutes=10))
    assert (ids(outside.look()), outside.look().coming) == ([], NOW + timedelta(minutes=10))
    with clock.fixed(NOW + timedelta(minutes=11)):
        assert (ids(outside.look()), outside.look().is_new) == ([B], True)
        outside.mark_announced(outside.look().due)
        assert not outside.look().is_new


def test_what_has_no_entry_any_more_is_put_off_as_well(outside):
    outside.store(index())
    outside.press([A], Verb.SNOOZE, NOW + timedelta(minutes=10))
    assert outside.look().coming == NOW + timedelta(minutes=10)
    outside.store(index(entry(B, 3)))  # a command wrote to the book
    with clock.fixed(NOW + timedelta(minutes=11)):
        assert ids(outside.look()) == [B, A]


def test_once_the_book_has_it_a_snooze_leaves_nothing_behind(outside):
    outside.press([A], Verb.SNOOZE, NOW + timedelta(minutes=10))
    waiting = outside.waiting()
    outside.store(index(entry(B, 10)), carried_out=waiting)
    outside.take_away(waiting)
    with clock.fixed(NOW + timedelta(minutes=11)):
        assert ids(outside.look()) == [B]


def test_what_is_pressed_while_the_queue_is_emptied_stays(outside):
    outside.press([A], Verb.DONE)
    waiting = outside.waiting()
    outside.press([B], Verb.DONE)
    outside.take_away(waiting)
    assert [one.id for one in outside.waiting()] == [B]


def test_a_whole_day_comes_at_the_same_time_of_day_in_another_zone(outside):
    nine = floating_milliseconds(datetime(2026, 11, 19, 9))
    outside.store(index(Entry(A, nine, floating=True)))
    assert ids(outside.look()) == [A]  # 10:30 in Shanghai
    with clock.fixed(NOW, "Europe/Berlin"):  # 03:30 there
        sight = outside.look()
        assert (ids(sight), sight.coming) == ([], datetime(2026, 11, 19, 8, tzinfo=UTC))


def test_a_clock_set_back_announces_nothing_again(outside):
    outside.store(index(entry(A)))
    outside.mark_announced(outside.look().due)
    for years in (-10, 10, 0):
        with clock.fixed(NOW.replace(year=NOW.year + years)):
            assert not outside.look().is_new


GOOD = indexes.to_bytes(index(entry(A), entry(B, 5)))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        GOOD[:-1],
        GOOD[: len(GOOD) // 2],
        b"[]",
        b"\xff\xfe",
        GOOD.replace(b'"format":1', b'"format":2'),
        GOOD.replace(b'"09:00"', b'"25:00"'),
        GOOD.replace(A.encode(), b"A" * 32),
        GOOD.replace(b"false", b"0"),
        GOOD.replace(b'"morning"', b'"evening"'),
        json.dumps({"format": 1, "morning": "09:00", "entries": [[A, 10**20, False, None]]}).encode(),
        json.dumps({"format": 1, "morning": "09:00", "entries": [[A, True, False, None]]}).encode(),
        json.dumps({"format": 1, "morning": "09:00", "entries": [[A, 1, False, None]] * 1001}).encode(),
        b"[" * 100_000,
        b" " * (300 * 1024),
    ],
)
def test_a_damaged_or_foreign_index_counts_as_none_and_is_made_anew(outside, data):
    outside.store(index(entry(A)))
    (outside.folder / "index.json").write_bytes(data)
    assert ids(outside.look()) == []
    outside.mark_announced([entry(A)])
    outside.store(index(entry(B)))
    assert ids(outside.look()) == [B]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 3))
def test_whatever_lies_in_the_queue_the_whole_lines_are_read(tmp_path, noise, place):
    path = tmp_path / "queue"
    path.unlink(missing_ok=True)
    made = [queue.press(A, Verb.DONE, None, 5), queue.press(B, Verb.SNOOZE, 9, 6), queue.press(C, Verb.DONE, None, 7)]
    for number, one in enumerate(made):
        if number == place:
            with path.open("ab") as file:
                file.write(noise.replace(b"\n", b""))
        queue.append(path, [one])
    assert queue.read(path) == made


def test_a_line_torn_by_a_crash_is_passed_over(tmp_path):
    path = tmp_path / "queue"
    queue.append(path, [queue.press(A, Verb.DONE, None, 5), queue.press(B, Verb.DONE, None, 5)])
    whole = path.read_bytes().rstrip(b"\n")
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert [one.id for one in queue.read(path)] == [A, B][: len(queue.read(path))]
        assert len(queue.read(path)) < 2
    queue.append(path, [queue.press(C, Verb.DONE, None, 5)])
    assert [one.id for one in queue.read(path)] == [A, C]


def test_a_full_disk_changes_nothing(outside, monkeypatch):
    outside.store(index(entry(A)))

    def full(*_args):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", full)
        with pytest.raises(OSError, match="space"):
            outside.store(index(entry(B)))
    assert ids(outside.look()) == [A]


def test_several_at_once_lose_nothing(outside):
    outside.store(index(entry(A), entry(B)))

    def work(letter):
        for _round in range(5):
            outside.press([letter * 32], Verb.DONE)
            outside.store(index(entry(A), entry(B)))

    threads = [threading.Thread(target=work, args=(letter,)) for letter in "cdef"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outside.waiting()) == 20
    assert ids(outside.look()) == [A, B]


def test_each_vault_has_a_place_of_its_own_which_tells_nothing(tmp_path):
    for name, vault_id in (("甲", "1" * 32), ("乙", "1" * 32), ("丙", "2" * 32)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "vault.json").write_text(json.dumps({"vault_id": vault_id}), encoding="utf-8")
    places = [Outside.of(tmp_path / name) for name in "甲乙丙"]
    assert len({place.folder for place in places}) == 3
    assert all(indexes.OPAQUE.fullmatch(place.folder.name) for place in places)
    (tmp_path / "甲" / "vault.json").rename(tmp_path / "甲" / "vault.json.prev")
    assert Outside.of(tmp_path / "甲").folder == places[0].folder


@pytest.mark.parametrize("header", [None, b"", b"{}", b'{"vault_id": 5}', b'{"vault_id": "../../x"}', b"[]"])
def test_where_there_is_no_vault_there_is_nothing(tmp_path, header):
    if header is not None:
        (tmp_path / "vault.json").write_bytes(header)
    assert Outside.of(tmp_path) is None
