import numpy as np

from voc.engine.encoders.joined import join_vectors
from voc.engine.encoders.unread import lend_part

RNG = np.random.default_rng(3)
THEMES = RNG.normal(size=(4, 768)).astype(np.float32) / 20
MODEL = "minilm+e5@1234"


def corpus(foreign: int = 8) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows of four themes; of the last ones the first encoder sees their language and no more."""
    theme = np.arange(80) % 4
    rows = THEMES[theme] + RNG.normal(size=(80, 768)).astype(np.float32) / 40
    is_read = np.arange(80) < 80 - foreign
    rows[~is_read, :384] = RNG.normal(size=384) / 20 + RNG.normal(size=(foreign, 384)) / 100
    halves = [rows[:, :384], rows[:, 384:]]
    return join_vectors([half / np.linalg.norm(half, axis=1, keepdims=True) for half in halves]), theme, is_read


def test_rows_that_one_encoder_does_not_read_lie_with_those_that_say_the_same() -> None:
    vectors, theme, is_read = corpus()
    lent = lend_part(vectors, MODEL, is_read)

    def nearest(found: np.ndarray) -> np.ndarray:
        cosines = found[~is_read] @ found.T
        cosines[np.arange((~is_read).sum()), np.flatnonzero(~is_read)] = -1
        return np.asarray(cosines.argmax(axis=1))

    assert not is_read[nearest(vectors)].any()  # plain, they keep to themselves
    assert (theme[nearest(lent)] == theme[~is_read]).all()
    assert (lent[is_read] == vectors[is_read]).all()
    np.testing.assert_allclose(np.linalg.norm(lent, axis=1), 1, atol=1e-5)


def test_where_nothing_is_read_the_other_encoder_speaks_alone() -> None:
    vectors, _, _ = corpus()
    lent = lend_part(vectors, MODEL, np.zeros(80, bool))
    assert not lent[:, :384].any()
    np.testing.assert_allclose(lent @ lent.T, 2 * vectors[:, 384:] @ vectors[:, 384:].T, atol=1e-5)


def test_what_is_read_whole_or_by_one_encoder_stays() -> None:
    vectors, _, is_read = corpus()
    assert lend_part(vectors, MODEL, np.ones(80, bool)) is vectors
    assert lend_part(vectors, "minilm", is_read) is vectors
    assert lend_part(vectors[:0], MODEL, is_read[:0]) is not None
