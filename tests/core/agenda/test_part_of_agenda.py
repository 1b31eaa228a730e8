"""Of a long agenda the first lines are read and the others counted, and what was put off stands where it was put."""

from datetime import UTC, datetime, timedelta

import pytest

from desktop_crm.core import clock
from desktop_crm.core.agenda.agenda import Group, agenda, part_of_agenda
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.followups.commands import complete_all, snooze
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.moment import Moment

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)  # Monday, 9:30 in Shanghai


@pytest.fixture(autouse=True)
def monday():
    with clock.fixed(NOW, "Asia/Shanghai"):
        yield


def due(hours: float) -> Moment:
    return Moment(NOW + timedelta(hours=hours), "Asia/Shanghai")


@pytest.fixture
def add(database):
    def added(*followups: Followup) -> tuple[int, ...]:
        return database.write("add", lambda session: FOLLOWUPS.add(session, followups)).added[Kind.FOLLOWUPS]

    return added


def part(database, most: int, **options):
    groups = dict.fromkeys(Group, most)
    return database.read(lambda connection: part_of_agenda(connection, groups, **options))


def test_the_first_of_each_group_are_read_and_all_are_counted(database, add, add_customer):
    ids = add(*(Followup(title=f"回访 {n}", due=due(n - 7.5)) for n in range(12)))
    for number in range(4):
        add_customer(name=f"客户 {number}")
    found = part(database, 2, clocks=False)
    by_group = {group: [item.id for item in found.items if item.group is group] for group in found.totals}
    assert found.totals == {Group.OVERDUE: 8, Group.TODAY: 4, Group.NO_NEXT_STEP: 4}
    assert by_group[Group.OVERDUE] == list(ids[:2])
    assert by_group[Group.TODAY] == list(ids[8:10])
    assert len(by_group[Group.NO_NEXT_STEP]) == 2


def test_a_part_that_is_large_enough_is_the_whole(database, add, add_customer):
    customer = add_customer(name="云帆信息")
    add(*(Followup(title=f"回访 {n}", due=due(9 * n - 30), customer_id=customer) for n in range(12)))
    assert part(database, 100).items == database.read(agenda)


def test_groups_that_are_not_asked_for_are_neither_read_nor_counted(database, add, add_customer):
    add_customer(name="云帆信息")
    add(Followup(title="回访", due=due(-1)))
    found = database.read(lambda connection: part_of_agenda(connection, {Group.OVERDUE: 0}))
    assert (found.items, found.totals) == ([], {Group.OVERDUE: 1})


def test_a_line_names_the_contact_and_the_customer(database, add, add_customer):
    customer = add_customer(name="云帆信息")
    made = database.write("add", lambda session: CONTACTS.add(session, [Contact(name="李明", customer_id=customer)]))
    add(Followup(title="回访", due=due(-1), customer_id=customer, contact_id=made.new_id(Kind.CONTACTS)))
    (item,) = [item for item in part(database, 9, clocks=False).items if item.kind is Kind.FOLLOWUPS]
    assert (item.customer, item.contact) == ("云帆信息", "李明")


def test_what_was_put_off_stands_where_it_was_put_off_to_until_that_has_passed(database, add, english):
    (followup,) = add(Followup(title="回访", due=due(-20)))
    until = NOW + timedelta(hours=3)
    database.write("snooze", lambda session: snooze(session, followup, until))
    (item,) = part(database, 9, clocks=False).items
    assert (item.group, item.due, item.snoozed.at) == (Group.TODAY, due(-20), until)
    assert item.left.startswith("Put off; it was due")
    with clock.fixed(until, "Asia/Shanghai"):
        (item,) = part(database, 9, clocks=False).items
    assert (item.group, item.snoozed) == (Group.OVERDUE, None)


def test_to_be_reminded_earlier_moves_nothing(database, add):
    (followup,) = add(Followup(title="回访", due=due(5)))
    database.write("snooze", lambda session: snooze(session, followup, NOW + timedelta(hours=1)))
    (item,) = part(database, 9, clocks=False).items
    assert (item.group, item.snoozed) == (Group.TODAY, None)


def test_f_15_whatever_is_open_stands_somewhere_until_it_is_done(database, add, add_customer):
    customer = add_customer(name="云帆信息")
    hours = (-900, -20, -1, 0, 3, 13, 30, 100, 3000)
    ids = add(*(Followup(title="回访", due=due(each), customer_id=customer) for each in hours))
    database.write("snooze", lambda session: snooze(session, ids[0], NOW + timedelta(days=9)))
    found = part(database, 100, days=400, clocks=False)
    assert {item.id for item in found.items} == set(ids)
    database.write("complete", lambda session: complete_all(session, ids))
    assert [item.group for item in part(database, 100, clocks=False).items] == [Group.NO_NEXT_STEP]
