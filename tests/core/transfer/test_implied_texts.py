import pytest

from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.implied_texts import dated, read_part


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2023-11-25前发送定制方案", ("2023-11-25", "发送定制方案")),
        ("2023年11月25日之前: 发送方案", ("2023-11-25", "发送方案")),
        ("2026/3/5 14:30 回访", ("2026-03-05 14:30", "回访")),
        ("2023-11-25", ("2023-11-25", "")),
        ("下周三发送", ("", "下周三发送")),
    ],
)
def test_a_date_in_front_of_words_is_told_from_them(text, read):
    assert dated(text) == read


@pytest.mark.parametrize(
    "text", ["显性:功能定制;隐性:希望获得技术培训支持", "显性：功能定制；隐性：希望获得技术培训支持"]
)
def test_needs_are_told_apart_by_labels_with_punctuation_of_either_width(text):
    assert read_part(Kind.NEEDS, "title", text) == [
        {"title": "功能定制", "kind": "explicit"},
        {"title": "希望获得技术培训支持", "kind": "implicit"},
    ]


def test_needs_are_told_apart_by_their_labels():
    assert read_part(Kind.NEEDS, "title", "实时库存监控、多仓库数据同步;痛点 现有系统响应慢") == [
        {"title": "实时库存监控、多仓库数据同步", "kind": "explicit"},
        {"pain_points": "现有系统响应慢"},
    ]
    assert read_part(Kind.NEEDS, "title", "预算 25万;决策周期 预计4月中旬") == [
        {"budget": "25万"},
        {"decision_cycle": "预计4月中旬"},
    ]
    assert read_part(Kind.NEEDS, "title", "更快的响应", "implicit") == [{"title": "更快的响应", "kind": "implicit"}]
    assert read_part(Kind.NEEDS, "title", "1. 预算管理系统\n2、报表;") == [
        {"title": "预算管理系统", "kind": "explicit"},
        {"title": "报表", "kind": "explicit"},
    ]


@pytest.mark.parametrize(
    ("text", "variant", "said"),
    [
        ("张*(采购经理)", "base", {"name": "张*", "title": "采购经理", "contact_group": "base"}),
        (
            "李*（技术总监）,关系:同事",
            "related",
            {"name": "李*", "title": "技术总监", "relationship": "同事", "contact_group": "related"},
        ),
        (
            "李*（技术总监），关系：同事",
            "related",
            {"name": "李*", "title": "技术总监", "relationship": "同事", "contact_group": "related"},
        ),
        (
            "王芳、采购经理、13912345678、wang@yunfan.cn",
            "primary",
            {
                "name": "王芳",
                "title": "采购经理",
                "mobile": "13912345678",
                "email": "wang@yunfan.cn",
                "is_primary": "yes",
            },
        ),
        (
            "姓名：王芳\n职位：经理\n手机：139 1234 5678\n电话：010-62345678",
            "",
            {"name": "王芳", "title": "经理", "mobile": "139 1234 5678", "phone": "010-62345678"},
        ),
        ("王芳, 经理, 周二到周四在", "", {"name": "王芳", "title": "经理", "notes": "周二到周四在"}),
    ],
)
def test_a_person_is_taken_apart_and_nothing_is_lost(text, variant, said):
    assert read_part(Kind.CONTACTS, "name", text, variant) == [said]


def test_a_log_has_a_talk_for_each_line_that_begins_with_a_date():
    text = "2024-03-15 电话: 客户急需一套库存管理系统,预算20-30万\n可能分期\n2024-03-20 邮件: 已收到案例材料"
    text += "\n2024-03-21 说明:无"
    assert read_part(Kind.INTERACTIONS, "summary", text) == [
        {"occurred": "2024-03-15", "method": "电话", "summary": "客户急需一套库存管理系统,预算20-30万\n可能分期"},
        {"occurred": "2024-03-20", "method": "邮件", "summary": "已收到案例材料"},
        {"occurred": "2024-03-21", "summary": "说明:无"},
    ]
    assert read_part(Kind.INTERACTIONS, "summary", "讨论:Q4合作") == [{"summary": "讨论:Q4合作"}]


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("IT部提出→采购部审核→CEO批准", [("IT部", "提出"), ("采购部", "审核"), ("CEO", "批准")]),
        (
            "技术部评估 -> 财务部审批 => 总经理最终确认",
            [("技术部", "评估"), ("财务部", "审批"), ("总经理", "最终确认")],
        ),
        (
            "IT proposes → purchasing reviews → CEO approves",
            [("IT", "proposes"), ("purchasing", "reviews"), ("CEO", "approves")],
        ),
        ("老板", [("老板", "")]),
    ],
)
def test_k_08_a_decision_chain_is_split_at_its_arrows_into_ordered_steps_with_roles(text, steps):
    read = read_part(Kind.CHAIN, "name", text)
    assert [(each["name"], each["role"].casefold()) for each in read] == steps
    assert [each["position"] for each in read] == [str(number) for number in range(1, len(steps) + 1)]


def test_promises_have_a_side_and_a_date():
    assert read_part(Kind.COMMITMENTS, "title", "我方:2026-12-01前报价;客户：提供数据;送样品") == [
        {"direction": "ours", "title": "报价", "due": "2026-12-01"},
        {"direction": "theirs", "title": "提供数据"},
        {"direction": "ours", "title": "送样品"},
    ]


@pytest.mark.parametrize(
    ("text", "score"), [("4分", "4"), ("4", "4"), ("4.0 分", "4.0"), ("4/5", "4"), ("很好", "很好")]
)
def test_a_score_is_a_number_whatever_stands_behind_it(text, score):
    assert read_part(Kind.SATISFACTION, "score", text) == [{"score": score}]


def test_news_begin_with_their_date():
    assert read_part(Kind.NEWS, "content", "2026-03-01 组织架构调整\n2026-04-01: 新设分公司") == [
        {"happened_on": "2026-03-01", "content": "组织架构调整"},
        {"happened_on": "2026-04-01", "content": "新设分公司"},
    ]


def test_whatever_needs_no_taking_apart_stays_as_it_is():
    assert read_part(Kind.NEEDS, "budget", "50-100万元") == [{"budget": "50-100万元"}]
