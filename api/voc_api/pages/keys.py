"""Settings, API keys: make one, which is shown once, and revoke it."""

from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from voc.db.keys import list_keys
from voc.domain.evidence import end_of_day
from voc.domain.roles import Role
from voc.errors import InputError
from voc.usecases.people.create_key import create_key
from voc.usecases.people.revoke_key import revoke_key
from voc_api import people_shapes
from voc_api.deps import Caller, Looking, Reading, Writing
from voc_api.pages.access import PageRoute
from voc_api.pages.acts import tell_done
from voc_api.pages.settings import render_tab

router = APIRouter(route_class=PageRoute, prefix="/settings/keys")

Text = Annotated[str, Form(max_length=500)]


@router.get("")
def show_keys(request: Request, reader: Looking, session: Reading) -> Response:
    """The keys that were made."""
    return _render(request, reader, session)


@router.post("")
def make(request: Request, reader: Looking, session: Writing, name: Text = "", role: Text = "", expires_on: Text = "") -> Response:
    """A new key, in this answer alone."""
    try:
        end = end_of_day(date.fromisoformat(expires_on)) if expires_on else None
        plain = create_key(session, name, role, datetime.now(UTC), end)[1]
    except (InputError, ValueError) as error:
        words = str(error) if isinstance(error, InputError) else f"'{expires_on}' is not a date: write it as 2026-10-31"
        return _render(request, reader, session, 422, words=words, given={"name": name, "role": role, "expires_on": expires_on})
    return _render(request, reader, session, plain=plain, made=" ".join(name.split()))


@router.post("/{key_id}/revocation")
def revoke(key_id: str, session: Writing) -> Response:
    """The key opens nothing from now on."""
    revoke_key(session, key_id, datetime.now(UTC))
    return tell_done(session, "/settings/keys")


def _render(request: Request, reader: Caller, session: Session, status: int = 200, **said: object) -> Response:
    context = {"words": "", "given": {"name": "", "role": "leadership", "expires_on": ""}, "plain": "", "made": "", **said}
    now = datetime.now(UTC)
    keys = [people_shapes.key(key, now) for key in reversed(list_keys(session))]
    return render_tab(request, "settings_keys.html", reader, status, keys=keys, roles=list(Role), base_url=str(request.base_url).rstrip("/"), **context)
