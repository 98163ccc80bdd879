"""Sign in by the company's identity provider: there, and back."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Cookie, Request
from starlette.responses import RedirectResponse, Response

from voc.db.session import transaction
from voc.domain.changes import NOBODY
from voc.errors import AuthError, NotFoundError, UnavailableError
from voc.usecases.people.sign_in_by_provider import Welcome, start_session_by_provider
from voc_api.attempts import TooManyError
from voc_api.deps import Serving
from voc_api.identity_provider import PENDING_LASTS, IdentityProvider
from voc_api.pages.access import SIGN_IN, PageRoute, own_path
from voc_api.pages.sign_in import enter, show_form

router = APIRouter(route_class=PageRoute, prefix=f"{SIGN_IN}/provider")

KEPT = "voc_provider"  # what the browser keeps while somebody is at the provider


@router.get("")
def leave(request: Request, services: Serving, next: str = "") -> Response:
    """To the provider."""
    try:
        services.attempts.count(request)
        url, kept = _provider(services).begin(own_path(next))
    except (UnavailableError, TooManyError) as error:
        return show_form(request, services, own_path(next), str(error), 429 if isinstance(error, TooManyError) else 503)
    response = RedirectResponse(url, 303, {"cache-control": "no-store"})
    secure = request.url.scheme == "https"
    response.set_cookie(KEPT, kept, max_age=PENDING_LASTS, httponly=True, samesite="lax", secure=secure, path=router.prefix)
    return response


@router.get("/done")
def come_back(request: Request, services: Serving, kept: Annotated[str | None, Cookie(alias=KEPT)] = None) -> Response:
    """From the provider, signed in or told why not."""
    welcome = Welcome(services.settings.oidc_welcome_role, [part.strip() for part in services.settings.oidc_welcome_domains.split(",")])
    try:
        identity, wanted = _provider(services).finish(str(request.url), kept)
        with transaction(services.engine, NOBODY) as session:
            response = enter(request, start_session_by_provider(session, identity, welcome, datetime.now(UTC)), own_path(wanted))
    except (AuthError, UnavailableError) as error:
        response = show_form(request, services, own_path(""), str(error), 401 if isinstance(error, AuthError) else 503)
    response.delete_cookie(KEPT, path=router.prefix, httponly=True, samesite="lax")
    return response


def _provider(services: Serving) -> IdentityProvider:
    if services.provider is None:
        raise NotFoundError("there is no identity provider here: sign in with your password")
    return services.provider
