from hypothesis import given
from hypothesis import strategies as st

from voc.domain.nps import Nps

counts = st.integers(0, 10_000)


@given(counts, counts, counts)
def test_the_score_lies_between_all_against_and_all_for(promoters: int, passives: int, detractors: int) -> None:
    score = Nps(promoters, passives, detractors).score
    assert (score is None) == (promoters + passives + detractors == 0)
    assert score is None or -100 <= score <= 100


def test_the_score_is_promoters_less_detractors_in_percent() -> None:
    assert Nps(5, 3, 2).score == 30.0
    assert Nps(0, 4, 0).score == 0.0
