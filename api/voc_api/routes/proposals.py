"""Proposals: merges and splits that the machine asks people about."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from voc.usecases.curating.answer_proposal import accept_proposal, list_asked, refuse_proposal
from voc.usecases.shared.find_run import find_run
from voc_api import decision_shapes, schemas
from voc_api.deps import BARE, Asker, Bell, Reading, Serving, Writing
from voc_api.idempotency import Answer, answer_once
from voc_api.lists import Page
from voc_api.params import PageParams
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1/proposals", tags=["themes"], route_class=ReadRoute)


@router.get("", response_model=schemas.Page[schemas.Proposal])
def read_proposals(request: Request, services: Serving, session: Reading, params: Annotated[PageParams, Query()]) -> JSONResponse:
    """What nobody has answered yet, the surest first."""
    page = Page(request, services.cursors, params)
    run = find_run(session, page.run_id)
    return page.slice([decision_shapes.proposal(asked, run.id) for asked in list_asked(session, run)] if run else [], run.id if run else None)


@router.post("/{proposal_id}", status_code=202, response_model=schemas.DecisionMade, dependencies=BARE)
def accept(proposal_id: str, request: Request, decider: Asker, session: Writing, bell: Bell) -> Response:
    """Accept: the merge or split is made, and is undone as any other."""

    def act() -> Answer:
        made = accept_proposal(session, proposal_id, decider.name, datetime.now(UTC))
        bell.ring(str(made.job_id))
        return Answer(202, decision_shapes.decided(made), {"Location": f"/api/v1/jobs/{made.job_id}"})

    return answer_once(request, session, decider, proposal_id, act)


@router.delete("/{proposal_id}", status_code=204, dependencies=BARE)
def refuse(proposal_id: str, decider: Asker, session: Writing) -> Response:
    """Refuse: it is never proposed again, unless somebody undoes the refusal."""
    refuse_proposal(session, proposal_id, decider.name, datetime.now(UTC))
    return Response(status_code=204)
