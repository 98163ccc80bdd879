"""Styles and scripts: small files, read once. Those that we did not write stand under static/vendor, each with its licence."""

import hashlib
from functools import cache
from importlib import resources
from pathlib import Path

from fastapi import APIRouter, Request
from starlette.responses import Response

from voc.errors import NotFoundError
from voc.rendering.report import report_css
from voc_api.pages.access import PageRoute

router = APIRouter(route_class=PageRoute)

REPORT = "report.css"  # which reports carry inside, too
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
_FOLDERS = [resources.files("voc_api") / folder for folder in ("static", "static/vendor")]
_FILES = {file.name: file for folder in _FOLDERS for file in folder.iterdir() if Path(file.name).suffix in _TYPES}


@router.get("/static/{name}")
def serve(name: str, request: Request) -> Response:
    """One file; a browser asks again and is told 304."""
    if name not in _FILES and name != REPORT:
        raise NotFoundError("there is nothing at this address")
    body, etag = _load(name)
    headers = {"etag": etag, "cache-control": "no-cache"}
    if request.headers.get("if-none-match") == etag:
        return Response(status_code=304, headers=headers)
    return Response(body, media_type=_TYPES[Path(name).suffix], headers=headers)


@cache
def _load(name: str) -> tuple[bytes, str]:
    body = report_css().encode() if name == REPORT else _FILES[name].read_bytes()
    return body, f'"{hashlib.sha256(body).hexdigest()[:32]}"'
