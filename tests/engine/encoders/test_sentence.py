import numpy as np
import pytest

from tests.remembering import RememberingEmbedder
from voc.domain.encoders import Encoding
from voc.engine.encoders.choose import make_embedder
from voc.engine.encoders.encoder import Encoder
from voc.engine.encoders.sentence import BATCH
from voc.errors import UnavailableError

SAID = ["The export times out.", "Exports never finish!", "We love the mobile app.", "", "日本語のテキスト", "SSO"]


@pytest.fixture(scope="module")
def model(embedder: RememberingEmbedder) -> Encoder:
    """The packaged model itself, loaded once for all tests."""
    return embedder._model


def test_vectors_have_length_one_and_the_models_width(model: Encoder) -> None:
    vectors = model.embed(SAID)
    assert vectors.shape == (len(SAID), 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_each_text_gets_its_own_vector_whatever_stands_beside_it(model: Encoder) -> None:
    many = [f"{text} {n}" for n in range(6) for text in SAID[:2]]
    together = model.embed([*SAID, *many])
    assert (together[: len(SAID)] == np.vstack([model.embed([text]) for text in SAID])).all()
    assert (model.embed(list(reversed(SAID))) == together[: len(SAID)][::-1]).all()


def test_a_question_has_nearly_the_vector_of_a_text(model: Encoder) -> None:
    for text in SAID:
        assert model.embed_question(text) @ model.embed([text])[0] > 0.9995


def test_halves_of_numbers_lose_nothing(model: Encoder) -> None:
    whole = make_embedder(Encoding("minilm"))
    vars(whole)["_halves"] = False
    assert ((model.embed(SAID) * whole.embed(SAID)).sum(axis=1) > 0.9995).all()


def test_a_text_longer_than_the_model_reads_has_a_vector_too(model: Encoder) -> None:
    (vector,) = model.embed(["export " * 600])
    assert np.isfinite(vector).all()


def test_what_means_the_same_lies_nearer(model: Encoder) -> None:
    timeout, never, love = model.embed(SAID[:3])
    assert timeout @ never > timeout @ love + 0.3


def test_each_batch_is_told(model: Encoder) -> None:
    told: list[int] = []
    model.embed(["a"] * (BATCH + 3), told.append)
    assert told == [BATCH, 3]


def test_no_texts_are_no_vectors(model: Encoder) -> None:
    assert model.embed([]).shape == (0, 384)


def test_a_model_that_is_not_there_is_one_line_that_says_what_to_do(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(UnavailableError) as caught:
        make_embedder(Encoding(str(tmp_path))).embed(["a"])
    assert "VOC_EMBEDDING_MODEL" in str(caught.value)
    assert "\n" not in str(caught.value)
