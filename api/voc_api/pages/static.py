"""The style and the keys: three small files, read once."""

import hashlib
from functools import cache
from importlib import resources

from fastapi import APIRouter, Request
from starlette.responses import Response

from voc.errors import NotFoundError
from voc.rendering.report import report_css
from voc_api.pages.access import PageRoute

router = APIRouter(route_class=PageRoute)

_TYPES = {"app.css": "text/css; charset=utf-8", "report.css": "text/css; charset=utf-8", "keys.js": "text/javascript; charset=utf-8"}


@router.get("/static/{name}")
def serve(name: str, request: Request) -> Response:
    """One file; a browser asks again and is told 304."""
    if name not in _TYPES:
        raise NotFoundError("there is nothing at this address")
    body, etag = _load(name)
    headers = {"etag": etag, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=_TYPES[name], headers=headers)


@cache
def _load(name: str) -> tuple[bytes, str]:
    body = report_css().encode() if name == "report.css" else (resources.files("voc_api") / "static" / name).read_bytes()
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'
