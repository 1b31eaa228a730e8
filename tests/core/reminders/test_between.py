"""From a real database to what lies outside the vault and back."""

import json
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from desktop_crm.core import clock
from desktop_crm.core.database import settings_store
from desktop_crm.core.followups.commands import complete, snooze
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.journal.history import history
from desktop_crm.core.kinds import Kind
from desktop_crm.core.reminders.between import carry_out_waiting, index_of, keep_index
from desktop_crm.core.reminders.index import MOST_COMING, MOST_MISSED
from desktop_crm.core.reminders.opaque import opaque_id
from desktop_crm.core.reminders.outside import Outside
from desktop_crm.core.reminders.queue import Verb
from desktop_crm.core.reminders.reminders import mark_delivered, pending
from desktop_crm.core.settings import DEFAULT_TIME
from desktop_crm.core.values.moment import Moment, whole_day

NOW = datetime(2026, 11, 19, 2, 30, tzinfo=UTC)  # 10:30 in Shanghai
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _fixed():
    with clock.fixed(NOW, "Asia/Shanghai"):
        yield


@pytest.fixture
def vault(cellar):
    (cellar.folder / "vault.json").write_text(json.dumps({"vault_id": "0" * 32}), encoding="utf-8")
    return SimpleNamespace(folder=cellar.folder, keys=cellar.keys)


@pytest.fixture
def outside(vault):
    return Outside.of(vault.folder)


@pytest.fixture
def add_many(vault, database):
    """Adds follow-ups of these times and makes the index fit; their ids."""

    def add_many(dues, **fields):
        moments = [due if isinstance(due, Moment) else Moment(due, "Asia/Shanghai") for due in dues]
        made = [Followup(**({"title": "回访", "due": due} | fields)) for due in moments]
        changes = database.write("add", lambda session: FOLLOWUPS.add(session, made))
        keep_index(vault, database)
        return changes.added[Kind.FOLLOWUPS]

    return add_many


@pytest.fixture
def add(add_many):
    return lambda due=NOW - MINUTE, **fields: add_many([due], **fields)[0]


@pytest.fixture
def followup(database):
    return lambda followup_id: database.read(lambda connection: FOLLOWUPS.get(connection, followup_id))


@pytest.fixture
def unlock(vault, database):
    """What happens at unlock."""
    return lambda: carry_out_waiting(vault, database)


def verbs(database, followup_id):
    return [step.verb for step in database.read(lambda connection: history(connection, FOLLOWUPS, followup_id))]


def test_done_and_snooze_are_one_action_each_and_the_queue_is_empty_afterwards(
    add_many, outside, unlock, followup, database
):
    done, later = add_many([NOW - 2 * MINUTE, NOW - MINUTE])
    first, second = outside.look().due
    outside.press([first.id], Verb.DONE)
    outside.press([second.id], Verb.SNOOZE, NOW + 10 * MINUTE)
    unlock()
    assert (followup(done).status, followup(later).snoozed_until.at) == ("done", NOW + 10 * MINUTE)
    assert verbs(database, done).count("complete_followup") == 1
    assert verbs(database, later).count("snooze_followup") == 1
    assert (outside.waiting(), outside.look().coming) == ([], NOW + 10 * MINUTE)


@pytest.mark.parametrize("cut", ["store", "take_away"])
def test_a_crash_before_the_queue_is_emptied_repeats_nothing(
    add, outside, unlock, followup, database, monkeypatch, cut
):
    followup_id = add(recurrence="FREQ=DAILY")
    outside.press([outside.look().due[0].id], Verb.DONE)

    def crash(*_args, **_more):
        raise OSError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(Outside, cut, crash)
        with pytest.raises(OSError, match="killed"):
            unlock()
    assert len(outside.waiting()) == 1
    changed = database.read(FOLLOWUPS.count)
    database.write("change", lambda session: FOLLOWUPS.change(session, followup_id, status="open", done=None))
    unlock()  # the user has opened it again meanwhile: the press is not carried out twice
    assert (followup(followup_id).status, database.read(FOLLOWUPS.count)) == ("open", changed)
    assert outside.waiting() == []


def test_put_off_twice_and_then_done_is_carried_out_in_this_order(add, outside, unlock, followup):
    followup_id = add()
    (entry,) = outside.look().due
    outside.press([entry.id], Verb.SNOOZE, NOW + 10 * MINUTE)
    with clock.fixed(NOW + 11 * MINUTE):
        assert [one.id for one in outside.look().due] == [entry.id]
        outside.press([entry.id], Verb.SNOOZE, NOW + 30 * MINUTE)
    with clock.fixed(NOW + 31 * MINUTE):
        outside.press([entry.id], Verb.DONE)
        unlock()
    assert followup(followup_id).status == "done"
    assert followup(followup_id).done.at == NOW + 31 * MINUTE


def test_a_crash_between_a_snooze_and_the_press_after_it_loses_neither(
    add, outside, unlock, followup, monkeypatch, vault, database
):
    followup_id = add()
    (entry,) = outside.look().due
    outside.press([entry.id], Verb.SNOOZE, NOW + 10 * MINUTE)
    with monkeypatch.context() as patch:
        patch.setattr(Outside, "take_away", lambda *_args: None)
        unlock()
    outside.press([entry.id], Verb.DONE)
    unlock()
    assert followup(followup_id).status == "done"


@pytest.mark.parametrize("verb", [Verb.DONE, Verb.SNOOZE])
def test_what_has_changed_meanwhile_is_passed_over(add, outside, unlock, followup, database, verb):
    done, moved = add(), add()
    until = NOW + MINUTE if verb is Verb.SNOOZE else None
    outside.press([entry.id for entry in outside.look().due], verb, until)
    later = Moment(NOW + timedelta(days=3), "Asia/Shanghai")
    database.write("done", lambda session: complete(session, done, "已签"))
    database.write("change", lambda session: FOLLOWUPS.change(session, moved, due=later))
    unlock()
    assert (followup(done).result, followup(done).status) == ("已签", "done")
    assert (followup(moved).due, followup(moved).status, followup(moved).snoozed_until) == (later, "open", None)
    assert outside.waiting() == []


def test_presses_with_ids_of_another_vault_do_nothing(add, outside, unlock, followup):
    followup_id = add()
    outside.press(["0" * 32, "f" * 32, opaque_id(bytes(32), followup_id, 5)], Verb.DONE)
    unlock()
    assert (followup(followup_id).status, outside.waiting()) == ("open", [])


def test_what_was_delivered_by_name_is_in_the_index_no_more_until_it_is_put_off(add, outside, vault, database):
    followup_id = add()
    database.write("remind", lambda session: mark_delivered(session, pending(session.connection).due))
    keep_index(vault, database)
    assert outside.look().due == ()
    database.write("later", lambda session: snooze(session, followup_id, NOW + MINUTE))
    keep_index(vault, database)
    assert outside.look().coming == NOW + MINUTE


def test_of_many_the_next_ones_and_the_last_missed_are_kept(add_many, database, vault, outside):
    add_many([NOW + number * MINUTE for number in range(1, 260)])
    add_many([NOW - timedelta(days=2) - number * MINUTE for number in range(260)])
    add_many([NOW + timedelta(days=61)])
    index = database.read(lambda connection: index_of(connection, vault.keys.reminders))
    moments = sorted(entry.moment() for entry in index.entries)
    assert len(moments) == MOST_COMING + MOST_MISSED
    assert moments[0] == NOW - timedelta(days=2) - 199 * MINUTE
    assert moments[-1] == NOW + 200 * MINUTE


def test_the_index_reaches_sixty_days_ahead(add_many, database, vault):
    add_many([NOW + timedelta(days=60), NOW + timedelta(days=60) + MINUTE])
    index = database.read(lambda connection: index_of(connection, vault.keys.reminders))
    assert [entry.moment() for entry in index.entries] == [NOW + timedelta(days=60)]


def test_a_whole_day_is_announced_at_the_default_time_wherever_the_user_is(add, database, vault, outside):
    database.write("change_setting", lambda session: settings_store.store(session, DEFAULT_TIME, "08:15"))
    add(whole_day(datetime(2026, 11, 20).date(), clock.zone()), alarm_minutes=15)
    assert outside.look().coming == datetime(2026, 11, 20, 0, 0, tzinfo=UTC)
    with clock.fixed(NOW, "Europe/Berlin"):
        assert outside.look().coming == datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
    assert outside.look().morning.isoformat() == "08:15:00"


def test_a_followup_from_before_1970_does_not_spoil_the_index(add_many, outside):
    old, missed = datetime(1968, 5, 1, tzinfo=UTC), NOW - MINUTE
    add_many([old, missed])
    assert [entry.moment() for entry in outside.look().due] == [missed]


def test_a_followup_without_a_date_that_was_put_off_comes_at_that_time(database, vault, outside):
    (followup_id,) = database.write(
        "add",
        lambda session: FOLLOWUPS.add(session, [Followup(title="回访", snoozed_until=Moment(NOW + MINUTE, "UTC"))]),
    ).added[Kind.FOLLOWUPS]
    keep_index(vault, database)
    assert outside.look().coming == NOW + MINUTE
    with clock.fixed(NOW + MINUTE):
        assert len(outside.look().due) == 1
        assert [reminder.id for reminder in database.read(pending).due] == [followup_id]


def test_it_agrees_with_what_the_open_book_would_announce(add_many, database, vault, outside):
    add_many([NOW + number * 7 * MINUTE for number in range(-40, 40)], alarm_minutes=30)
    for minutes in (-30, 0, 45, 500):
        with clock.fixed(NOW + minutes * MINUTE):
            named = {reminder.at for reminder in database.read(pending).due}
            assert {entry.moment() for entry in outside.look().due} == named
