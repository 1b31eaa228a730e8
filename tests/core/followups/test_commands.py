from datetime import timedelta

from desktop_crm.core.followups.choices import DONE, OPEN
from desktop_crm.core.followups.commands import add, change_many, complete
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS, open_ones
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.moment import Moment


def test_a_follow_up_is_done_now_where_the_user_is_with_its_result(database, fixed_clock):
    later = Moment(fixed_clock, "UTC")
    todo = Followup(title="报价", notes="带样品", snoozed_until=later, due=later)
    todo_id = database.write("add", lambda session: FOLLOWUPS.add(session, [todo])).new_id(Kind.FOLLOWUPS)
    done = database.write("done", lambda session: complete(session, todo_id, "已发出"))
    assert done.updated == {Kind.FOLLOWUPS: (todo_id,)}
    found = database.read(lambda connection: FOLLOWUPS.get(connection, todo_id))
    assert (found.status, found.result) == (DONE, "已发出")
    assert found.done == Moment(fixed_clock, "Asia/Shanghai")
    assert found.snoozed_until is None
    assert (found.title, found.notes, found.due) == ("报价", "带样品", later)
    assert database.read(open_ones) == []


def test_an_unknown_follow_up_is_not_done(database):
    assert not database.write("done", lambda session: complete(session, 404, ""))


def test_a_new_follow_up_is_open():
    assert Followup().status == OPEN


def weekly(fixed_clock) -> Followup:
    due = Moment(fixed_clock - timedelta(days=15), "Asia/Shanghai")
    return Followup(title="周报", due=due, recurrence="RRULE:FREQ=WEEKLY", notes="带样品", owner="李主管")


def test_of_a_follow_up_that_comes_again_the_next_is_added_when_it_is_done(database, fixed_clock):
    todo_id = database.write("add", lambda session: FOLLOWUPS.add(session, [weekly(fixed_clock)])).new_id(
        Kind.FOLLOWUPS
    )
    database.write("done", lambda session: complete(session, todo_id, "已发出"))
    (coming,) = database.read(open_ones)
    assert coming.due.at == fixed_clock + timedelta(days=6)  # two were missed, and are not made up for
    assert (coming.title, coming.notes, coming.owner, coming.result) == ("周报", "带样品", "李主管", "")
    assert coming.recurrence == "RRULE:FREQ=WEEKLY"
    database.write("done", lambda session: complete(session, todo_id, "again"))
    assert len(database.read(open_ones)) == 1


def test_marking_as_done_in_a_form_is_the_same(database, fixed_clock):
    todo_id = database.write("add", lambda session: FOLLOWUPS.add(session, [weekly(fixed_clock)])).new_id(
        Kind.FOLLOWUPS
    )
    database.write("edit", lambda session: change_many(session, {todo_id: {"status": DONE}}))
    assert [one.due.at for one in database.read(open_ones)] == [fixed_clock + timedelta(days=6)]
    assert database.read(lambda connection: FOLLOWUPS.get(connection, todo_id)).done.at == fixed_clock


def test_a_rule_without_a_date_begins_by_itself(database, fixed_clock):
    database.write("add", lambda session: add(session, Followup(title="周会", recurrence="RRULE:FREQ=DAILY")))
    assert [one.due.all_day for one in database.read(open_ones)] == [True]
