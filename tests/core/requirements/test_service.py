"""What the mission asks of service and satisfaction (S-01 … S-13, V-07), where no test of a room says it."""

import pytest

from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists.listing import listed_ids
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.service import commands
from desktop_crm.core.service.entity import ServiceRequest
from desktop_crm.core.service.store import SERVICE
from desktop_crm.core.survey_answers.store import SURVEY_ANSWERS
from desktop_crm.core.surveys.questions import default_questions, lines_of
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.field_reading import parse
from desktop_crm.core.values.field_values import show
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.workflows.save_record import add_record

FIELDS = ROOMS[Kind.SERVICE].fields


def test_s_01_a_request_has_time_content_who_asked_and_how_it_stands(told):
    service = told("service")
    service.travels("title", found_by="报表导出失败")
    service.travels("received")
    service.travels("content", found_by="出库明细")
    service.travels("status")
    service.refers("contact_id", told("wang"))
    service.stands_in_the_timeline("报表导出失败")


def test_s_02_the_resolution_has_solution_time_and_effect(told, database, add_customer, fixed_clock, chinese):
    request = ServiceRequest(customer_id=add_customer(), title="登录慢", received=Moment(fixed_clock, "Asia/Shanghai"))
    made = database.write("add", lambda session: SERVICE.add(session, [request])).new_id(Kind.SERVICE)
    database.write("resolve", lambda session: commands.resolve(session, made, "扩容两台服务器", "三秒内登录"))
    stored = database.read(lambda connection: SERVICE.get(connection, made))
    assert (stored.solution, stored.effect) == ("扩容两台服务器", "三秒内登录")
    assert stored.resolved == Moment(fixed_clock, "Asia/Shanghai")


@pytest.mark.parametrize("shown", ["电话", "邮件", "系统"])
def test_s_04_the_way_a_request_came_in_is_chosen(told, shown):
    told("service").travels("channel")
    code = parse(FIELDS["channel"], shown).value
    assert (show(FIELDS["channel"], code), code != shown) == (shown, True)


def test_s_08_lead_and_supporting_departments(told):
    told("service").travels("lead_department", found_by="技术支持部")
    told("service").travels("supporting_departments", found_by="客户成功部")


def test_s_11_positive_feedback_is_kept_with_its_day_and_whether_it_may_be_quoted(told):
    feedback = told("feedback")
    feedback.travels("content", found_by="随叫随到")
    feedback.travels("tone", "正面")
    feedback.travels("given_on")
    feedback.travels("may_be_quoted", "是")
    feedback.refers("contact_id", told("wang"))
    chosen = feedback.book.read(
        lambda c: listed_ids(c, Kind.FEEDBACK, "given_on", filters={"tone": "positive", "may_be_quoted": "1"})
    )
    assert list(chosen) == [feedback.id]


def test_s_13_progress_and_what_the_customer_was_told_of_it(told):
    told("service").travels("progress", found_by="今晚发补丁")
    told("talk").refers("service_id", told("service"))


def test_v_07_an_interview_is_a_way_to_ask(told, database, add_customer, chinese):
    told("score").travels("mode", "一对一访谈")
    survey = database.write(
        "add",
        lambda session: add_record(session, Kind.SURVEYS, title="季度调研", questions=lines_of(default_questions())),
    ).new_id(Kind.SURVEYS)
    mode = parse(SURVEY_ANSWERS.fields["mode"], "一对一访谈").value
    answers = {
        "customer_id": add_customer(),
        "survey_id": survey,
        "answered_on": Day("2026-11-20"),
        "mode": mode,
        "answers": {default_questions()[0].text: "4"},
    }
    changes = database.write("add", lambda session: add_record(session, Kind.SURVEY_ANSWERS, **answers))
    score = database.read(
        lambda connection: ROOMS[Kind.SATISFACTION].get(connection, changes.new_id(Kind.SATISFACTION))
    )
    assert show(ROOMS[Kind.SATISFACTION].fields["mode"], score.mode) == "一对一访谈"
