"""Well-formed answers of an embedding endpoint."""

import json
from http.server import BaseHTTPRequestHandler

from tests.engine.chat_server import Answer, send


def embeddings(width: int = 3, backwards: bool = False) -> Answer:
    """A well-formed answer: a text's vector is its length and ones."""

    def answer(handler: BaseHTTPRequestHandler, body: dict[str, object]) -> None:
        texts = body["input"]
        assert isinstance(texts, list)
        data = [{"object": "embedding", "index": n, "embedding": [float(len(text)), *[1.0] * (width - 1)]} for n, text in enumerate(texts)]
        said = {"object": "list", "data": data[::-1] if backwards else data, "usage": {"total_tokens": len(texts)}}
        send(200, json.dumps(said).encode())(handler, body)

    return answer
