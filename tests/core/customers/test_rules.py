import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.core.customers.rules import NumberPattern, counting_key
from desktop_crm.core.errors import RefusedError
from desktop_crm.core.settings import COMPANY_NUMBERS, INDIVIDUAL_NUMBERS

literals = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6).map(
    lambda text: text.replace("{", "{{").replace("}", "}}")
)
widths = st.sampled_from(["{seq}", "{seq:03}", "{seq:06}", "{seq:d}", "{seq:04d}"])
patterns = st.builds(
    lambda before, year, between, seq, after: before + year + between + seq + after,
    literals,
    st.sampled_from(["", "{year}"]),
    literals,
    widths,
    literals,
)


@pytest.mark.parametrize(
    ("pattern", "number"),
    [
        ("客户-{year}-{seq:03}", "客户-2026-015"),
        ("个人-{year}-{seq:03}", "个人-2026-015"),
        ("CRM-{year}-{seq:03}", "CRM-2026-015"),
        ("{seq}", "15"),
        ("{seq:05}/{year}", "00015/2026"),
        ("{{{seq}}}", "{15}"),
        ("{{seq}}-{seq}", "{seq}-15"),
    ],
)
def test_a_number_is_made_by_its_pattern(pattern, number):
    assert NumberPattern(pattern).number(2026, 15) == number


def test_a_number_that_outgrows_its_width_goes_on():
    pattern = NumberPattern("客户-{year}-{seq:03}")
    assert pattern.number(2026, 1000) == "客户-2026-1000"
    assert pattern.largest_sequence(2026, ["客户-2026-999", "客户-2026-1000", "客户-2026-001"]) == 1000


@pytest.mark.parametrize("setting", [COMPANY_NUMBERS, INDIVIDUAL_NUMBERS], ids=lambda setting: setting.name)
def test_the_patterns_of_a_new_vault_are_good_ones(setting):
    assert NumberPattern(str(setting.default)).number(2026, 1).endswith("-2026-001")


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "客户-{year}",
        "{seq}-{seq}",
        "{seq}{name}",
        "{}",
        "{0}{seq}",
        "{seq",
        "seq}",
        "{seq:q}",
        "{seq[0]}",
        "{seq.real}",
        "{seq.no_such_thing}",
        "{year.__class__}{seq}",
        "{seq!r}",
        "{seq!s:03}",
        "{year:%Y}{seq}",
    ],
)
def test_a_pattern_that_makes_no_numbers_is_refused_by_its_text(pattern):
    with pytest.raises(RefusedError) as caught:
        NumberPattern(pattern)
    assert f"“{pattern}”" in caught.value.message
    assert "{seq}" in caught.value.message


@pytest.mark.parametrize(
    "format_spec", ["x", "b", ",", "5", "+", "e", ".2f", "*>5", "c", "-03,", "{year}", "0999999999"]
)
def test_a_pattern_whose_numbers_cannot_be_counted_on_is_refused(format_spec):
    with pytest.raises(RefusedError):
        NumberPattern("A-{seq:" + format_spec + "}")


@given(patterns, st.integers(1, 10**7), st.integers(1900, 2200))
def test_the_running_number_of_every_number_made_is_read_back(pattern, sequence, year):
    rule = NumberPattern(pattern)
    number = rule.number(year, sequence)
    before, after = rule.ends(year)
    assert number.startswith(before)
    assert number.endswith(after)
    assert rule.largest_sequence(year, [number]) == sequence


@pytest.mark.parametrize(
    "other",
    [
        "客户-2025-900",
        "个人-2026-900",
        "客户-2026-",
        "客户-2026-A12",
        "客户-2026-９９９",
        "客户-2026-12b",
        "",
        "客户-2026",
    ],
)
def test_numbers_of_other_years_and_other_rules_do_not_count(other):
    assert NumberPattern("客户-{year}-{seq:03}").largest_sequence(2026, [other, "客户-2026-007"]) == 7


def test_where_no_number_was_given_the_largest_is_zero():
    assert NumberPattern("客户-{year}-{seq:03}").largest_sequence(2026, iter([])) == 0


def test_ends_that_overlap_in_a_short_number_do_not_count_it():
    assert NumberPattern("AB{seq}BA").largest_sequence(2026, ["ABA", "ABBA", "AB4BA"]) == 4


def test_numbers_sort_by_what_they_count():
    numbers = ["客户-2026-1000", "客户-2026-999", "客户-2025-1001", "A-2", "A-10"]
    assert sorted(numbers, key=counting_key) == ["A-2", "A-10", "客户-2025-1001", "客户-2026-999", "客户-2026-1000"]
