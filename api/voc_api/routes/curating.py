"""What people curate themes with: previews of merges and splits, what is like a theme, linked issues, who is to be told, what people changed."""

import hashlib
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from voc.db.theme_links import list_links
from voc.db.themes import get_known_theme, get_run_theme, list_labels
from voc.rendering.change_words import shape_change
from voc.usecases.curating.link_theme import link_theme, unlink_theme
from voc.usecases.curating.list_askers import list_askers, mark_told
from voc.usecases.curating.preview_decision import preview_merge, preview_split
from voc.usecases.shared.find_run import get_standing_run
from voc.usecases.themes.compare_themes import compare_themes
from voc.usecases.themes.find_similar_themes import find_similar_themes
from voc.usecases.themes.list_theme_changes import list_theme_changes
from voc_api import schemas, shapes
from voc_api.bodies import Body, describe_body, parse_body
from voc_api.deps import BARE, Asker, Reading, Serving, Writing
from voc_api.idempotency import Answer, answer_once
from voc_api.lists import Page
from voc_api.params import CompareParams, PageParams
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1", tags=["themes"], route_class=ReadRoute)


@router.get("/compare", response_model=schemas.Comparison)
def read_comparison(session: Reading, params: Annotated[CompareParams, Query()]) -> JSONResponse:
    """Two to four themes side by side: shared and own accounts, and ARR in which each account counts once."""
    return JSONResponse(compare_themes(session, get_standing_run(session), params.theme, params.evidence))


@router.post("/themes/{theme_id}/merges/preview", response_model=schemas.Preview, openapi_extra=describe_body(schemas.MergesIn), dependencies=BARE)
def post_merge_preview(theme_id: str, request: Request, asker: Asker, body: Body, session: Writing) -> Response:
    """What the themes weigh, and what they would weigh as one. Nothing is stored."""
    theme_ids = parse_body(request, body, schemas.MergesIn).theme_ids
    return answer_once(request, session, asker, hashlib.sha256(body).hexdigest(), lambda: Answer(200, preview_merge(session, theme_id, theme_ids)))


@router.post("/themes/{theme_id}/splits/preview", response_model=schemas.Preview, openapi_extra=describe_body(schemas.SplitIn), dependencies=BARE)
def post_split_preview(theme_id: str, request: Request, asker: Asker, body: Body, session: Writing) -> Response:
    """What the theme weighs, and what it and its part would weigh. Nothing is stored."""
    asked = parse_body(request, body, schemas.SplitIn)

    def act() -> Answer:
        return Answer(200, preview_split(session, theme_id, asked.snippet_ids, asked.label, asked.ask_ids))

    return answer_once(request, session, asker, hashlib.sha256(body).hexdigest(), act)


@router.get("/themes/{theme_id}/similar", response_model=schemas.Page[schemas.SimilarTheme])
def read_similar(theme_id: str, request: Request, services: Serving, session: Reading, params: Annotated[PageParams, Query()]) -> JSONResponse:
    """The themes most like this one by what customers said, the most first: to compare, or to merge."""
    page = Page(request, services.cursors, params)
    run = get_standing_run(session, page.run_id)
    meanings = services.long.meanings(session, run)
    return page.slice([{"alike": one.alike, "theme": one.figures} for one in find_similar_themes(session, run, theme_id, meanings)], run.id)


@router.get("/themes/{theme_id}/changes", response_model=schemas.Page[schemas.Change])
def read_theme_changes(theme_id: str, request: Request, services: Serving, session: Reading, params: Annotated[PageParams, Query()]) -> JSONResponse:
    """What people changed of the theme, the newest first."""
    page, labels = Page(request, services.cursors, params), list_labels(session)
    found = list_theme_changes(session, theme_id, page.limit + 1, int(page.after[1]) if page.after else None)
    return page.answer_by_time(found, lambda entry: (entry[1].happened_at, str(entry[0])), lambda entry: shape_change(entry[1], labels))


@router.get("/themes/{theme_id}/links", response_model=schemas.Page[schemas.ThemeLink])
def read_links(theme_id: str, request: Request, services: Serving, session: Reading, params: Annotated[PageParams, Query()]) -> JSONResponse:
    """The issues that the theme is worked on in."""
    get_known_theme(session, theme_id)
    return Page(request, services.cursors, params).slice([shapes.theme_link(link) for link in list_links(session, theme_id)], None)


@router.post("/themes/{theme_id}/links", status_code=201, response_model=schemas.ThemeLink, openapi_extra=describe_body(schemas.LinkIn), dependencies=BARE)
def post_link(theme_id: str, request: Request, decider: Asker, body: Body, session: Writing) -> Response:
    """Link an issue."""
    asked = parse_body(request, body, schemas.LinkIn)

    def act() -> Answer:
        return Answer(201, shapes.theme_link(link_theme(session, theme_id, asked.url, asked.title, decider.name, datetime.now(UTC))))

    return answer_once(request, session, decider, hashlib.sha256(body).hexdigest(), act)


@router.delete("/themes/{theme_id}/links/{link_id}", status_code=204, dependencies=BARE)
def delete_link(theme_id: str, link_id: str, session: Writing) -> Response:
    """Take a link off."""
    unlink_theme(session, theme_id, link_id, datetime.now(UTC))
    return Response(status_code=204)


@router.get("/themes/{theme_id}/askers", response_model=schemas.Page[schemas.ThemeAsker])
def read_askers(theme_id: str, request: Request, services: Serving, session: Reading, params: Annotated[PageParams, Query()]) -> JSONResponse:
    """Who asked for it, with what each said last and a draft of a message: for when it ships."""
    page = Page(request, services.cursors, params)
    run = get_standing_run(session, page.run_id)
    get_run_theme(session, run.id, theme_id)
    return page.slice(list_askers(session, run, theme_id), run.id)


@router.put("/themes/{theme_id}/askers/{account_id}/told", status_code=204, dependencies=BARE)
def put_told(theme_id: str, account_id: str, teller: Asker, session: Writing) -> Response:
    """Note that somebody told the account."""
    mark_told(session, theme_id, account_id, teller.name, datetime.now(UTC))
    return Response(status_code=204)


@router.delete("/themes/{theme_id}/askers/{account_id}/told", status_code=204, dependencies=BARE)
def delete_told(theme_id: str, account_id: str, teller: Asker, session: Writing) -> Response:
    """Take that back."""
    mark_told(session, theme_id, account_id, teller.name, datetime.now(UTC), told=False)
    return Response(status_code=204)
