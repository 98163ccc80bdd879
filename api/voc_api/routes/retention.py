"""Retention and silence: of all accounts, and of those that raised a theme."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from sqlalchemy.orm import Session
from starlette.responses import JSONResponse

from voc.usecases.shared.find_run import get_standing_run
from voc.usecases.shared.load_course import Standpoint, find_standpoint
from voc_api import schemas
from voc_api.deps import Reading, Services, Serving
from voc_api.following import FOLLOWED_BARE
from voc_api.lists import Page
from voc_api.params import MovementsParams, PeriodParams, RetentionParams
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1", tags=["accounts"], route_class=ReadRoute)


@router.get("/retention", response_model=schemas.Retention)
def read_retention(services: Serving, session: Reading, params: Annotated[RetentionParams, Query()]) -> JSONResponse:
    """NRR, GRR, logo churn, expansion and contraction, with the twelve months beside them; without `since` of twelve months."""
    return JSONResponse(services.long.retention(session, _standpoint(services, session, params), params.by, params.since))


@router.get("/retention/movements", response_model=schemas.Page[schemas.Movement])
def read_movements(request: Request, services: Serving, session: Reading, params: Annotated[MovementsParams, Query()]) -> JSONResponse:
    """The accounts behind a row: whose ARR moved, the largest change first, and whose is unknown."""
    page = Page(request, services.cursors, params)
    at = _standpoint(services, session, params)
    return page.slice(services.long.movements(session, at, params.by, params.key, params.since, unknown=params.unknown), None)


@router.get("/themes/{theme_id}/retention", response_model=schemas.ThemeRetention, **FOLLOWED_BARE)
def read_theme_retention(theme_id: str, services: Serving, session: Reading) -> JSONResponse:
    """What became of the accounts that raised the theme, against accounts like them that had not."""
    return JSONResponse(services.long.theme_retention(session, get_standing_run(session), theme_id))


@router.get("/silence", response_model=schemas.Silence)
def read_silence(services: Serving, session: Reading, params: Annotated[PeriodParams, Query()]) -> JSONResponse:
    """Which share of the accounts and of the ARR was heard, by segment, channel and month; and who says nothing before a renewal."""
    return JSONResponse(services.long.silence(session, _standpoint(services, session, params), params.since))


def _standpoint(services: Services, session: Session, params: PeriodParams) -> Standpoint:
    return find_standpoint(session, datetime.now(UTC), services.settings.reporting_currency, params.as_of)
