"""What the mission asks of a customer's record (C-01 … C-41), each on its way from the words typed to every place.

One company and one individual are typed in field by field, as forms and files would say it, and go out into a workbook
and into another book. The tests look at what became of each field: stored, shown, found, exported, imported.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

import pytest

from desktop_crm.core import clock, i18n
from desktop_crm.core.customers import commands
from desktop_crm.core.customers.choices import COMPANY, INDIVIDUAL, INDUSTRIES
from desktop_crm.core.customers.choosing import chosen_ids
from desktop_crm.core.customers.commands import NumberTakenError
from desktop_crm.core.customers.entity import Customer
from desktop_crm.core.customers.fields import FIELDS
from desktop_crm.core.customers.listing import Order
from desktop_crm.core.customers.rows import rows
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.database import settings_store
from desktop_crm.core.database.database import Database
from desktop_crm.core.followups.entity import Followup
from desktop_crm.core.followups.store import FOLLOWUPS
from desktop_crm.core.interactions.entity import Interaction
from desktop_crm.core.interactions.store import INTERACTIONS
from desktop_crm.core.kinds import Kind
from desktop_crm.core.news.entity import News
from desktop_crm.core.news.store import NEWS
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.sample.generator import fill
from desktop_crm.core.search.finding import find
from desktop_crm.core.settings import COMPANY_NUMBERS
from desktop_crm.core.transfer.importing import import_documents
from desktop_crm.core.transfer.options import Options
from desktop_crm.core.transfer.reading.sandbox import read_file
from desktop_crm.core.transfer.writing.exporting import export
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.field_reading import parse
from desktop_crm.core.values.field_values import masked, show
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.workflows.check_record import findings
from desktop_crm.core.workflows.save_record import add_record, change_record
from desktop_crm.core.workflows.tailor_fields import add_field

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
COMPANY_TYPED = {
    "account_type": "企业客户",
    "name": "云帆信息科技(上海)有限公司",
    "uscc": "９１３５０１００m000100y43",
    "industry": "软件和信息技术服务业",
    "size": "100-500人",
    "founded": "2018-05",
    "phone": "021-58881234转8",
    "email": "office@yunfan.example.com",
    "website": "www.yunfan.example.com",
    "office_address": "上海市浦东新区世纪大道123号5楼",
    "registered_address": "上海市崇明区长兴镇潘园公路18号",
    "ownership": "民营企业",
    "main_business": "仓储管理软件、条码设备",
    "annual_revenue": "1-5亿元",
    "target_customers": "华东的食品批发商",
    "competitors": "远山软件",
    "first_contact": "2023-10-15",
    "source": "展会",
    "flags": "高潜力客户、重点维护客户",
    "need_tags": "数据导出, 多语言",
    "product_usage": "标准版,两个仓库在用",
    "open_issues": "导出功能何时上线",
    "special_requirements": "客户需合同加盖公章原件,不接受电子章",
    "risk_alert": "客户付款周期较长,需提前确认账期",
    "notes": "计划拓展海外市场",
    "owner": "李主管",
}
PERSON_TYPED = {
    "account_type": "个人客户",
    "name": "张晓梅",
    "gender": "女",
    "age_band": "25-30岁",
    "occupation": "教师",
    "region": "上海市",
    "phone": "139 1234 5678",
    "email": "xiaomei@example.cn",
    "wechat": "zxm-2020",
    "wechat_remark": "客户-张晓梅",
    "home_address": "上海市浦东新区张江镇",
    "interests": "健身、摄影",
    "buying_habits": "只在促销时下单",
    "purchase_history": "2022年购买过产品",
    "source": "老客户转介绍",
    "referrer": "王建国",
}


@dataclass
class Told:
    """One customer: as typed, and the places in which it is."""

    typed: dict[str, str]
    book: Database
    id: int
    other: Database
    sheet: dict[str, Any]  # what the workbook says of it, by heading

    @cached_property
    def stored(self) -> Customer:
        return self.book.read(lambda connection: CUSTOMERS.get(connection, self.id))

    @cached_property
    def imported(self) -> Customer:
        return self.other.read(
            lambda connection: next(
                each
                for each in CUSTOMERS.get_many(connection, chosen_ids(connection, Order.NAME))
                if each.number == self.stored.number
            )
        )

    def is_found_by(self, words: str) -> bool:
        return self.id in [hit.id for hit in self.book.read(lambda connection: find(connection, words))]

    def travels(self, name: str, value: Any, shown: str) -> None:
        """What was typed for a field is this value, shown so, in the workbook too, and comes back from it."""
        field = FIELDS[name]
        assert getattr(self.stored, name) == value
        assert show(field, getattr(self.stored, name)) == shown
        assert parse(field, self.sheet[i18n._(field.label)]).value == value
        assert getattr(self.imported, name) == value


@pytest.fixture(scope="module")
def books(_empty_cellar, tmp_path_factory):
    """A book with the two customers, another one that got them from a workbook, and the workbook's rows."""
    folder = tmp_path_factory.mktemp("requirements")
    before = i18n.language()
    i18n.use_language("zh")
    one, other = (_empty_cellar.copy_to(folder / name).open() for name in ("one", "other"))
    with clock.fixed(NOW, "Asia/Shanghai"):
        ids = [_typed_in(one, typed) for typed in (COMPANY_TYPED, PERSON_TYPED)]
        document = read_file(export(one, folder / "客户.xlsx").path)
        import_documents(other, [document], Options())
    sheet = next(table for table in document.tables if table.name == "客户")
    says = [dict(zip(sheet.headings, row.cells, strict=True)) for row in sheet.rows]
    yield one, other, ids, says
    one.close()
    other.close()
    i18n.use_language(before)


def _typed_in(book: Database, typed: dict[str, str]) -> int:
    values = {name: parse(FIELDS[name], text).value for name, text in typed.items()}
    assert None not in values.values()
    return book.write("add", lambda session: add_record(session, Kind.CUSTOMERS, **values)).new_id(Kind.CUSTOMERS)


@pytest.fixture
def company(books, chinese):
    one, other, ids, says = books
    return Told(COMPANY_TYPED, one, ids[0], other, says[0])


@pytest.fixture
def person(books, chinese):
    one, other, ids, says = books
    return Told(PERSON_TYPED, one, ids[1], other, says[1])


def words_of(typed: str, name: str) -> str | None:
    """What is amiss with what was typed for a field, in the words beside it."""
    return parse(FIELDS[name], typed).problem


def needs(values: dict[str, Any], database: Database) -> set[str]:
    """The fields without which a customer is not saved."""
    found = database.read(lambda connection: findings(connection, Kind.CUSTOMERS, values))
    return {finding.field for finding in found if finding.blocking}


def test_c_01_account_type_is_chosen_and_switches_the_form(company, person):
    company.travels("account_type", COMPANY, "企业客户")
    person.travels("account_type", INDIVIDUAL, "个人客户")
    forms = {
        each: {field.name for field in FIELDS if field.account_type in {None, each}} for each in (COMPANY, INDIVIDUAL)
    }
    assert forms[COMPANY] - forms[INDIVIDUAL] >= {"uscc", "size", "founded", "ownership", "office_address"}
    assert forms[INDIVIDUAL] - forms[COMPANY] >= {"gender", "age_band", "occupation", "home_address", "interests"}


def test_c_02_name_is_needed_found_in_every_way_and_masked_for_others(company, person, database):
    company.travels("name", "云帆信息科技(上海)有限公司", "云帆信息科技(上海)有限公司")
    assert all(map(company.is_found_by, ["云帆", "yunfan", "yfxx", "信息科技 上海"]))
    assert "name" in needs({"phone": parse(FIELDS["phone"], "021-58881234").value}, database)
    assert "云帆" not in masked(FIELDS["name"], company.stored.name)


def test_c_03_uscc_is_normalized_and_a_wrong_check_digit_is_a_doubt_that_keeps_the_text(company):
    company.travels("uscc", "91350100M000100Y43", "91350100M000100Y43")
    assert company.is_found_by("M000100Y43")
    doubt = parse(FIELDS["uscc"], "91350100M000100Y44")
    assert (doubt.value, doubt.problem is not None) == ("91350100M000100Y44", True)
    assert words_of("91350100M000100Y43", "uscc") is None


def test_c_04_industry_is_chosen_by_the_national_standard_with_all_its_sections(company):
    company.travels("industry", "software", "软件和信息技术服务业")
    assert company.is_found_by("信息技术服务")
    letters = {alias for choice in INDUSTRIES.choices for alias in choice.aliases if len(alias) == 1}
    assert letters == set("ABCDEFGHIJKLMNOPQRST")
    for section in ("农、林、牧、渔业", "采矿业", "制造业", "建筑业", "金融业", "房地产业", "教育", "国际组织"):
        assert INDUSTRIES.label_of(parse(FIELDS["industry"], section).value) == section
    assert parse(FIELDS["industry"], "低空经济").value == "低空经济", "what the standard does not know is kept"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("50人以下", "50人以下"),
        ("100-500人", "100-500人"),
        ("5000万以下营收", "5000万以下营收"),
        ("大型", "大型企业"),
        ("中小型企业", "中小型企业"),
        ("初创", "初创企业"),
        ("中小型企业(员工100-500人)", "中小型企业(员工100-500人)"),
    ],
)
def test_c_05_size_is_said_by_headcount_revenue_or_class(company, typed, shown):
    company.travels("size", "100_500", "100-500人")
    assert show(FIELDS["size"], parse(FIELDS["size"], typed).value) == shown


@pytest.mark.parametrize(("typed", "precision"), [("2018-05", "month"), ("2018年", "year"), ("2018年5月3日", "day")])
def test_c_06_date_founded_may_lack_day_and_month(company, typed, precision):
    company.travels("founded", Day("2018-05"), "2018-05")
    parsed = parse(FIELDS["founded"], typed)
    assert (parsed.value.precision, parsed.problem) == (precision, None)


def test_c_07_numbers_are_given_by_the_users_rule_and_never_twice(company, person, database, fixed_clock):
    company.travels("number", "客户-2026-001", "客户-2026-001")
    person.travels("number", "个人-2026-001", "个人-2026-001")
    assert company.is_found_by("2026-001")

    def added(**values):
        customer = Customer(name="甲", **values)
        return database.write("add", lambda session: commands.add(session, [customer])).new_id(Kind.CUSTOMERS)

    def number(customer_id):
        return database.read(lambda connection: CUSTOMERS.get(connection, customer_id)).number

    database.write("set", lambda session: settings_store.store(session, COMPANY_NUMBERS, "CRM-{year}-{seq:03}"))
    first = added()
    assert number(first) == "CRM-2026-001"
    change = {"number": "K-7"}
    database.write("edit", lambda session: change_record(session, Kind.CUSTOMERS, first, **change))
    with pytest.raises(NumberTakenError):
        added(number="CRM-2026-001")
    assert number(added()) == "CRM-2026-002"


def test_c_08_the_name_of_an_individual_is_masked(person):
    person.travels("name", "张晓梅", "张晓梅")
    shown = person.book.read_masked(lambda connection: CUSTOMERS.get(connection, person.id)).name
    assert shown.startswith("张*")
    assert "晓梅" not in shown


def travels(told: Told, name: str, value: Any, shown: str, *words: str) -> None:
    """It travels, and is found by these words."""
    told.travels(name, value, shown)
    assert [word for word in words if not told.is_found_by(word)] == []


def text_travels(told: Told, name: str, *words: str) -> None:
    """What was typed as a text stays to the letter, and is found by these words."""
    travels(told, name, told.typed[name], told.typed[name], *words)


def test_c_09_gender_of_an_individual(person):
    travels(person, "gender", "female", "女")


def test_c_10_age_band_of_an_individual(person):
    travels(person, "age_band", "25_30", "25-30岁")
    assert parse(FIELDS["age_band"], "30-40岁").value == "30_40"


def test_c_11_occupation_of_an_individual(person):
    text_travels(person, "occupation", "教师")


def test_c_12_region_down_to_the_city(person):
    text_travels(person, "region", "上海")


def test_c_13_main_phone_is_needed_and_its_format_looked_at(company, database):
    phone = company.stored.phone
    assert (phone.e164, phone.extension) == ("+862158881234", "8")
    company.travels("phone", phone, show(FIELDS["phone"], phone))
    assert company.is_found_by("58881234")
    assert "phone" in needs({"name": "甲", "account_type": COMPANY}, database)
    assert words_of("1391234567", "phone")
    assert words_of("13912345678", "phone") is None
    assert "5888" not in masked(FIELDS["phone"], phone)


def test_c_14_website_is_optional(company, database):
    text_travels(company, "website", "yunfan.example.com")
    assert "website" not in needs({}, database)


def test_c_15_office_address_down_to_the_floor(company):
    text_travels(company, "office_address", "世纪大道123号5楼")


def test_c_16_registered_address(company):
    text_travels(company, "registered_address", "潘园公路")


def test_c_17_company_email_and_its_format(company):
    text_travels(company, "email", "office@yunfan")
    assert words_of("office(at)yunfan", "email")


def test_c_18_an_individual_has_a_phone_that_is_needed_mail_wechat_and_its_remark(person, database):
    phone = person.stored.phone
    assert phone.e164 == "+8613912345678"
    person.travels("phone", phone, show(FIELDS["phone"], phone))
    assert person.is_found_by("5678")
    text_travels(person, "email", "xiaomei@example.cn")
    text_travels(person, "wechat", "zxm-2020")
    text_travels(person, "wechat_remark", "客户-张晓梅")
    assert needs({"name": "张", "account_type": INDIVIDUAL}, database) == {"phone"}


def test_c_19_home_address_down_to_the_district(person):
    text_travels(person, "home_address", "张江镇")


@pytest.mark.parametrize("shown", ["国企", "民企", "外企", "合资", "集体企业", "事业单位", "其他"])
def test_c_20_ownership_type(company, shown):
    company.travels("ownership", "private", "民企")
    assert show(FIELDS["ownership"], parse(FIELDS["ownership"], shown).value) == shown
    assert parse(FIELDS["ownership"], shown).value != shown, "it is one of the list"


def test_c_21_main_business(company):
    text_travels(company, "main_business", "条码设备")


def test_c_22_annual_revenue_is_a_range_and_sensitive(company, database):
    revenue = company.stored.annual_revenue
    assert (revenue.low_cents, revenue.high_cents) == (10**10, 5 * 10**10)
    company.travels("annual_revenue", revenue, "1-5亿元")
    assert "annual_revenue" not in needs({}, database)
    assert masked(FIELDS["annual_revenue"], revenue) != show(FIELDS["annual_revenue"], revenue)


def test_c_23_their_customers(company):
    text_travels(company, "target_customers", "食品批发商")


def test_c_24_competitors(company):
    text_travels(company, "competitors", "远山软件")


def test_c_25_interests_of_an_individual(person):
    text_travels(person, "interests", "摄影")


def test_c_26_buying_habits_of_an_individual(person):
    text_travels(person, "buying_habits", "促销")


def test_c_27_purchase_history(person):
    text_travels(person, "purchase_history", "2022年购买过")


def test_c_28_first_contact_date(company):
    travels(company, "first_contact", Day("2023-10-15"), "2023-10-15")


@pytest.fixture
def met(database, add_customer, fixed_clock):
    """A customer with two talks and an open follow-up; gives its id."""
    customer_id = add_customer(open_issues="导出功能何时上线")
    talks = [
        Interaction(customer_id=customer_id, occurred=Moment(datetime(2026, month, 2, 3, tzinfo=UTC), "Asia/Shanghai"))
        for month in (11, 10)
    ]
    todo = Followup(
        customer_id=customer_id, title="演示", due=Moment(datetime(2026, 12, 1, 6, tzinfo=UTC), "Asia/Shanghai")
    )
    database.write("add", lambda session: INTERACTIONS.add(session, talks))
    database.write("add", lambda session: FOLLOWUPS.add(session, [todo]))
    return customer_id


def derived(database: Database, customer_id: int, tmp_path: Any) -> tuple[Any, dict[str, Any]]:
    """The customer's row in lists, and its row in an exported workbook."""
    (row,) = database.read(lambda connection: rows(connection, [customer_id]))
    (table,) = read_file(export(database, tmp_path / "一.xlsx", Kind.CUSTOMERS).path).tables
    return row, dict(zip(table.headings, table.rows[0].cells, strict=True))


def test_c_29_last_interaction_follows_from_the_talks(database, met, tmp_path, chinese):
    row, exported = derived(database, met, tmp_path)
    assert row.last_interaction.day().isoformat() == "2026-11-02"
    assert str(exported["最近互动时间"]).startswith("2026-11-02")
    assert FIELDS["last_interaction"].derived, "nobody types it"


@pytest.mark.parametrize(
    "shown",
    [
        *("客户拜访", "线上咨询", "行业展会", "第三方数据平台", "首次沟通", "企业官网", "行业报告"),
        *("历史合作记录", "销售反馈", "老客户转介绍"),
    ],
)
def test_c_30_source_and_who_referred(company, person, database, shown):
    company.travels("source", "trade_fair", "行业展会")
    person.travels("source", "referral", "老客户转介绍")
    text_travels(person, "referrer", "王建国")
    code = parse(FIELDS["source"], shown).value
    assert code != shown, "it is one of the list"
    assert show(FIELDS["source"], code) == shown
    asked = database.read(lambda connection: findings(connection, Kind.CUSTOMERS, {"source": code}))
    assert ("referrer" in {finding.field for finding in asked}) == (code == "referral")


def test_c_31_key_flags_are_several(company):
    travels(company, "flags", ("high_potential", "key_account"), "高潜力客户、重点维护客户")
    assert parse(FIELDS["flags"], "风险客户").value == ("at_risk",)


def test_c_32_need_tags_are_free_words(company):
    travels(company, "need_tags", ("数据导出", "多语言"), "数据导出、多语言", "多语言")


def test_c_33_notes(company):
    text_travels(company, "notes", "海外市场")


def test_c_34_special_requirements(company):
    text_travels(company, "special_requirements", "加盖公章原件")


def test_c_35_risk_alert(company):
    text_travels(company, "risk_alert", "付款周期较长")


def test_c_36_news_of_the_customer_is_logged_with_its_date(database, add_customer, taken_out):
    customer_id = add_customer()
    news = News(customer_id=customer_id, happened_on=Day("2026-11-20"), type="organization", content="任命新的技术总监")
    news_id = database.write("add", lambda session: NEWS.add(session, [news])).new_id(Kind.NEWS)
    assert [hit.id for hit in database.read(lambda connection: find(connection, "技术总监"))] == [news_id]
    (back,) = taken_out(Kind.NEWS)
    assert (back.happened_on, back.type, back.content) == (Day("2026-11-20"), "organization", "任命新的技术总监")


def test_c_37_owner_is_found_and_filtered_by(company):
    text_travels(company, "owner", "李主管")
    chosen = company.book.read(lambda connection: list(chosen_ids(connection, Order.NAME, filters={"owner": "李主管"})))
    assert chosen == [company.id]


def test_c_38_fields_of_the_users_own(database, add_customer, taken_out, chinese):
    database.write("tailor_fields", lambda session: add_field(session, Kind.CUSTOMERS, "会员等级"))
    (field,) = database.tailoring.fields[Kind.CUSTOMERS]
    customer_id = add_customer(own={field.name: "金牌会员"})
    assert [hit.id for hit in database.read(lambda connection: find(connection, "金牌会员"))] == [customer_id]
    (back,) = taken_out(Kind.CUSTOMERS, prepare=lambda session: add_field(session, Kind.CUSTOMERS, "会员等级"))
    assert list(back.own.values()) == ["金牌会员"]


def test_c_39_next_contact_and_open_issues_stand_on_the_record(company, database, met, tmp_path, chinese):
    text_travels(company, "open_issues", "何时上线")
    row, exported = derived(database, met, tmp_path)
    assert (row.next_step.title, row.next_step.due.day().isoformat()) == ("演示", "2026-12-01")
    assert str(exported["下一步"]).startswith("2026-12-01 14:00")
    assert exported["待解决问题"] == "导出功能何时上线"


def test_c_40_product_usage(company):
    text_travels(company, "product_usage", "两个仓库在用")


def test_c_41_more_than_five_hundred_customers_are_listed_and_found(database, fixed_clock):
    fill(database, customers=600, interactions=600, seed=3)
    ids = database.read(lambda connection: list(chosen_ids(connection, Order.NAME)))
    assert len(set(ids)) == len(ids) == 600
    customers = database.read(lambda connection: CUSTOMERS.get_many(connection, ids))
    for customer in customers[::97]:
        hits = database.read(lambda connection, number=customer.number: find(connection, number))
        assert customer.id in [hit.id for hit in hits]
    page = database.read(lambda connection: rows(connection, ids[300:350]))
    assert [row.id for row in page] == ids[300:350]


@pytest.fixture
def taken_out(database, _empty_cellar, tmp_path):
    """The records of a kind after they went out into a workbook and into another book."""
    opened = []

    def take(kind, prepare=None):
        other = _empty_cellar.copy_to(tmp_path / "other").open()
        opened.append(other)
        if prepare:
            other.write("prepare", prepare)
        import_documents(other, [read_file(export(database, tmp_path / "全部.xlsx").path)], Options())
        room = ROOMS[kind]
        return other.read(lambda connection: room.get_many(connection, connection.scalars(room.table.select()).all()))

    yield take
    for book in opened:
        book.close()


def test_every_field_of_a_customer_that_the_mission_names_is_told_above(company, person):
    asked = {field.name for field in FIELDS.in_columns if field.requirement.startswith("C-")}
    assert asked - {"number", "former_numbers"} <= COMPANY_TYPED.keys() | PERSON_TYPED.keys()
