"""Who looks at a page: a browser's session. Without one a page leads to the sign-in page; errors are pages too."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any
from urllib.parse import quote

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.responses import RedirectResponse, Response

from voc.errors import AuthError, ConflictError, ForbiddenError, InputError, NotFoundError, UnavailableError, VocError
from voc_api.errors import headers_of
from voc_api.pages.answers import render_error

SIGN_IN = "/sign-in"
SCRIPTED = "x-voc-form"  # the header of a form that static/forms.js sends
_STATUS: Mapping[type[VocError], int] = {ForbiddenError: 403, NotFoundError: 404, ConflictError: 409, InputError: 422, UnavailableError: 503}


class PageRoute(APIRoute):
    """A route whose errors are pages: nobody known goes to the sign-in page, all else is told in words."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The route's handler with the errors around it."""
        handle = super().get_route_handler()

        async def handle_as_page(request: Request) -> Response:
            try:
                return _for_script(request, await handle(request))
            except RequestValidationError:
                return render_error(request, 422, "The address has a filter that cannot be read.")
            except ForbiddenError as error:
                return render_error(request, 403, str(error))
            except AuthError:
                if SCRIPTED in request.headers:
                    return render_error(request, 401, "Nothing is stored: you are signed out. Copy your words, sign in again and open this page anew.")
                return lead_to_sign_in(request)
            except VocError as error:
                status = next((code for kind, code in _STATUS.items() if isinstance(error, kind)), 500)
                page = render_error(request, status, str(error))
                page.headers.update(headers_of(status))
                return page

        return handle_as_page


def _for_script(request: Request, answer: Response) -> Response:
    """Where to go on, told to the script that sent a form: a redirect its browser would follow unseen, and lose the place in the page on the way."""
    if SCRIPTED in request.headers and answer.status_code == 303:
        return Response(status_code=204, headers={"location": answer.headers["location"], "cache-control": "no-store"})
    return answer


def lead_to_sign_in(request: Request) -> Response:
    """To the sign-in page, and from there back to where a reader wanted to go."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    after = "" if request.method != "GET" or wanted == "/" else f"?next={quote(wanted, safe='')}"
    return RedirectResponse(SIGN_IN + after, 303, {"cache-control": "no-store"})


def refuse_other_sites(request: Request) -> None:
    """Raises ForbiddenError for a form that another site sends."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise ForbiddenError("this form was sent by another site: open the page here and try again")


def own_path(wanted: str) -> str:
    """The path to go to after signing in, if it is one of ours; else the first page."""
    return wanted if wanted.startswith("/") and not wanted.startswith(("//", "/\\", SIGN_IN)) and wanted.isprintable() else "/themes"
