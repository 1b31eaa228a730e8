import pytest

from desktop_crm.core.contacts.entity import Contact
from desktop_crm.core.contacts.store import CONTACTS
from desktop_crm.core.customers.choices import INDIVIDUAL
from desktop_crm.core.customers.store import CUSTOMERS
from desktop_crm.core.duplicates.decisions import not_the_same
from desktop_crm.core.duplicates.while_typing import while_typing
from desktop_crm.core.kinds import Kind
from desktop_crm.core.values.phone import parse_phone

pytestmark = pytest.mark.usefixtures("fixed_clock", "english")

USCC = "91310000MA4TP7FD8T"


@pytest.fixture
def likely(database):
    def ask(kind=Kind.CUSTOMERS, own_id=None, **values):
        found = database.read(lambda connection: while_typing(connection, kind, values, own_id))
        return {each.name: each.words for each in found}

    return ask


def test_d_04_a_company_is_known_by_its_code_number_and_address(add_customer, likely):
    add_customer(name="云帆科技有限公司", uscc=USCC, phone=parse_phone("021-62345678"), email="Info@YunFan.com")
    assert likely(uscc=USCC.lower()) == {"云帆科技有限公司": "Same USCC"}
    assert likely(name="完全不同", phone=parse_phone("(021) 6234 5678")) == {"云帆科技有限公司": "Same phone number"}
    assert likely(email="info@yunfan.com") == {"云帆科技有限公司": "Same e-mail address"}
    assert likely(name="晨光", phone=parse_phone("021-62345679")) == {}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("云帆科技", "Same name"),
        ("（杭州）云帆科技有限责任公司", "Same name"),
        ("杭州云帆", "Similar name"),
        ("云凡科技有限公司", "Similar name"),
        ("杭州云帆智能科技有限公司", "Similar name"),
    ],
)
def test_d_04_a_company_is_known_by_its_name_however_it_is_written(add_customer, likely, typed, words):
    add_customer(name="杭州云帆科技有限公司")
    assert words in likely(name=typed)["杭州云帆科技有限公司"]


def test_another_place_or_another_code_is_another_company(add_customer, likely):
    add_customer(name="杭州云帆科技有限公司", uscc=USCC)
    assert likely(name="上海云帆科技有限公司") == {}
    assert likely(name="杭州云帆科技有限公司", uscc="91330100MAXX12RN8E") == {}


def test_d_04_a_person_is_known_by_name_or_sound_and_number_or_region(add_customer, likely):
    add_customer(name="张三", account_type=INDIVIDUAL, region="上海市", phone=parse_phone("13912345678"))
    person = {"account_type": INDIVIDUAL}
    assert likely(**person, name="张三", region="上海") == {"张三": "Same name, Same region"}
    assert likely(**person, name="章三", region="上海") == {"张三": "Name with the same pinyin, Same region"}
    assert "张三" in likely(**person, name="张三", phone=parse_phone("139 1234 5678"))
    assert likely(**person, name="张三", region="北京") == {}
    assert likely(**person, name="张三") == {}


def test_d_04_a_contact_is_known_by_number_and_address_anywhere_and_by_name_at_its_customer(
    add_customer, likely, database
):
    yunfan, other = add_customer(), add_customer(name="晨光")
    people = (
        Contact(customer_id=yunfan, name="李娜", mobile=parse_phone("13912345678"), email="Li.Na@example.com"),
        Contact(customer_id=yunfan, name="王强", phone=parse_phone("021-62345678"), wechat="wangqiang66"),
    )
    database.write("add", lambda session: CONTACTS.add(session, people))
    contacts = Kind.CONTACTS
    assert likely(contacts, customer_id=other, name="李女士", mobile=parse_phone("139-1234-5678")) == {
        "李娜": "Same phone number"
    }
    assert likely(contacts, customer_id=other, email="li.na@EXAMPLE.com") == {"李娜": "Same e-mail address"}
    assert likely(contacts, wechat="WangQiang66") == {"王强": "Same WeChat"}
    assert likely(contacts, customer_id=yunfan, name="黎娜") == {"李娜": "Name with the same pinyin"}
    assert likely(contacts, customer_id=other, name="李娜") == {}
    assert likely(contacts, customer_id=yunfan, name="赵六", phone=parse_phone("021-62345678")) == {}, (
        "a desk is shared"
    )


def test_the_record_itself_and_what_was_told_apart_are_not_offered(add_customer, likely, database):
    first, second = add_customer(name="云帆科技有限公司"), add_customer(name="云帆科技")
    assert likely(name="云帆科技", own_id=second).keys() == {"云帆科技有限公司"}
    database.write("apart", lambda session: not_the_same(session, first, second))
    assert likely(name="云帆科技", own_id=second) == {}
    assert len(likely(name="云帆科技")) == 2, "for a third record both may be it"


def test_the_trash_is_not_looked_into(add_customer, likely, database):
    customer_id = add_customer(name="云帆科技有限公司")
    database.write("trash", lambda session: CUSTOMERS.trash(session, [customer_id]))
    assert likely(name="云帆科技有限公司") == {}


def test_at_most_five_come_the_likeliest_first(add_customer, likely):
    for number in range(8):
        add_customer(name="云帆科技有限公司", region="杭州", number=f"X-{number}")
    add_customer(name="云帆科技(总部)", uscc=USCC, region="杭州")
    found = likely(name="云帆科技", uscc=USCC, region="杭州")
    assert next(iter(found)) == "云帆科技(总部)"


@pytest.mark.parametrize("text", ["", " ", "，。", "'\"*", "a", "公司"])
def test_no_text_is_too_odd_to_be_typed(add_customer, likely, text):
    add_customer()
    likely(name=text, email=text, wechat=text, uscc=text)
    likely(Kind.CONTACTS, name=text, email=text, wechat=text, customer_id=1)
    assert likely(Kind.ORDERS, product=text) == {}
