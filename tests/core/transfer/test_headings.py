from unicodedata import normalize

import pytest

from desktop_crm.core.fields import folded
from desktop_crm.core.i18n import _, translate
from desktop_crm.core.kinds import Kind
from desktop_crm.core.rooms import ROOMS
from desktop_crm.core.transfer.headings import CUSTOMER_NUMBER, REASON, kind_of, map_columns, targets


def _filled(table, kind):
    return [column.target for column in map_columns(table, kind).columns]


@pytest.mark.parametrize(
    "heading",
    [
        "客户名称",
        " 客户 名称 ",
        "客户名称（必填）",
        "*客户名称：",
        "Customer Name",
        "customer_name",
        "ＣＵＳＴＯＭＥＲ NAME",
    ],
)
def test_a_heading_is_known_whatever_its_width_case_and_marks(table, heading):
    assert _filled(table([heading]), Kind.CUSTOMERS) == ["name"]


@pytest.mark.parametrize("kind", list(Kind))
def test_every_label_of_a_field_in_either_language_leads_to_that_field(either_language, kind):
    for field in ROOMS[kind].fields:
        assert targets(kind)[folded(_(field.label))] == field.name, field.label


@pytest.mark.parametrize("kind", list(Kind))
def test_a_label_leads_to_its_field_in_either_width_of_its_punctuation(kind):
    """Files written when the labels had half-width punctuation are read as well (decision 0019)."""
    width = {ord(half): full for half, full in zip(",:;!?()", "，：；！？（）", strict=True)}
    for field in ROOMS[kind].fields:
        full = translate(field.label, "zh").translate(width)
        half = normalize("NFKC", full)
        assert targets(kind)[folded(half)] == targets(kind)[folded(full)] == field.name, full


@pytest.mark.parametrize("heading", ["资料完整度(%)", "资料完整度（%）", "资料完整度 (%)"])
def test_a_heading_with_brackets_is_known_in_either_width(table, heading):
    assert _filled(table(["客户名称", heading]), Kind.CUSTOMERS) == ["name", "completeness"]


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        ("客户名称,所属行业,企业规模", Kind.CUSTOMERS),
        ("客户名称,姓名,手机,职位", Kind.CONTACTS),
        ("客户名称,互动时间,沟通内容", Kind.INTERACTIONS),
        ("客户名称,购买日期,产品,交易金额", Kind.ORDERS),
        ("客户名称,截止日期,待办事项", Kind.FOLLOWUPS),
        ("company,first name,last name,job title", Kind.CONTACTS),
    ],
)
def test_the_kind_of_a_table_is_told_by_its_headings(table, headings, kind):
    assert kind_of(table(headings)) is kind


def test_the_name_of_a_sheet_and_the_word_of_the_format_tell_more_than_headings(table):
    assert kind_of(table("客户名称,电话", name="联系人")) is Kind.CONTACTS
    assert kind_of(table("客户名称,电话", name="联系人", kind=Kind.ORDERS)) is Kind.ORDERS


def test_a_table_without_a_known_heading_has_no_kind(table):
    assert kind_of(table("x,y")) is None


def test_a_customer_number_in_another_kinds_table_names_the_customer(table):
    assert _filled(table("客户编号,姓名"), Kind.CONTACTS) == [CUSTOMER_NUMBER, "name"]
    assert _filled(table("Customer number,Summary"), Kind.INTERACTIONS) == [CUSTOMER_NUMBER, "summary"]


def test_a_mere_running_number_in_another_kinds_table_is_not_the_customers(table):
    assert _filled(table("编号,姓名"), Kind.CONTACTS) == ["", "name"]


@pytest.mark.parametrize("heading", ["原因", "Reason"])
def test_the_last_column_of_an_error_file_is_its_reason_and_no_other_column_is(table, heading):
    assert _filled(table(["姓名", heading]), Kind.CONTACTS) == ["name", REASON]
    assert _filled(table([heading, "姓名"]), Kind.CONTACTS) == ["", "name"]
