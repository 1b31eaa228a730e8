"""What the mission asks of interactions and the timeline (I-01 … I-23), where no test of a room says it.

The clocks of I-12, I-15 and I-18 are not told here, only what is recorded for them.
"""

from datetime import UTC, datetime, timedelta

import pytest

from desktop_crm.core import clock
from desktop_crm.core.agenda.brief import brief_of
from desktop_crm.core.documents.forms import Form
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS, of_customer
from desktop_crm.core.interactions.templates import answered, templates
from desktop_crm.core.journal.history import history
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.timeline.entries import entries
from desktop_crm.core.timeline.parts import EVERYTHING, Part
from desktop_crm.core.values.field_reading import parse
from desktop_crm.core.values.field_values import show
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.workflows.log_interaction import log_interaction

FIELDS = ROOMS[Kind.INTERACTIONS].fields


def at(*numbers: int) -> Moment:
    return Moment(datetime(*numbers, tzinfo=UTC), "Asia/Shanghai")


def test_i_01_an_interaction_has_its_date_and_time(told, words_of):
    told("talk").travels("occurred")
    assert told("talk").stored.occurred.at == datetime(2026, 11, 20, 6, tzinfo=UTC)
    assert "2026-11-20" in words_of(Form.C)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        *((word, word) for word in ("拜访", "电话", "会议", "邮件", "线上研讨会", "微信", "产品演示")),
        *(("面谈", "拜访"), ("销售拜访", "拜访"), ("线下拜访", "拜访"), ("电话沟通", "电话")),
        ("线上咨询", "线上咨询"),
    ],
)
def test_i_02_the_channel_is_chosen_and_a_word_of_the_users_own_is_kept(told, typed, shown):
    told("talk").travels("method")
    assert show(FIELDS["method"], parse(FIELDS["method"], typed).value) == shown


def test_i_03_who_took_part_on_both_sides(told):
    talk = told("talk")
    talk.travels("participants", found_by="赵建国")
    talk.travels("our_participants", found_by="陈工")
    assert "赵建国" not in talk.masked("participants")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        pytest.param("summary", "离线盘点", id="I-04"),
        pytest.param("feedback", "界面比旧系统清爽", id="I-05"),
        pytest.param("place", "5楼会议室", id="I-10"),
        pytest.param("outcome", "进入商务谈判", id="I-11"),
    ],
)
def test_i_04_i_05_i_10_i_11_what_was_said_where_and_with_what_outcome(told, name, words):
    told("talk").travels(name, found_by=words)
    told("talk").stands_in_the_timeline("演示多仓同步", "界面比旧系统清爽")


def test_i_07_agreements_and_open_issues_come_up_before_the_next_talk(told, database, add_customer):
    told("talk").travels("agreements", found_by="试运行")
    told("talk").travels("open_issues", found_by="排期")
    customer_id = add_customer()
    talks = [
        Interaction(customer_id=customer_id, occurred=at(2026, 10, 1), summary="一", open_issues="旧问题"),
        Interaction(customer_id=customer_id, occurred=at(2026, 11, 1), summary="二", open_issues="离线盘点的排期"),
    ]
    database.write("add", lambda session: INTERACTIONS.add(session, talks))
    assert database.read(lambda connection: brief_of(connection, customer_id)).open_issues == "离线盘点的排期"


def test_i_08_the_next_step_with_its_date_comes_of_the_talk(database, add_customer, fixed_clock, chinese):
    customer_id = add_customer()
    talk = Interaction(customer_id=customer_id, occurred=at(2026, 11, 20), summary="客户要看演示")
    step = Followup(title="安排demo演示", due=at(2026, 11, 27))
    changes = database.write("log", lambda session: log_interaction(session, talk, step))
    stored = database.read(lambda connection: FOLLOWUPS.get(connection, changes.new_id(Kind.FOLLOWUPS)))
    assert (stored.title, stored.due, stored.customer_id) == ("安排demo演示", at(2026, 11, 27), customer_id)
    assert stored.interaction_id == changes.new_id(Kind.INTERACTIONS)
    (entry,) = database.read(lambda connection: entries(connection, customer_id, {Part.INTERACTIONS}))
    assert "安排demo演示" in repr(entry.chips)


def test_i_09_who_logged_it(told):
    told("talk").travels("logged_by", found_by="陈工")
    told("first_talk").travels("logged_by", found_by="李主管")


def test_i_12_when_a_talk_was_recorded_is_known_beside_when_it_was(told):
    talk = told("talk")
    made = talk.book.read(lambda connection: history(connection, INTERACTIONS, talk.id))[-1]
    assert made.at == clock.now()
    assert made.at - talk.stored.occurred.at == timedelta(days=2, hours=19, minutes=30)


@pytest.mark.parametrize("shown", ["首次接触", "需求确认", "方案提交", "合同签订", "合作终止"])
def test_i_13_milestones_are_marked_and_can_be_gone_through_alone(told, shown):
    told("talk").travels("milestone", "方案提交")
    code = parse(FIELDS["milestone"], shown).value
    assert (show(FIELDS["milestone"], code), code != shown) == (shown, True)
    owner = told("customer").id
    marked = told("talk").book.read(lambda connection: entries(connection, owner, {Part.MILESTONES}))
    assert [entry.key.id for entry in marked] == [told("talk").id, told("first_talk").id]


def test_i_15_when_the_summary_went_to_the_customer_is_recorded(told):
    told("talk").travels("summary_sent")
    assert told("talk").stored.summary_sent == at(2026, 11, 20, 10)
    assert told("first_talk").stored.summary_sent is None


@pytest.mark.parametrize("shown", ["初次接触", "日常维护", "客户问题处理", "需求跟进与转化", "合作周期回顾"])
def test_i_16_the_purpose_of_a_talk_is_chosen(told, shown):
    told("talk").travels("purpose")
    code = parse(FIELDS["purpose"], shown).value
    assert (show(FIELDS["purpose"], code), code != shown) == (shown, True)


def test_i_17_objective_material_and_what_to_know_before_the_talk(told):
    talk, customer = told("talk"), told("customer")
    talk.travels("objective", found_by="二期范围")
    talk.refers("material_id", told("material"))
    known = talk.book.read(lambda connection: brief_of(connection, customer.id))
    assert known.open_issues == "导出功能何时上线"
    assert known.contacts[0] == "王丽娟（采购经理）"


def test_i_18_an_appointment_is_confirmed_on_its_follow_up(told):
    told("followup").travels("confirmed")
    assert told("followup").stored.confirmed.at < told("followup").stored.due.at
    told("wang").travels("preferred_channel")


def test_i_19_a_note_asks_its_questions_and_the_open_issues_are_at_hand(told):
    book, customer = told("talk").book, told("customer")
    visit, call, complaint = (template.headings for template in book.read(templates))
    assert "需求" in visit
    assert len(call.splitlines()) >= 3
    assert len(complaint.splitlines()) >= 3
    assert book.read(lambda connection: brief_of(connection, customer.id)).open_issues


def test_i_21_the_ledger_is_chronological_and_every_entry_is_traced_to_its_author(told):
    book, owner = told("customer").book, told("customer").id
    stream = book.read(lambda connection: entries(connection, owner, EVERYTHING))
    assert len(stream) >= 10
    assert [entry.key.at for entry in stream] == sorted((entry.key.at for entry in stream), reverse=True)
    for entry in stream:
        steps = book.read(lambda connection, entry=entry: history(connection, ROOMS[entry.kind], entry.key.id))
        assert [(step.author, step.operation) for step in steps] == [("王芳", "insert")]


def test_i_22_a_note_keeps_only_the_headings_that_were_answered(told):
    offered = told("talk").book.read(templates)
    first, second, *_others = offered[0].headings.splitlines()
    note = offered[0].headings.replace(first, f"{first}\n续约")
    assert answered(note, offered) == f"{first}\n续约"
    assert second not in answered(note, offered)


def test_i_23_former_talks_are_found_by_their_words_and_listed_newest_first(told):
    talk, first = told("talk"), told("first_talk")
    assert talk.is_found_by("离线盘点")
    assert first.is_found_by("采购部门")
    owner = told("customer").id
    listed = talk.book.read(lambda connection: of_customer(connection, owner))
    assert [each.id for each in listed] == [talk.id, first.id]
