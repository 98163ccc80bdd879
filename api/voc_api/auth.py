"""Who asks: a bearer key, or a session's cookie with its CSRF token."""

import hashlib
import hmac
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.orm import Session
from starlette.responses import Response

from voc.domain.roles import Principal
from voc.errors import AuthError, ForbiddenError
from voc.usecases.people.create_key import check_key
from voc.usecases.people.sign_in import SESSION_LASTS, find_session

SESSION_COOKIE = "voc_session"

BearerKey = Annotated[
    HTTPAuthorizationCredentials | None, Depends(HTTPBearer(auto_error=False, scheme_name="key", description="An API key: `voc keys create --role pm`."))
]
SessionCookie = Annotated[
    str | None,
    Depends(APIKeyCookie(name=SESSION_COOKIE, auto_error=False, scheme_name="session", description="A browser's session; changes need `X-CSRF-Token`.")),
]


def identify(session: Session, key: str | None, cookie: str | None, now: datetime) -> Principal:
    """Who holds the key, else the session. A key that is wrong is refused whatever the cookie says. Raises AuthError."""
    if key is not None:
        return check_key(session, key, now)[0]
    if cookie is None:
        raise AuthError("send an API key: 'Authorization: Bearer voc_...' (made by `voc keys create`), or sign in")
    principal = find_session(session, cookie, now)
    if principal is None:
        raise AuthError("the session has ended: sign in again")
    return principal


def csrf_token(signing_key: str, session_token: str) -> str:
    """The token that pages put into their forms and scripts into X-CSRF-Token; another site cannot know it."""
    return hmac.new(signing_key.encode(), f"csrf {session_token}".encode(), hashlib.sha256).hexdigest()


def check_csrf(signing_key: str, session_token: str, given: str) -> None:
    """Raises ForbiddenError where the token is not the session's."""
    if not hmac.compare_digest(csrf_token(signing_key, session_token).encode(), given.encode("utf-8", "replace")):
        raise ForbiddenError("a change with a session's cookie needs the session's token in X-CSRF-Token")


def set_session_cookie(request: Request, response: Response, token: str) -> None:
    """Keep the session in the browser, out of scripts' and other sites' reach."""
    secure = request.url.scheme == "https"
    response.set_cookie(SESSION_COOKIE, token, max_age=int(SESSION_LASTS.total_seconds()), httponly=True, samesite="lax", secure=secure, path="/")


def clear_session_cookie(response: Response) -> None:
    """Take the session out of the browser."""
    response.delete_cookie(SESSION_COOKIE, path="/", httponly=True, samesite="lax")
