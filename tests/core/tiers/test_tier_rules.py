from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop_crm.core.customers.choices import (
    AT_RISK,
    CHURNED,
    HIGH_VALUE,
    INTERESTED,
    POTENTIAL,
    PROSPECT,
    REGULAR,
    TIERS,
    WON,
)
from desktop_crm.core.settings import HIGH_VALUE_YUAN, LOW_SCORE, SILENT_DAYS, Settings
from desktop_crm.core.tiers.rules import Code, Facts, Purchase, Reason, Thresholds, bought, judge

TODAY = date(2026, 11, 23)
LIMITS = Thresholds.of(Settings({}))
WAN = 1_000_000  # cents


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def facts(**values) -> Facts:
    return Facts(**{"status": WON, "known_since": days_ago(30), "met_on": days_ago(3)} | values)


def purchases(*orders: tuple[int, int]) -> tuple[Purchase, ...]:
    """Days ago and amount in 万 of each, the oldest first."""
    return tuple(Purchase(days_ago(days), wan * WAN) for days, wan in orders)


def tier(limits: Thresholds = LIMITS, **values) -> str:
    return judge(facts(**values), limits, TODAY).tier


def codes(limits: Thresholds = LIMITS, **values) -> list[Code]:
    return [reason.code for reason in judge(facts(**values), limits, TODAY).reasons]


FIVE_ORDERS = purchases((500, 10), (200, 15), (150, 15), (100, 15), (50, 15))


def test_g_04_high_value_takes_more_than_half_a_million_and_four_repeat_orders_in_five():
    judgment = judge(facts(purchases=FIVE_ORDERS), LIMITS, TODAY)
    assert judgment.tier == HIGH_VALUE
    assert judgment.reasons == (Reason(Code.LARGE_AND_REPEATING, (60 * WAN, 100)),)
    exactly = purchases((200, 10), (150, 10), (100, 10), (50, 10), (40, 10))
    assert tier(purchases=exactly) != HIGH_VALUE, "more than 500,000 and not just as much"
    assert tier(purchases=purchases((200, 10), (150, 10), (100, 10), (50, 10), (40, 11))) == HIGH_VALUE
    three_of_four = purchases((300, 20), (250, 20), (240, 20), (230, 20))
    assert tier(purchases=three_of_four) == REGULAR
    assert Code.SELDOM_REPEATING in codes(purchases=three_of_four)


def test_g_04_one_large_order_is_not_enough_to_know_a_share():
    sums = bought(purchases((10, 80)), TODAY, 180)
    assert (sums.year_cents, sums.year_orders, sums.repeat_permille) == (80 * WAN, 1, None)
    assert tier(purchases=purchases((10, 80))) == REGULAR
    assert Code.FEW_ORDERS in codes(purchases=purchases((10, 80)))


def test_o_09_the_first_order_ever_is_no_repeat_and_the_year_has_365_days():
    assert bought(purchases((365, 1), (364, 1), (0, 1)), TODAY, 180).repeat_permille == 1000
    assert bought(purchases((364, 1), (1, 1)), TODAY, 180).repeat_permille == 500
    assert bought(purchases((365, 1), (364, 2), (0, 3), (-1, 9)), TODAY, 180).year_cents == 5 * WAN


def test_g_05_a_customer_with_an_explicit_need_who_has_not_bought_has_potential():
    assert tier(status=PROSPECT, explicit_need=True) == POTENTIAL
    assert tier(status=PROSPECT) == REGULAR
    assert tier(status=WON, explicit_need=True) == REGULAR
    assert tier(status=INTERESTED, explicit_need=True, purchases=purchases((400, 1))) == REGULAR


def test_g_05_a_small_customer_who_grows_by_half_has_potential():
    assert tier(purchases=purchases((200, 10), (20, 15))) == POTENTIAL
    assert tier(purchases=purchases((200, 10), (20, 14))) == REGULAR
    assert tier(purchases=purchases((200, 10))) == REGULAR, "nothing bought lately is no growth"
    assert codes(purchases=purchases((20, 1))) == [Code.GROWING], "after nothing anything is growth"
    assert tier(purchases=purchases((359, 10), (180, 10), (179, 30))) == POTENTIAL


def test_g_06_little_business_or_no_clear_need_is_regular():
    assert codes(purchases=purchases((300, 4))) == [Code.SMALL, Code.NO_NEED]
    assert codes(purchases=purchases((300, 6))) == [Code.BETWEEN, Code.NO_NEED]
    assert codes(purchases=purchases((300, 6)), explicit_need=True) == [Code.BETWEEN]


@pytest.mark.parametrize(("days", "expected"), [(89, REGULAR), (90, AT_RISK), (400, AT_RISK)])
def test_g_07_three_silent_months_are_a_risk(days, expected):
    assert tier(met_on=days_ago(days)) == expected
    assert tier(met_on=None, known_since=days_ago(days)) == expected


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ((3,), []),
        ((2,), [Code.LOW_SCORE]),
        ((3, 5), [Code.SCORE_FELL]),
        ((4, 5), []),
        ((5, 1), []),
        ((1, 4), [Code.LOW_SCORE, Code.SCORE_FELL]),
    ],
)
def test_g_07_low_or_falling_satisfaction_is_a_risk(scores, expected):
    found = codes(scores=scores)
    assert [code for code in found if code in {Code.LOW_SCORE, Code.SCORE_FELL}] == expected
    assert (tier(scores=scores) == AT_RISK) == bool(expected)


def test_g_07_only_those_can_leave_with_whom_there_is_business():
    for status, expected in ((PROSPECT, REGULAR), (INTERESTED, AT_RISK), (WON, AT_RISK), (CHURNED, "")):
        assert tier(status=status, met_on=days_ago(200), scores=(1,)) == expected


def test_risk_goes_before_high_value_and_high_value_before_potential():
    growing = purchases((500, 10), (100, 30), (50, 40))
    assert tier(purchases=growing, explicit_need=True) == HIGH_VALUE
    assert tier(purchases=growing, explicit_need=True, scores=(2,)) == AT_RISK


def test_g_08_a_promising_industry_is_named_beside_the_potential():
    assert codes(status=PROSPECT, explicit_need=True, industry_potential="high") == [Code.NEED, Code.INDUSTRY]


def test_a_tier_set_by_hand_goes_first_and_says_what_would_be_computed():
    judgment = judge(facts(by_hand=HIGH_VALUE, by_hand_reason="战略客户"), LIMITS, TODAY)
    assert judgment.tier == HIGH_VALUE
    assert judgment.reasons[0] == Reason(Code.BY_HAND, ("战略客户", REGULAR))
    assert judge(facts(by_hand=HIGH_VALUE, status=CHURNED), LIMITS, TODAY).tier == ""


def test_every_threshold_is_a_setting():
    strict = Thresholds.of(Settings({SILENT_DAYS.name: 2, LOW_SCORE.name: 4, HIGH_VALUE_YUAN.name: 10}))
    assert codes(strict, scores=(4,)) == [Code.SILENT, Code.LOW_SCORE]
    assert judge(facts(met_on=TODAY, purchases=purchases((400, 1), (300, 1), (0, 1))), strict, TODAY).tier == HIGH_VALUE


def test_orders_in_other_currencies_are_said_not_to_count():
    dollars = (Purchase(days_ago(20), None, other_currency=True),)
    assert codes(purchases=dollars) == [Code.SMALL, Code.NO_NEED, Code.OTHER_CURRENCY]


many_facts = st.builds(
    Facts,
    status=st.sampled_from([PROSPECT, INTERESTED, WON, CHURNED]),
    known_since=st.integers(0, 900).map(days_ago),
    met_on=st.none() | st.integers(0, 400).map(days_ago),
    scores=st.lists(st.integers(1, 5), max_size=2).map(tuple),
    purchases=st.lists(st.tuples(st.integers(-20, 900), st.integers(0, 40)), max_size=6).map(
        lambda orders: purchases(*sorted(orders, reverse=True))
    ),
    explicit_need=st.booleans(),
)


@settings(max_examples=200, deadline=None)
@given(many_facts, st.integers(1, 500))
def test_time_alone_changes_nothing_before_the_day_that_a_judgment_names(some, days):
    now = judge(some, LIMITS, TODAY)
    later = TODAY + timedelta(days=days)
    if now.until is None or later < now.until:
        after = judge(some, LIMITS, later)
        assert (after.tier, after.bought) == (now.tier, now.bought)
        silent = [reason for reason in now.reasons if reason.code not in {Code.SILENT, Code.NEVER_MET}]
        assert [reason for reason in after.reasons if reason.code not in {Code.SILENT, Code.NEVER_MET}] == silent


@settings(max_examples=100, deadline=None)
@given(many_facts)
def test_everybody_but_those_who_left_has_one_tier_and_a_reason(some):
    judgment = judge(some, LIMITS, TODAY)
    assert bool(judgment.tier) == bool(judgment.reasons) == (some.status != CHURNED)
    assert judgment.tier in {"", *(choice.code for choice in TIERS.choices)}
    assert judge(replace(some, by_hand=POTENTIAL), LIMITS, TODAY).tier == (POTENTIAL if some.status != CHURNED else "")
