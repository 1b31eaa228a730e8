"""What the clocks ask for, among the follow-ups of the agenda."""

from datetime import UTC, datetime

import pytest

from desktop_crm.core import clock
from desktop_crm.core.agenda.agenda import MOST_OF_A_CLOCK, Group, agenda
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.service.entity import ServiceRequest
from desktop_crm.core.service.store import SERVICE
from desktop_crm.core.tiers import standing
from desktop_crm.core.values.moment import Moment

ZONE = "Asia/Shanghai"
NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


def moment(day, hour):
    return Moment(datetime(2026, 11, day, hour - 8, tzinfo=UTC), ZONE)


@pytest.fixture
def add(database, english):
    database.settle = standing.settle

    def at(day, store, *entities):
        with clock.fixed(moment(day, 9).at, ZONE):
            return database.write("add", lambda session: store(session, entities))

    return at


@pytest.fixture
def seen(database):
    def read(**options):
        with clock.fixed(NOW, ZONE):
            return database.read(lambda connection: agenda(connection, **options))

    return read


def test_what_is_due_by_a_clock_stands_among_the_followups_by_its_time(add, seen):
    ids = add(22, commands.add, Customer(name="云帆")).added[Kind.CUSTOMERS]
    before, after = (Followup(title=title, due=moment(23, hour)) for title, hour in (("先", 11), ("后", 15)))
    late = ServiceRequest(customer_id=ids[0], title="旧故障", severity="normal", received=moment(20, 10))
    add(22, FOLLOWUPS.add, before, after)
    add(23, SERVICE.add, late)
    items = [item for item in seen() if item.group in {Group.OVERDUE, Group.TODAY}]
    assert [(item.group, item.title, item.clock) for item in items] == [
        (Group.OVERDUE, "旧故障", "first_response"),
        (Group.TODAY, "先", ""),
        (Group.TODAY, "后", ""),
    ]
    add(23, SERVICE.add, ServiceRequest(customer_id=ids[0], title="故障", received=moment(22, 14)))
    items = [item for item in seen() if item.group is Group.TODAY]
    assert [item.title for item in items] == ["先", "故障", "后"]
    assert items[1].reason == "Normal: first response within 24 h · 4 h 30 min left"
    assert not any(item.clock for item in seen(clocks=False))


def test_many_customers_to_be_in_touch_with_stand_apart_and_are_counted(add, seen):
    count = MOST_OF_A_CLOCK + 20
    add(1, commands.add, *(Customer(name=f"客户{number}", cadence_days=7) for number in range(count)))
    items = [item for item in seen() if item.group is Group.CONTACT]
    assert len(items) == MOST_OF_A_CLOCK
    assert [item.more for item in items] == [0] * (MOST_OF_A_CLOCK - 1) + [20]
    assert items[-1].reason.endswith("and 20 more")
    assert {item.clock for item in items} == {"cadence"}
    assert not [item for item in seen() if item.group is Group.OVERDUE]
