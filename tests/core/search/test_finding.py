from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.orders.entity import Order
from desktop_crm.core.orders.store import ORDERS
from desktop_crm.core.search.finding import find, look_up
from desktop_crm.core.values.moment import Moment, whole_day
from desktop_crm.core.values.money import Money
from desktop_crm.core.values.phone import parse_phone
from desktop_crm.core.workflows.trash_customer import bring_customer_back, trash_customer

STORES = {
    Contact: CONTACTS,
    Interaction: INTERACTIONS,
    Followup: FOLLOWUPS,
    Order: ORDERS,
}
TALK = Moment(datetime(2026, 11, 19, 7, 30, tzinfo=UTC), "Asia/Shanghai")


@pytest.fixture
def add(database):
    """Adds one record and gives its id."""

    def add(entity) -> int:
        store = STORES[type(entity)]
        return database.write("add", lambda session: store.add(session, [entity])).new_id(store.kind)

    return add


@pytest.fixture
def found(database, fixed_clock, chinese):
    def find_all(query: str, **options):
        return database.read(lambda connection: find(connection, query, **options))

    return find_all


@pytest.fixture
def yunfan(add_customer):
    return add_customer(
        number="客户-2023-015",
        former_numbers=("CRM-2019-7",),
        name="云帆信息科技(上海)有限公司",
        uscc="91310115MA1K3ABC7X",
        phone=parse_phone("021-58881234转802"),
        email="info@yunfan.example.com",
        notes="客户计划拓展海外市场,需关注多语言支持",
    )


PARTS = (
    *("云", "云帆", "帆信息", "云帆信息科技（上海）有限公司", "上海 云帆"),
    *("yunfan", "yunf", "yf", "YFXX"),
    *("1234", "58881234", "021-5888", "0215888"),
    *("MA1K3", "ma1k3", "91310115"),
    *("客户-2023-015", "2023-015", "2023015", "CRM-2019"),
    *("info@yunfan", "yunfan.example.com"),
    *("海外市场", "多语言"),
)


def test_d_10_a_customer_is_found_by_any_part_of_what_is_known_of_it(yunfan, add_customer, found):
    add_customer(name="振华贸易有限公司", number="客户-2024-001")
    assert {query: [hit.id for hit in found(query)] for query in PARTS} == {query: [yunfan] for query in PARTS}


def test_nothing_is_found_for_what_is_not_there_or_no_words(yunfan, found):
    queries = ["", "   ", "!!!", "“”", '" OR "', "帆云", "云帆 不在", "8881235"]
    assert {query: found(query) for query in queries} == {query: [] for query in queries}


def test_surnames_are_found_by_their_own_reading(add, found):
    readings = {"单伟": "shanwei", "解梅": "xiemei", "曾国": "zengguo", "翟明": "zm"}
    ids = {query: add(Contact(name=name)) for name, query in readings.items()}
    assert {query: [hit.id for hit in found(query)] for query in ids} == {query: [one] for query, one in ids.items()}


def test_a_hit_names_kind_customer_number_and_what_it_is(yunfan, add, found):
    contact = add(Contact(customer_id=yunfan, name="李伟", title="采购经理", notes="暗号蓝鲸"))
    interaction = add(Interaction(customer_id=yunfan, occurred=TALK, method="visit", summary="暗号蓝鲸"))
    day = whole_day(date(2026, 11, 25), ZoneInfo("Asia/Shanghai"))
    followup = add(Followup(customer_id=yunfan, title="寄样品", due=day, notes="暗号蓝鲸"))
    amount = Money(12_000_000, "CNY")
    order = add(Order(customer_id=yunfan, product="年度维保", amount=amount, notes="暗号蓝鲸"))
    assert [(hit.kind, hit.id, hit.number, hit.title) for hit in found("蓝鲸")] == [
        (Kind.ORDERS, order, "客户-2023-015", "年度维保 · ¥120,000.00 · 云帆信息科技(上海)有限公司"),
        (Kind.FOLLOWUPS, followup, "客户-2023-015", "寄样品 · 2026-11-25 · 云帆信息科技(上海)有限公司"),
        (Kind.INTERACTIONS, interaction, "客户-2023-015", "2026-11-19 15:30 · 拜访 · 云帆信息科技(上海)有限公司"),
        (Kind.CONTACTS, contact, "客户-2023-015", "李伟 · 采购经理 · 云帆信息科技(上海)有限公司"),
    ]
    (customer,) = found("海外市场")
    assert (customer.kind, customer.id, customer.number, customer.title) == (
        *(Kind.CUSTOMERS, yunfan),
        *("客户-2023-015", "云帆信息科技(上海)有限公司"),
    )


def test_a_contact_without_a_customer_has_no_number(add, found):
    add(Contact(name="李伟"))
    (hit,) = found("李伟")
    assert (hit.number, hit.title) == ("", "李伟")


def test_who_is_called_so_comes_before_who_is_only_written_about(yunfan, add, add_customer, found):
    same = add_customer(name="云帆")
    note = add(Interaction(customer_id=same, occurred=TALK, summary="与云帆谈判"))
    assert [hit.id for hit in found("云帆")] == [same, yunfan, note]


def test_of_equal_hits_the_newest_comes_first_and_the_limit_holds(add_customer, add, found):
    customer = add_customer()
    talks = [add(Interaction(customer_id=customer, occurred=TALK, summary=f"库存方案 {n}")) for n in range(5)]
    assert [hit.id for hit in found("库存方案", limit=3)] == talks[:1:-1]


def test_the_snippet_shows_the_field_in_which_the_words_stand_and_marks_them(yunfan, found):
    (hit,) = found("海外市场")
    assert hit.snippet == "客户计划拓展海外市场,需关注多语言支持"
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["海外市场"]
    (hit,) = found("58881234")
    assert "".join(hit.snippet[start:end] for start, end in hit.marks).replace(" ", "") == "58881234"
    (hit,) = found("海外 MA1K3")
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["海外", "MA1K3"]


def test_a_long_note_is_cut_around_the_words(add_customer, add, found):
    add(Interaction(customer_id=add_customer(), occurred=TALK, summary="前言" * 200 + "蓝鲸" + "后记" * 200))
    (hit,) = found("蓝鲸")
    assert len(hit.snippet) <= 60
    assert hit.snippet.startswith("…")
    assert hit.snippet.endswith("…")
    assert [hit.snippet[start:end] for start, end in hit.marks] == ["蓝鲸"]


def test_the_snippet_reads_as_the_user_reads_the_values(add_customer, found):
    add_customer(name="振华", industry="education", notes="付款慢", unplaced={"客户分级": "重点"})
    (hit,) = found("重点")
    assert hit.snippet == "客户分级：重点"
    (hit,) = found("education")  # the other language's word finds as well, but is not shown
    assert hit.marks == ()
    assert hit.snippet == "教育 · 付款慢 · 客户分级：重点"


def test_what_lies_in_the_trash_is_not_found_until_it_is_back(database, yunfan, add, found):
    add(Contact(customer_id=yunfan, name="李伟"))
    database.write("trash", lambda session: trash_customer(session, yunfan))
    assert found("云帆") == []
    assert found("李伟") == []
    database.write("back", lambda session: bring_customer_back(session, yunfan))
    assert [hit.id for hit in found("云帆")] == [yunfan]
    assert len(found("李伟")) == 1


def test_more_hits_than_one_question_to_the_database_may_name(database, add_customer, found):
    customer = add_customer()
    talks = [Interaction(customer_id=customer, occurred=TALK, summary="库存方案") for _ in range(1200)]
    database.write("add", lambda session: INTERACTIONS.add(session, talks))
    assert len(found("库存", limit=2000)) == 1200


@pytest.mark.usefixtures("english")
def test_marked_records_are_looked_up_in_their_order_without_those_in_the_trash(database, add, add_customer):
    yunfan, gone = add_customer(name="Yunfan"), add_customer(name="Gone")
    order = add(Order(customer_id=yunfan, product="Support", amount=Money(100)))
    database.write("trash", lambda session: trash_customer(session, gone))
    marks = [(Kind.ORDERS, order), (Kind.CUSTOMERS, gone), (Kind.CUSTOMERS, yunfan), (Kind.CONTACTS, 12345)]
    found = database.read(lambda connection: look_up(connection, marks))
    assert [(one.kind, one.id) for one in found] == [(Kind.ORDERS, order), (Kind.CUSTOMERS, yunfan)]
    assert (found[1].title, found[1].number != "", found[1].snippet) == ("Yunfan", True, "")
    assert found[0].title.endswith("Yunfan")
