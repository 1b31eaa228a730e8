from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from desktop_crm.core import clock
from desktop_crm.core.attachments.entity import Attachment
from desktop_crm.core.chain.entity import DecisionStep
from desktop_crm.core.commitments.entity import Commitment
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.deals.entity import Deal
from desktop_crm.core.documents.customer_summary import summary_page
from desktop_crm.core.documents.printed_page import FactSection, PrintedPage, TableSection, render_page
from desktop_crm.core.documents.words import Audience
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.i18n import _
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.needs.entity import Need
from desktop_crm.core.news.entity import News
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.satisfaction.entity import Satisfaction
from desktop_crm.core.service.entity import ServiceRequest
from desktop_crm.core.tiers import standing
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.values.money import Money, parse_money_range
from desktop_crm.core.values.phone import parse_phone

NAME = "云帆信息科技(上海)有限公司"
SHUT_OUT = (Audience.EXTERNAL, Audience.CUSTOMER)


def at(text: str) -> Moment:
    return Moment(datetime.fromisoformat(text + "+08:00").astimezone(UTC), "Asia/Shanghai")


@pytest.fixture
def page(database, fixed_clock, chinese):
    """The words of a customer's page."""

    def words(customer_id: int, audience: Audience = Audience.INTERNAL, **options) -> PrintedPage:
        return database.read(
            lambda connection: summary_page(connection, customer_id, audience=audience, printed_by="李主管", **options)
        )

    return words


@pytest.fixture
def yunfan(add_customer, add):
    customer_id = add_customer(
        number="客户-2023-015",
        name=NAME,
        status="won",
        owner="李主管",
        uscc="91310115MA1K3ABC7X",
        industry="software",
        size="100_500",
        ownership="private",
        founded=Day("2018-05"),
        phone=parse_phone("021-58881234转802"),
        email="info@yunfan.example.com",
        office_address="上海市浦东新区路123号6楼",
        risk_alert="付款周期较长",
        special_requirements="合同加盖公章原件",
        notes="云帆在看竞品",
        unplaced={"当前满意度评分": "4"},
    )
    mobile = parse_phone("13912345678")
    add(
        Contact(customer_id=customer_id, name="张三", title="采购经理", preferred_channel="email", mobile=mobile),
        Contact(
            customer_id=customer_id,
            name="李伟",
            is_primary=True,
            email="liwei@yunfan.example.com",
            decision_role="approves",
        ),
        Contact(customer_id=customer_id, name="王芳", is_decision_maker=True, left_on=Day("2026-10")),
    )
    return customer_id


def section(page: PrintedPage, title: str) -> FactSection | TableSection:
    return next(each for each in page.sections if each.title.startswith(title))


def all_words(page: PrintedPage) -> str:
    words = [page.customer_name, *(value for _label, value in page.facts)]
    for each in page.sections:
        rows = each.facts if isinstance(each, FactSection) else each.rows
        words += [each.title, *(cell for row in rows for cell in row)]
    return "\n".join(words)


def test_the_page_says_who_the_customer_is(page, yunfan):
    made = page(yunfan)
    assert (made.customer_name, made.title, made.audience) == (NAME, "客户摘要", "对内")
    facts = dict(made.facts)
    assert facts["客户编号"] == "客户-2023-015"
    assert facts["合作状态"] == "成交"
    assert facts["规模"] == "100-500人 · 民企 · 2018-05 成立"
    assert facts["地址"] == "上海市浦东新区路123号6楼"
    assert made.footer_left == "打印：李主管 · 2026-11-23 09:30"
    assert made.footer_center == "内部资料，请勿外传"


def test_the_primary_contact_comes_first_and_one_who_left_is_marked(page, yunfan):
    rows = section(page(yunfan), "联系人").rows
    assert [row[0] for row in rows] == ["李伟（主要）", "张三", _("{name} (left)").format(name="王芳")]
    assert [row[2] for row in rows] == ["批准", "", "关键决策人"]
    assert rows[1][3] == "139 1234 5678"


def test_now_holds_the_next_open_step_and_what_to_mind(page, yunfan, add):
    add(Interaction(customer_id=yunfan, occurred=at("2026-11-19T15:30"), summary="谈方案", commitments="发送定制方案"))
    add(
        Followup(customer_id=yunfan, title="早已过期", due=at("2026-01-05T09:00"), to_check=True),
        Followup(customer_id=yunfan, title="做完了", due=at("2026-11-20T09:00"), status="done"),
        Followup(customer_id=yunfan, title="安排演示", due=at("2026-11-25T14:00")),
        Followup(customer_id=yunfan, title="再回访", due=at("2026-12-25T14:00")),
    )
    facts = dict(section(page(yunfan), "现在").facts)
    assert facts["下一步"] == "2026-11-25 14:00 · 安排演示"
    assert facts["风险"] == "付款周期较长"
    assert facts["特殊要求"] == "合同加盖公章原件"
    assert facts["备注"] == "云帆在看竞品"
    assert facts["当前满意度评分"] == "4"
    assert "发送定制方案" in facts.values()


def test_interactions_are_the_newest_first_and_as_many_as_asked_for(page, yunfan, add):
    talks = [
        Interaction(customer_id=yunfan, occurred=at(f"2026-11-{day}T15:30"), method="phone", summary=f"第{day}次")
        for day in range(10, 16)
    ]
    ids = add(*talks)
    add(Followup(customer_id=yunfan, interaction_id=ids[-1], title="寄样品"))
    add(Interaction(customer_id=yunfan, occurred=at("2026-11-01T09:00"), milestone="contract", method="visit"))
    rows = section(page(yunfan, interactions=2), "最近互动").rows
    assert rows == (("2026-11-15 15:30", "电话", "第15次", "寄样品"), ("2026-11-14 15:30", "电话", "第14次", ""))
    rows = section(page(yunfan), "最近互动").rows
    assert len(rows) == 7
    assert rows[-1][1] == "★ 合同签订"
    assert not any(each.title == "最近互动" for each in page(yunfan, interactions=0).sections)


def test_the_history_adds_up_the_orders_of_the_last_year(page, yunfan, add):
    numbers = count(1)

    def order(day: str, yuan: int, **fields) -> Order:
        amount = Money(yuan * 100, "CNY")
        return Order(customer_id=yunfan, ordered=Day(day), product=f"产品{next(numbers)}", amount=amount, **fields)

    add(
        order("2026-10-22", 120_000),
        order("2025-11-23", 500_000),  # 365 days ago
        order("2025-11-22", 7),
        order("2026-11-24", 9),  # has not come yet
        order("去年底", 11),
        order("2026-06-01", 1_000_000, status="cancelled"),
    )
    history = page(yunfan).sections[-1]
    assert history.title == _("Cooperation history (last 12 months {amount})").format(amount="¥620,000")
    assert {row[1] for row in history.rows} == {"产品1", "产品2", "产品3", "产品4", "产品5"}
    assert ("2026-10-22", "产品1", "¥120,000.00") in history.rows


def test_amounts_of_two_currencies_are_not_added_up(page, yunfan, add):
    add(
        Order(customer_id=yunfan, ordered=Day("2026-10-01"), product="甲", amount=Money(100, "CNY")),
        Order(customer_id=yunfan, ordered=Day("2026-10-02"), product="乙", amount=Money(100, "USD")),
    )
    assert page(yunfan).sections[-1].title == _("Cooperation history")


@pytest.mark.parametrize("audience", SHUT_OUT)
def test_others_see_no_name_number_or_address_of_people(page, yunfan, add, audience):
    add(
        Interaction(
            customer_id=yunfan, occurred=at("2026-11-19T15:30"), summary="与李伟、张三谈云帆信息科技(上海)有限公司"
        )
    )
    add(Followup(customer_id=yunfan, title="回访张三", due=at("2026-11-25T14:00")))
    add(Order(customer_id=yunfan, ordered=Day("2026-10-01"), product="甲", amount=Money(12_345_600, "CNY")))
    made = page(yunfan, audience)
    assert made.customer_name == "*信息科技有限公司"
    words = all_words(made)
    assert [
        secret for secret in ("云帆", "李伟", "张三", "123,456", "13912345678", "1234 5678") if secret in words
    ] == []
    assert [secret for secret in ("91310115", "liwei@", "info@", "58881234", "路123号") if secret in words] == []
    rows = section(made, "联系人").rows
    assert [row[0] for row in rows] == ["李*（主要）", "张*", _("{name} (left)").format(name="王*")]
    assert rows[1][3] == "139****5678"
    assert rows[0][4] == "l***@yunfan.example.com"
    assert "与李*、张*谈*信息科技有限公司" in words
    assert made.sections[-1].title == _("Cooperation history")
    assert made.footer_center == ""


def test_the_name_of_a_person_who_is_the_customer_is_masked_as_a_person(page, add_customer, add):
    customer_id = add_customer(account_type="individual", name="欧阳明", phone=parse_phone("13912345678"))
    add(Contact(customer_id=customer_id, name="欧阳明"))
    assert page(customer_id).customer_name == "欧阳明"
    for audience in SHUT_OUT:
        made = page(customer_id, audience)
        assert made.customer_name == "欧阳*"
        assert "欧阳明" not in all_words(made)


def test_what_is_ours_to_know_stays_with_us(page, yunfan):
    words = all_words(page(yunfan, Audience.EXTERNAL))
    assert [secret for secret in ("付款周期", "竞品", "当前满意度评分") if secret in words] == []
    assert "现在" in [each.title for each in page(yunfan, Audience.EXTERNAL).sections]
    assert "现在" not in [each.title for each in page(yunfan, Audience.CUSTOMER).sections]


def test_a_customer_of_whom_nothing_is_known_makes_a_page_too(page, add_customer):
    made = page(add_customer(name="云帆"))
    assert dict(made.facts)["客户编号"] == "客户-2026-001"
    assert section(made, "最近互动").empty_note == "还没有互动记录。"
    assert render_page(made).pdf.startswith(b"%PDF")


def test_there_is_no_page_of_a_customer_that_is_not_there(page):
    with pytest.raises(KeyError):
        page(5)


def test_the_page_speaks_english_too(database, yunfan, fixed_clock, english):
    made = database.read(
        lambda connection: summary_page(connection, yunfan, audience=Audience.INTERNAL, printed_by="Li")
    )
    assert (made.title, made.audience, made.language) == ("Customer summary", "Internal", "en")
    assert dict(made.facts)["Status"] == "Won"
    assert [row[0] for row in section(made, "Contacts").rows] == ["李伟 (primary)", "张三", "王芳 (left)"]


def test_the_time_of_printing_is_the_user_s(database, yunfan, chinese):
    with clock.fixed(datetime(2026, 11, 23, 1, 30, tzinfo=UTC) + timedelta(hours=12), "Asia/Shanghai"):
        made = database.read(
            lambda connection: summary_page(connection, yunfan, audience=Audience.INTERNAL, printed_by="李主管")
        )
    assert made.footer_left.endswith("2026-11-23 21:30")


def test_many_interactions_run_over_several_pages_with_every_word(page, yunfan, add, read_pdf):
    talks = [
        Interaction(
            customer_id=yunfan, occurred=at(f"2026-0{1 + n % 9}-11T15:30"), method="phone", summary=f"记录{n:03}"
        )
        for n in range(120)
    ]
    add(*talks)
    printed = read_pdf(render_page(page(yunfan)).pdf)
    assert len(printed.pages) > 2
    assert all(f"记录{n:03}" in printed.text for n in range(120))


@pytest.fixture
def complete(yunfan, add, database):
    """Yunfan with something in every room."""
    add(
        Need(customer_id=yunfan, title="数据导出", priority="high", budget=parse_money_range("20-30万")),
        Need(customer_id=yunfan, title="培训", kind="implicit"),
        Need(customer_id=yunfan, title="旧需求", status="verified"),
    )
    add(
        DecisionStep(customer_id=yunfan, position=2, name="采购部", role="reviews"),
        DecisionStep(customer_id=yunfan, position=1, name="IT部", role="initiates"),
        DecisionStep(customer_id=yunfan, position=3, name="CEO", role="approves"),
    )
    add(
        Commitment(customer_id=yunfan, title="定制方案", due=at("2026-11-24T18:00")),
        Commitment(customer_id=yunfan, title="提供样例数据", direction="theirs"),
        Commitment(customer_id=yunfan, title="早已兑现", status="kept"),
    )
    add(
        Deal(customer_id=yunfan, title="库存系统二期", stage="proposal", amount=Money(25_000_000, "CNY")),
        Deal(customer_id=yunfan, title="丢掉的单", stage="lost"),
    )
    add(
        ServiceRequest(customer_id=yunfan, title="导出缓慢", status="in_work", received=at("2026-11-08T09:00")),
        ServiceRequest(customer_id=yunfan, title="误报", status="dropped", received=at("2026-11-09T09:00")),
    )
    add(
        Satisfaction(customer_id=yunfan, score=4, scored_on=Day("2026-08-01")),
        Satisfaction(customer_id=yunfan, score=3, scored_on=Day("2026-11-01"), reason="因产品交付延迟"),
    )
    add(News(customer_id=yunfan, happened_on=Day("2026-11-10"), type="expansion", content="在成都设分公司"))
    add(Attachment(customer_id=yunfan, name="会议纪要.pdf", dated=Day("2026-11-19"), type="minutes"))
    add(Order(customer_id=yunfan, ordered=Day("2026-10-22"), product="维保", amount=Money(12_000_000, "CNY")))
    database.write("edit", lambda session: CUSTOMERS.change(session, yunfan, status_since=Day("2024-04-18")))
    standing.refresh_all(database)
    return yunfan


def test_n_01_now_tells_needs_budget_promises_of_both_sides_and_satisfaction(page, complete):
    facts = dict(section(page(complete), "现在").facts)
    assert facts["显性需求"] == "数据导出"
    assert facts["隐性需求"] == "培训"
    assert facts["预算范围"] == "20-30万"
    assert facts["我方承诺"] == "定制方案（2026-11-24 18:00）"
    assert facts["客户承诺"] == "提供样例数据"
    assert facts["满意度"] == "3 / 5 · 下降 · 因产品交付延迟"


def test_k_08_the_decision_chain_stands_in_its_order_below_the_contacts(page, complete):
    made = page(complete)
    titles = [each.title for each in made.sections]
    chain = made.sections[titles.index("联系人与决策链") + 1]
    assert chain.facts == (("决策链", "IT部提出→采购部审核→CEO批准"),)


def test_x_11_what_is_open_or_new_has_a_section_of_its_own_only_where_there_is_something(page, complete, add_customer):
    made = page(complete)
    assert [row[0] for row in section(made, "商机").rows] == ["库存系统二期"]
    assert [row[1] for row in section(made, "服务").rows] == ["导出缓慢"]
    assert section(made, "客户动态").rows == (("2026-11-10", "业务拓展方向", "在成都设分公司"),)
    assert section(made, "附件").rows == (("2026-11-19", "会议纪要.pdf", "会议纪要"),)
    assert dict(made.facts)["合作状态"] == "成交（2024-04-18 起）"
    bare = page(add_customer(name="别家"))
    assert {each.title for each in bare.sections}.isdisjoint({"商机", "服务", "客户动态", "附件"})


def test_g_04_the_tier_stands_beside_the_name_with_its_reasons_on_our_own_page_alone(page, complete):
    made = page(complete)
    assert made.tier_badge
    assert dict(section(made, "现在").facts)["客户分层"]
    for audience in SHUT_OUT:
        assert not page(complete, audience).tier_badge


@pytest.mark.parametrize("audience", SHUT_OUT)
def test_p_09_satisfaction_news_and_files_stay_with_us_and_amounts_are_masked(page, complete, audience):
    words = all_words(page(complete, audience))
    assert [
        secret for secret in ("交付延迟", "成都", "会议纪要", "20-30万", "250,000", "120,000") if secret in words
    ] == []
    if audience is Audience.CUSTOMER:
        assert "库存系统二期" not in words


def test_a_complete_customer_s_summary_is_one_page(page, complete, read_pdf):
    assert len(read_pdf(render_page(page(complete)).pdf).pages) == 1
