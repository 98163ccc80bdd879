from pathlib import Path

import numpy as np
import pytest

from voc.domain.encoders import Encoding
from voc.engine.encoders.choose import make_embedder
from voc.engine.encoders.joined import has_part, join_vectors, part_of
from voc.engine.encoders.names import list_models, name_vectors
from voc.engine.encoders.spending import count_spending
from voc.errors import InputError

SAID = ["The export times out.", "Der Export bricht ab."]


def test_a_join_is_its_parts_side_by_side() -> None:
    joined = make_embedder(Encoding("minilm+e5"))
    minilm, e5 = make_embedder(Encoding("minilm")).embed(SAID), make_embedder(Encoding("e5")).embed(SAID)
    vectors = joined.embed(SAID)
    np.testing.assert_allclose(vectors, np.hstack([minilm, e5]) / np.sqrt(2), atol=1e-6)
    np.testing.assert_allclose(vectors @ vectors.T, (minilm @ minilm.T + e5 @ e5.T) / 2, atol=1e-6)
    assert joined.embed_question(SAID[0]) @ vectors[0] > 0.9995
    told: list[int] = []
    joined.embed(SAID, told.append)
    assert sum(told) == len(SAID)
    np.testing.assert_allclose(part_of(vectors, joined.name, "minilm"), minilm, atol=1e-6)


def test_the_part_that_heads_were_trained_on_comes_back() -> None:
    first, second = np.eye(384, dtype=np.float32)[:3], np.eye(5, dtype=np.float32)[:3]
    np.testing.assert_allclose(part_of(join_vectors([first, second]), "minilm+other@run1", "minilm"), first, atol=1e-6)
    assert part_of(first, "minilm", "minilm") is first
    assert has_part("minilm", "minilm") and not has_part("mpnet", "minilm") and not has_part("minilm-of-ours@run1", "minilm")
    with pytest.raises(ValueError, match="do not begin"):
        part_of(second, "mpnet", "minilm")


def test_names_tell_apart_what_makes_vectors_differ(tmp_path: Path) -> None:
    assert name_vectors("minilm") == "minilm"
    assert name_vectors(" e5 + minilm ") == name_vectors("minilm+e5") == make_embedder(Encoding("e5+minilm")).name
    assert name_vectors("minilm+e5").startswith("minilm+e5@")
    assert name_vectors("BAAI/bge-m3") != name_vectors("BAAI/bge-m3", "http://localhost/v1")
    assert name_vectors(str(tmp_path), "http://localhost/v1") == name_vectors(str(tmp_path))
    assert list_models("theirs+mpnet+minilm") == ["minilm", "mpnet", "theirs"]


@pytest.mark.parametrize("setting", ["", "+", "minilm+", "minilm+minilm", " + e5"])
def test_what_names_no_model_is_refused(setting: str) -> None:
    with pytest.raises(InputError, match="such as minilm"):
        make_embedder(Encoding(setting))


def test_an_endpoint_that_nothing_is_asked_of_is_a_mistake() -> None:
    with pytest.raises(InputError, match="VOC_EMBEDDING_MODEL"):
        make_embedder(Encoding("minilm+e5", url="http://localhost:1/v1"))


def test_what_costs_nothing_is_not_told() -> None:
    assert str(count_spending(make_embedder(Encoding("minilm+e5")))) == ""
    assert "secret" not in repr(Encoding("x", key="secret"))
