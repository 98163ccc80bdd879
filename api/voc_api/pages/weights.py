"""Settings, weights: what the parts of the score weigh, with the ranking that they would make; and which weights of the health's signals count."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel
from sqlalchemy.orm import Session
from starlette.datastructures import QueryParams
from starlette.responses import Response

from voc.db.changes import list_changes
from voc.db.health_weights import find_accepted, list_proposals
from voc.db.runs import Run
from voc.db.stored_settings import list_stored
from voc.domain.health import SHIPPED_WEIGHTS
from voc.domain.roles import Action
from voc.domain.weights import DEFAULT_WEIGHTS, Weights, parse_weights
from voc.rendering.change_words import shape_change
from voc.usecases.accounts.accept_weights import accept_weights, withdraw_weights
from voc.usecases.people.edit_settings import edit_settings
from voc.usecases.shared.find_run import find_run
from voc.usecases.shared.score_themes import weights_of
from voc.usecases.themes.list_themes import ThemeQuery, list_themes
from voc_api import shapes
from voc_api.deps import Looking, Reading, Services, Serving, Writing
from voc_api.pages.access import PageRoute
from voc_api.pages.acts import tell_done
from voc_api.pages.filters import text_of
from voc_api.pages.links import find_shorter
from voc_api.pages.settings import render_tab

router = APIRouter(route_class=PageRoute, prefix="/settings")

SHOWN, LOG = 20, 10


class WeightsForm(BaseModel):
    """A weight for each part of the score, as it was typed."""

    affected_arr: str = ""
    reach: str = ""
    breadth: str = ""
    severity: str = ""
    momentum: str = ""
    renewal: str = ""
    strategic_fit: str = ""


@router.get("/weights")
def show_weights(request: Request, reader: Looking, services: Serving, session: Reading) -> Response:
    """The weights that count at the next refresh, or those in the address, and what they do to the ranking."""
    if shorter := find_shorter(request):
        return shorter
    standing, run = _standing(services, session), find_run(session)
    tried = _read(request.query_params, standing)
    accepted = find_accepted(session)
    return render_tab(
        request,
        "settings_weights.html",
        reader,
        run=run,
        weights=tried,
        differs=tried != standing,
        published=weights_of(run) if run else standing,
        standing=standing,
        is_stored="score_weights" in list_stored(session),
        rows=_compare(session, run, tried) if run else [],
        may_store=reader.principal.may(Action.ADMINISTER),
        may_accept=reader.principal.may(Action.ACCEPT_WEIGHTS),
        proposals=[shapes.weights_proposal(one, accepted) for one in list_proposals(session)],
        shipped=SHIPPED_WEIGHTS,
        changes=[shape_change(change, {}) for _, change in list_changes(session, LOG, noun_ids=["score_weights"])],
    )


@router.post("/weights")
def store_weights(services: Serving, session: Writing, given: Annotated[WeightsForm, Form()]) -> Response:
    """Let these weights count from the next refresh on; without any, those of the environment."""
    params = QueryParams({name: text for name, text in given.model_dump().items() if text})
    weights = _write(_read(params, _standing(services, session))) if params else None
    edit_settings(session, {"score_weights": weights}, datetime.now(UTC))
    return tell_done(session, "/settings/weights")


@router.post("/health-weights/{weights_id}/{act}")
def weigh_health(weights_id: str, act: Literal["accept", "withdraw"], reader: Looking, session: Writing) -> Response:
    """Let proposed weights of the health's signals count, or the shipped ones again."""
    change = accept_weights if act == "accept" else withdraw_weights
    change(session, weights_id, reader.principal.name, datetime.now(UTC))
    return tell_done(session, "/settings/weights#health")


def _standing(services: Services, session: Session) -> Weights:
    return parse_weights(services.settings.under(list_stored(session)).score_weights)


def _read(params: QueryParams, base: Weights) -> Weights:
    return parse_weights(",".join(f"{name}={text}" for name in DEFAULT_WEIGHTS if (text := text_of(params, name))), base)


def _write(weights: Weights) -> str:
    return ",".join(f"{name}={weight:g}" for name, weight in weights.items())


def _compare(session: Session, run: Run, weights: Weights) -> Sequence[Mapping[str, Any]]:
    """The first themes under the weights, each with its rank and score as published."""
    before = {theme["id"]: theme for theme in list_themes(session, ThemeQuery(run_id=run.id)).themes}
    after = list_themes(session, ThemeQuery(run_id=run.id, weights=_write(weights))).themes[:SHOWN]
    return [{"theme": theme, "before": before[theme["id"]], "climb": before[theme["id"]]["rank"] - theme["rank"]} for theme in after]
