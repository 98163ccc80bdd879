import numpy as np

from tests.engine.planted import planted, unit
from voc.engine.lending import find_company, lend_passages


def mates(rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Two sentences a passage, a passage an item."""
    return np.arange(rows) // 2, (np.arange(rows) // 2).astype(np.int32)


def test_sentences_of_one_matter_draw_nearer() -> None:
    vectors, _ = planted(10, 20, noise=1.2)
    passage, item = mates(len(vectors))
    lent = lend_passages(vectors, passage, item)
    np.testing.assert_allclose(np.linalg.norm(lent, axis=1), 1, atol=1e-5)
    together = np.einsum("ij,ij->i", lent[::2], lent[1::2])
    assert (together > np.einsum("ij,ij->i", vectors[::2], vectors[1::2]) + 0.1).all()


def test_where_passages_mix_matters_only_sentences_without_company_lean() -> None:
    vectors = planted(10, 20, noise=0.6)[0]
    order = np.argsort(np.tile(np.arange(20), 10), kind="stable")  # mates are of different groups
    vectors = vectors[order]
    strangers = unit(np.random.default_rng(5).normal(size=(20, vectors.shape[1])))
    vectors = np.concatenate([np.stack([vectors[:20], strangers], axis=1).reshape(40, -1), vectors[20:]])
    passage, item = mates(len(vectors))
    moved = np.einsum("ij,ij->i", lend_passages(vectors, passage, item), vectors) < 0.999
    assert moved[1:40:2].all()
    assert moved[40:].mean() < 0.4


def test_what_stands_alone_in_its_passage_stays_as_it_is() -> None:
    vectors, _ = planted(4, 5)
    passage = np.r_[0, 0, np.arange(1, len(vectors) - 1)]
    lent = lend_passages(vectors, passage, passage.astype(np.int32))
    np.testing.assert_array_equal(lent[2:], vectors[2:])
    assert len(lend_passages(vectors[:0], passage[:0], passage[:0].astype(np.int32))) == 0


def test_the_words_of_the_same_item_are_no_company() -> None:
    vectors = planted(1, 3, noise=0.1)[0]
    others = planted(2, 20, seed=9)[0]
    rows = np.concatenate([vectors, others])
    own, apart = np.r_[0, 0, 0, np.arange(1, 41)].astype(np.int32), np.arange(43, dtype=np.int32)
    asked = np.arange(3)
    assert (find_company(rows, asked, own) < find_company(rows, asked, apart)).all()
