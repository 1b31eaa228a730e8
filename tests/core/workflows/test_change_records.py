from datetime import timedelta

import pytest
from sqlalchemy import func, select

from desktop_crm.core import clock
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.choices import COMPANY, INDIVIDUAL, WON
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database.schema.actions import actions
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.followups.choices import DONE, OPEN
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.journal.history import history
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.moment import Moment, whole_day
from desktop_crm.core.workflows.change_records import (
    Action,
    Edit,
    actions_of,
    bulk_fields,
    change_many,
    change_record,
    is_needed,
)
from desktop_crm.core.workflows.plan_next_step import plan_next_step

pytestmark = pytest.mark.usefixtures("fixed_clock", "english")


@pytest.fixture
def ids(database):
    people = (
        Customer(name="A", owner="Li", need_tags=("x",), size="large"),
        Customer(name="B", owner="Wang", need_tags=("y", "x")),
        Customer(name="C", owner="Li", account_type=INDIVIDUAL),
    )
    return list(database.write("add", lambda session: commands.add(session, people)).added[Kind.CUSTOMERS])


def actions_in(database):
    return database.read(lambda connection: connection.scalar(select(func.count()).select_from(actions)))


def values(database, ids, name):
    return [getattr(each, name) for each in database.read(lambda connection: CUSTOMERS.get_many(connection, ids))]


def edit(database, ids, *given, at=None, kind=Kind.CUSTOMERS):
    return database.write("edit", lambda session: change_many(session, kind, ids, Edit(*given), at))


def test_one_field_of_many_records_changes_in_one_action_with_a_history_for_each(database, ids):
    before = actions_in(database)
    changes = edit(database, ids, "owner", Action.SET, "Li")
    assert values(database, ids, "owner") == ["Li", "Li", "Li"]
    assert changes.updated[Kind.CUSTOMERS] == (ids[1],)  # the others had it so
    assert actions_in(database) == before + 1
    (step, _made) = database.read(lambda connection: history(connection, CUSTOMERS, ids[1]))
    assert [(each.field.name, each.old, each.new) for each in step.changes] == [("owner", "Wang", "Li")]


def test_tags_are_added_and_taken_away_and_the_others_stay(database, ids):
    edit(database, ids, "need_tags", Action.ADD, ("z", "x"))
    assert values(database, ids, "need_tags") == [("x", "z"), ("y", "x", "z"), ("z", "x")]
    edit(database, ids, "need_tags", Action.REMOVE, ("x", "unknown"))
    assert values(database, ids, "need_tags") == [("z",), ("y", "z"), ("z",)]
    edit(database, ids, "need_tags", Action.CLEAR)
    assert values(database, ids, "need_tags") == [(), (), ()]


def test_a_field_of_companies_leaves_individuals_untouched(database, ids):
    changes = edit(database, ids, "size", Action.SET, "small_medium")
    assert changes.updated[Kind.CUSTOMERS] == tuple(ids[:2])
    assert values(database, ids, "size") == ["small_medium", "small_medium", ""]
    assert values(database, ids[:1], "account_type") == [COMPANY]


def test_the_status_of_many_is_set_and_cannot_be_emptied(database, ids):
    edit(database, ids, "status", Action.SET, WON)
    assert values(database, ids, "status") == [WON] * 3
    with pytest.raises(RefusedError):
        edit(database, ids, "status", Action.CLEAR)


@pytest.mark.parametrize("name", ["name", "number", "phone", "account_type", "notes", "nonsense"])
def test_what_tells_one_record_from_another_is_not_changed_for_many(database, ids, name):
    with pytest.raises(RefusedError):
        edit(database, ids, name, Action.SET, "x")


def test_stopping_in_the_middle_leaves_nothing_behind(database, ids):
    people = (Customer(name=f"N{number}") for number in range(1_100))
    many = database.write("add", lambda session: commands.add(session, people)).added[Kind.CUSTOMERS]
    heard = []

    def stop(done, total):
        heard.append((done, total))
        if done == 1_000:
            raise InterruptedError

    before = actions_in(database)
    with pytest.raises(InterruptedError):
        edit(database, many, "owner", Action.SET, "Zhao", at=stop)
    assert heard == [(0, 1_100), (500, 1_100), (1_000, 1_100)]
    assert set(values(database, many, "owner")) == {""}
    assert actions_in(database) == before


def test_follow_ups_that_are_marked_as_done_were_done_now(database, ids):
    steps = [Followup(customer_id=ids[0], title="x"), Followup(customer_id=ids[1], title="y")]
    made = database.write("add", lambda session: FOLLOWUPS.add(session, steps)).added[Kind.FOLLOWUPS]
    edit(database, made, "status", Action.SET, DONE, kind=Kind.FOLLOWUPS)
    done = database.read(lambda connection: FOLLOWUPS.get_many(connection, made))
    assert {each.done for each in done} == {Moment(clock.now(), "Asia/Shanghai")}
    database.write("edit", lambda session: change_record(session, Kind.FOLLOWUPS, made[0], {"status": OPEN}))
    assert database.read(lambda connection: FOLLOWUPS.get(connection, made[0])).done is None


def test_one_record_changes_by_the_rules_of_its_room(database, ids):
    database.write("edit", lambda session: change_record(session, Kind.CUSTOMERS, ids[0], {"number": "K-9"}))
    (number,) = values(database, ids[:1], "number")
    assert number == "K-9"
    assert values(database, ids[:1], "former_numbers")[0] != ()
    with pytest.raises(commands.NumberTakenError):
        database.write("edit", lambda session: change_record(session, Kind.CUSTOMERS, ids[1], {"number": "K-9"}))
    gone = database.write("edit", lambda session: change_record(session, Kind.ORDERS, 12345, {"owner": "x"}))
    assert not gone


@pytest.mark.parametrize("kind", list(Kind))
def test_every_room_offers_fields_whose_values_an_entity_can_hold(kind):
    fields = bulk_fields(kind)
    assert fields
    for field in fields:
        offered = actions_of(field, needed=is_needed(kind, field))
        assert offered
        if Action.CLEAR in offered:
            assert not getattr(ROOMS[kind].entity(), field.name)


def test_a_next_step_moves_where_there_is_one_and_is_made_where_there_is_none(database, ids):
    def moment(days):
        return Moment(clock.now() + timedelta(days=days), "Asia/Shanghai")

    steps = [
        Followup(customer_id=ids[0], title="late", due=moment(-2)),
        Followup(customer_id=ids[0], title="later", due=moment(9)),
        Followup(customer_id=ids[1], title="done", due=moment(1), status=DONE),
    ]
    made = database.write("add", lambda session: FOLLOWUPS.add(session, steps)).added[Kind.FOLLOWUPS]
    due = whole_day(clock.today() + timedelta(days=3), clock.zone())
    before = actions_in(database)
    changes = database.write("plan", lambda session: plan_next_step(session, ids, due, "Return visit"))
    assert actions_in(database) == before + 1
    assert changes.updated[Kind.FOLLOWUPS] == (made[0],)
    new = database.read(lambda connection: FOLLOWUPS.get_many(connection, changes.added[Kind.FOLLOWUPS]))
    assert [(each.customer_id, each.title, each.due, each.status) for each in new] == [
        (ids[1], "Return visit", due, OPEN),
        (ids[2], "Return visit", due, OPEN),
    ]
    assert database.read(lambda connection: FOLLOWUPS.get(connection, made[0])).due == due
