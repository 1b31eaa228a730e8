from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop_crm.core import clock, i18n
from desktop_crm.core.attachments.entity import Attachment
from desktop_crm.core.attachments.store import ATTACHMENTS
from desktop_crm.core.commitments.entity import Commitment
from desktop_crm.core.commitments.store import COMMITMENTS
from desktop_crm.core.contracts.entity import Contract
from desktop_crm.core.contracts.store import CONTRACTS
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.deals.entity import Deal
from desktop_crm.core.deals.store import DEALS
from desktop_crm.core.feedback.entity import Feedback
from desktop_crm.core.feedback.store import FEEDBACK
from desktop_crm.core.followups.choices import DONE
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.gifts.entity import Gift
from desktop_crm.core.gifts.store import GIFTS
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.needs.entity import Need
from desktop_crm.core.needs.store import NEEDS
from desktop_crm.core.news.entity import News
from desktop_crm.core.news.store import NEWS
from desktop_crm.core.orders.choices import CANCELLED
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.orders.store import ORDERS
from desktop_crm.core.quotations.entity import Quotation
from desktop_crm.core.quotations.store import QUOTATIONS
from desktop_crm.core.rooms import OF_CUSTOMER, ROOMS
from desktop_crm.core.satisfaction.entity import Satisfaction
from desktop_crm.core.satisfaction.store import SATISFACTION
from desktop_crm.core.service.entity import ServiceRequest
from desktop_crm.core.service.store import SERVICE
from desktop_crm.core.stories.entity import Story
from desktop_crm.core.stories.store import STORIES
from desktop_crm.core.survey_answers.entity import SurveyAnswers
from desktop_crm.core.survey_answers.store import SURVEY_ANSWERS
from desktop_crm.core.surveys.entity import Survey
from desktop_crm.core.surveys.store import SURVEYS
from desktop_crm.core.timeline.entries import entries
from desktop_crm.core.timeline.entry import Accent, month_heading
from desktop_crm.core.timeline.parts import EVERYTHING, Part
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
        "跟进：寄样品",
        "跟进：催款",
        "拜访 · 需求跟进与转化",
        "关键节点：方案提交",
        "跟进：回电",
        "电话 · 日常维护",
        "订单 ¥120,000",
        "订单",
    ]


def test_an_interaction_says_when_who_what_and_what_follows(database, customer, story):
    visit = next(entry for entry in stream(database, customer) if entry.id == story[1])
    assert (visit.mark, visit.accent) == ("拜", Accent.TALK)
    assert visit.when == "11-20 09:30 · 李主管、王总"
    assert visit.body == "谈了需求\n反馈：满意"
    assert visit.chips == (("下一步：寄样品 · 本周六", Accent.TALK),)


def test_a_late_step_is_marked_as_late_in_words_too(database, customer, story):
    late = next(entry for entry in stream(database, customer) if entry.title == "跟进：催款")
    assert (late.accent, late.chips) == (Accent.OVERDUE, (("逾期", Accent.OVERDUE),))


def test_a_step_done_stands_where_it_was_done_with_its_result(database, customer, story):
    done = next(entry for entry in stream(database, customer) if entry.title == "跟进：回电")
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


def one_of_each(customer):
    """A record of every kind that stands in a timeline, all on other days."""
    day = (Day(f"2026-10-{number:02}") for number in range(1, 29))
    return [
        (NEEDS, Need(customer_id=customer, title="库存看板", raised=next(day), priority="high")),
        (COMMITMENTS, Commitment(customer_id=customer, title="寄样品", due=moment(3))),
        (DEALS, Deal(customer_id=customer, title="看板一期", expected_close=next(day), amount=Money(300_000_00))),
        (QUOTATIONS, Quotation(customer_id=customer, title="报价 V1", sent_on=next(day))),
        (CONTRACTS, Contract(customer_id=customer, title="框架合同", signed_on=next(day), status="signed")),
        (SERVICE, ServiceRequest(customer_id=customer, title="打不开", received=moment(-2), severity="urgent")),
        (FEEDBACK, Feedback(customer_id=customer, content="响应慢", tone="negative", given_on=next(day))),
        (SATISFACTION, Satisfaction(customer_id=customer, score=4, scored_on=next(day), reason="交付准时")),
        (GIFTS, Gift(customer_id=customer, title="书", given_on=next(day))),
        (NEWS, News(customer_id=customer, content="换了总经理", happened_on=next(day), type="organization")),
        (STORIES, Story(customer_id=customer, title="一个月上线", told_on=next(day), result="省 20 % 人力")),
        (ATTACHMENTS, Attachment(customer_id=customer, name="合同.pdf", dated=next(day))),
        (INTERACTIONS, Interaction(customer_id=customer, occurred=moment(-3), summary="谈了需求")),
        (FOLLOWUPS, Followup(customer_id=customer, title="回电", due=moment(1))),
        (ORDERS, Order(customer_id=customer, ordered=next(day), product="看板")),
    ]


def test_every_kind_of_record_that_has_a_date_stands_in_the_stream_once(database, customer):
    survey = add(database, SURVEYS, Survey(title="季度调研"))[0]
    records = one_of_each(customer)
    records.append(
        (SURVEY_ANSWERS, SurveyAnswers(customer_id=customer, survey_id=survey, answered_on=Day("2026-09-01")))
    )
    added = {room.kind: add(database, room, record)[0] for room, record in records}
    dated = {kind for kind in OF_CUSTOMER if ROOMS[kind].fields.dated_by}
    assert added.keys() == dated, "a new kind with a date needs its part of the timeline"
    assert {entry.kind: entry.id for entry in stream(database, customer)} == added
    in_parts = [entry.id for part in EVERYTHING for entry in stream(database, customer, {part})]
    assert sorted(in_parts) == sorted(added.values())
    assert all(entry.title and entry.mark for entry in stream(database, customer))


def test_the_words_of_the_new_kinds_say_what_matters(database, customer):
    for room, record in one_of_each(customer):
        add(database, room, record)
    said = {entry.kind: (entry.title, entry.body, entry.chips) for entry in stream(database, customer)}
    assert said[Kind.SERVICE][:2] == ("服务请求 · 紧急 · 已接收", "打不开")
    assert said[Kind.NEEDS] == (
        "需求 · 库存看板",
        "",
        (("显性", Accent.PLAIN), ("高", Accent.PLAIN), ("已提出", Accent.PLAIN)),
    )
    assert said[Kind.SATISFACTION][:2] == ("满意度 4/5", "交付准时")
    assert said[Kind.NEWS][:2] == ("动态", "换了总经理")
    assert said[Kind.COMMITMENTS][0].startswith("我方承诺：寄样品 · ")


def test_what_was_promised_and_attached_in_a_talk_stands_with_the_talk(database, customer, story):
    promise = Commitment(customer_id=customer, interaction_id=story[1], title="定制方案", due=moment(2), status="kept")
    add(database, COMMITMENTS, promise)
    file = Attachment(customer_id=customer, record_kind="interactions", record_id=story[1], name="会议纪要.pdf")
    add(database, ATTACHMENTS, file)
    kinds = [entry.kind for entry in stream(database, customer)]
    assert Kind.COMMITMENTS not in kinds
    assert Kind.ATTACHMENTS not in kinds
    visit = next(entry for entry in stream(database, customer) if entry.id == story[1])
    assert any(text.startswith("我方承诺：定制方案 · ") and accent is Accent.DONE for text, accent in visit.chips)
    assert ("附件 会议纪要.pdf", Accent.PLAIN) in visit.chips
    assert len(stream(database, customer, {Part.COMMITMENTS})) == 1
    assert len(stream(database, customer, {Part.ATTACHMENTS})) == 1


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
