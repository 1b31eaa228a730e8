from desktop_crm.core.followups.choices import DONE, OPEN
from desktop_crm.core.followups.commands import complete
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
