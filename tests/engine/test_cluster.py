import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from tests.engine.planted import planted, unit
from voc.engine.cluster import MIN_THEME, NOWHERE, Clustering, find_themes
from voc.engine.constraints import FREE, Constraints


def same(one: Clustering, other: Clustering) -> bool:
    fields = ("theme", "ask", "strength")
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in fields)


@pytest.mark.parametrize(("groups", "size", "noise"), [(3, 4, 0.3), (5, 20, 0.6), (12, 12, 0.7), (30, 15, 0.6)])
def test_planted_groups_are_found(groups: int, size: int, noise: float) -> None:
    vectors, truth = planted(groups, size, noise)
    found = find_themes(vectors)
    placed = found.theme != NOWHERE
    assert placed.mean() > 0.9
    assert len(set(found.theme[placed])) == groups
    assert adjusted_rand_score(truth[placed], found.theme[placed]) == 1


def test_points_far_from_all_others_belong_nowhere() -> None:
    vectors, truth = planted(8, 30, far=12)
    found = find_themes(vectors)
    assert (found.theme[truth == NOWHERE] == NOWHERE).all()
    assert (found.strength[found.theme == NOWHERE] == 0).all()
    assert (found.ask[found.theme == NOWHERE] == NOWHERE).all()


def test_no_theme_is_smaller_than_a_theme_may_be() -> None:
    found = find_themes(planted(40, 2, 0.3, far=20)[0])
    assert all(size >= MIN_THEME for size in np.bincount(found.theme[found.theme != NOWHERE]))


def test_themes_are_numbered_from_nought_without_gaps() -> None:
    found = find_themes(planted(6, 12, far=4)[0])
    assert set(found.theme) == {NOWHERE, *range(6)}


def test_strength_lies_between_nothing_and_one() -> None:
    found = find_themes(planted(5, 20)[0])
    assert found.strength.min() >= 0
    assert found.strength.max() <= 1


def test_an_ask_lies_inside_one_theme() -> None:
    found = find_themes(planted(8, 30, 0.8, far=10)[0])
    asks = set(found.ask) - {NOWHERE}
    assert asks
    assert all(len(set(found.theme[found.ask == ask])) == 1 for ask in asks)
    assert all((found.ask == ask).sum() >= 3 for ask in asks)


@pytest.mark.parametrize("rows", range(9))
def test_few_rows_are_no_reason_to_fail(rows: int) -> None:
    vectors = planted(9, 1)[0][:rows]
    found = find_themes(vectors)
    assert len(found.theme) == len(found.ask) == len(found.strength) == rows
    assert rows >= MIN_THEME or (found.theme == NOWHERE).all()


@pytest.mark.parametrize("rows", [4, 5, 40])
def test_rows_that_are_all_the_same_are_one_theme(rows: int) -> None:
    assert (find_themes(np.tile(planted(1, 1)[0], (rows, 1))).theme == 0).all()


def test_a_copy_of_a_row_lies_where_the_row_lies() -> None:
    vectors = planted(6, 15, far=5)[0]
    found = find_themes(np.vstack([vectors, vectors, vectors]))
    first, second, third = found.theme.reshape(3, -1)
    assert (first == second).all()
    assert (first == third).all()


def test_the_same_rows_in_the_same_order_give_the_same_answer() -> None:
    vectors = planted(10, 15, 0.9, far=10)[0]
    assert same(find_themes(vectors), find_themes(vectors.copy()))


@pytest.mark.parametrize("seed", range(4))
def test_the_same_rows_in_another_order_give_the_same_answer(seed: int) -> None:
    vectors = planted(10, 15, 1.1, far=10)[0]
    wording = np.arange(len(vectors)) // 2 * 2
    order = np.random.default_rng(seed).permutation(len(vectors))
    found, shuffled = find_themes(vectors, wording=wording), find_themes(vectors[order], wording=wording[order])
    assert np.array_equal(found.theme[order], shuffled.theme)
    assert np.array_equal(found.ask[order], shuffled.ask)
    assert np.array_equal(found.strength[order], shuffled.strength)


def test_each_step_of_the_way_is_told() -> None:
    steps = []
    find_themes(planted(3, 10)[0], lambda: steps.append(1))
    assert len(steps) == 3


def test_what_was_in_a_theme_does_not_fall_out_on_the_border() -> None:
    vectors = planted(12, 25, 1.4, far=15)[0]
    first = find_themes(vectors[:290])
    before = np.r_[first.theme, np.full(len(vectors) - 290, NOWHERE)].astype(np.int32)
    themes = int(first.theme.max()) + 1
    again = find_themes(vectors, constraints=Constraints(themes, before, np.full(len(vectors), FREE, np.int32), least=first.usual.least))
    was = before != NOWHERE
    assert (again.theme[was] == NOWHERE).mean() <= 0.01


def test_who_asks_for_finer_themes_is_not_held_to_the_coarse_ones() -> None:
    vectors = planted(20, 30, 1.3)[0]
    coarse, fine = find_themes(vectors, finer=0.1), find_themes(vectors, finer=10.0)
    known = Constraints(int(coarse.theme.max()) + 1, coarse.theme, np.full(len(vectors), FREE, np.int32), steady=False)
    assert len(set(find_themes(vectors, constraints=known, finer=10.0).theme)) == len(set(fine.theme))


def test_membership_can_be_judged_by_the_leading_part_of_joined_vectors() -> None:
    vectors = planted(8, 20, 0.8, far=10)[0]
    noise = np.random.default_rng(4).normal(size=vectors.shape).astype(np.float32)
    joined = unit(np.hstack([vectors, unit(noise)]))
    by_part, by_all = find_themes(joined, judged=vectors.shape[1]), find_themes(joined)
    # The noise halves every cosine: what is usual says which vectors were asked.
    assert by_part.usual.median > by_all.usual.median + 0.15
    assert by_part.usual.centre > by_all.usual.centre + 0.15


@given(
    seed=st.integers(0, 2**32 - 1), rows=st.integers(1, 14), items=st.integers(1, 14), middles=st.integers(1, 14),
    noise=st.sampled_from([0, 1e-6, 1e-3, 0.1, 1]), ran_before=st.booleans(),
)  # fmt: skip
@settings(max_examples=150, deadline=None)
def test_any_corpus_however_small_or_alike_is_grouped(seed: int, rows: int, items: int, middles: int, noise: float, ran_before: bool) -> None:
    random = np.random.default_rng(seed)
    vectors = unit(random.normal(size=(middles, 24))[random.integers(middles, size=rows)] + noise * random.normal(size=(rows, 24)))
    account, item, before = (random.integers(NOWHERE, number, size=rows).astype(np.int32) for number in (3, items, 3))
    pinned = np.where(random.random(rows) < 0.3, random.integers(NOWHERE, 3, size=rows), FREE).astype(np.int32)
    said = Constraints(3, before, pinned) if ran_before else Constraints.none(rows)
    found = find_themes(vectors, constraints=said, account=account, item=item)
    assert found.theme.shape == found.ask.shape == found.strength.shape == (rows,)
    assert np.isfinite(found.strength).all()
