from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from desktop_crm.core import clock
from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.documents.customer_summary import Audience, summary_page
from desktop_crm.core.documents.summary import FactSection, SummaryPage, TableSection, render_summary
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.i18n import _
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.orders.store import ORDERS
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.values.money import Money
from desktop_crm.core.values.phone import parse_phone

STORES = {Contact: CONTACTS, Interaction: INTERACTIONS, Followup: FOLLOWUPS, Order: ORDERS}
NAME = "云帆信息科技(上海)有限公司"
SHUT_OUT = (Audience.EXTERNAL, Audience.CUSTOMER)


def at(text: str) -> Moment:
    return Moment(datetime.fromisoformat(text + "+08:00").astimezone(UTC), "Asia/Shanghai")


@pytest.fixture
def add(database):
    def add(*entities) -> list[int]:
        store = STORES[type(entities[0])]
        changes = database.write("add", lambda session: store.add(session, entities))
        return list(changes.added[store.kind])

    return add


@pytest.fixture
def page(database, fixed_clock, chinese):
    """The words of a customer's page."""

    def words(customer_id: int, audience: Audience = Audience.INTERNAL, **options) -> SummaryPage:
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


def section(page: SummaryPage, title: str) -> FactSection | TableSection:
    return next(each for each in page.sections if each.title.startswith(title))


def all_words(page: SummaryPage) -> str:
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
    assert made.footer_left == "打印:李主管 · 2026-11-23 09:30"
    assert made.footer_center == "内部资料,请勿外传"


def test_the_primary_contact_comes_first_and_one_who_left_is_marked(page, yunfan):
    rows = section(page(yunfan), "联系人").rows
    assert [row[0] for row in rows] == ["李伟(主要)", "张三", _("{name} (left)").format(name="王芳")]
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
    assert [row[0] for row in rows] == ["李*(主要)", "张*", _("{name} (left)").format(name="王*")]
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
    assert render_summary(made).pdf.startswith(b"%PDF")


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
    printed = read_pdf(render_summary(page(yunfan)).pdf)
    assert len(printed.pages) > 2
    assert all(f"记录{n:03}" in printed.text for n in range(120))
