"""Account: its facts, its health in signed contributions, its themes, its words and what happened with it."""

from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from voc.db.health_alerts import list_alerts
from voc.db.mentions import QuoteFilter, list_quotes
from voc.domain.evidence import end_of_day
from voc.domain.health import BANDS
from voc.domain.roles import Action
from voc.errors import InputError
from voc.rendering.shapes import health_alert
from voc.usecases.accounts.list_accounts import get_account
from voc.usecases.accounts.list_timeline import TYPES, UNDATED, list_timeline
from voc.usecases.accounts.override_health import override_health, withdraw_override
from voc.usecases.reports.compute_brief import compute_brief
from voc.usecases.shared.find_quotes import quotes_within
from voc.usecases.shared.find_run import get_standing_run
from voc.usecases.shared.score_themes import EvidenceFilter, window_for
from voc_api.deps import Looking, Reading, Serving, Writing
from voc_api.pages.access import PageRoute
from voc_api.pages.acts import tell_done
from voc_api.pages.answers import render_page
from voc_api.pages.filters import page_of, values_of
from voc_api.pages.links import find_shorter, link_to

router = APIRouter(route_class=PageRoute)

QUOTES, ALONE, ENTRIES = 10, 5, 30
ALERTS = 3
USUAL = ("feedback", "opportunity", "arr", "alert")  # signals change every month: they are shown on request


@router.get("/accounts/{account_id}")
def show_account(account_id: str, request: Request, reader: Looking, services: Serving, session: Reading) -> Response:
    """One account. `type` and `page` in the address are the timeline's."""
    if shorter := find_shorter(request):
        return shorter
    run = get_standing_run(session)
    account = get_account(session, run.id, account_id)
    types, page = values_of(request.query_params, "type") or USUAL, page_of(request.query_params)
    if unknown := set(types) - set(TYPES):
        raise InputError(f"a timeline has no '{min(unknown)}'; it has {', '.join(TYPES)}")
    entries = list_timeline(session, account_id, reader.principal, types=tuple(types))
    contributions = account["health"]["contributions"]
    shown = sorted({key for part in contributions for key in part["quotes"]})
    quoted = {quote.id: quote for quote in list_quotes(session, run.id, QuoteFilter(account=account_id, snippets=shown), len(shown))}
    return render_page(
        request,
        "account.html",
        reader=reader,
        run=run,
        account=account,
        window=window_for(run, EvidenceFilter()),
        parts=sorted(contributions, key=lambda c: (c["state"] != "fresh", -abs(c["points"]))),
        quoted={part["name"]: [quoted[key] for key in part["quotes"] if key in quoted] for part in contributions},
        alerts=[health_alert(raised) for raised in list_alerts(session, ALERTS, account=account_id)],
        leads=services.long.account_leads(session, run, account_id),
        may_judge=reader.principal.may(Action.JUDGE_HEALTH),
        bands=BANDS,
        most_points=max((abs(c["points"]) for c in contributions), default=1),
        quotes=list_quotes(session, run.id, quotes_within(run, EvidenceFilter(), account=account_id), QUOTES),
        alone=list_quotes(session, run.id, quotes_within(run, EvidenceFilter(), account=account_id, unthemed=True), ALONE),
        entries=entries[(page - 1) * ENTRIES : page * ENTRIES],
        total=len(entries),
        page=page,
        rows=ENTRIES,
        types=types,
        all_types=TYPES,
        undated=UNDATED,
        pairs=[(name, value) for name, value in request.query_params.multi_items() if name != "page"],
    )


@router.get("/accounts/{account_id}/brief")
def show_brief(account_id: str, request: Request, reader: Looking, services: Serving, session: Reading) -> Response:
    """What to read before a call with the account: one page, to print."""
    run = get_standing_run(session)
    return render_page(
        request,
        "brief.html",
        reader=reader,
        run=run,
        brief=compute_brief(session, run, account_id, services.long.account_leads(session, run, account_id), reader.principal),
    )


@router.post("/accounts/{account_id}/health/override")
def say_otherwise(
    account_id: str,
    reader: Looking,
    session: Writing,
    band: Annotated[str, Form()],
    reason: Annotated[str, Form()],
    expires_on: Annotated[date, Form()],
) -> Response:
    """A person's word on the account's health."""
    override_health(session, account_id, band, None, reason, end_of_day(expires_on), reader.principal.name, datetime.now(UTC))
    return tell_done(session, link_to(f"/accounts/{account_id}", fragment="health"))


@router.post("/accounts/{account_id}/health/override/withdrawal")
def withdraw(account_id: str, reader: Looking, session: Writing) -> Response:
    """The machine's word alone again."""
    withdraw_override(session, account_id, reader.principal.name, datetime.now(UTC))
    return tell_done(session, link_to(f"/accounts/{account_id}", fragment="health"))
