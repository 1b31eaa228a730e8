from collections import Counter
from itertools import islice
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_crm.core.sample.chance import deal, uneven_shares


@given(st.integers(0, 5_000), st.integers(1, 500), st.integers())
def test_shares_add_up_to_the_whole(total, parts, seed):
    shares = uneven_shares(Random(seed), total, parts)
    assert len(shares) == parts
    assert sum(shares) == total
    assert min(shares) >= 0


def test_nothing_is_shared_among_nobody():
    assert uneven_shares(Random(1), 0, 0) == []


def test_a_tenth_of_the_shares_is_a_large_part_of_the_whole():
    shares = sorted(uneven_shares(Random(1), 100_000, 10_000), reverse=True)
    assert 0.3 < sum(shares[:1_000]) / 100_000 < 0.7


@pytest.mark.parametrize("seed", range(3))
def test_every_round_holds_the_whole_deck(seed):
    cards = deal(Random(seed), {"a": 3, "b": 1})
    rounds = [list(islice(cards, 4)) for _ in range(5)]
    assert [Counter(each) for each in rounds] == [{"a": 3, "b": 1}] * 5
    assert len({tuple(each) for each in rounds}) > 1
