import numpy as np
import pytest

from tests.engine.planted import Vectors, planted, unit
from voc.engine.cluster import find_themes
from voc.engine.twins import ENOUGH_TWINLESS, TWIN, join_twins, twin_level
from voc.engine.vectors import NOWHERE


def recurring(needs: int, wordings: int, copies: int, seed: int = 1) -> tuple[Vectors, np.ndarray, np.ndarray]:
    """Needs that are each said in a few wordings, over and over, with a flourish: the rows, their needs and their wordings."""
    middles, need = planted(needs, wordings, noise=1.1, seed=seed)
    random = np.random.default_rng(seed)
    rows = np.repeat(middles, copies, axis=0) + 0.35 / 8 * random.normal(size=(len(middles) * copies, middles.shape[1]))
    return unit(rows), np.repeat(need, copies), np.repeat(np.arange(len(middles)), copies)


def test_copies_but_for_a_word_are_one_wording_in_any_corpus() -> None:
    rows, _ = planted(6, 10)
    assert join_twins(np.vstack([rows, unit(rows[:5] + 0.001)]))[-5:].tolist() == join_twins(rows)[:5].tolist()


@pytest.mark.parametrize("noise", [0.6, 0.9])
def test_paraphrases_are_not_taken_for_copies(noise: float) -> None:
    assert twin_level(planted(12, 25, noise)[0]) == TWIN


def test_wordings_that_recur_with_a_flourish_are_one_each() -> None:
    rows, _, wording = recurring(7, 6, 8)
    assert twin_level(rows) < TWIN
    assert join_twins(rows).tolist() == wording.tolist()


def test_a_need_said_in_few_wordings_is_one_theme_and_not_one_a_wording() -> None:
    rows, need, _ = recurring(6, 8, 8)
    found = find_themes(rows).theme
    assert {len(set(found[need == n].tolist())) for n in range(6)} == {1}
    assert len(set(found.tolist())) == 6


@pytest.mark.parametrize("groups", [30, 60])
def test_themes_that_are_each_of_one_piece_stay_apart(groups: int) -> None:
    rows, group = planted(groups, 25, noise=0.4)
    assert twin_level(rows) < TWIN
    found = find_themes(rows).theme
    assert groups - 1 <= len(set(found.tolist()) - {NOWHERE}) <= groups
    assert np.mean([len(set(found[group == g].tolist()) - {NOWHERE}) for g in range(groups)]) == 1


def test_where_hardly_a_wording_would_be_left_only_true_copies_are_joined() -> None:
    rows, _, wording = recurring(3, 2, 40)
    assert len(set(wording.tolist())) < ENOUGH_TWINLESS < len(set(join_twins(rows).tolist()))


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_few_rows_are_no_reason_to_fail(rows: int) -> None:
    assert join_twins(planted(1, 3)[0][:rows]).tolist() == list(range(rows))


def test_more_rows_than_a_sample_holds_are_judged_by_one() -> None:
    rows, _, _ = recurring(10, 12, 12)
    assert len(rows) > 1_000
    assert twin_level(rows) < TWIN


def test_a_chain_of_rows_that_are_near_one_by_one_is_no_wording() -> None:
    angles = np.linspace(0, np.pi / 2, 40)
    chain = np.zeros((40, 64), np.float32)
    chain[:, 0], chain[:, 1] = np.cos(angles), np.sin(angles)
    rows = np.vstack([chain, planted(6, 10)[0]])
    wording = join_twins(rows)[:40]
    assert len(set(wording.tolist())) >= 3
    assert all((rows[:40][wording == w] @ rows[:40][wording == w].T).min() > 0.7 for w in set(wording.tolist()))


def test_no_wording_swallows_what_is_said_often_in_other_words() -> None:
    rows = np.vstack([unit(planted(1, 300, noise=0.2)[0]), planted(20, 10, seed=5)[0]])
    assert np.bincount(join_twins(rows)).max() <= 20
