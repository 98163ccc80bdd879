"""Reads: an ETag on every answer, and 304 where the client has it already."""

import hashlib
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request
from fastapi.routing import APIRoute
from starlette.responses import Response

from voc_api.errors import StaleError


class ReadRoute(APIRoute):
    """A route whose answers to GET carry a strong ETag."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's handler with the ETag around it."""
        handle = super().get_route_handler()

        async def handle_with_etag(request: Request) -> Response:
            response = await handle(request)
            return with_etag(request, response) if request.method == "GET" and response.status_code == 200 else response

        return handle_with_etag


def with_etag(request: Request, response: Response) -> Response:
    """The answer with its ETag, or 304 without a body."""
    etag = make_etag(response)
    headers = {"etag": etag, "cache-control": "private, no-cache", "vary": "Authorization, Cookie"}
    if _has(request.headers.get("if-none-match", ""), etag):
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return response


def make_etag(response: Response) -> str:
    """The strong ETag of an answer."""
    return f'"{hashlib.sha256(bytes(response.body)).hexdigest()[:32]}"'


def check_match(request: Request, read: Callable[[], Response]) -> None:
    """Raises StaleError where the client edits what it has not seen: its If-Match is not the ETag of what `read` answers now."""
    asked = request.headers.get("if-match")
    if asked is not None and not _has(asked, make_etag(read())):
        raise StaleError("this has changed since you read it: read it again, and send its ETag in If-Match")


def _has(asked: str, etag: str) -> bool:
    return any(tag.strip().removeprefix("W/") in (etag, "*") for tag in asked.split(","))
