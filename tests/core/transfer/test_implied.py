import pytest

from desktop_crm.core.fields import folded
from desktop_crm.core.i18n import _
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.headings import map_columns, part_of, targets
from desktop_crm.core.transfer.implied import IMPLIED, MAIN, SAID_ON, SAME_BY
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.money import parse_money_range

_PARTS = [(host, part) for host, parts in IMPLIED.items() for part in parts]


@pytest.mark.parametrize(("host", "part"), _PARTS, ids=lambda value: getattr(value, "target", value))
def test_no_heading_of_the_table_is_dead(host, part):
    assert part.field in ROOMS[part.kind].fields
    assert part_of(host, part.target) is part
    reached = [heading for heading in part.headings if targets(host)[folded(heading)] == part.target]
    assert reached == list(part.headings)


def test_what_is_implied_is_known_by_fields_that_there_are():
    for kind, names in SAME_BY.items():
        assert MAIN[kind] <= set(names)
        assert set(names) <= {field.name for field in ROOMS[kind].fields}
        assert SAID_ON.get(kind, names[0]) in ROOMS[kind].fields


def test_a_column_that_adds_to_nothing_has_no_place(table):
    def filled(headings):
        return [column.target for column in map_columns(table(headings), Kind.CUSTOMERS).columns]

    assert filled("客户名称,需求优先级,预算") == ["name", "needs.priority", "needs.budget"], "a need may be unnamed"
    assert filled("客户名称,优先级") == ["name", ""], "that may be the customer's"
    assert filled("客户名称,核心需求,需求优先级,预算") == ["name", "needs.title", "needs.priority", "needs.budget"]
    assert filled("客户名称,满意度变化趋势") == ["name", ""]


# Needs


def test_n_01_and_n_02_needs_come_out_of_a_customers_row_with_what_is_said_of_them(table, take, records):
    headings = "客户名称,显性需求,隐性需求,需求优先级,紧急程度,预算范围,决策周期,负责人"
    report = take(table(headings, "云帆,定制化CRM系统,培训支持,高,中,80-120万元,1个月,王芳", name="客户"))
    (customer,) = records("customers")
    explicit, implicit = records("needs")
    assert {explicit.customer_id, implicit.customer_id} == {customer.id}
    assert (explicit.title, explicit.kind, explicit.priority, explicit.urgency) == (
        "定制化CRM系统",
        "explicit",
        "high",
        "medium",
    )
    assert (explicit.budget, explicit.decision_cycle) == (parse_money_range("80-120万元"), "1个月")
    assert (implicit.title, implicit.kind, implicit.priority, implicit.budget) == ("培训支持", "implicit", "high", None)
    assert explicit.owner == implicit.owner == customer.owner == "王芳"
    assert (customer.unplaced, report.warnings) == ({}, [])
    assert report.counts[Kind.NEEDS].added == 2
    assert report.counts[Kind.NEEDS].read == 0


def test_d_11_what_a_row_says_of_every_kind_finds_its_place_and_a_second_import_adds_nothing(table, take, records):
    rows = table(
        "客户编号,客户名称,联系人,互动内容摘要,最近互动时间,核心需求,当前满意度评分,决策链,客户最新动态,承诺事项,跟进时间节点",
        "A-1,云帆,张三,谈了,2026-11-01,库存系统,4分,IT部提出→CEO批准,新设分公司,送样品,2030-01-01前报价",
        name="客户",
    )
    first = take(rows)
    before = {kind: records(kind) for kind in Kind}
    second = take(rows)
    assert {kind.value: counts.added for kind, counts in first.counts.items()} == dict.fromkeys(
        ["customers", "contacts", "interactions", "needs", "satisfaction", "news", "commitments", "followups"], 1
    ) | {"chain": 2}
    assert {kind: counts.added for kind, counts in second.counts.items() if counts.added} == {}
    assert {kind: records(kind) for kind in Kind} == before


def test_a_need_that_the_file_has_in_a_sheet_of_its_own_is_not_made_twice(table, take, records):
    take(
        table("客户名称,核心需求,预算", "云帆,库存系统,20万", name="客户"),
        table("客户,需求,需求状态", "云帆,库存系统,方案已提", name="需求"),
    )
    (need,) = records("needs")
    assert (need.title, need.status) == ("库存系统", "proposed")


def test_a_text_that_no_field_of_a_need_takes_stays_with_its_row(table, take, records):
    report = take(table("客户名称,核心需求,需求优先级", "云帆,库存系统,神秘", name="客户"))
    assert records("needs")[0].priority == ""
    assert records("customers")[0].unplaced == {"需求优先级": "神秘"}
    assert [(warning.field, warning.place.row) for warning in report.warnings] == [("需求优先级", 2)]


def test_n_07_what_is_said_of_a_need_that_nobody_names_makes_one_to_clarify(table, take, records):
    rows = table(
        "客户编号,客户名称,需求优先级,紧急程度,预算范围,决策周期",
        "A-1,云帆,高,,80-120万元,",
        "A-1,云帆,,中,,1个月",
        "A-2,远航,,,,",
        name="客户",
    )
    report = take(rows)
    (need,) = records("needs")
    assert (need.title, need.kind, need.priority, need.urgency, need.budget, need.decision_cycle) == (
        _("Need to be clarified"),
        "implicit",
        "high",
        "medium",
        parse_money_range("80-120万元"),
        "1个月",
    )
    assert [customer.unplaced for customer in records("customers")] == [{}, {}]
    assert report.warnings == []
    again = take(rows)
    assert (records("needs"), again.counts[Kind.NEEDS].added) == ([need], 0)


@pytest.mark.parametrize("turned", [False, True])
def test_what_names_no_need_is_said_of_the_one_open_need_in_the_file(table, take, records, turned):
    rows = ["A-1,云帆,报表,", "A-1,云帆,,高"]
    report = take(table("客户编号,客户名称,核心需求,需求优先级", *(rows[::-1] if turned else rows), name="客户"))
    assert [(need.title, need.priority) for need in records("needs")] == [("报表", "high")]
    assert report.warnings == []


def test_a_new_talk_firms_up_the_one_open_need_in_the_book_and_an_old_one_nothing(table, take, records):
    take(table("客户名称,核心需求,预算", "云帆,报表,20-30万", name="客户"))
    take(table("客户,需求,需求状态", "云帆,旧需求,取消", name="需求"))
    talk = table("客户名称,互动时间,沟通内容,预算范围", "云帆,2026-11-01,谈了预算,25万", name="跟进记录")
    report = take(talk)
    assert [(need.title, need.budget) for need in records("needs")] == [
        ("报表", parse_money_range("25万")),
        ("旧需求", None),
    ]
    assert report.warnings == []
    before = records("needs")
    take(talk)
    assert records("needs") == before


def test_of_several_open_needs_nobody_guesses_which_is_meant(table, take, records):
    report = take(
        table("客户编号,客户名称,核心需求,预算", "A-1,云帆,报表;库存系统,", "A-1,云帆,,25万", name="客户"),
    )
    assert [need.budget for need in records("needs")] == [None, None]
    assert records("customers")[0].unplaced == {"预算": "25万"}
    assert [(warning.field, warning.place.row) for warning in report.warnings] == [("预算", 3)]


def test_n_08_a_later_row_firms_the_budget_of_the_need_and_the_history_keeps_both(table, take, records, history):
    take(
        table(
            "客户编号,客户名称,需求分析",
            "A-1,云帆,库存系统;预算 20-30万",
            "A-1,云帆,预算 25万;决策周期 预计4月中旬",
            name="客户",
        )
    )
    (need,) = records("needs")
    assert need.budget == parse_money_range("25万")
    assert need.decision_cycle == "预计4月中旬"
    assert history()[1] == 4  # number, customer, need, and the change of the need


def test_needs_in_a_talks_text_become_records_only_where_the_row_says_more_of_them(table, take, records):
    take(table("客户名称,互动时间,沟通内容,客户需求分析", "云帆,2026-11-01,谈了,显性:定制", name="跟进记录"))
    assert records("needs") == []
    take(
        table(
            "客户名称,互动时间,沟通内容,客户需求分析,需求优先级",
            "远航,2026-11-02,谈了,显性:定制;隐性:培训,高",
            name="跟进记录",
        )
    )
    talk = records("interactions")[1]
    assert talk.needs_said == "显性:定制;隐性:培训"
    assert [(need.title, need.priority, need.interaction_id, need.raised) for need in records("needs")] == [
        ("定制", "high", talk.id, Day("2026-11-02")),
        ("培训", "high", talk.id, Day("2026-11-02")),
    ]


# Other kinds


def test_v_01_a_score_in_a_customers_row_is_of_the_day_of_the_last_talk(table, take, records, fixed_clock):
    headings = "客户名称,最近互动时间,当前满意度评分,满意度变化趋势"
    take(table(headings, "云帆,2026-10-01,4分,下降:因产品交付延迟", "远航,,5,"))
    first, second = records("satisfaction")
    assert (first.score, first.reason, first.scored_on) == (4, "下降:因产品交付延迟", Day("2026-10-01"))
    assert (second.score, second.scored_on) == (5, Day("2026-11-23"))


def test_an_undated_score_is_known_again_on_another_day(table, take, records):
    rows = table("客户编号,客户名称,满意度评分", "A-1,云帆,4", name="客户")
    take(rows)
    stored = records("satisfaction")
    take(rows, table("客户名称,互动时间,沟通内容,满意度评分", "云帆,2026-11-01,谈了,4", name="跟进记录"))
    assert records("satisfaction")[:1] == stored
    assert [score.scored_on for score in records("satisfaction")[1:]] == [Day("2026-11-01")]


def test_a_score_that_is_none_stays_with_the_row(table, take, records):
    report = take(table("客户名称,满意度评分", "云帆,很好", "远航,7", name="客户"))
    assert records("satisfaction") == []
    assert [customer.unplaced for customer in records("customers")] == [{"满意度评分": "很好"}, {"满意度评分": "7"}]
    assert [warning.field for warning in report.warnings] == ["满意度评分"] * 2


def test_k_08_a_chain_in_a_cell_becomes_ordered_steps(table, take, records):
    take(table("客户名称,决策链", "云帆,IT部提出→采购部审核→CEO批准"))
    assert [(step.position, step.name, step.role) for step in records("chain")] == [
        (1, "IT部", "initiates"),
        (2, "采购部", "reviews"),
        (3, "CEO", "approves"),
    ]


def test_c_36_and_i_06_news_and_promises_come_out_of_a_row(table, take, records):
    take(
        table(
            "客户名称,客户最新动态,承诺事项",
            "云帆,2026-03-01 新设分公司,我方:2030-01-01前报价;客户:提供数据",
            name="客户",
        )
    )
    (item,) = records("news")
    assert (item.content, item.happened_on) == ("新设分公司", Day("2026-03-01"))
    ours, theirs = records("commitments")
    assert (ours.title, ours.direction, ours.due.day().isoformat()) == ("报价", "ours", "2030-01-01")
    assert (theirs.title, theirs.direction) == ("提供数据", "theirs")


def test_a_contact_in_a_customers_row_is_known_by_its_name(table, take, records):
    take(table("客户名称,姓名,手机", "云帆,张三,13912345678"))
    take(table("客户编号,客户名称,联系人,职位/角色", "A-1,云帆,张三,经理", "A-1,云帆,李四,总监", kind=Kind.CUSTOMERS))
    assert [contact.name for contact in records("contacts")] == ["张三", "张三", "李四"]
    owners = {customer.id: customer.number for customer in records("customers")}
    assert [owners[contact.customer_id] == "A-1" for contact in records("contacts")] == [False, True, True]


def test_with_update_what_a_row_says_of_a_known_need_holds(table, take, records):
    take(table("客户编号,客户名称,核心需求,需求优先级", "A-1,云帆,库存系统,低", name="客户"))
    rows = table("客户编号,客户名称,核心需求,需求优先级", "A-1,云帆,库存系统,高", name="客户")
    take(rows)
    assert records("needs")[0].priority == "low"
    take(rows, on_duplicate="update")
    assert [need.priority for need in records("needs")] == ["high"]


def test_a_refused_row_implies_nothing(table, take, records):
    take(table("客户名称,核心需求", ",库存系统"))
    assert records("needs") == []
