"""The three forms of the mission, as sheets with a heading in each column and filled in from top to bottom."""

import pytest

from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.forms import upright
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.money import parse_money_range

_FORM_A = {
    "客户名称": "科技有限公司",
    "联系人": "*经理",
    "职位/角色": "采购部主管",
    "所属行业": "电子商务",
    "客户规模": "中小型企业(员工100-500人)",
    "初次接触时间": "2023-10-15",
    "最近互动时间": "2023-11-20",
    "互动类型": "线下拜访",
    "互动参与人": "我方、客户",
    "互动内容摘要": "讨论Q4产品合作方案,客户提出需增加数据导出功能",
    "客户需求分析": "显性:功能定制;隐性:希望获得技术培训支持",
    "需求优先级": "高",
    "跟进责任人": "*主管",
    "跟进时间节点": "2023-11-25前发送定制方案",
    "跟进方式": "邮件+电话同步",
    "当前满意度评分": "4分",
    "满意度变化趋势": "持平",
    "备注": "客户计划拓展海外市场,需关注多语言支持需求",
}
_FORM_C = {
    "客户名称(全称)": ("科技有限公司", "张*"),
    "客户类型": ("企业客户", "个人客户"),
    "所属行业": ("软件开发", None),
    "企业规模或个人职业": ("100-500人", "教师"),
    "成立时间或年龄范围": ("2018-05", "25-30岁"),
    "客户编号": ("客户-2023-015", "个人-2023-016"),
    "公司电话/联系方式(必填)": ("010-62345678", "13912345678"),
    "办公地址/居住地址": ("上海市浦东新区路123号", "北京市朝阳区小区"),
    "主要联系人信息(企业必填)": ("王芳、采购经理、13812345678、wang@example.com", None),
    "企业性质/个人兴趣": ("民企", "健身、摄影"),
    "主营业务/消费习惯": ("软件", "线上购物"),
    "核心需求": ("定制化CRM系统", None),
    "紧急程度": ("高", None),
    "预算范围": ("80-120万元", None),
    "决策链": ("IT部提出→采购部审核→CEO批准", None),
    "跟进日期": ("2023-10-20", None),
    "跟进人": ("王*", None),
    "沟通方式": ("电话", None),
    "沟通内容": ("客户反馈系统功能需增加数据导出模块", None),
    "客户反馈": ("对报价满意,需下周提供demo演示", None),
    "下一步计划": ("2023-10-27前安排demo演示", None),
    "特殊要求": ("需合同加盖公章原件", None),
    "风险提示": ("付款周期较长", None),
    "其他说明": ("无", None),
}


def _a(table, standing):
    if not standing:
        return table(list(_FORM_A), list(_FORM_A.values()))
    return table(list(next(iter(_FORM_A.items()))), *(list(line) for line in list(_FORM_A.items())[1:]))


@pytest.mark.parametrize("standing", [False, True])
def test_x_02_form_a_comes_in_complete(table, take, records, standing):
    report = take(_a(table, standing))
    (customer,) = records("customers")
    assert (customer.name, customer.industry, customer.size) == (
        "科技有限公司",
        "internet",
        "中小型企业(员工100-500人)",
    )
    assert (customer.first_contact, customer.owner) == (Day("2023-10-15"), "*主管")
    assert customer.notes.startswith("客户计划拓展海外市场")
    (contact,) = records("contacts")
    assert (contact.name, contact.title, contact.customer_id) == ("*经理", "采购部主管", customer.id)
    (talk,) = records("interactions")
    assert (talk.occurred.day().isoformat(), talk.method, talk.participants) == (
        "2023-11-20",
        "visit",
        ("我方", "客户"),
    )
    assert talk.summary == _FORM_A["互动内容摘要"]
    assert [(need.title, need.kind, need.priority, need.raised) for need in records("needs")] == [
        ("功能定制", "explicit", "high", Day("2023-11-20")),
        ("希望获得技术培训支持", "implicit", "high", Day("2023-11-20")),
    ]
    assert {need.interaction_id for need in records("needs")} == {talk.id}
    (followup,) = records("followups")
    assert (followup.title, followup.due.day().isoformat(), followup.owner) == ("发送定制方案", "2023-11-25", "*主管")
    assert (followup.methods, followup.interaction_id) == (("email", "电话同步"), talk.id)
    (score,) = records("satisfaction")
    assert (score.score, score.reason, score.scored_on) == (4, "持平", Day("2023-11-20"))
    assert score.interaction_id == talk.id
    assert (customer.unplaced, report.warnings, report.refused) == ({}, [], [])


def test_x_03_form_b_comes_in_complete_with_a_row_for_each_talk(table, take, records):
    headings = ["客户编号", "客户名称", "所属行业", "企业规模", "基础联系人", "关联联系人"]
    headings += ["跟进记录", "需求分析", "合作状态", "合作历史", "备注"]
    whose = ["CRM-2024-001", "*科技有限公司", "信息技术", "100-500人", "张*(采购经理)", "李*(技术总监),关系:同事"]
    report = take(
        table(
            headings,
            [
                *whose,
                "2024-03-15 电话: 客户急需一套库存管理系统,预算20-30万,决策周期1个月",
                "实时库存监控、多仓库数据同步;痛点 现有系统响应慢",
                "意向客户",
                "2022年采购过进销存",
                "客户要求提供3家成功案例",
            ],
            [
                *whose,
                "2024-03-20 邮件: 已收到案例材料,需技术团队评估",
                "预算 25万;决策周期 预计4月中旬",
                "意向客户",
                "",
                "技术评估会定于3月25日",
            ],
        )
    )
    (customer,) = records("customers")
    assert (customer.number, customer.name, customer.industry) == ("CRM-2024-001", "*科技有限公司", "software")
    assert (customer.size, customer.status) == ("100_500", "interested")
    assert customer.purchase_history == "2022年采购过进销存"
    assert customer.notes == "客户要求提供3家成功案例\n技术评估会定于3月25日"
    base, related = records("contacts")
    assert (base.name, base.title, base.contact_group) == ("张*", "采购经理", "base")
    assert (related.name, related.title, related.relationship, related.contact_group) == (
        "李*",
        "技术总监",
        "同事",
        "related",
    )
    assert [(talk.occurred.day().isoformat(), talk.method, talk.summary) for talk in records("interactions")] == [
        ("2024-03-15", "phone", "客户急需一套库存管理系统,预算20-30万,决策周期1个月"),
        ("2024-03-20", "email", "已收到案例材料,需技术团队评估"),
    ]
    (need,) = records("needs")
    assert (need.title, need.pain_points) == ("实时库存监控、多仓库数据同步", "现有系统响应慢")
    assert (need.budget, need.decision_cycle) == (parse_money_range("25万"), "预计4月中旬")
    assert (customer.unplaced, report.warnings, report.refused) == ({}, [], [])


def _c(table, form):
    rows = [(question, *answers) for question, answers in _FORM_C.items()]
    match form:
        case "rows":
            return table([row[0] for row in rows], [row[1] for row in rows], [row[2] for row in rows])
        case "standing":
            return table(["字段", "企业示例", "个人示例", "填写说明"], *([*row, f"请填写{row[0]}"] for row in rows))
        case "modules":
            lines = [["客户资料全面记录表单", "B", "C", "D"]]
            lines += [["基础信息" if number < 6 else "其他", *row] for number, row in enumerate(rows)]
            return table(lines[0], *lines[1:])
    return None


@pytest.mark.parametrize("form", ["rows", "standing", "modules"])
def test_x_04_form_c_comes_in_complete_for_a_company_and_a_person(table, take, records, form):
    report = take(_c(table, form))
    company, person = records("customers")
    assert (company.number, company.name, company.account_type, company.size) == (
        "客户-2023-015",
        "科技有限公司",
        "company",
        "100_500",
    )
    assert (company.founded, company.phone.text, company.ownership) == (Day("2018-05"), "010-62345678", "private")
    assert (company.office_address, company.main_business) == ("上海市浦东新区路123号", "软件")
    assert (company.special_requirements, company.risk_alert, company.notes) == (
        "需合同加盖公章原件",
        "付款周期较长",
        "无",
    )
    assert (person.name, person.account_type, person.occupation, person.age_band) == (
        "张*",
        "individual",
        "教师",
        "25_30",
    )
    assert (person.home_address, person.interests, person.buying_habits) == (
        "北京市朝阳区小区",
        "健身、摄影",
        "线上购物",
    )
    (contact,) = records("contacts")
    assert (contact.name, contact.title, contact.mobile.text, contact.email, contact.is_primary) == (
        "王芳",
        "采购经理",
        "13812345678",
        "wang@example.com",
        True,
    )
    (need,) = records("needs")
    assert (need.title, need.urgency, need.budget) == ("定制化CRM系统", "high", parse_money_range("80-120万元"))
    assert [(step.name, step.role) for step in records("chain")] == [
        ("IT部", "initiates"),
        ("采购部", "reviews"),
        ("CEO", "approves"),
    ]
    (talk,) = records("interactions")
    assert (talk.occurred.day().isoformat(), talk.logged_by, talk.method) == ("2023-10-20", "王*", "phone")
    assert (talk.summary, talk.feedback) == ("客户反馈系统功能需增加数据导出模块", "对报价满意,需下周提供demo演示")
    (followup,) = records("followups")
    assert (followup.title, followup.due.day().isoformat()) == ("安排demo演示", "2023-10-27")
    assert [customer.unplaced for customer in (company, person)] == [{}, {}]
    assert report.refused == []
    if form == "rows":
        assert report.warnings == []


def test_a_form_with_questions_in_two_columns_is_one_customer(table):
    form = table(
        ["客户名称", "云帆", "客户类型", "企业客户"],
        ["所属行业", "软件", "企业规模", "50人以下"],
        ["公司电话", "010-62345678", "官网", "yunfan.cn"],
        ["备注", "无", "", ""],
    )
    found = upright(form)
    assert dict(zip(found.headings, found.rows[0].cells, strict=True)) == {
        "客户名称": "云帆",
        "所属行业": "软件",
        "公司电话": "010-62345678",
        "备注": "无",
        "客户类型": "企业客户",
        "企业规模": "50人以下",
        "官网": "yunfan.cn",
    }


@pytest.mark.parametrize(
    "headings", ["客户名称,所属行业,公司电话", "id,name,value", "a,b,c", "客户名称,购买日期,产品,交易金额"]
)
def test_a_table_stays_as_it_is(table, headings):
    rows = table(headings, *(",".join([f"客户{number}"] * len(headings.split(","))) for number in range(5)))
    assert upright(rows) is rows


def test_a_list_of_customers_that_are_called_like_fields_is_no_form(table):
    rows = table("客户名称,备注", "备注,a", "云帆,b", "远航,c")
    assert upright(rows) is rows


def test_what_a_file_says_it_is_is_no_form(table):
    card = table("name,company", "客户名称,x", "所属行业,y", "备注,z", "企业规模,u", kind=Kind.CONTACTS)
    assert upright(card) is card
