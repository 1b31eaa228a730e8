import pytest

from desktop_crm.core.needs.choices import IMPLICIT
from desktop_crm.core.needs.rules import findings, priority_of, unspecific
from desktop_crm.core.values.day import Day
from desktop_crm.core.values.money import parse_money_range

pytestmark = pytest.mark.usefixtures("english")

WHOLE = {"title": "降低30%的物流成本", "owner": "王芳", "due": Day("2026-12-01")}


@pytest.mark.parametrize(
    ("urgency", "importance", "expected"),
    [
        ("high", "high", "high"),
        ("high", "medium", "high"),
        ("medium", "high", "high"),
        ("high", "low", "medium"),
        ("medium", "medium", "medium"),
        ("low", "high", "medium"),
        ("medium", "low", "low"),
        ("low", "low", "low"),
        ("", "high", ""),
        ("high", "", ""),
        ("自己的词", "high", ""),
    ],
)
def test_n_03_the_priority_proposed_is_urgency_times_importance(urgency, importance, expected):
    assert priority_of(urgency, importance) == expected


@pytest.mark.parametrize(
    "text",
    [
        "需要降低30%的物流成本",
        "3家成功案例",
        "两个月内上线仓储系统",
        "库存管理系统,预算20-30万",
        "cut logistics cost by 30 %",
        "train 12 people on the new ERP",
        "",
    ],
)
def test_n_07_a_need_with_a_figure_and_an_object_is_left_alone(text):
    assert unspecific(text) == ""


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("有降本需求", "with a figure"),
        ("希望提高效率", "with a figure"),
        ("wants to save", "with a figure"),
        ("降本30%", "Say what it is about"),
        ("save 30 %", "Say what it is about"),
        ("实时库存监控", "A figure"),
        ("faster delivery of spare parts", "A figure"),
    ],
)
def test_n_07_a_vague_need_is_told_what_it_lacks(text, word):
    assert word in unspecific(text)


def test_n_07_title_and_description_speak_together():
    assert unspecific("物流", "降低30%") == ""


def test_n_11_every_need_has_an_owner_and_a_date():
    found = {finding.field: finding.blocking for finding in findings({"title": WHOLE["title"]})}
    assert found == {"owner": True, "due": True}
    assert findings(WHOLE) == []


def test_an_inferred_need_may_be_vague():
    assert findings(WHOLE | {"title": "希望获得支持", "kind": IMPLICIT}) == []
    assert [finding.field for finding in findings(WHOLE | {"title": "希望获得支持"})] == ["title"]


def test_n_03_a_missing_priority_is_proposed_and_a_given_one_stands():
    values = WHOLE | {"urgency": "high", "importance": "medium"}
    (finding,) = findings(values)
    assert (finding.field, finding.words, finding.blocking) == (
        "priority",
        "Urgency and importance speak for: High",
        False,
    )
    assert findings(values | {"priority": "low"}) == []


def test_g_02_a_confirmed_budget_has_an_amount():
    (finding,) = findings(WHOLE | {"budget_confirmed": True})
    assert (finding.field, finding.blocking) == ("budget", True)
    assert findings(WHOLE | {"budget_confirmed": True, "budget": parse_money_range("25万")}) == []
