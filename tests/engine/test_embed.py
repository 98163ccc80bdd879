import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.remembering import RememberingEmbedder
from voc.engine import embed
from voc.engine.embed import BATCH, SentenceEmbedder
from voc.engine.packing import pack_vector, unpack_vectors
from voc.errors import UnavailableError

SAID = ["The export times out.", "Exports never finish!", "We love the mobile app.", "", "日本語のテキスト", "SSO"]


@pytest.fixture(scope="module")
def model(embedder: RememberingEmbedder) -> SentenceEmbedder:
    """The packaged model itself, loaded once for all tests."""
    return embedder._model


def test_vectors_have_length_one_and_the_models_width(model: SentenceEmbedder) -> None:
    vectors = model.embed(SAID)
    assert vectors.shape == (len(SAID), 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_each_text_gets_its_own_vector_whatever_stands_beside_it(model: SentenceEmbedder) -> None:
    many = [f"{text} {n}" for n in range(6) for text in SAID[:2]]
    together = model.embed([*SAID, *many])
    np.testing.assert_allclose(together[: len(SAID)], np.vstack([model.embed([text]) for text in SAID]), atol=1e-5)
    np.testing.assert_allclose(model.embed(list(reversed(SAID))), together[: len(SAID)][::-1], atol=1e-5)


def test_a_text_longer_than_the_model_reads_has_a_vector_too(model: SentenceEmbedder) -> None:
    (vector,) = model.embed(["export " * 600])
    assert np.isfinite(vector).all()


def test_what_means_the_same_lies_nearer(model: SentenceEmbedder) -> None:
    timeout, never, love = model.embed(SAID[:3])
    assert timeout @ never > timeout @ love + 0.3


def test_each_batch_is_told(model: SentenceEmbedder) -> None:
    told: list[int] = []
    model.embed(["a"] * (BATCH + 3), told.append)
    assert told == [BATCH, 3]


def test_no_texts_are_no_vectors(model: SentenceEmbedder) -> None:
    assert model.embed([]).shape == (0, 384)


def test_weights_that_are_not_the_models_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embed, "MINILM_SHA256", "0" * 64)
    with pytest.raises(UnavailableError, match="reinstall"):
        SentenceEmbedder().embed(["a"])


def test_a_model_that_is_not_there_is_one_line_that_says_what_to_do(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(UnavailableError) as caught:
        SentenceEmbedder(str(tmp_path)).embed(["a"])
    assert "VOC_EMBEDDING_MODEL" in str(caught.value)
    assert "\n" not in str(caught.value)


@given(arrays(np.float32, 16, elements=st.floats(-1, 1, width=32)).filter(lambda v: np.linalg.norm(v) > 0.1))
def test_a_packed_vector_points_where_it_did(vector: np.ndarray) -> None:
    vector = (vector / np.linalg.norm(vector)).astype(np.float32)
    (read,) = unpack_vectors([pack_vector(vector)])
    assert read @ vector > 0.999
    np.testing.assert_allclose(np.linalg.norm(read), 1, atol=1e-5)


def test_vectors_are_unpacked_in_their_order_at_half_the_size() -> None:
    vectors = np.eye(4, dtype=np.float32)
    packed = [pack_vector(v) for v in vectors]
    assert {len(p) for p in packed} == {8}
    assert (unpack_vectors(packed) == vectors).all()
    assert unpack_vectors([]).shape[0] == 0
