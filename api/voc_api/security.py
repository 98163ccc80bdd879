"""Headers that keep a browser from doing what nobody asked for."""

from collections.abc import Mapping

from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from voc_api.access import FORMS_WITH_FILES

HEADERS: Mapping[str, str] = {
    "content-security-policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
}

PAGE_BODY_LIMIT = 2 * 2**20  # bytes

# A report carries its style inside and runs nothing.
REPORT_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"


class HeadMiddleware:
    """Answers HEAD as GET; the server leaves the body out."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        is_head = scope["type"] == "http" and scope["method"] == "HEAD"
        await self._app({**scope, "method": "GET"} if is_head else scope, receive, send)


class PageBodyMiddleware:
    """Pages' forms are small: a larger body is refused as it comes, whoever sends it, before it fills memory or disk. The API has limits of its own, and so has
    the reader of the forms that bring files."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        read = 0

        async def receive_up_to_limit() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > PAGE_BODY_LIMIT:
                raise HTTPException(413, f"a page's form is at most {PAGE_BODY_LIMIT // 2**20} MiB: a file goes to /api/v1/imports")
            return message

        is_page = scope["type"] == "http" and not scope["path"].startswith("/api/") and not _brings_files(scope)
        await self._app(scope, receive_up_to_limit if is_page else receive, send)


def _brings_files(scope: Scope) -> bool:
    kind = dict(scope["headers"]).get(b"content-type", b"")
    return f"{scope['method']} {scope['path']}" in FORMS_WITH_FILES and kind.startswith(b"multipart/form-data")


class SecurityHeadersMiddleware:
    """Adds the headers to every answer that does not say otherwise itself."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, send_with_headers if scope["type"] == "http" else send)
