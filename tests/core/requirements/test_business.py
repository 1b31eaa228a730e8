"""What the mission asks of opportunities, orders and contracts (O-01 … O-10), where no test of a room says it."""

from desktop_crm.core.agenda.agenda import agenda
from desktop_crm.core.customers.choosing import chosen_ids
from desktop_crm.core.customers.listing import Order
from desktop_crm.core.documents.forms import Form
from desktop_crm.core.kinds import Kind
from desktop_crm.core.lists.conditions import STILL_OPEN
from desktop_crm.core.lists.listing import listed_ids
from desktop_crm.core.orders.store import of_customer
from desktop_crm.core.transfer.writing.exporting import export
from desktop_crm.core.values.day import Day


def test_o_01_transactions_have_day_product_and_amount(told, words_of):
    order = told("order")
    order.travels("ordered")
    order.travels("product", found_by="仓储管理软件标准版")
    order.travels("amount", order.shown("amount"))
    assert order.stored.amount.cents == 12_500_000
    order.travels("order_number", found_by="0915")
    assert "仓储管理软件标准版" in words_of(Form.SUMMARY)
    listed = order.book.read(lambda connection: of_customer(connection, order.stored.customer_id))
    assert [each.id for each in listed] == [order.id]


def test_o_02_sales_activities_name_their_opportunity_and_result(told):
    talk = told("talk")
    talk.refers("deal_id", told("deal"))
    talk.travels("method", "产品演示")
    talk.travels("outcome", found_by="进入商务谈判")


def test_o_03_what_was_won_is_the_contract_signed_with_amount_and_product(told):
    contract, order = told("contract"), told("order")
    contract.travels("status", "已签订")
    contract.travels("signed_on")
    contract.travels("amount", contract.shown("amount"))
    assert contract.stored.amount.cents == 50_000_000
    order.refers("contract_id", contract)
    order.travels("owner")


def test_o_04_opportunities_have_stage_amount_probability_and_close(told):
    deal = told("deal")
    deal.travels("title", found_by="二期扩容")
    deal.travels("stage")
    deal.travels("amount", deal.shown("amount"))
    deal.travels("probability")
    deal.travels("expected_close")
    deal.travels("product", found_by="软件二期")
    deal.refers("need_id", told("need"))
    chosen = deal.book.read(lambda c: listed_ids(c, Kind.DEALS, "expected_close", filters={"stage": STILL_OPEN}))
    assert list(chosen) == [deal.id]


def test_o_05_contracts_have_number_term_and_who_signed(told):
    contract = told("contract")
    contract.travels("title", found_by="框架合同")
    contract.travels("contract_number", found_by="HT-2026-018")
    contract.travels("starts_on")
    contract.travels("ends_on")
    contract.travels("signed_by", found_by="框架合同 王丽娟")
    contract.stands_in_the_timeline("云帆年度框架合同")


def test_o_06_proposals_and_quotations_are_dated_events(told):
    quotation = told("quotation")
    quotation.travels("title", found_by="扩容报价")
    quotation.travels("kind", "报价单")
    quotation.travels("quotation_number", found_by="BJ-2026-044")
    quotation.travels("sent_on")
    quotation.travels("valid_until")
    quotation.travels("amount", quotation.shown("amount"))
    quotation.travels("content", found_by="两个仓的实施")
    quotation.refers("deal_id", told("deal"))
    quotation.stands_in_the_timeline("二期扩容报价")


def test_o_07_payment_terms_stand_wherever_money_is_agreed(told):
    for key in ("deal", "quotation", "contract", "order"):
        told(key).travels("payment_terms")


def test_o_08_a_lead_is_a_prospect_with_source_and_campaign(told):
    customer = told("customer")
    customer.travels("campaign", found_by="华东巡展")
    customer.travels("source", "行业展会")
    leads = customer.book.read(
        lambda c: list(chosen_ids(c, Order.NAME, filters={"status": "prospect", "source": "trade_fair"}))
    )
    assert leads == [customer.id]


def test_o_10_dated_events_of_an_opportunity_are_on_the_agenda_and_in_the_calendar(told, tmp_path):
    event = told("followup")
    event.refers("deal_id", told("deal"))
    event.travels("due")
    items = event.book.read(agenda)
    assert [(item.title, item.id) for item in items if item.kind is Kind.FOLLOWUPS] == [("技术评估会", event.id)]
    assert told("deal").stored.expected_close == Day("2026-12-31")
    text = export(event.book, tmp_path / "日程.ics").path.read_text(encoding="utf-8")
    assert "技术评估会" in text
    assert "20261125T100000" in text
