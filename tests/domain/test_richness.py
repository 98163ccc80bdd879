import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.domain.richness import chao1

COUNTS = st.lists(st.integers(1, 9), min_size=1, max_size=40)


def test_those_who_spoke_once_tell_of_those_who_have_not_spoken() -> None:
    found = chao1([1, 1, 1, 2, 5])  # 3 * 2 / (2 * (1 + 1)) are unseen
    assert found.estimate == 6.5
    variance = 3 * 2 / 4 + 3 * 5**2 / (4 * 4) + 9 * 1 * 2**2 / (4 * 16)
    spread = math.exp(1.959964 * math.sqrt(math.log(1 + variance / 1.5**2)))
    assert (found.low, found.high) == (pytest.approx(5 + 1.5 / spread), pytest.approx(5 + 1.5 * spread))


def test_where_everybody_spoke_often_nobody_is_missing() -> None:
    found = chao1([7, 9, 8])
    assert found.estimate == found.low == 3
    assert found.high == pytest.approx(3, abs=0.2)


def test_nobody_is_nobody() -> None:
    assert chao1([]).estimate == chao1([]).high == 0


@given(COUNTS)
def test_never_fewer_than_have_spoken_and_the_interval_holds_the_estimate(counts: list[int]) -> None:
    found = chao1(counts)
    assert len(counts) <= found.low <= found.estimate <= found.high


@given(COUNTS, st.randoms())
def test_the_order_of_the_accounts_is_nothing(counts: list[int], random: Random) -> None:
    again = list(counts)
    random.shuffle(again)
    assert chao1(again) == chao1(counts)


def test_the_interval_holds_the_truth_where_accounts_are_equally_loud() -> None:
    random, held = Random(7), 0
    for _ in range(300):
        spoken = [0] * 60
        for _ in range(90):
            spoken[random.randrange(60)] += 1
        found = chao1(n for n in spoken if n)
        held += found.low <= 60 <= found.high
    assert 0.9 <= held / 300 <= 0.99
