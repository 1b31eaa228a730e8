from datetime import UTC, datetime

from desktop_crm.core.kinds import Kind
from desktop_crm.core.transfer.identity import Known, likely_keys, same_keys
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.moment import Moment
from desktop_crm.core.values.money import Money
from desktop_crm.core.values.phone import parse_phone

_TEN = Moment(datetime(2026, 11, 1, 2, tzinfo=UTC), "Asia/Shanghai")


def _same(kind, one, other):
    return bool(set(same_keys(kind, one)) & set(same_keys(kind, other)))


def test_a_customer_is_the_same_by_number_code_name_and_phone_or_name_and_email():
    def same(one, other):
        return _same(Kind.CUSTOMERS, one, other)

    phone, written = parse_phone("139 1234 5678"), parse_phone("+86-13912345678")
    assert same({"number": "A-1", "name": "甲"}, {"number": "A-1", "name": "乙"})
    assert same({"uscc": "91350100M000100Y43"}, {"uscc": "91350100M000100Y43"})
    assert same({"name": "甲", "phone": phone}, {"name": "甲", "phone": written})
    assert same({"name": "甲", "email": "A@b.cn"}, {"name": "甲 ", "email": "a@b.cn"})
    assert not same({"name": "甲", "phone": phone}, {"name": "乙", "phone": phone})
    assert not same({"name": "甲"}, {"name": "甲"})


def test_a_former_number_still_tells_a_customer():
    assert _same(Kind.CUSTOMERS, {"number": "A-2", "former_numbers": ("A-1",)}, {"number": "A-1"})


def test_a_contact_is_the_same_only_within_its_customer():
    phone = parse_phone("13912345678")
    one = {"customer_id": 1, "name": "张三", "mobile": phone}
    assert _same(Kind.CONTACTS, one, {"customer_id": 1, "name": "张三", "phone": phone})
    assert not _same(Kind.CONTACTS, one, {"customer_id": 2, "name": "张三", "mobile": phone})


def test_a_contact_without_phone_and_email_is_the_same_when_all_given_fields_are_equal():
    one = {"customer_id": 1, "name": "张三", "title": "经理"}
    assert _same(Kind.CONTACTS, one, dict(one))
    assert not _same(Kind.CONTACTS, one, one | {"title": "总监"})


def test_an_interaction_is_told_by_customer_time_method_and_summary():
    one = {"customer_id": 1, "occurred": _TEN, "method": "visit", "summary": "谈合同", "place": "上海"}
    assert _same(Kind.INTERACTIONS, one, one | {"place": "北京"})
    for name, value in (("customer_id", 2), ("occurred", None), ("method", "phone"), ("summary", "谈价格")):
        assert not _same(Kind.INTERACTIONS, one, one | {name: value})


def test_an_order_is_told_by_customer_date_product_and_amount():
    one = {"customer_id": 1, "ordered": Day("2026-01-01"), "product": "软件", "amount": Money(100), "notes": "x"}
    assert _same(Kind.ORDERS, one, one | {"notes": "y"})
    for name, value in (("customer_id", 2), ("ordered", None), ("product", "硬件"), ("amount", Money(100, "USD"))):
        assert not _same(Kind.ORDERS, one, one | {name: value})


def test_likely_the_same_is_who_shares_a_phone_or_a_name_as_firms_write_it():
    phone = parse_phone("13912345678")
    assert set(likely_keys(Kind.CUSTOMERS, {"name": "甲", "phone": phone})) & set(
        likely_keys(Kind.CUSTOMERS, {"name": "乙", "phone": phone})
    )
    assert set(likely_keys(Kind.CUSTOMERS, {"name": "云帆科技有限公司"})) & set(
        likely_keys(Kind.CUSTOMERS, {"name": "云帆科技股份有限公司"})
    )
    assert likely_keys(Kind.CONTACTS, {"name": "张三"}) == []


def test_the_first_record_with_a_key_keeps_it_and_earlier_keys_decide():
    known = Known()
    known.add(1, ["a", "b"])
    known.add(2, ["b", "c"])
    assert known.find(["b"]) == 1
    assert known.find(["c", "a"]) == 2
    assert known.find(["x"]) is None
    assert known.find_all(["c", "b", "a"]) == [2, 1]
