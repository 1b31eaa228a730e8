"""What the mission asks of needs (N-04 … N-17), where no test of a room says it.

The clock of N-15 is not told here, only what is recorded for it.
"""

import pytest

from desktop_crm.core.documents.forms import Form
from desktop_crm.core.documents.words import Audience
from desktop_crm.core.journal.history import history
from desktop_crm.core.kinds import Kind
from desktop_crm.core.needs.entity import Need
from desktop_crm.core.needs.store import NEEDS
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.field_reading import parse
from desktop_crm.core.values.field_values import show
from desktop_crm.core.workflows.save_record import change_record

FIELDS = ROOMS[Kind.NEEDS].fields


@pytest.mark.parametrize("level", ["高", "中", "低"])
def test_n_04_urgency_is_a_list_of_its_own_beside_the_priority(told, words_of, level):
    need = told("need")
    need.travels("urgency")
    need.travels("priority")
    assert (need.stored.urgency, need.stored.priority) == ("high", "medium")
    assert show(FIELDS["urgency"], parse(FIELDS["urgency"], level).value) == level
    assert "紧急程度" in words_of(Form.C)


def test_n_05_the_core_need_is_found_and_printed(told, words_of):
    told("need").travels("title", found_by="库存盘点误差")
    assert "库存盘点误差" in words_of(Form.C)
    told("need").stands_in_the_timeline("库存盘点误差")


def test_n_06_pain_points(told, words_of):
    told("need").travels("pain_points", found_by="响应要十秒")
    assert "旧系统响应要十秒" in words_of(Form.B)


@pytest.mark.parametrize("typed", ["1个月", "预计4月中旬"])
def test_n_09_the_decision_cycle_stays_as_it_was_said(told, typed):
    told("need").travels("decision_cycle", found_by="4月中旬")
    assert show(FIELDS["decision_cycle"], parse(FIELDS["decision_cycle"], typed).value) == typed


@pytest.mark.parametrize(("typed", "code"), [("电话沟通", "phone"), ("线下面谈", "visit")])
def test_n_10_preferred_way_of_service(told, typed, code):
    told("need").travels("service_mode", "拜访")
    assert parse(FIELDS["service_mode"], typed).value == code


def test_n_13_tailored_solution(told):
    told("need").travels("solution", found_by="简化指南")


def test_n_14_value_in_figures(told):
    told("need").travels("value", found_by="30%响应效率")
    told("story").travels("result", found_by="缩短75%")


def test_n_15_rollout_and_the_check_of_the_value_are_recorded(told):
    need = told("need")
    need.travels("rolled_out")
    need.travels("value_checked")
    need.travels("value_check", found_by="实际降低18%")


def test_n_16_a_story_is_kept_for_use_with_other_customers_and_printed(told, words_of):
    story = told("story")
    story.travels("title", found_by="仓储提效")
    for name in ("told_on", "situation", "solution", "quote"):
        story.travels(name)
    story.travels("may_be_told", "是")
    story.refers("need_id", told("need"))
    for audience in Audience:
        assert "盘点时间缩短75%" in words_of(Form.STORY, audience)


@pytest.mark.parametrize("shown", ["响应中", "已提方案", "已认可", "已交付", "已验证", "已放弃"])
def test_n_17_a_need_goes_through_its_statuses_and_each_step_is_kept(told, database, add_customer, shown):
    told("need").travels("status")
    code = parse(FIELDS["status"], shown).value
    need = Need(customer_id=add_customer(), title="多仓同步")
    assert show(FIELDS["status"], need.status) == "已提出"
    need_id = database.write("add", lambda session: NEEDS.add(session, [need])).new_id(Kind.NEEDS)
    database.write("edit", lambda session: change_record(session, Kind.NEEDS, need_id, status=code))
    steps = database.read(lambda connection: history(connection, NEEDS, need_id))
    moved = [(change.old, change.new) for change in steps[0].changes if change.field.name == "status"]
    assert moved == [("raised", code)]
