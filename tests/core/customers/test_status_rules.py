import pytest

from desktop_crm.core.customers.choices import CHURNED, INTERESTED, PROSPECT, WON
from desktop_crm.core.customers.status_rules import Evidence, Lack, lacking

NOTHING = Evidence()
READY = Evidence(explicit_need=True, confirmed_budget=True)
SOLD = Evidence(sale=True)


@pytest.mark.parametrize(
    ("evidence", "expected"),
    [
        (NOTHING, [Lack.EXPLICIT_NEED, Lack.CONFIRMED_BUDGET]),
        (Evidence(explicit_need=True), [Lack.CONFIRMED_BUDGET]),
        (Evidence(confirmed_budget=True), [Lack.EXPLICIT_NEED]),
        (READY, []),
    ],
)
def test_g_02_a_prospect_becomes_interested_with_an_explicit_need_and_a_confirmed_budget(evidence, expected):
    assert lacking(PROSPECT, INTERESTED, evidence) == expected


@pytest.mark.parametrize("before", [PROSPECT, INTERESTED, CHURNED])
def test_g_01_nobody_becomes_won_without_an_order_or_a_signed_contract(before):
    assert lacking(before, WON, READY, note="because I say so") == [Lack.SALE]
    assert lacking(before, WON, SOLD) == []


@pytest.mark.parametrize("before", [PROSPECT, INTERESTED, WON])
def test_g_03_nobody_is_churned_without_a_reason(before):
    assert lacking(before, CHURNED, SOLD) == [Lack.CHURN_REASON]
    assert lacking(before, CHURNED, SOLD, reason="  ") == [Lack.CHURN_REASON]
    assert lacking(before, CHURNED, NOTHING, reason="price") == []


@pytest.mark.parametrize(
    ("before", "to"), [(INTERESTED, PROSPECT), (WON, INTERESTED), (CHURNED, INTERESTED), (WON, PROSPECT)]
)
def test_g_01_any_other_move_goes_with_a_note(before, to):
    assert lacking(before, to, NOTHING) == [Lack.NOTE]
    assert lacking(before, to, NOTHING, note="预算取消") == []


@pytest.mark.parametrize("status", [PROSPECT, INTERESTED, WON, CHURNED])
def test_staying_asks_for_nothing(status):
    assert lacking(status, status, NOTHING) == []
