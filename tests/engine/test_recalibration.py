import numpy as np
import pytest

from voc.engine.recalibration import LEAST_RATED, recalibrate
from voc.engine.sentiment import SentimentHead

WIDTH = 12
SHIPPED = SentimentHead("minilm", (2.0,) + (0.0,) * (WIDTH - 1), 0.1, (0.0, 0.0, 1.0) + (0.0,) * (WIDTH - 3), -0.5)


def company(seed: int, n: int = 400, dialect: float = 3.0) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Comments of a company where a second dimension tells as much as `dialect` says, of which the shipped head knows nothing."""
    rng = np.random.default_rng(seed)
    features = rng.normal(size=(n, WIDTH))
    odds = 2 * features[:, 0] + dialect * features[:, 1]
    return features, rng.random(n) < 1 / (1 + np.exp(-odds)), [f"A{k}" for k in rng.integers(0, 40, n)]


def auc(head: SentimentHead, features: np.ndarray, satisfied: np.ndarray) -> float:
    score = head.score(features)
    return float((score[satisfied][:, None] > score[~satisfied][None]).mean())


@pytest.mark.parametrize("seed", range(3))
def test_a_company_that_speaks_its_own_way_is_understood_better(seed: int) -> None:
    head = recalibrate(SHIPPED, *company(seed))
    features, satisfied, _ = company(seed + 100)
    assert head.ratings == 400
    assert auc(head, features, satisfied) > auc(SHIPPED, features, satisfied) + 0.1


def test_what_is_neither_stays_what_it_was() -> None:
    head = recalibrate(SHIPPED, *company(0))
    assert head.weights != SHIPPED.weights
    assert (head.middle, head.middle_bias) == (SHIPPED.middle, SHIPPED.middle_bias)


def test_ratings_that_tell_nothing_leave_the_shipped_head() -> None:
    features, satisfied, accounts = company(1)
    for seed in range(5):
        assert recalibrate(SHIPPED, features, np.random.default_rng(seed).permutation(satisfied), accounts) is SHIPPED


def test_a_head_that_is_right_already_stays_about_as_good() -> None:
    head = recalibrate(SHIPPED, *company(2, dialect=0.0))
    features, satisfied, _ = company(102, n=2_000, dialect=0.0)
    assert auc(head, features, satisfied) > auc(SHIPPED, features, satisfied) - 0.02


@pytest.mark.parametrize("few", [0, LEAST_RATED - 1])
@pytest.mark.parametrize("sort", [True, False])
def test_too_few_ratings_of_either_sort_move_nothing(few: int, sort: bool) -> None:
    features, _, accounts = company(3)
    satisfied = np.full(len(features), not sort)
    satisfied[:few] = sort
    assert recalibrate(SHIPPED, features, satisfied, accounts) is SHIPPED


def test_the_same_ratings_give_the_same_head() -> None:
    assert recalibrate(SHIPPED, *company(4)) == recalibrate(SHIPPED, *company(4))


def test_one_account_alone_teaches_nothing() -> None:
    features, satisfied, _ = company(5)
    assert recalibrate(SHIPPED, features, satisfied, ["A1"] * len(features)) is SHIPPED


def test_a_head_comes_back_out_of_a_runs_record() -> None:
    head = recalibrate(SHIPPED, *company(6))
    assert SentimentHead.from_dict(head.to_dict()) == head
