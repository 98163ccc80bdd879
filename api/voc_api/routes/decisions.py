"""Decisions on themes: merges, splits, dismissals, each made and undone; and who decided what."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from voc.db.decisions import list_decisions_page
from voc.domain.decisions import Kind
from voc.usecases.curating.dismiss_theme import dismiss_theme
from voc.usecases.curating.found_theme import found_theme
from voc.usecases.curating.merge_themes import merge_themes
from voc.usecases.curating.split_theme import split_theme
from voc.usecases.curating.undo_decision import undo_decision
from voc_api import decision_shapes, schemas
from voc_api.bodies import Body, describe_body, parse_body
from voc_api.deps import BARE, Asker, Bell, Doorbell, Reading, Serving, Writing
from voc_api.idempotency import Answer, answer_once
from voc_api.lists import Page
from voc_api.params import DecisionsParams
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1", tags=["decisions"], route_class=ReadRoute)


@router.get("/decisions", response_model=schemas.Page[schemas.Decision])
def read_decisions(request: Request, services: Serving, session: Reading, params: Annotated[DecisionsParams, Query()]) -> JSONResponse:
    """Who decided what, the newest first; undone ones too."""
    page = Page(request, services.cursors, params)
    before = int(page.after[1]) if page.after else None
    found = list_decisions_page(session, page.limit + 1, before=before, theme_id=params.theme, kinds=params.kind)
    return page.answer_by_time(found, lambda decision: (decision.made_at, str(decision.sequence)), decision_shapes.decision)


@router.post("/themes", status_code=202, response_model=schemas.ThemeFounded, openapi_extra=describe_body(schemas.FoundingIn), dependencies=BARE)
def post_theme(request: Request, decider: Asker, body: Body, session: Writing, bell: Bell) -> Response:
    """Make a theme of snippets, wherever they are now."""
    asked = parse_body(request, body, schemas.FoundingIn)

    def act() -> Answer:
        made, theme = found_theme(session, asked.snippet_ids, asked.label, decider.name, datetime.now(UTC))
        return _accepted(decision_shapes.founding(made, theme), made[0].job_id, bell)

    return answer_once(request, session, decider, hashlib.sha256(body).hexdigest(), act)


@router.post("/themes/{theme_id}/merges", status_code=202, response_model=schemas.MergesMade, openapi_extra=describe_body(schemas.MergesIn), dependencies=BARE)
def post_merges(theme_id: str, request: Request, decider: Asker, body: Body, session: Writing, bell: Bell) -> Response:
    """Make other themes part of this one."""
    theme_ids = parse_body(request, body, schemas.MergesIn).theme_ids

    def act() -> Answer:
        made = merge_themes(session, theme_id, theme_ids, decider.name, datetime.now(UTC))
        return _accepted(decision_shapes.merges(made), made[0].job_id, bell)

    return answer_once(request, session, decider, hashlib.sha256(body).hexdigest(), act)


@router.post("/themes/{theme_id}/splits", status_code=202, response_model=schemas.SplitMade, openapi_extra=describe_body(schemas.SplitIn), dependencies=BARE)
def post_split(theme_id: str, request: Request, decider: Asker, body: Body, session: Writing, bell: Bell) -> Response:
    """Make some of the theme's snippets a theme of their own, which is there at once."""
    asked = parse_body(request, body, schemas.SplitIn)

    def act() -> Answer:
        made, theme = split_theme(session, theme_id, asked.snippet_ids, asked.label, decider.name, datetime.now(UTC), ask_ids=asked.ask_ids)
        return _accepted({**decision_shapes.decided(made), "theme": decision_shapes.new_theme(theme)}, made.job_id, bell)

    return answer_once(request, session, decider, hashlib.sha256(body).hexdigest(), act)


@router.post(
    "/themes/{theme_id}/dismissals",
    status_code=202,
    response_model=schemas.DecisionMade,
    openapi_extra=describe_body(schemas.DismissalIn, required=False),
    dependencies=BARE,
)
def post_dismissal(theme_id: str, request: Request, decider: Asker, body: Body, session: Writing, bell: Bell) -> Response:
    """Say that this is no theme."""
    reason = parse_body(request, body, schemas.DismissalIn).reason

    def act() -> Answer:
        made = dismiss_theme(session, theme_id, decider.name, datetime.now(UTC), reason)
        return _accepted(decision_shapes.decided(made), made.job_id, bell)

    return answer_once(request, session, decider, hashlib.sha256(body).hexdigest(), act)


@router.delete("/merges/{decision_id}", status_code=202, response_model=schemas.DecisionMade, dependencies=BARE)
def delete_merge(decision_id: str, decider: Asker, session: Writing, bell: Bell) -> Response:
    """Undo a merge: the snippets that are still where it put them go back."""
    return _undo(decision_id, "merge", decider.name, session, bell)


@router.delete("/splits/{decision_id}", status_code=202, response_model=schemas.DecisionMade, dependencies=BARE)
def delete_split(decision_id: str, decider: Asker, session: Writing, bell: Bell) -> Response:
    """Undo a split: its snippets go back to the theme that they left."""
    return _undo(decision_id, "split", decider.name, session, bell)


@router.delete("/dismissals/{decision_id}", status_code=202, response_model=schemas.DecisionMade, dependencies=BARE)
def delete_dismissal(decision_id: str, decider: Asker, session: Writing, bell: Bell) -> Response:
    """Undo a dismissal: the theme comes back, with the snippets that found no other."""
    return _undo(decision_id, "dismiss", decider.name, session, bell)


def _undo(decision_id: str, kind: Kind, who: str, session: Writing, bell: Doorbell) -> Response:
    undone = undo_decision(session, decision_id, kind, who, datetime.now(UTC))
    return _accepted(decision_shapes.decided(undone), undone.job_id, bell).to_response()


def _accepted(body: Mapping[str, Any], job_id: str | None, bell: Doorbell) -> Answer:
    bell.ring(str(job_id))
    return Answer(202, body, {"Location": f"/api/v1/jobs/{job_id}"})
