import pytest

from desktop_crm.core.tiers.reasons import from_text, to_text, words_of
from desktop_crm.core.tiers.rules import Code, Reason

WAN = 1_000_000
EVERY = (
    Reason(Code.BY_HAND, ("战略客户", "regular")),
    Reason(Code.SILENT, (91,)),
    Reason(Code.NEVER_MET, (91,)),
    Reason(Code.LOW_SCORE, (2,)),
    Reason(Code.SCORE_FELL, (5, 3)),
    Reason(Code.LARGE_AND_REPEATING, (60 * WAN, 83)),
    Reason(Code.NEED),
    Reason(Code.GROWING, (15 * WAN, 10 * WAN, 180)),
    Reason(Code.SMALL, (4 * WAN, 5 * WAN)),
    Reason(Code.NO_NEED),
    Reason(Code.BETWEEN, (6 * WAN, 50 * WAN)),
    Reason(Code.SELDOM_REPEATING, (60 * WAN, 50)),
    Reason(Code.FEW_ORDERS, (80 * WAN,)),
    Reason(Code.OTHER_CURRENCY),
    Reason(Code.INDUSTRY),
)


def test_every_code_has_words(either_language):
    assert {reason.code for reason in EVERY} == set(Code)
    words = [words_of(reason) for reason in EVERY]
    assert len(set(words)) == len(EVERY)
    assert not any("{" in each for each in words)
    if either_language == "zh":
        assert all(any("\u4e00" <= character <= "\u9fff" for character in each) for each in words)


def test_reasons_are_kept_without_words():
    assert from_text(to_text(EVERY)) == EVERY


@pytest.mark.usefixtures("english")
def test_the_words_say_the_figures():
    assert words_of(Reason(Code.SILENT, (91,))) == "No interaction for 91 days"
    assert words_of(EVERY[5]) == "¥600,000 in the last year, 83 % of the orders repeat orders"
    assert words_of(EVERY[0]) == "Set by hand: 战略客户 (computed: Regular)"


@pytest.mark.usefixtures("chinese")
def test_chinese_amounts_are_in_wan():
    assert words_of(EVERY[5]) == "近一年合作金额¥60万，复购率 83 %"
