"""The forms of the mission, filled with its example rows, as they come out on paper."""

import re

import pytest

from desktop_crm.app.arguments import parser
from desktop_crm.core import clock, tailoring
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.customers.choices import INDUSTRIES
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import tailoring_store
from desktop_crm.core.documents.forms import Form, page_of
from desktop_crm.core.documents.printed_page import FormSection, PrintedPage, TableSection, render_page
from desktop_crm.core.documents.words import Audience
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.fields import Field
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.kinds import Kind
from desktop_crm.core.needs.entity import Need
from desktop_crm.core.tailoring import Tailoring
from desktop_crm.core.workflows.edit_lists import rename_choice

LONG = "客户提出需增加数据导出功能,并要求在上线前完成全部历史数据的迁移和核对;" * 14

FORM_A = {
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
    "客户需求分析": "显性：功能定制；隐性：希望获得技术培训支持",
    "需求优先级": "高",
    "跟进责任人": "*主管",
    "跟进时间节点": "2023-11-25前发送定制方案",
    "跟进方式": "邮件 + 电话同步",
    "当前满意度评分": "4分",
    "满意度变化趋势": "持平",
    "备注": "客户计划拓展海外市场,需关注多语言支持需求",
}

FORM_C = {
    "客户名称": "科技有限公司",
    "客户类型": "企业客户",
    "所属行业": "软件开发",
    "企业规模": "100-500人",
    "成立时间": "2018-05",
    "客户编号": "客户-2023-015",
    "公司电话": "021-58881234",
    "办公地址": "上海市浦东新区路123号",
    "主要联系人": "李* · IT部经理 · 139 1234 5678 · li@keji.example.com",
    "企业性质": "民企",
    "主营业务": "企业软件开发与实施",
    "核心需求": "定制化CRM系统",
    "紧急程度": "高",
    "预算范围": "80-120万元",
    "决策链": "IT部提出→采购部审核→CEO批准",
    "特殊要求": "客户需合同加盖公章原件,不接受电子章",
    "风险提示": "客户付款周期较长,需提前确认账期",
    "其他说明": "重点维护",
}


@pytest.fixture
def page(database, fixed_clock):
    """The words of a form about a customer."""

    def words(form: Form, customer_id: int, audience: Audience = Audience.INTERNAL, **options) -> PrintedPage:
        return database.read(
            lambda connection: page_of(connection, form, customer_id, audience=audience, printed_by="李主管", **options)
        )

    return words


def rows_of(page: PrintedPage) -> list[tuple[str, str]]:
    """Labels and values of all ruled rows."""
    return [(row.label, row.value) for each in page.sections if isinstance(each, FormSection) for row in each.rows]


def table_of(page: PrintedPage) -> TableSection:
    return next(each for each in page.sections if isinstance(each, TableSection))


def in_order(parts: list[str], text: str) -> bool:
    """Whether the parts stand in the text one after the other."""
    return re.search(".*?".join(map(re.escape, parts)), text, re.DOTALL) is not None


# Form A


def test_x_02_the_example_of_form_a_is_printed_with_each_value_behind_its_heading(
    page, form_a_customer, chinese, read_pdf, squeezed
):
    made = page(Form.A, form_a_customer)
    assert len(rows_of(made)) == 18
    assert dict(rows_of(made)) == FORM_A
    printed = read_pdf(render_page(made).pdf)
    assert len(printed.pages) == 1
    for text in printed.texts:
        plain = squeezed(text)
        assert "客户关系管理记录表" in plain
        assert [label for label, value in FORM_A.items() if squeezed(label + value) not in plain] == []


def test_x_02_form_a_of_a_customer_of_whom_nothing_is_known_is_one_sheet_to_be_filled_by_hand(
    page, add_customer, either_language, read_pdf
):
    made = page(Form.A, add_customer(name="云帆"))
    assert len(rows_of(made)) == 18
    assert sum(not value for _label, value in rows_of(made)) > 12
    assert len(read_pdf(render_page(made).pdf).pages) == 1


def test_x_02_form_a_stays_on_one_sheet_with_a_long_summary(page, form_a_customer, add, moment, chinese, read_pdf):
    add(Interaction(customer_id=form_a_customer, occurred=moment("2023-11-21"), summary=LONG))
    printed = read_pdf(render_page(page(Form.A, form_a_customer)).pdf)
    assert len(printed.pages) == 1
    assert "".join(printed.text.split()).count("历史数据的迁移和核对") == 14


def test_x_02_priorities_that_differ_are_told_with_their_needs(page, form_a_customer, add, chinese):
    add(Need(customer_id=form_a_customer, title="多语言", priority="low"))
    row = dict(rows_of(page(Form.A, form_a_customer)))["需求优先级"]
    assert row == "高（功能定制）；高（希望获得技术培训支持）；低（多语言）"


# Form B


def test_x_03_the_example_of_form_b_is_printed_with_a_row_for_each_follow_up_record(
    page, form_b_customer, chinese, read_pdf, squeezed
):
    made = page(Form.B, form_b_customer)
    assert rows_of(made)[:6] == [
        ("客户编号", "CRM-2024-001"),
        ("客户名称", "*科技有限公司"),
        ("所属行业", "信息技术"),
        ("企业规模", "100-500人"),
        ("基础联系人", "张*（采购经理）"),
        ("关联联系人", "李*（技术总监），关系：同事"),
    ]
    first = (
        "2024-03-15 电话：客户急需一套库存管理系统,预算20-30万,决策周期1个月",
        "实时库存监控、多仓库数据同步;痛点 现有系统响应慢",
        "意向",
        "待解决问题：客户要求提供3家成功案例",
    )
    second = (
        "2024-03-20 邮件：已收到案例材料,需技术团队评估",
        "预算 25万;决策周期 预计4月中旬",
        "意向",
        "达成的共识：技术评估会定于3月25日",
    )
    assert table_of(made).rows == (first, second)
    printed = read_pdf(render_page(made).pdf)
    assert len(printed.pages) == 1
    text = squeezed(printed.text)
    for label, value in rows_of(made)[:6]:
        assert squeezed(label + value) in text
    headings = [column.heading for column in table_of(made).columns]
    assert headings == ["跟进记录", "需求分析", "合作状态", "备注"]
    assert in_order([*headings, *map(squeezed, first), *map(squeezed, second)], text)


def test_x_03_the_status_is_the_one_in_which_each_talk_left_the_customer(
    database, page, add_customer, add, moment, chinese
):
    def status(value: str, day: str) -> None:
        with clock.fixed(moment(day + "T12:00").at, "Asia/Shanghai"):
            database.write("edit", lambda session: CUSTOMERS.change(session, customer_id, status=value))

    with clock.fixed(moment("2026-01-01T12:00").at, "Asia/Shanghai"):
        customer_id = add_customer(status="prospect")
    for day in ("2026-02-01", "2026-03-01", "2026-04-01"):
        add(Interaction(customer_id=customer_id, occurred=moment(day + "T09:00"), summary=day))
    status("interested", "2026-03-02")
    status("won", "2026-05-02")
    assert [row[2] for row in table_of(page(Form.B, customer_id)).rows] == ["潜在", "意向", "成交"]


def test_x_03_a_talk_without_needs_of_its_own_tells_those_that_were_raised_in_it(
    page, form_b_customer, add, moment, chinese
):
    (talk,) = add(Interaction(customer_id=form_b_customer, occurred=moment("2024-03-22"), summary="面谈"))
    add(Need(customer_id=form_b_customer, interaction_id=talk, title="扫码入库", decision_cycle="1个月"))
    assert table_of(page(Form.B, form_b_customer)).rows[-1][1] == "扫码入库；决策周期 1个月"


def test_x_03_many_records_run_over_numbered_pages_with_every_word(
    page, form_b_customer, add, moment, chinese, read_pdf, squeezed
):
    talks = [
        Interaction(
            customer_id=form_b_customer,
            occurred=moment(f"2025-{1 + number % 12:02}-{1 + number // 12:02}"),
            summary=f"记录{number:03}{LONG[:120]}",
            needs_said=f"需求{number:03}",
        )
        for number in range(40)
    ]
    add(*talks)
    printed = read_pdf(render_page(page(Form.B, form_b_customer)).pdf)
    text = squeezed(printed.text)
    assert all(f"记录{number:03}" in text and f"需求{number:03}" in text for number in range(40))
    count = len(printed.pages)
    assert count > 2
    for number, each in enumerate(printed.pages, 1):
        assert squeezed(f"第 {number} 页，共 {count} 页") in squeezed(each)
        assert "跟进记录" in squeezed(each)  # the headings come again
    assert len(table_of(page(Form.B, form_b_customer, interactions=3)).rows) == 3


# Form C


def test_x_04_the_example_of_form_c_for_a_company_is_printed_module_by_module(
    page, form_c_company, chinese, read_pdf, squeezed
):
    made = page(Form.C, form_c_company)
    assert dict(rows_of(made)).items() >= FORM_C.items()
    assert [each.title for each in made.sections if each.title] == [
        "基础信息",
        "联系信息",
        "背景信息",
        "需求信息",
        "跟进记录",
        "备注信息",
    ]
    talk = (
        "2023-10-20",
        "王*",
        "拜访",
        "客户反馈系统功能需增加数据导出模块",
        "对报价满意,需下周提供demo演示",
        "2023-10-27 安排demo演示",
    )
    assert table_of(made).rows == (talk,)
    printed = read_pdf(render_page(made).pdf)
    text = squeezed(printed.text)
    assert "填写说明" in text
    assert "精确到楼层" in text
    assert [label for label, value in FORM_C.items() if squeezed(label + value) not in text] == []
    headings = [column.heading for column in table_of(made).columns]
    assert in_order([*headings, *map(squeezed, talk)], text)


def test_x_04_the_example_of_form_c_for_an_individual_has_rows_of_its_own(
    page, form_c_individual, chinese, read_pdf, squeezed
):
    made = page(Form.C, form_c_individual)
    values = dict(rows_of(made))
    assert values["客户类型"] == "个人客户"
    assert values["职业"] == "教师"
    assert values["年龄范围"] == "25-30岁"
    assert values["联系方式"] == "139 1234 5678"
    assert values["现居住地址"] == "北京市朝阳区小区"
    assert values["个人兴趣"] == "健身、摄影"
    assert values["消费习惯"] == "偏好线上购买"
    assert values.keys().isdisjoint({"企业规模", "成立时间", "统一社会信用代码", "企业性质", "公司电话", "主要联系人"})
    assert squeezed("个人兴趣健身、摄影") in squeezed(read_pdf(render_page(made).pdf).text)


# What holds for all of them


@pytest.mark.parametrize("form", [Form.A, Form.B, Form.C, Form.SUMMARY, Form.QUESTIONNAIRE, Form.ATTACHMENTS])
def test_every_form_is_printed_in_both_languages_with_all_its_words(
    page, form_c_company, form, either_language, read_pdf, squeezed
):
    made = page(form, form_c_company)
    text = squeezed(read_pdf(render_page(made).pdf).text)
    words = [made.title, *(word for row in rows_of(made) for word in row)]
    assert [word for word in words if squeezed(word) not in text] == []


@pytest.mark.parametrize("form", [Form.A, Form.B, Form.C])
@pytest.mark.parametrize("audience", [Audience.EXTERNAL, Audience.CUSTOMER])
def test_p_05_forms_for_others_mask_names_numbers_and_amounts_and_leave_out_what_is_ours(
    database, page, form_c_company, add, form, audience, read_pdf
):
    add(Contact(customer_id=form_c_company, name="欧阳明", mobile=None))
    add(Interaction(customer_id=form_c_company, summary="与欧阳明谈报价"))
    text = read_pdf(render_page(page(form, form_c_company, audience)).pdf).text
    plain = "".join(text.split())
    secrets = ("欧阳明", "58881234", "12345678", "li@keji", "80-120", "付款周期", "重点维护", "路123号")
    assert [secret for secret in secrets if secret in plain] == []


def test_c_38_own_fields_are_printed_and_hidden_ones_are_not(database, add_customer, page, chinese):
    own = Field("own_mascot", "吉祥物")
    mine = Tailoring(fields={Kind.CUSTOMERS: (own,)}, hidden={Kind.CUSTOMERS: frozenset({"industry", "risk_alert"})})
    database.write("tailor", lambda session: tailoring_store.store_fields(session, Kind.CUSTOMERS, [own]))
    hidden = mine.hidden[Kind.CUSTOMERS]
    database.write("tailor", lambda session: tailoring_store.store_hidden(session, Kind.CUSTOMERS, hidden))
    with tailoring.using(mine):
        customer_id = add_customer(name="云帆", industry="software", risk_alert="慢", own={"own_mascot": "海豚"})
    a, b, c = (dict(rows_of(page(form, customer_id))) for form in (Form.A, Form.B, Form.C))
    assert (a["备注"], b["备注"], c["吉祥物"]) == ("吉祥物：海豚", "吉祥物：海豚", "海豚")
    assert [form for form in (a, b, c) if "所属行业" in form or "风险提示" in form] == []
    facts = dict(page(Form.SUMMARY, customer_id).facts)
    assert facts["吉祥物"] == "海豚"
    assert not facts["所属行业"]


def test_p_04_confidential_records_are_printed_only_when_asked_for_and_the_page_says_so(
    page, form_b_customer, add, moment, chinese
):
    secret = Interaction(customer_id=form_b_customer, occurred=moment("2024-03-18"), summary="收购", confidential=True)
    add(secret)
    usual, whole = page(Form.B, form_b_customer), page(Form.B, form_b_customer, confidential=True)
    assert [len(table_of(made).rows) for made in (usual, whole)] == [2, 3]
    assert (usual.confidential_mark, whole.confidential_mark) == ("", "保密")


def test_p_04_a_confidential_customer_is_not_printed_for_others(page, add_customer, chinese):
    customer_id = add_customer(confidential=True)
    assert page(Form.A, customer_id).confidential_mark == "保密"
    with pytest.raises(RefusedError, match="保密"):
        page(Form.A, customer_id, Audience.EXTERNAL)


def test_there_is_no_form_of_a_customer_that_is_not_there(page):
    for form in Form:
        with pytest.raises(KeyError):
            page(form, 5)


def test_the_command_line_offers_every_form():
    for form in Form:
        assert parser().parse_args(["summary", "x", "--to", "x.pdf", "--form", form.value]).form == form


@pytest.mark.parametrize("form", [Form.A, Form.B, Form.C])
def test_x_05_an_industry_is_printed_in_the_words_that_the_user_sees(page, database, add_customer, form, chinese):
    """A word of the user's own as it was typed; a choice as its list calls it in this book."""
    own, chosen = add_customer(name="甲公司", industry="智慧农业装备"), add_customer(name="乙公司", industry="software")
    database.write("edit_list", lambda session: rename_choice(session, INDUSTRIES, "software", "软件业"))
    printed = [dict(rows_of(page(form, customer_id)))["所属行业"] for customer_id in (own, chosen)]
    assert printed == ["智慧农业装备", "软件业"]
