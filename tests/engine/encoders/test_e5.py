import numpy as np
import pytest

from voc.domain.encoders import Encoding
from voc.engine.encoders.centre import CentredEmbedder, measure_mean, read_e5_mean
from voc.engine.encoders.choose import make_embedder
from voc.engine.encoders.e5 import BATCH, E5Embedder
from voc.engine.encoders.encoder import Encoder
from voc.errors import UnavailableError

SAID = ["The export stops after a thousand rows.", "Der Export bricht nach tausend Zeilen ab.", "I love the mobile app.", "", "a\0b \ud800", "export " * 900]


@pytest.fixture(scope="module")
def e5() -> Encoder:
    return make_embedder(Encoding("e5"))


def test_vectors_have_length_one_and_are_the_same_whatever_stands_beside_them(e5: Encoder) -> None:
    vectors = e5.embed(SAID)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert (vectors == np.vstack([e5.embed([text]) for text in SAID])).all()
    assert (vectors[0] == e5.embed_question(SAID[0])).all()
    assert e5.embed([]).shape == (0, 384)


def test_what_means_the_same_in_another_language_lies_near(e5: Encoder) -> None:
    english, german, other = e5.embed(SAID[:3])
    assert english @ german > 0.4 > 0.2 > english @ other


def test_as_it_is_everything_looks_alike_to_it() -> None:
    english, _, other = E5Embedder().embed(SAID[:3])
    assert english @ other > 0.7


def test_each_batch_is_told(e5: Encoder) -> None:
    told: list[int] = []
    e5.embed(["a"] * (BATCH + 3), told.append)
    assert told == [BATCH, 3]


def test_the_centre_is_the_middle_of_the_plain_sentences() -> None:
    np.testing.assert_allclose(read_e5_mean(), measure_mean(E5Embedder()), atol=1e-4)


def test_another_centre_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("voc.engine.encoders.centre.E5_CENTRE_SHA256", "0" * 64)
    with pytest.raises(UnavailableError, match="reinstall"):
        read_e5_mean()


class _Cone:
    """Vectors that all lie near one another."""

    name = "cone"

    def __init__(self, width: float) -> None:
        self._width = width

    def embed(self, texts: list[str], progress: object = None) -> np.ndarray:
        angles = np.array([sum(map(ord, text)) % 97 / 97 * 2 * np.pi for text in texts])
        vectors = np.column_stack([np.ones(len(texts)), self._width * np.cos(angles), self._width * np.sin(angles)])
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), dtype=np.float32)

    def embed_question(self, text: str) -> np.ndarray:
        return np.asarray(self.embed([text])[0])


def test_a_model_in_a_cone_is_centred_and_another_left_as_it_is() -> None:
    said = ["one", "two", "three", "four", "eleven million"]
    narrow, wide = _Cone(0.1), _Cone(10.0)
    assert (narrow.embed(said) @ narrow.embed(said).T).min() > 0.9
    opened = CentredEmbedder(narrow)
    assert (opened.embed(said) @ opened.embed(said).T).min() < 0.2
    np.testing.assert_allclose(opened.embed_question("one"), opened.embed(["one"])[0], atol=1e-6)
    assert (CentredEmbedder(wide).embed(said) == wide.embed(said)).all()
    assert (CentredEmbedder(wide).embed_question("one") == wide.embed_question("one")).all()
    assert opened.embed([]).shape[0] == 0
