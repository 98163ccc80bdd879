import pytest

from voc.domain.certainty import RankInterval


@pytest.mark.parametrize(
    ("first", "last", "themes", "stable"), [(3, 5, 8, True), (3, 6, 8, False), (3, 6, 30, True), (3, 7, 30, False), (1, 101, 1000, True), (1, 102, 1000, False)]
)
def test_a_rank_is_stable_within_two_ranks_or_a_tenth_of_the_list(first: int, last: int, themes: int, stable: bool) -> None:
    assert RankInterval(first, last, themes).is_stable is stable


@pytest.mark.parametrize(("rank", "ends"), [(1, (1, 6)), (4, (3, 6)), (9, (3, 9))])
def test_an_interval_is_shown_with_the_rank_in_it(rank: int, ends: tuple[int, int]) -> None:
    shown = RankInterval(3, 6, 9).around(rank)
    assert (shown.first, shown.last) == ends
