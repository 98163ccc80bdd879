"""Themes: the ranking, and what is behind each row."""

from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse, Response

from voc.db.asks import list_asks
from voc.db.decisions import hold_decision_lock
from voc.db.themes import get_run_theme
from voc.usecases.curating.edit_theme import edit_theme
from voc.usecases.export_table import themes_csv
from voc.usecases.shared.find_run import find_run, get_standing_run
from voc.usecases.shared.score_themes import EvidenceFilter, window_for
from voc.usecases.themes.get_theme import get_theme
from voc.usecases.themes.list_theme_accounts import list_theme_accounts
from voc.usecases.themes.list_theme_history import list_history
from voc.usecases.themes.list_theme_quotes import list_theme_quotes
from voc.usecases.themes.list_themes import ThemeQuery
from voc_api import schemas, shapes
from voc_api.bodies import Body, describe_body, parse_body
from voc_api.deps import BARE, Asker, Bell, Reading, Serving, Writing
from voc_api.following import FOLLOWED, FOLLOWED_BARE
from voc_api.lists import Page, csv_file
from voc_api.params import EvidenceParams, PageParams, QuotesParams, RankingParams, ThemeEvidenceParams, ThemesParams
from voc_api.reads import ReadRoute, check_match, make_etag

router = APIRouter(prefix="/api/v1/themes", tags=["themes"], route_class=ReadRoute)


def theme_query(params: RankingParams, run_id: str | None) -> ThemeQuery:
    """The filters as the use case knows them."""
    return ThemeQuery(
        evidence=params.evidence,
        scopes=tuple(params.scope),
        verdicts=tuple(params.catalogue),
        statuses=tuple(params.status),
        owners=tuple(params.owner),
        pinned=params.pinned,
        areas=tuple(params.area),
        least_arr=params.arr_gte,
        most_arr=params.arr_lte,
        words=params.q,
        sort=params.sort,
        run_id=run_id,
        weights=params.weights,
        corrected=params.corrected is not None,
    )


@router.get("", response_model=schemas.Page[schemas.Theme])
def read_themes(request: Request, services: Serving, session: Reading, params: Annotated[ThemesParams, Query()]) -> JSONResponse:
    """The ranked themes."""
    page = Page(request, services.cursors, params)
    run = find_run(session, page.run_id)
    found = services.long.themes(session, theme_query(params, run.id if run else None))
    return page.slice(found.themes, run.id if run else None)


CSV: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {}}, "description": "The columns of `voc export themes`."}}


@router.get(".csv", response_class=Response, responses=CSV)
def read_themes_csv(services: Serving, session: Reading, params: Annotated[RankingParams, Query()]) -> Response:
    """The ranked themes that the filters let through, all of them, as a CSV file."""
    return csv_file(themes_csv(services.long.themes(session, theme_query(params, None)).themes), "themes")


@router.get("/{theme_id}", response_model=schemas.Theme, **FOLLOWED)
def read_theme(theme_id: str, session: Reading, params: Annotated[EvidenceParams, Query()]) -> JSONResponse:
    """One theme. One that was merged away answers with the address of the theme that it is part of now."""
    return JSONResponse(get_theme(session, get_standing_run(session), theme_id, params.evidence))


@router.patch("/{theme_id}", response_model=schemas.Theme, openapi_extra=describe_body(schemas.ThemeEdit), dependencies=BARE)
def patch_theme(theme_id: str, request: Request, decider: Asker, body: Body, session: Writing, bell: Bell) -> Response:
    """Say what a theme is called, what it is about, where it stands, and whose it is. With If-Match nobody else's edit is lost."""
    edits = parse_body(request, body, schemas.ThemeEdit).model_dump(exclude_unset=True)

    def read() -> JSONResponse:
        return JSONResponse(get_theme(session, get_standing_run(session), theme_id, EvidenceFilter()))

    hold_decision_lock(session)  # nobody edits between the check and the edit
    check_match(request, read)
    if (job_id := edit_theme(session, theme_id, edits, decider.name, datetime.now(UTC))) is not None:
        bell.ring(job_id)
    edited = read()
    edited.headers["etag"] = make_etag(edited)
    return edited


@router.get("/{theme_id}/snippets", response_model=schemas.Page[schemas.Snippet], **FOLLOWED)
def read_snippets(theme_id: str, request: Request, services: Serving, session: Reading, params: Annotated[QuotesParams, Query()]) -> JSONResponse:
    """The quotes that the theme's `mentions` counts, or those that are possible only; the strongest first."""
    page = Page(request, services.cursors, params)
    run = get_standing_run(session, page.run_id)
    quotes = list_theme_quotes(
        session, run, theme_id, params.evidence, page.limit + 1, page.offset, ask_id=params.ask, account=params.account, counted=params.counted
    )
    return page.answer([shapes.quote(quote, run.id) for quote in quotes], run.id)


@router.get("/{theme_id}/accounts", response_model=schemas.Page[schemas.ThemeAccount], **FOLLOWED)
def read_theme_accounts(theme_id: str, request: Request, services: Serving, session: Reading, params: Annotated[ThemeEvidenceParams, Query()]) -> JSONResponse:
    """The accounts that raised the theme; their ARR adds up to its `affected_arr`."""
    page = Page(request, services.cursors, params)
    run = get_standing_run(session, page.run_id)
    return page.slice(list_theme_accounts(session, run, theme_id, params.evidence), run.id)


@router.get("/{theme_id}/leads", response_model=schemas.ThemeLeads, **FOLLOWED_BARE)
def read_theme_leads(theme_id: str, services: Serving, session: Reading) -> JSONResponse:
    """Who asks in this theme for what a higher plan has, and who has it already."""
    return JSONResponse(services.long.theme_leads(session, get_standing_run(session), theme_id))


@router.get("/{theme_id}/release", response_model=schemas.ReleaseEffect, **FOLLOWED_BARE)
def read_release(theme_id: str, services: Serving, session: Reading) -> JSONResponse:
    """What came of the release of what the theme asks for: mentions and sentiment before and after, against those who never asked."""
    return JSONResponse(services.long.theme_release(session, get_standing_run(session), theme_id))


@router.get("/{theme_id}/asks", response_model=schemas.Page[schemas.Ask], **FOLLOWED)
def read_asks(theme_id: str, request: Request, services: Serving, session: Reading, params: Annotated[PageParams, Query()]) -> JSONResponse:
    """The finer points inside the theme, the largest first."""
    page = Page(request, services.cursors, params)
    run = get_standing_run(session, page.run_id)
    get_run_theme(session, run.id, theme_id)
    window = window_for(run, EvidenceFilter())
    return page.slice([shapes.ask(ask, theme_id, run.id) for ask in list_asks(session, run.id, theme_id, window.since, window.as_of)], run.id)


@router.get("/{theme_id}/history", response_model=schemas.Page[schemas.HistoryEntry])
def read_history(theme_id: str, request: Request, services: Serving, session: Reading, params: Annotated[PageParams, Query()]) -> JSONResponse:
    """The theme in each published run, the newest first."""
    page = Page(request, services.cursors, params)
    entries = list_history(session, theme_id)
    first = page.run_id or (entries[0]["run_id"] if entries else None)
    begun = next((place for place, entry in enumerate(entries) if entry["run_id"] == first), 0)
    return page.slice(entries[begun:], first)
