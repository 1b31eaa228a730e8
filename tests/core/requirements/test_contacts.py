"""What the mission asks of contacts and the buying group (K-01 … K-14), where no test of a room says it."""

import pytest

from desktop_crm.core.documents.forms import Form
from desktop_crm.core.documents.words import Audience
from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists.conditions import words_in_use
from desktop_crm.core.lists.listing import listed_ids
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.field_reading import parse
from desktop_crm.core.values.field_values import show


def test_k_01_a_contact_is_found_in_every_way_and_its_name_masked_for_others(told, words_of):
    wang = told("wang")
    wang.travels("name")
    assert all(map(wang.is_found_by, ["王丽娟", "丽娟", "wanglijuan", "wlj"]))
    assert wang.masked("name") == "王*"
    assert "王丽娟" in words_of(Form.B)
    assert "王丽娟" not in words_of(Form.B, Audience.EXTERNAL)


def test_k_02_title_department_and_responsibility(told, words_of):
    wang = told("wang")
    wang.travels("title", found_by="采购经理")
    wang.travels("department", found_by="采购部")
    wang.travels("responsibility", found_by="框架协议")
    assert "采购经理" in words_of(Form.C)


def test_k_03_mobile_and_other_numbers(told):
    wang = told("wang")
    assert wang.stored.mobile.e164 == "+8613912345678"
    for name in ("mobile", "phone", "other_phones"):
        wang.travels(name, wang.shown(name))
    assert all(map(wang.is_found_by, ["13912345678", "5678", "58881299", "58881200"]))
    assert "1234" not in wang.masked("mobile")
    assert parse(ROOMS[Kind.CONTACTS].fields["mobile"], "1391234567").problem


def test_k_04_email_and_its_format(told):
    wang = told("wang")
    wang.travels("email", found_by="wang@yunfan")
    wang.travels("other_emails", found_by="lijuan@example.cn")
    assert parse(ROOMS[Kind.CONTACTS].fields["email"], "wang(at)yunfan").problem


def test_k_06_base_and_related_contacts_with_their_relationship(told, words_of):
    told("wang").travels("contact_group", "基础联系人")
    zhao = told("zhao")
    zhao.travels("contact_group", "关联联系人")
    zhao.travels("related_to")
    zhao.travels("relationship")
    assert "赵建国（技术总监），关系：" in words_of(Form.B)
    assert "同事" in words_of(Form.B)


def test_k_07_key_decision_makers_are_told_apart(told):
    wang, zhao = told("wang"), told("zhao")
    wang.travels("is_decision_maker", "是")
    assert not zhao.stored.is_decision_maker
    chosen = wang.book.read(lambda c: listed_ids(c, Kind.CONTACTS, "name", filters={"is_decision_maker": "1"}))
    assert list(chosen) == [wang.id]


@pytest.mark.parametrize("shown", ["电话", "拜访", "会议", "邮件", "微信"])
def test_k_09_preferred_channel(told, shown):
    told("wang").travels("preferred_channel", "微信")
    field = ROOMS[Kind.CONTACTS].fields["preferred_channel"]
    code = parse(field, shown).value
    assert (show(field, code), code != shown) == (shown, True)


def test_k_10_key_concerns_and_where_somebody_stands(told):
    told("wang").travels("key_concerns", found_by="付款账期")
    told("step").travels("attitude", "支持")


def test_k_12_birthdays_anniversaries_and_what_was_given_for_them(told):
    wang = told("wang")
    wang.travels("birthday", "1985-03-08")
    assert wang.stored.birthday == Day("1985-03-08")
    wang.travels("birthday_lunar", "是")
    told("customer").travels("anniversary")
    told("gift").travels("occasion", "生日")


def test_k_13_gifts_are_logged_with_receiver_value_and_reaction(told):
    gift = told("gift")
    gift.travels("title", found_by="定制书签")
    gift.travels("given_on")
    gift.travels("value", gift.shown("value"))
    assert gift.stored.value.cents == 120_00
    gift.travels("reaction", found_by="很喜欢")
    gift.refers("contact_id", told("wang"))
    gift.stands_in_the_timeline("定制书签")


def test_k_14_the_contact_for_an_occasion_is_listed_and_found(told):
    wang, zhao = told("wang"), told("zhao")
    wang.travels("occasions", found_by="合同签订")
    assert zhao.is_found_by("技术选型")
    assert set(wang.book.read(lambda c: words_in_use(c, Kind.CONTACTS, "occasions"))) == {
        *("商务谈判", "合同签订", "技术选型"),
    }
    chosen = wang.book.read(lambda c: listed_ids(c, Kind.CONTACTS, "name", filters={"occasions": "技术选型"}))
    assert list(chosen) == [zhao.id]
