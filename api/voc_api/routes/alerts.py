"""Alerts: accounts whose health fell, each fall once."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse

from voc.db.health_alerts import list_alerts
from voc.rendering.shapes import health_alert
from voc_api import schemas
from voc_api.deps import Reading, Serving
from voc_api.lists import Page
from voc_api.params import AlertsParams
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1/alerts", tags=["accounts"], route_class=ReadRoute)


@router.get("", response_model=schemas.Page[schemas.HealthAlert])
def read_alerts(request: Request, services: Serving, session: Reading, params: Annotated[AlertsParams, Query()]) -> JSONResponse:
    """The falls that refreshes found, the newest first."""
    page = Page(request, services.cursors, params)
    found = list_alerts(session, page.limit + 1, page.after, account=params.account, owners=params.owner, since=params.since)
    return page.answer_by_time(found, lambda raised: (raised.raised_at, raised.alert.id), health_alert)
