"""Intervals of ranks: the same for the same accounts, wide where little was heard, and as often right as they say."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.factories import books, evidence, facts, mention
from voc.domain.accounts import AccountFacts
from voc.domain.impact import gather_voices, weigh_theme
from voc.domain.voices import Portfolio, Voice, portfolio_of
from voc.domain.weights import DEFAULT_WEIGHTS
from voc.engine.certainty import Contest, find_intervals, read_intervals, score_contest

COMPANY = [facts(f"A-{n:03}", str(500 + 37 * n), "abc"[n % 3]) for n in range(60)]
BOOKS = books(COMPANY)
PORTFOLIO = portfolio_of(BOOKS)


def voices_of(accounts: Sequence[AccountFacts], stranger: bool = False) -> tuple[Voice, ...]:
    said = [mention(f"snp_{n}", a.account_id, 1 + n, sentiment=-0.3) for n, a in enumerate(accounts)] + [mention("snp_x", None)] * stranger
    return gather_voices(evidence(said, *accounts), BOOKS, PORTFOLIO)


def contest(themes: Sequence[Sequence[Voice]], fits: Sequence[float | None] | None = None, portfolio: Portfolio = PORTFOLIO) -> Contest:
    return Contest(themes, fits or [None] * len(themes), portfolio, DEFAULT_WEIGHTS)


some_themes = st.lists(st.lists(st.sampled_from(COMPANY), min_size=1, max_size=12, unique_by=lambda a: a.id), min_size=1, max_size=8)


@given(some_themes, st.booleans(), st.none() | st.floats(0, 1))
def test_the_arrays_come_to_the_scores_of_the_table(themes: list[list[AccountFacts]], stranger: bool, fit: float | None) -> None:
    scores = score_contest(contest([voices_of(some, stranger) for some in themes], [fit] * len(themes)))
    for some, score in zip(themes, scores, strict=True):
        said = [mention(f"snp_{n}", a.account_id, 1 + n, sentiment=-0.3) for n, a in enumerate(some)] + [mention("snp_x", None)] * stranger
        assert weigh_theme(evidence(said, *some), BOOKS, PORTFOLIO, fit=fit).score == pytest.approx(score, abs=0.0501)


@given(some_themes, st.lists(st.floats(0.2, 5), min_size=60, max_size=60))
def test_weighed_voices_come_to_the_scores_of_the_table_too(themes: list[list[AccountFacts]], drawn: list[float]) -> None:
    weighed = replace(BOOKS, voice_weights={a.id: weight for a, weight in zip(COMPANY, drawn, strict=True)})
    impacts = [weigh_theme(evidence([mention(f"snp_{n}", a.account_id) for n, a in enumerate(some)], *some), weighed, PORTFOLIO) for some in themes]
    for impact, score in zip(impacts, score_contest(contest([i.voices for i in impacts])), strict=True):
        assert impact.score == pytest.approx(score, abs=0.0501)


@settings(max_examples=40)  # each draws its intervals twice
@given(some_themes, st.randoms())
def test_the_same_accounts_give_the_same_intervals_in_whatever_order_they_come(themes: list[list[AccountFacts]], random: Random) -> None:
    ordered = sorted((voices_of(some) for some in themes), key=lambda voices: [v.account or "" for v in voices])
    expected = find_intervals(contest(ordered))
    shuffled = [tuple(random.sample(voices, len(voices))) for voices in ordered]
    sizes = list(PORTFOLIO.sizes.items())
    random.shuffle(sizes)
    portfolio = Portfolio(PORTFOLIO.arr, "USD", PORTFOLIO.typical, dict(sizes), PORTFOLIO.urgent, PORTFOLIO.segments)
    assert find_intervals(contest(shuffled, portfolio=portfolio)) == expected


def test_what_many_said_is_certain_to_be_ahead_of_what_one_said() -> None:
    many, one = voices_of(COMPANY[:40]), voices_of(COMPANY[50:51])
    assert [(i.first, i.last, i.themes) for i in find_intervals(contest([many, one]))] == [(1, 1, 2), (2, 2, 2)]


def test_themes_that_differ_by_chance_alone_may_each_be_anywhere() -> None:
    random = Random(5)
    found = find_intervals(contest([voices_of(random.sample(COMPANY, 6)) for _ in range(30)]))
    assert sum(i.first <= 5 and i.last >= 26 for i in found) >= 24
    assert not any(i.is_stable for i in found)


def test_nothing_to_rank_and_a_theme_of_nobody_known_are_no_trouble() -> None:
    assert find_intervals(contest([])) == []
    nobody = portfolio_of(books([]))
    stranger = gather_voices(evidence([mention("snp_1", None, sentiment=-1.0)]), books([]), nobody)
    assert [(i.first, i.last) for i in find_intervals(contest([stranger], portfolio=nobody))] == [(1, 1)]
    assert nobody.arr == Decimal(0)


def test_an_interval_leaves_out_half_of_the_rest_on_either_side() -> None:
    drawn = np.zeros((100, 3))
    drawn[:, 0] = 2.0
    drawn[:4, 0] = -1.0  # last in 4 of 100 draws
    drawn[:, 1] = 1.0
    assert [(i.first, i.last) for i in read_intervals(drawn, level=0.90)] == [(1, 1), (2, 2), (3, 3)]
    assert [(i.first, i.last) for i in read_intervals(drawn, level=0.98)] == [(1, 3), (1, 2), (2, 3)]
