from collections.abc import Callable, Sequence

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import Engine

from tests.fakes import OtherEmbedder, WordEmbedder
from tests.usecases.company import add_feedback, item
from voc.db.embeddings import list_missing, list_vectors
from voc.db.session import reading
from voc.engine.encoders.joined import JoinedEmbedder
from voc.engine.packing import pack_vector, unpack_vectors
from voc.usecases.refresh.embed_snippets import embed_snippets
from voc.usecases.refresh.split_feedback import split_feedback

TEXTS = [f"The export number {word} fails every night." for word in ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf")]


class TiringEmbedder(WordEmbedder):
    """Breaks off at its third call."""

    def embed(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> NDArray[np.float32]:
        if len(self.asked) >= 4:
            raise MemoryError("no more")
        return super().embed(texts, progress)


@pytest.fixture
def split_engine(engine: Engine) -> Engine:
    """A database whose snippets have no vectors; one text stands there twice."""
    add_feedback(engine, [item(str(n), text, None) for n, text in enumerate([*TEXTS, f" {TEXTS[0]}\n"])])
    split_feedback(engine, lambda done, total: None)
    return engine


def missing(engine: Engine, model: str = "words") -> dict[str, str]:
    with reading(engine) as session:
        return list_missing(session, model)


def embed(engine: Engine, embedder: WordEmbedder, *bounds: str) -> int:
    return embed_snippets(engine, embedder, lambda done, total: None, *bounds)


def test_every_text_is_embedded_once_and_the_second_time_none(split_engine: Engine) -> None:
    embedder = WordEmbedder()
    assert embed(split_engine, embedder) == len(TEXTS)
    assert sorted(embedder.asked) == sorted(TEXTS)
    assert missing(split_engine) == {}
    assert embed(split_engine, embedder) == 0
    assert len(embedder.asked) == len(TEXTS)


def test_the_vectors_kept_are_the_texts_own(split_engine: Engine) -> None:
    hashes = missing(split_engine)
    embed(split_engine, WordEmbedder())
    with reading(split_engine) as session:
        kept = list_vectors(session, "words", [*hashes, "unknown"])
    assert kept == {key: pack_vector(WordEmbedder().embed([text])[0]) for key, text in hashes.items()}


def test_another_model_has_vectors_of_its_own(split_engine: Engine) -> None:
    embed(split_engine, WordEmbedder())
    assert len(missing(split_engine, "another")) == len(TEXTS)


def test_a_range_of_hashes_is_embedded_without_its_first_end_and_with_its_last(split_engine: Engine) -> None:
    hashes = list(missing(split_engine))
    assert hashes == sorted(hashes)
    assert embed(split_engine, WordEmbedder(), hashes[1], hashes[4]) == 3
    assert list(missing(split_engine)) == [*hashes[:2], *hashes[5:]]
    assert embed(split_engine, WordEmbedder(), hashes[4]) == 2
    assert list(missing(split_engine)) == hashes[:2]


def test_what_was_embedded_before_an_interruption_is_kept(split_engine: Engine) -> None:
    with pytest.raises(MemoryError):
        embed_snippets(split_engine, TiringEmbedder(), lambda *_: None, together=2)
    assert len(missing(split_engine)) == len(TEXTS) - 4
    fresh = WordEmbedder()
    assert embed(split_engine, fresh) == len(TEXTS) - 4
    assert missing(split_engine) == {}


def test_progress_is_told_as_it_is_saved(split_engine: Engine) -> None:
    told: list[tuple[int, int]] = []
    embed_snippets(split_engine, WordEmbedder(), lambda done, total: told.append((done, total)), together=3)
    assert told == [(0, 7), (3, 7), (6, 7), (7, 7)]


def test_a_vector_is_made_without_whom_a_text_mentions(engine: Engine) -> None:
    add_feedback(engine, [item("1", "We told @AcmeCare that the export fails, see https://t.example/1 for a film.", None)])
    split_feedback(engine, lambda done, total: None)
    embedder = WordEmbedder()
    assert embed(engine, embedder) == 1
    assert embedder.asked == ["We told that the export fails, see for a film."]


def test_a_join_needs_what_is_new_in_it_and_its_vectors_lie_side_by_side(split_engine: Engine) -> None:
    words, others = WordEmbedder(), OtherEmbedder()
    embed(split_engine, words)
    hashes = missing(split_engine, "others")
    told: list[tuple[int, int]] = []
    assert embed_snippets(split_engine, JoinedEmbedder([words, others]), lambda done, total: told.append((done, total))) == len(TEXTS)
    assert (len(words.asked), len(others.asked)) == (len(TEXTS), len(TEXTS))
    assert told == [(0, len(TEXTS)), (len(TEXTS), len(TEXTS))]
    with reading(split_engine) as session:
        kept = list_vectors(session, "words+others", list(hashes))
        assert list_vectors(session, "words+unknown", list(hashes)) == {}
    texts = list(hashes.values())
    expected = JoinedEmbedder([words, others]).embed(texts)
    np.testing.assert_allclose(unpack_vectors([kept[key] for key in hashes]), expected, atol=1e-3)
