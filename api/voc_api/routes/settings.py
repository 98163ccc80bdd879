"""Settings: each value and where it came from; those that are stored can be changed while the service runs."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import JSONResponse, Response

from voc.db.stored_settings import hold_settings_lock, list_stored
from voc.rendering.shapes import Shape, moment
from voc.setting_origins import SettingLine, list_settings
from voc.usecases.people.edit_settings import edit_settings
from voc_api import schemas
from voc_api.bodies import Body, describe_body, parse_body
from voc_api.deps import BARE, Reading, Services, Serving, Writing
from voc_api.lists import list_shape
from voc_api.reads import ReadRoute, check_match, make_etag

router = APIRouter(prefix="/api/v1/settings", tags=["operations"], route_class=ReadRoute)


@router.get("", response_model=schemas.Page[schemas.Setting], dependencies=BARE)
def read_settings(services: Serving, session: Reading) -> JSONResponse:
    """Every setting, all on one page; secrets are masked."""
    return _answer(services, session)


@router.patch("", response_model=schemas.Page[schemas.Setting], openapi_extra=describe_body(schemas.SettingsEdit), dependencies=BARE)
def patch_settings(request: Request, services: Serving, body: Body, session: Writing) -> Response:
    """Store values, which come before the environment's; null takes one back. Weights count from the next refresh on, schedules at once."""
    edits = parse_body(request, body, schemas.SettingsEdit).model_dump(exclude_unset=True)
    hold_settings_lock(session)  # nobody edits between the check and the edit
    check_match(request, lambda: _answer(services, session))
    edit_settings(session, edits, datetime.now(UTC))
    edited = _answer(services, session)
    edited.headers["etag"] = make_etag(edited)
    return edited


def _answer(services: Services, session: Session) -> JSONResponse:
    return JSONResponse(list_shape([_shape(line) for line in list_settings(services.settings, list_stored(session))], None))


def _shape(line: SettingLine) -> Shape:
    return {
        "object": "setting",
        "name": line.name,
        "variable": line.variable,
        "value": line.value,
        "origin": line.origin,
        "meaning": line.meaning,
        "can_store": line.can_store,
        "changed_at": moment(line.changed_at),
        "changed_by": line.changed_by,
    }
