"""The weights of the health's signals: the shipped ones, what backtests proposed, and which count."""

import hashlib
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from voc.db.health_weights import find_accepted, list_proposals
from voc.usecases.accounts.accept_weights import accept_weights, withdraw_weights
from voc_api import schemas, shapes
from voc_api.bodies import Body, NoFields, parse_body
from voc_api.deps import BARE, Asker, Reading, Serving, Writing
from voc_api.idempotency import Answer, answer_once
from voc_api.lists import Page
from voc_api.params import PageParams
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1/health/weights", tags=["accounts"], route_class=ReadRoute)


@router.get("", response_model=schemas.Page[schemas.HealthWeights])
def read_weights(request: Request, services: Serving, session: Reading, params: Annotated[PageParams, Query()]) -> JSONResponse:
    """The proposals, the newest first, and last the shipped weights; `in_force` are those that the next refresh uses."""
    page = Page(request, services.cursors, params)
    accepted = find_accepted(session)
    rows = [shapes.weights_proposal(one, accepted) for one in list_proposals(session)]
    return page.slice([*rows, shapes.shipped_weights(in_force=accepted is None)], None)


@router.post("/{weights_id}/acceptance", response_model=schemas.HealthWeights, dependencies=BARE)
def post_acceptance(weights_id: str, request: Request, admin: Asker, body: Body, session: Writing) -> Response:
    """Let these weights count from the next refresh on, instead of any others."""
    parse_body(request, body, NoFields)

    def act() -> Answer:
        accepted = accept_weights(session, weights_id, admin.name, datetime.now(UTC))
        return Answer(200, shapes.weights_proposal(accepted, accepted))

    return answer_once(request, session, admin, hashlib.sha256(body).hexdigest(), act)


@router.delete("/{weights_id}/acceptance", response_model=schemas.HealthWeights, dependencies=BARE)
def delete_acceptance(weights_id: str, admin: Asker, session: Writing) -> Response:
    """Go back to the shipped weights from the next refresh on."""
    return JSONResponse(shapes.weights_proposal(withdraw_weights(session, weights_id, admin.name, datetime.now(UTC)), None))
