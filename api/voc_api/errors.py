"""Errors as problem documents (RFC 9457): voc's own tree, the framework's, and what nobody foresaw."""

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from voc.errors import AuthError, ConflictError, ForbiddenError, InputError, NotFoundError, UnavailableError, VocError
from voc_api.access import list_methods
from voc_api.security import HEADERS

log = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"
_STATUS: Sequence[tuple[type[VocError], int]] = (  # the first that fits
    (ForbiddenError, 403),
    (AuthError, 401),
    (NotFoundError, 404),
    (ConflictError, 409),
    (InputError, 422),
    (UnavailableError, 503),
)
_TITLES: Mapping[int, str] = {413: "Content Too Large", 422: "Unprocessable Content"}
_REFUSED_TEXT = ("22021", "22P05")  # PostgreSQL: a character that it cannot hold


class TooLargeError(InputError):
    """More bytes than are accepted."""


class StaleError(ConflictError):
    """An edit of something that has changed since the client read it."""


class MediaTypeError(InputError):
    """A body of a type that is not read here."""


class MergedError(Exception):
    """A theme that was merged into another: no error, but where to go."""

    def __init__(self, theme_id: str, part_of: str) -> None:
        super().__init__(theme_id, part_of)
        self.theme_id, self.part_of = theme_id, part_of


def problem(request: Request, status: int, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> Response:
    """A problem document."""
    title = _TITLES.get(status) or HTTPStatus(status).phrase
    body = {
        "type": f"urn:voc:problem:{title.lower().replace(' ', '-')}",
        "title": title,
        "status": status,
        "detail": detail,
        "instance": request.url.path,
        **more,
    }
    return Response(json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"), status, {**HEADERS, **(headers or {})}, MEDIA_TYPE)


def install(app: FastAPI, render: Callable[[Request, int, str], Response]) -> None:
    """Answer every error with a problem document, and with a page that `render` makes of its status and words where a browser looks for one."""

    def for_whom(handle: Callable[[Request, Any], Response]) -> Callable[[Request, Exception], Response]:
        def answer(request: Request, error: Exception) -> Response:
            told = handle(request, error)
            looks = not request.url.path.startswith("/api/") and "text/html" in request.headers.get("accept", "")
            if told.media_type != MEDIA_TYPE or not looks:
                return told
            page = render(request, told.status_code, str(json.loads(bytes(told.body))["detail"]))
            kept = {name: value for name, value in told.headers.items() if not name.startswith("content-") or name in HEADERS}
            page.headers.update(kept)
            return page

        return answer

    app.add_exception_handler(VocError, for_whom(_voc_error))
    app.add_exception_handler(MergedError, _merged)
    app.add_exception_handler(HTTPException, for_whom(_http_error))
    app.add_exception_handler(RequestValidationError, for_whom(_invalid))
    app.add_exception_handler(DBAPIError, for_whom(_database_error))
    app.add_exception_handler(Exception, for_whom(_unforeseen))


def _voc_error(request: Request, error: Exception) -> Response:
    if isinstance(error, TooLargeError):
        # What the client still sends is not read.
        return problem(request, 413, str(error), headers={"connection": "close"})
    if isinstance(error, MediaTypeError):
        return problem(request, 415, str(error))
    if isinstance(error, StaleError):
        return problem(request, 412, str(error))
    status = next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
    if status == 500:
        return _unforeseen(request, error)
    return problem(request, status, str(error), headers=headers_of(status))


def headers_of(status: int) -> Mapping[str, str]:
    """The headers that tell a client what to do about an error of this status."""
    return {401: {"www-authenticate": 'Bearer realm="voc"'}, 503: {"retry-after": "5"}}.get(status, {})


def _merged(request: Request, error: Exception) -> Response:
    assert isinstance(error, MergedError)
    query = f"?{request.url.query}" if request.url.query else ""
    location = request.url.path.replace(error.theme_id, error.part_of, 1) + query
    body = {"id": error.theme_id, "object": "theme", "merged_into": error.part_of}
    return Response(json.dumps(body), 308, {"Location": location}, "application/json")


def _http_error(request: Request, error: HTTPException) -> Response:
    details = {404: "there is nothing at this address", 405: f"{request.method} is not possible here"}
    headers = {"allow": ", ".join(list_methods(request.url.path))} if error.status_code == 405 else error.headers
    return problem(request, error.status_code, details.get(error.status_code, str(error.detail)), headers=headers)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    found = [{"field": _field(e["loc"]), "reason": _reason(e)} for e in error.errors()[:20]]
    return problem(request, 422, "; ".join(f"{e['field']}: {e['reason']}" if e["field"] else e["reason"] for e in found[:3]), errors=found)


def _field(location: Sequence[Any]) -> str:
    return ".".join(str(part) for part in location if part not in ("query", "path", "header", "body", "cookie"))


def _reason(error: Mapping[str, Any]) -> str:
    if error["type"] == "extra_forbidden":
        return "there is no such parameter here" if "query" in error["loc"] else "there is no such field here"
    return str(error["msg"])


def _database_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, DBAPIError)
    if getattr(error.orig, "sqlstate", None) in _REFUSED_TEXT or "NUL" in str(error.orig):
        return problem(request, 422, "the text contains a character that cannot be stored, such as NUL")
    return _unforeseen(request, error)


def _unforeseen(request: Request, error: Exception) -> Response:
    log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    return problem(request, 500, "something went wrong here; the server's log says what")
