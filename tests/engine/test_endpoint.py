import asyncio
import gzip
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler

import pytest

from tests.engine.chat_server import Answer, say, send, serving
from voc.engine.endpoint import LARGEST_ANSWER, Endpoint
from voc.errors import InputError, UnavailableError

SCHEMA = {"type": "object"}
RELEASE = threading.Event()


def dripping(handler: BaseHTTPRequestHandler, _: dict[str, object]) -> None:
    """A byte now and then, each within any timeout that starts anew with every byte."""
    handler.send_response(200)
    handler.end_headers()
    while not RELEASE.wait(0.05):
        handler.wfile.write(b" ")


def dripping_headers(handler: BaseHTTPRequestHandler, _: dict[str, object]) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while not RELEASE.wait(0.05):
        handler.wfile.write(b"x")


def silent(handler: BaseHTTPRequestHandler, _: dict[str, object]) -> None:
    RELEASE.wait(30)


def endless(handler: BaseHTTPRequestHandler, _: dict[str, object]) -> None:
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"x" * 65_536)


@pytest.fixture(autouse=True)
def _let_go():  # type: ignore[no-untyped-def]
    RELEASE.clear()
    yield
    RELEASE.set()


def test_it_asks_for_a_closed_shape_and_gives_what_was_said() -> None:
    with serving(say({"label": "x"})) as server:
        assert Endpoint(server.url + "/", "small", "secret").ask("task", "material", SCHEMA) == {"label": "x"}
    (request,) = server.requests
    assert server.paths == ["/v1/chat/completions"]
    assert server.headers[0]["Authorization"] == "Bearer secret"
    assert request["messages"] == [{"role": "system", "content": "task"}, {"role": "user", "content": "material"}]
    assert request["response_format"] == {"type": "json_schema", "json_schema": {"name": "answer", "strict": True, "schema": SCHEMA}}


def test_without_a_key_none_is_sent() -> None:
    with serving(say({})) as server:
        Endpoint(server.url, "small").ask("", "", SCHEMA)
    assert "Authorization" not in server.headers[0]


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (send(500, b"boom"), "HTTP 500"),
        (send(429, b"{}", Retry_After="3600"), "HTTP 429"),
        (send(307, b"", Location="http://127.0.0.1:9/v1"), "HTTP 307"),
        (send(200, b"not json"), "agreed shape"),
        (send(200, b"[]"), "agreed shape"),
        (send(200, b'{"choices": []}'), "agreed shape"),
        (send(200, b'{"choices": [{"message": {"content": null}}]}'), "agreed shape"),
        (send(200, b"[" * 60_000), "agreed shape"),
        (send(200, b"\xff\xfe\x00"), "agreed shape"),
        (say("Sure! Here is a label: Bulk export"), "agreed shape"),
        (send(200, gzip.compress(b" " * 50_000_000), Content_Encoding="gzip"), "agreed shape"),
        (send(200, b"x" * (LARGEST_ANSWER + 1)), "too large"),
        (endless, "too large"),
        (silent, "too long"),
        (dripping, "too long"),
        (dripping_headers, "too long"),
    ],
)
def test_whatever_else_comes_is_one_clear_failure(answer: Answer, told: str) -> None:
    with serving(answer) as server, pytest.raises(UnavailableError, match=told) as failure:
        Endpoint(server.url, "small", "secret", seconds=1.0).ask("task", "a quote", SCHEMA)
    RELEASE.set()
    assert not {"secret", "a quote"} & {word for word in ("secret", "a quote") if word in str(failure.value)}
    assert failure.value.__cause__ is None


def test_a_redirect_is_not_followed_and_the_key_goes_nowhere_else() -> None:
    with serving(say({"label": "elsewhere"})) as other, serving(send(307, b"", Location=f"{other.url}/chat/completions")) as server:
        with pytest.raises(UnavailableError):
            Endpoint(server.url, "small", "secret").ask("", "", SCHEMA)
        assert other.requests == []


def test_a_server_that_is_not_there_is_a_failure_too() -> None:
    with serving(say({})) as server:
        gone = server.url
    with pytest.raises(UnavailableError, match="cannot be reached"):
        Endpoint(gone, "small").ask("", "", SCHEMA)


@pytest.mark.parametrize("url", ["", "localhost:11434", "ftp://host/v1", "file:///etc/passwd", "http://", "http://user:pass@host/v1", "http://host/v1?x=1"])
def test_an_address_that_is_none_is_refused_at_once_without_repeating_it(url: str) -> None:
    with pytest.raises(InputError) as failure:
        Endpoint(url, "small")
    assert "pass" not in str(failure.value)


def test_an_endpoint_needs_a_model_and_never_shows_its_key() -> None:
    with pytest.raises(InputError, match="model"):
        Endpoint("http://localhost/v1", "")
    assert "secret" not in repr(Endpoint("http://localhost/v1", "small", "secret"))
    assert json.dumps(repr(Endpoint("http://localhost/v1", "small")))


def test_a_caller_with_a_running_event_loop_may_ask_too() -> None:
    async def ask() -> object:
        with serving(say({"label": "x"})) as server:
            return Endpoint(server.url, "m").ask("task", "material", SCHEMA)

    with ThreadPoolExecutor(1) as pool:  # the browser's tests leave a running loop in this thread
        assert pool.submit(lambda: asyncio.run(ask())).result() == {"label": "x"}
