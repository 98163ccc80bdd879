"""Leads: whom to offer a higher plan, and why."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from voc.usecases.accounts.list_leads import LeadFilter
from voc.usecases.shared.find_run import find_run
from voc.usecases.shared.score_themes import EvidenceFilter, window_for
from voc_api.deps import Looking, Reading, Serving
from voc_api.pages.access import PageRoute
from voc_api.pages.answers import render_page
from voc_api.pages.before_refresh import render_before_refresh
from voc_api.pages.filters import page_of, values_of
from voc_api.pages.links import find_shorter

router = APIRouter(route_class=PageRoute)

ROWS = 100


@router.get("/leads")
def show_leads(request: Request, reader: Looking, services: Serving, session: Reading) -> Response:
    """The leads, narrowed by the filters in the address."""
    if shorter := find_shorter(request):
        return shorter
    params, run = request.query_params, find_run(session)
    if run is None:
        return render_before_refresh(request, reader, session)
    page = page_of(params)
    everything = services.long.leads(session, run)
    which = LeadFilter(owners=values_of(params, "owner"), plans=values_of(params, "plan"), segments=values_of(params, "segment"))
    found = services.long.leads(session, run, which)
    return render_page(
        request,
        "leads.html",
        reader=reader,
        run=run,
        window=window_for(run, EvidenceFilter()),
        params=params,
        page=page,
        rows=ROWS,
        found=found,
        leads=found.leads[(page - 1) * ROWS : page * ROWS],
        owners=sorted({lead["owner"] for lead in everything.leads if lead["owner"]}),
        plans=sorted({lead["plan_needed"] for lead in everything.leads}),
        segments=sorted({lead["segment"] for lead in everything.leads if lead["segment"]}),
        pairs=[(name, value) for name, value in params.multi_items() if name != "page"],
        narrowed=which != LeadFilter(),
    )
