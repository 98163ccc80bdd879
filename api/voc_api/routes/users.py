"""Users: who signs in, in which role."""

import hashlib
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import JSONResponse, Response

from voc.db.users import get_user, hold_users_lock, list_users
from voc.usecases.people.add_user import add_user
from voc.usecases.people.edit_user import edit_user
from voc.usecases.people.invite_user import INVITATION_LASTS, invite_user
from voc_api import people_shapes, schemas
from voc_api.bodies import Body, describe_body, parse_body
from voc_api.deps import BARE, Asker, Reading, Services, Serving, Writing
from voc_api.idempotency import Answer, answer_once
from voc_api.lists import Page
from voc_api.params import PageParams
from voc_api.reads import ReadRoute, check_match, make_etag

router = APIRouter(prefix="/api/v1/users", tags=["people"], route_class=ReadRoute)


@router.get("", response_model=schemas.Page[schemas.User])
def read_users(request: Request, services: Serving, session: Reading, params: Annotated[PageParams, Query()]) -> JSONResponse:
    """The users, by name."""
    return Page(request, services.cursors, params).slice([people_shapes.user(user) for user in list_users(session)], None)


@router.post("", status_code=201, response_model=schemas.InvitedUser, openapi_extra=describe_body(schemas.UserIn), dependencies=BARE)
def post_user(request: Request, admin: Asker, body: Body, services: Serving, session: Writing) -> Response:
    """Add a user. The answer, and no later one, has the link by which they choose a password."""
    asked = parse_body(request, body, schemas.UserIn)

    def act() -> Answer:
        now = datetime.now(UTC)
        user = add_user(session, asked.email, asked.name, asked.role, now)
        return _invitation(session, services, user.id, now)

    return answer_once(request, session, admin, hashlib.sha256(body).hexdigest(), act)


@router.get("/{user_id}", response_model=schemas.User, dependencies=BARE)
def read_user(user_id: str, session: Reading) -> JSONResponse:
    """A user."""
    return JSONResponse(people_shapes.user(get_user(session, user_id)))


@router.patch("/{user_id}", response_model=schemas.User, openapi_extra=describe_body(schemas.UserEdit), dependencies=BARE)
def patch_user(user_id: str, request: Request, body: Body, session: Writing) -> Response:
    """Change a user's name or role, or whether they may sign in. The last admin stays one."""
    edits: dict[str, Any] = parse_body(request, body, schemas.UserEdit).model_dump(exclude_unset=True)

    def read() -> JSONResponse:
        return JSONResponse(people_shapes.user(get_user(session, user_id)))

    hold_users_lock(session)  # nobody edits between the check and the edit
    check_match(request, read)
    edit_user(session, user_id, edits, datetime.now(UTC))
    edited = read()
    edited.headers["etag"] = make_etag(edited)
    return edited


@router.post(
    "/{user_id}/invitations",
    status_code=201,
    response_model=schemas.InvitedUser,
    openapi_extra=describe_body(schemas.NothingIn, required=False),
    dependencies=BARE,
)
def post_invitation(user_id: str, request: Request, admin: Asker, body: Body, services: Serving, session: Writing) -> Response:
    """A new link by which the user chooses a password, the first or another. It works once, for three days."""
    parse_body(request, body, schemas.NothingIn)
    return answer_once(request, session, admin, hashlib.sha256(body).hexdigest(), lambda: _invitation(session, services, user_id, datetime.now(UTC)))


def _invitation(session: Session, services: Services, user_id: str, now: datetime) -> Answer:
    url = services.invitation_link(invite_user(session, user_id, now))
    shape = people_shapes.user(get_user(session, user_id))
    end = (now + INVITATION_LASTS).isoformat()
    return Answer(201, {**shape, "invitation_url": None, "invitation_expires_at": end}, {"Location": f"/api/v1/users/{user_id}"}, {"invitation_url": url})
