"""Settings, users: add and invite them, say in which role they are and whether they may sign in."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from voc.db.users import User, get_user, list_users
from voc.domain.roles import Role
from voc.errors import ConflictError, InputError
from voc.usecases.people.add_user import add_user
from voc.usecases.people.edit_user import edit_user
from voc.usecases.people.invite_user import INVITATION_LASTS, invite_user
from voc_api import people_shapes
from voc_api.deps import Caller, Looking, Reading, Services, Serving, Writing
from voc_api.pages.access import PageRoute
from voc_api.pages.acts import tell_done
from voc_api.pages.settings import render_tab

router = APIRouter(route_class=PageRoute, prefix="/settings/users")

Text = Annotated[str, Form(max_length=500)]


@router.get("")
def show_users(request: Request, reader: Looking, session: Reading) -> Response:
    """Who signs in."""
    return _render(request, reader, session)


@router.post("")
def add(request: Request, reader: Looking, services: Serving, session: Writing, email: Text = "", name: Text = "", role: Text = "") -> Response:
    """A new user, and the link that invites them."""
    now = datetime.now(UTC)
    try:
        user = add_user(session, email, name, role, now)
    except (InputError, ConflictError) as error:
        return _render(request, reader, session, 422, words=str(error), given={"email": email, "name": name, "role": role})
    return _show_invitation(request, reader, services, session, user, now)


@router.post("/{user_id}")
def edit(user_id: str, session: Writing, name: Text, role: Text, active: Annotated[bool, Form()] = False) -> Response:
    """Name, role, and whether they may sign in."""
    edit_user(session, user_id, {"name": name, "role": role, "active": active}, datetime.now(UTC))
    return tell_done(session, "/settings/users")


@router.post("/{user_id}/invitation")
def invite(user_id: str, request: Request, reader: Looking, services: Serving, session: Writing) -> Response:
    """Another link, for a user who forgot the password or never chose one."""
    return _show_invitation(request, reader, services, session, get_user(session, user_id), datetime.now(UTC))


def _show_invitation(request: Request, reader: Caller, services: Services, session: Session, user: User, now: datetime) -> Response:
    """The link is in this answer alone: no address holds it."""
    link = services.invitation_link(invite_user(session, user.id, now))
    return _render(request, reader, session, invited=user.name, link=link, link_ends=now + INVITATION_LASTS)


def _render(request: Request, reader: Caller, session: Session, status: int = 200, **said: object) -> Response:
    context = {"words": "", "given": {"email": "", "name": "", "role": "csm"}, "invited": "", "link": "", "link_ends": None, **said}
    users = [people_shapes.user(user) for user in list_users(session)]
    return render_tab(request, "settings_users.html", reader, status, users=users, roles=list(Role), me=reader.principal.id, **context)
