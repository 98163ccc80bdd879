import numpy as np

from tests.engine.planted import planted, unit
from voc.engine.likeness import ASKED, SAME, among, find_alike, find_parts, join_alike
from voc.engine.vectors import NOWHERE


def halves(groups: int = 6, size: int = 24) -> tuple[np.ndarray, np.ndarray]:
    """Groups, the first of which has been cut in two at random."""
    vectors, group = planted(groups, size, noise=0.6)
    theme = group.astype(np.int32)
    theme[:size:2] = groups
    return vectors, theme


def test_two_halves_of_one_theme_are_alike_and_two_themes_are_not() -> None:
    vectors, theme = halves()
    (pair,) = find_alike(vectors, theme)
    assert (pair.one, pair.other) == (0, 6)
    assert pair.likeness > 0.95


def test_what_differs_no_more_than_its_own_rows_is_joined() -> None:
    vectors, theme = halves()
    vectors[theme == 6] = vectors[theme == 0]  # the same words: as near to each other as to their own
    free = np.zeros(len(theme), bool)
    joined = join_alike(vectors, theme, free)
    assert set(joined[theme == 6].tolist()) | set(joined[theme == 0].tolist()) == {0} or len(set(joined[np.isin(theme, (0, 6))].tolist())) == 1
    assert joined[theme == 3].tolist() == theme[theme == 3].tolist()
    assert join_alike(vectors, theme, theme == 0).tolist() == theme.tolist()


def test_a_theme_of_two_dense_parts_is_found_and_a_round_one_is_not() -> None:
    vectors, group = planted(6, 20, noise=0.5)
    theme = np.maximum(group - 1, 0).astype(np.int32)  # the first two are one theme
    (part,) = find_parts(vectors, theme)
    assert part.theme == 0
    assert len({int(group[row]) for row in part.rows}) == 1


def test_people_are_asked_about_a_theme_once_at_a_time() -> None:
    centre = unit(np.random.default_rng(2).normal(size=(1, 64)))
    vectors = unit(centre + 0.4 / 8 * np.random.default_rng(3).normal(size=(40, 64)))
    pairs = find_alike(vectors, np.repeat(np.arange(4, dtype=np.int32), 10))
    assert len(pairs) == 6
    assert len(among(pairs)) == 2


def test_a_theme_of_one_wording_has_no_parts() -> None:
    assert find_parts(np.tile(planted(1, 1)[0], (20, 1)), np.zeros(20, np.int32)) == []


def test_nothing_is_asked_where_there_is_nothing() -> None:
    vectors = planted(2, 3)[0]
    nowhere = np.full(6, NOWHERE, np.int32)
    assert find_alike(vectors, nowhere) == find_parts(vectors, nowhere) == []
    assert find_alike(vectors, np.zeros(6, np.int32)) == []
    assert join_alike(vectors, nowhere, np.zeros(6, bool)).tolist() == nowhere.tolist()
    assert ASKED < SAME
