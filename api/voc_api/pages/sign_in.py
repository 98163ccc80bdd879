"""Sign in by password, by a one-time link or by an API key; the first user; invitations; sign out."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from voc.db.session import reading, transaction
from voc.db.users import has_users
from voc.domain.changes import NOBODY
from voc.domain.roles import Action
from voc.errors import AuthError, ConflictError, InputError
from voc.usecases.people.add_user import add_first_user, read_email
from voc.usecases.people.invite_user import accept_invitation, find_invited
from voc.usecases.people.set_password import hash_password
from voc.usecases.people.sign_in import end_session, exchange_link, find_session, start_session, start_session_by_key, start_session_by_password
from voc_api.attempts import TooManyError
from voc_api.auth import SessionCookie, clear_session_cookie, set_session_cookie
from voc_api.deps import HashingTurn, Looking, Reading, Serving, Writing
from voc_api.pages.access import SIGN_IN, PageRoute, own_path, refuse_other_sites
from voc_api.pages.answers import render_page

router = APIRouter(route_class=PageRoute)

Text = Annotated[str, Form(max_length=500)]


@router.get(SIGN_IN)
def show_sign_in(request: Request, services: Serving, token: str = "", next: str = "") -> Response:
    """The form; with a link's token, straight on: where the link says, else an admin to the form for the first user where there is none."""
    if not token:
        return show_form(request, services, own_path(next))
    now = datetime.now(UTC)
    try:
        with transaction(services.engine, NOBODY) as session:
            entered = exchange_link(session, token, now)
            is_first = not next and not has_users(session) and (holder := find_session(session, entered, now)) and holder.may(Action.ADMINISTER)
            return enter(request, entered, "/first-user" if is_first else own_path(next))
    except AuthError as error:
        return show_form(request, services, own_path(next), str(error), 401)


@router.post(SIGN_IN)
def sign_in(request: Request, services: Serving, turn: HashingTurn, email: Text = "", password: Text = "", key: Text = "", next: Text = "/themes") -> Response:
    """By e-mail address and password, or by key."""
    refuse_other_sites(request)
    now = datetime.now(UTC)
    try:
        services.attempts.count(request, email)
        if not key:
            return enter(request, start_session_by_password(services.engine, email, password, now), own_path(next))
        with transaction(services.engine, NOBODY) as session:
            return enter(request, start_session_by_key(session, key.strip(), now), own_path(next))
    except TooManyError as error:
        return show_form(request, services, own_path(next), str(error), 429)
    except AuthError as error:
        return show_form(request, services, own_path(next), str(error), 401)


@router.get("/first-user")
def show_first_user(request: Request, reader: Looking, session: Reading) -> Response:
    """Whoever came by the printed link makes the first user."""
    if has_users(session):
        raise ConflictError("there is a user already: an admin invites the others under Settings")
    return render_page(request, "first_user.html", reader=reader, words="", email="", name="")


@router.post("/first-user")
def make_first_user(
    request: Request, reader: Looking, turn: HashingTurn, session: Writing, cookie: SessionCookie, email: Text, name: Text, password: Text
) -> Response:
    """The first user, an admin, who is signed in at once."""
    now = datetime.now(UTC)
    try:
        hashed = hash_password(password, read_email(email))  # before the session's transaction, which begins with its first statement
        user = add_first_user(session, email, name, hashed, now)
    except InputError as error:
        return render_page(request, "first_user.html", 422, reader=reader, words=str(error), email=email, name=name)
    end_session(session, cookie or "")
    return enter(request, start_session(session, user, now), "/themes")


@router.get("/invitation")
def show_invitation(request: Request, services: Serving, session: Reading, token: str) -> Response:
    """The form in which a user chooses a password."""
    try:
        return _invitation(request, token, find_invited(session, token, datetime.now(UTC)).name)
    except AuthError as error:
        return show_form(request, services, own_path(""), str(error), 401)


@router.post("/invitation")
def take_invitation(request: Request, services: Serving, turn: HashingTurn, token: Text, password: Text) -> Response:
    """The password is set, and the user signed in."""
    refuse_other_sites(request)
    now, name = datetime.now(UTC), ""
    try:
        with reading(services.engine) as session:
            name = find_invited(session, token, now).name
        services.attempts.count(request)
        return enter(request, accept_invitation(services.engine, token, password, now), "/themes")
    except AuthError as error:
        return show_form(request, services, own_path(""), str(error), 401)
    except InputError as error:
        return _invitation(request, token, name, str(error), 422)
    except TooManyError as error:
        return _invitation(request, token, name, str(error), 429)


@router.post("/sign-out")
def sign_out(session: Writing, cookie: SessionCookie) -> Response:
    """The session ends here and on the server."""
    end_session(session, cookie or "")
    response = RedirectResponse(SIGN_IN, 303)
    clear_session_cookie(response)
    return response


def show_form(request: Request, services: Serving, next: str, words: str = "", status: int = 200) -> Response:
    """The sign-in page, with the words of what went wrong."""
    provider = services.settings.oidc_name if services.provider else ""
    return render_page(request, "sign_in.html", status, next=next, words=words, provider=provider)


def _invitation(request: Request, token: str, name: str, words: str = "", status: int = 200) -> Response:
    return render_page(request, "invitation.html", status, token=token, name=name, words=words)


def enter(request: Request, token: str, path: str) -> Response:
    """Signed in: the session is the browser's from now on."""
    response = RedirectResponse(path, 303, {"cache-control": "no-store"})
    set_session_cookie(request, response, token)
    return response
