"""Leads: the customers that ask for what a higher plan has."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse

from voc.usecases.accounts.list_leads import LeadFilter
from voc.usecases.shared.find_run import find_run
from voc_api import schemas
from voc_api.deps import Reading, Serving
from voc_api.lists import Page
from voc_api.params import LeadsParams
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1/leads", tags=["accounts"], route_class=ReadRoute)


@router.get("", response_model=schemas.Page[schemas.Lead])
def read_leads(request: Request, services: Serving, session: Reading, params: Annotated[LeadsParams, Query()]) -> JSONResponse:
    """The leads over all themes, an account once a feature, the most that may come of it first."""
    page = Page(request, services.cursors, params)
    run = find_run(session, page.run_id)
    which = LeadFilter(owners=tuple(params.owner), plans=tuple(params.plan), segments=tuple(params.segment))
    return page.slice(services.long.leads(session, run, which).leads if run else [], run.id if run else None)
