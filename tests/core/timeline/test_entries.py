from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_crm.core import clock, i18n
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.followups.choices import DONE
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.choices import CANCELLED
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.orders.store import ORDERS
from desktop_crm.core.timeline.entries import EVERYTHING, Part, entries
from desktop_crm.core.timeline.entry import Accent, month_heading
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.values.money import Money

pytestmark = pytest.mark.usefixtures("fixed_clock", "chinese")


@pytest.fixture
def customer(database):
    return database.write("add", lambda session: commands.add(session, [Customer(name="甲")])).new_id(Kind.CUSTOMERS)


def moment(days):
    return Moment(clock.now() + timedelta(days=days), "Asia/Shanghai")


def add(database, room, *entities):
    return database.write("add", lambda session: room.add(session, entities)).added[room.kind]


def stream(database, customer, parts=EVERYTHING, **more):
    return database.read(lambda connection: entries(connection, customer, parts, **more))


@pytest.fixture
def story(database, customer):
    talks = add(
        database,
        INTERACTIONS,
        Interaction(customer_id=customer, occurred=moment(-30), method="phone", purpose="upkeep", summary="近况"),
        Interaction(
            customer_id=customer,
            occurred=moment(-3),
            method="visit",
            purpose="needs",
            summary="谈了需求",
            feedback="满意",
            participants=("李主管", "王总"),
        ),
        Interaction(
            customer_id=customer, occurred=moment(-10), method="email", milestone="proposal", summary="方案 V2"
        ),
    )
    add(
        database,
        FOLLOWUPS,
        Followup(customer_id=customer, title="寄样品", due=moment(5), interaction_id=talks[1]),
        Followup(customer_id=customer, title="回电", due=moment(-20), status=DONE, done=moment(-19), result="已回"),
        Followup(customer_id=customer, title="催款", due=moment(-1)),
    )
    add(
        database,
        ORDERS,
        Order(customer_id=customer, ordered=Day("2026-10-22"), product="年度维保", amount=Money(120_000_00)),
        Order(customer_id=customer, ordered=Day("2026"), product="作废的", status=CANCELLED),
    )
    return talks


def test_everything_comes_in_one_stream_with_the_newest_first(database, customer, story):
    titles = [entry.title for entry in stream(database, customer)]
    assert titles == [
        "跟进:寄样品",
        "跟进:催款",
        "拜访 · 需求跟进与转化",
        "关键节点:方案提交",
        "跟进:回电",
        "电话 · 日常维护",
        "订单 ¥120,000",
        "订单",
    ]


def test_an_interaction_says_when_who_what_and_what_follows(database, customer, story):
    visit = next(entry for entry in stream(database, customer) if entry.id == story[1])
    assert (visit.mark, visit.accent) == ("拜", Accent.TALK)
    assert visit.when == "11-20 09:30 · 李主管、王总"
    assert visit.body == "谈了需求\n反馈:满意"
    assert visit.chips == (("下一步:寄样品 · 本周六", Accent.TALK),)


def test_a_late_step_is_marked_as_late_in_words_too(database, customer, story):
    late = next(entry for entry in stream(database, customer) if entry.title == "跟进:催款")
    assert (late.accent, late.chips) == (Accent.OVERDUE, (("逾期", Accent.OVERDUE),))


def test_a_step_done_stands_where_it_was_done_with_its_result(database, customer, story):
    done = next(entry for entry in stream(database, customer) if entry.title == "跟进:回电")
    assert (done.at, done.body, done.accent) == (moment(-19).at, "已回", Accent.DONE)


@pytest.mark.parametrize(
    ("part", "count"), [(Part.INTERACTIONS, 3), (Part.MILESTONES, 1), (Part.FOLLOWUPS, 3), (Part.ORDERS, 2)]
)
def test_each_part_can_be_had_alone(database, customer, story, part, count):
    assert len(stream(database, customer, {part})) == count


def test_milestones_are_marked_and_found_alone(database, customer, story):
    (milestone,) = stream(database, customer, {Part.MILESTONES})
    assert (milestone.mark, milestone.accent, milestone.id) == ("★", Accent.MILESTONE, story[2])


def test_what_lies_in_the_trash_or_belongs_to_others_is_not_shown(database, customer, story):
    database.write("trash", lambda session: INTERACTIONS.trash(session, story))
    assert stream(database, customer, {Part.INTERACTIONS}) == []
    other = database.write("add", lambda session: commands.add(session, [Customer(name="乙")])).new_id(Kind.CUSTOMERS)
    assert stream(database, other) == []


def test_what_has_no_readable_time_stands_where_it_was_entered(database, customer):
    with clock.fixed(datetime(2026, 11, 20, tzinfo=UTC), "Asia/Shanghai"):
        add(database, ORDERS, Order(customer_id=customer, ordered=Day("春节前"), product="x"))
    (order,) = stream(database, customer)
    assert order.when == "春节前"
    assert abs(order.at - clock.now()) < timedelta(days=3)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(step=st.integers(1, 12), parts=st.sets(st.sampled_from(Part), min_size=1))
def test_pages_of_any_size_join_to_the_whole_stream(database, step, parts):
    customer = database.write("add", lambda session: commands.add(session, [Customer(name="丙")])).new_id(
        Kind.CUSTOMERS
    )
    same = moment(-1)  # several at one instant
    add(database, INTERACTIONS, *(Interaction(customer_id=customer, occurred=same, summary=str(n)) for n in range(5)))
    add(
        database, INTERACTIONS, *(Interaction(customer_id=customer, occurred=moment(-n), summary="x") for n in range(6))
    )
    add(database, FOLLOWUPS, *(Followup(customer_id=customer, title=str(n), due=same) for n in range(3)))
    whole = stream(database, customer, parts, limit=1000)
    pages, before = [], None
    while page := stream(database, customer, parts, before=before, limit=step):
        pages += page
        before = page[-1].key
    assert pages == whole
    assert len({(entry.kind, entry.id) for entry in whole}) == len(whole)


def test_months_are_named_in_both_languages():
    assert month_heading(2026, 11) == "2026 年 11 月"
    i18n.use_language("en")
    assert month_heading(2026, 11) == "November 2026"
