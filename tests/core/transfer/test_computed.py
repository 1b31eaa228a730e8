"""What a file says of computed fields is compared with what comes of its records, and never stored."""

import pytest

from desktop_crm.core.customers.choices import HIGH_VALUE
from desktop_crm.core.customers.standing import standings
from desktop_crm.core.tiers import standing
from desktop_crm.core.transfer.reading.sandbox import read_file
from desktop_crm.core.transfer.writing.exporting import export

pytestmark = pytest.mark.usefixtures("fixed_clock", "chinese")

_ORDERS = ("云帆,CRM,30万,2025-02-01", "云帆,CRM,30万,2026-05-01", "云帆,CRM,30万,2026-08-01")


def test_what_agrees_is_passed_over_and_what_does_not_is_a_warning(table, take, records):
    report = take(
        table("客户名称,客户编号,客户分层,年合作金额,资料完整度(%)", "云帆,A-1,高价值,50万,99", name="客户"),
        table("客户名称,产品,成交金额,购买日期", *_ORDERS, name="订单"),
    )
    (customer,) = records("customers")
    assert customer.tier_override == ""
    assert customer.unplaced == {}
    assert [(doubt.number, doubt.field, doubt.reason) for doubt in report.warnings] == [
        ("A-1", "年合作金额", "文件中是¥500,000.00，系统计算为¥600,000.00")
    ]


def test_what_nothing_is_known_of_is_said_so(table, take):
    report = take(table("客户名称,客户分层,当前满意度", "云帆,高价值,4", name="客户"))
    assert [doubt.reason for doubt in report.warnings] == [
        "文件中是高价值，系统计算为普通",
        "文件中是4，系统计算为–",
    ]


def test_an_export_says_where_customers_stand_and_comes_back_without_a_doubt(table, take, database, tmp_path):
    database.settle = standing.settle
    take(table("客户名称,产品,成交金额,购买日期", *_ORDERS, name="订单"))
    (values,) = database.read(standings).values()
    assert values["tier"] == HIGH_VALUE
    assert values["completeness"] > 0
    report = export(database, tmp_path / "all.xlsx")
    assert report.path.exists()
    again = take(*read_file(report.path).tables)
    assert again.warnings == []
