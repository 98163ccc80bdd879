"""Theme: its score in parts, whom it affects, what they said, and how it went."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from voc.db.asks import list_asks
from voc.db.changes import find_last_edit
from voc.db.features import list_features
from voc.db.mentions import Quote
from voc.db.run_accounts import find_run_accounts
from voc.db.runs import Run
from voc.db.theme_links import list_links
from voc.db.themes import get_run_theme, has_run_theme, list_labels
from voc.domain.catalogue import Verdict
from voc.domain.exposure import RENEWAL_DAYS
from voc.domain.roles import Action
from voc.domain.themes import STATUSES
from voc.rendering.change_words import shape_change
from voc.usecases.curating.follow_theme import follow_theme
from voc.usecases.curating.list_askers import list_askers
from voc.usecases.curating.preview_decision import preview_standing
from voc.usecases.shared.find_run import get_standing_run
from voc.usecases.shared.score_themes import scope_calibration, window_for
from voc.usecases.themes.find_similar_themes import find_similar_themes
from voc.usecases.themes.get_theme import get_theme
from voc.usecases.themes.list_theme_accounts import list_theme_accounts
from voc.usecases.themes.list_theme_changes import list_theme_changes
from voc.usecases.themes.list_theme_history import list_history
from voc.usecases.themes.list_theme_quotes import list_theme_quotes
from voc_api.deps import Caller, Looking, Reading, Serving
from voc_api.pages.access import PageRoute
from voc_api.pages.answers import render_page
from voc_api.pages.filters import read_evidence
from voc_api.pages.links import DONE, find_shorter, link_to, with_done

router = APIRouter(route_class=PageRoute)

ACCOUNTS, QUOTES, ASKS, HISTORY, CHANGES, DRAWN = 12, 20, 15, 20, 20, 8
SHIPPED = "shipped"


@router.get("/themes/{theme_id}")
def show_theme(theme_id: str, request: Request, reader: Looking, services: Serving, session: Reading) -> Response:
    """One theme over the evidence that the address names; one that was merged away leads to the theme that it is part of now."""
    if shorter := find_shorter(request):
        return shorter
    chosen, run = read_evidence(request), get_standing_run(session)
    if (part_of := follow_theme(session, run, theme_id)) != theme_id:
        return RedirectResponse(with_done(link_to(f"/themes/{part_of}", chosen.pairs), request.query_params.get(DONE)), 303)
    theme = get_theme(session, run, theme_id, chosen.evidence)
    if not has_run_theme(session, run.id, theme_id):
        return _show_split_off(request, reader, session, run, theme)
    window = window_for(run, chosen.evidence)
    accounts = list_theme_accounts(session, run, theme_id, chosen.evidence)
    long, said = services.long, _what_people_say(reader, session, run, theme_id)
    release = long.theme_release(session, run, theme_id)
    return render_page(
        request,
        "theme.html",
        reader=reader,
        run=run,
        chosen=chosen,
        window=window,
        theme=theme,
        feature=said["features"].get(str((theme.get("catalogue") or {}).get("feature_id"))),
        accounts=accounts,
        shown=len(accounts) if request.query_params.get("accounts") == "all" else ACCOUNTS,
        arr_sum=_sum(accounts, theme, "arr"),
        said_sum=_sum(accounts, theme, "arr_at_mention"),
        renewal_end=(window.day + timedelta(days=RENEWAL_DAYS)).isoformat(),
        day=window.day.isoformat(),
        unmatched=theme["mentions"] - sum(a["mentions"] for a in accounts),
        asked=long.theme_leads(session, run, theme_id),
        release=release,
        release_days=_list_days(release),
        names={key: figures["name"] for key, figures in find_run_accounts(session, run.id, release["asker_ids"] or []).items()},
        quotes=_distinct(list_theme_quotes(session, run, theme_id, chosen.evidence, 2 * QUOTES), QUOTES),
        asks=list_asks(session, run.id, theme_id, window.since, window.as_of)[:ASKS],
        retention=long.theme_retention(session, run, theme_id),
        similar=find_similar_themes(session, run, theme_id, long.meanings(session, run)),
        askers=_with_mail(list_askers(session, run, theme_id)) if theme["status"] == SHIPPED else [],
        history=list_history(session, theme_id)[:HISTORY],
        scope_outcomes=scope_calibration(run).outcomes,
        most_points=max((part["points"] for part in theme["score_parts"]), default=1),
        **said,
    )


def _show_split_off(request: Request, reader: Caller, session: Session, run: Run, theme: Mapping[str, Any]) -> Response:
    """A theme that no ranking has yet: what the next refresh will count of it."""
    (standing,) = preview_standing(session, theme["id"])["themes"]
    common = _what_people_say(reader, session, run, theme["id"])
    return render_page(request, "theme_split_off.html", reader=reader, run=run, theme=theme, figures=standing["after"], **common)


def _what_people_say(reader: Caller, session: Session, run: Run, theme_id: str) -> dict[str, Any]:
    """What people said and did of the theme, and what their forms need."""
    labels = list_labels(session)
    return {
        "may_decide": reader.principal.may(Action.DECIDE),
        "features": list_features(session),
        "verdicts": list(Verdict),
        "statuses": STATUSES,
        "said": get_run_theme(session, run.id, theme_id).theme,
        "last_edit": find_last_edit(session, theme_id),
        "links": list_links(session, theme_id),
        "changes": [shape_change(change, labels) for _, change in list_theme_changes(session, theme_id, CHANGES)],
    }


@router.get("/themes/{theme_id}/evidence")
def show_evidence(theme_id: str, request: Request, reader: Looking, session: Reading) -> Response:
    """What customers said in the theme and what they pay, in short: a part of a page for its drawer, else a page of its own."""
    chosen, run = read_evidence(request), get_standing_run(session)
    accounts = list_theme_accounts(session, run, theme_id, chosen.evidence)
    return render_page(
        request,
        "evidence.html" if request.headers.get("hx-request") else "evidence_page.html",
        reader=reader,
        run=run,
        chosen=chosen,
        window=window_for(run, chosen.evidence),
        theme=get_theme(session, run, theme_id, chosen.evidence),
        accounts=accounts[:DRAWN],
        more_accounts=max(0, len(accounts) - DRAWN),
        quotes=_distinct(list_theme_quotes(session, run, theme_id, chosen.evidence, 2 * DRAWN), DRAWN),
    )


def _distinct(quotes: Sequence[Quote], count: int) -> list[Quote]:
    """The first of them, each wording of an account once: what came in twice takes no second place."""
    first: dict[tuple[str | None, str], Quote] = {}
    for one in quotes:
        first.setdefault((one.account, one.text.casefold()), one)
    return list(first.values())[:count]


def _with_mail(askers: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Each with the address that opens its draft as a message to the account's owner."""
    return [{**one, "mailto": f"mailto:{quote(one['owner'] or '', safe='@')}?{_write_mail(one['draft'])}"} for one in askers]


def _write_mail(draft: Mapping[str, str]) -> str:
    return urlencode({"subject": draft["subject"], "body": draft["text"].replace("\n", "\r\n")}, quote_via=quote)


def _sum(accounts: list[Mapping[str, Any]], theme: Mapping[str, Any], column: str) -> dict[str, str]:
    """The sum of the column as shown; it is the theme's own figure."""
    known = sum((Decimal(a[column]["amount"]) for a in accounts if a[column]), Decimal(0))
    return {"amount": f"{known:.2f}", "currency": theme["affected_arr"]["currency"]}


def _list_days(release: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """The first and the last day of the periods before and after a release, as links say them."""
    periods = release["periods"] or {}
    return {side: (p["since"][:10], (date.fromisoformat(p["until"][:10]) - timedelta(days=1)).isoformat()) for side, p in periods.items()}
