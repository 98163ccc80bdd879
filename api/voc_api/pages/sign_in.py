"""Sign in by a one-time link or an API key, and sign out."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from voc.db.session import transaction
from voc.errors import AuthError
from voc.usecases.sign_in import end_session, exchange_link, start_session_by_key
from voc_api.auth import SessionCookie, clear_session_cookie, set_session_cookie
from voc_api.deps import Serving, Writing
from voc_api.pages.access import SIGN_IN, PageRoute, check_form, own_path, refuse_other_sites
from voc_api.pages.answers import render_page

router = APIRouter(route_class=PageRoute)


@router.get(SIGN_IN)
def show_sign_in(request: Request, services: Serving, token: str = "", next: str = "/themes") -> Response:
    """The form; with a link's token, straight on to the themes."""
    if not token:
        return render_page(request, "sign_in.html", next=own_path(next), words="")
    try:
        with transaction(services.engine) as session:
            return _enter(request, exchange_link(session, token, datetime.now(UTC)), own_path(next))
    except AuthError as error:
        return render_page(request, "sign_in.html", 401, next=own_path(next), words=str(error))


@router.post(SIGN_IN)
def sign_in(request: Request, session: Writing, key: Annotated[str, Form(max_length=500)] = "", next: Annotated[str, Form()] = "/themes") -> Response:
    """By key."""
    refuse_other_sites(request)
    try:
        return _enter(request, start_session_by_key(session, key.strip(), datetime.now(UTC)), own_path(next))
    except AuthError as error:
        return render_page(request, "sign_in.html", 401, next=own_path(next), words=str(error))


@router.post("/sign-out")
def sign_out(services: Serving, session: Writing, cookie: SessionCookie, csrf: Annotated[str, Form()] = "") -> Response:
    """The session ends here and on the server."""
    check_form(services, cookie, csrf)
    end_session(session, cookie or "")
    response = RedirectResponse(SIGN_IN, 303)
    clear_session_cookie(response)
    return response


def _enter(request: Request, token: str, path: str) -> Response:
    response = RedirectResponse(path, 303, {"cache-control": "no-store"})
    set_session_cookie(request, response, token)
    return response
