"""List who asked for what a theme asks for, with a draft to tell each; and note that somebody told them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from voc.db.changes import add_change
from voc.db.features import list_features
from voc.db.mentions import QuoteFilter, list_mentions, list_quotes
from voc.db.runs import Run
from voc.db.theme_told import Told, list_told, save_told
from voc.db.themes import get_run_theme
from voc.domain.changes import ChangeKind
from voc.errors import NotFoundError
from voc.rendering.drafts import draft_news
from voc.rendering.shapes import Shape, moment
from voc.usecases.shared.find_run import get_standing_run
from voc.usecases.shared.score_themes import EvidenceFilter, window_for
from voc.usecases.themes.list_theme_accounts import list_theme_accounts


def list_askers(session: Session, run: Run, theme_id: str) -> list[Mapping[str, Any]]:
    """Each customer that raised the theme in the run's window, the largest first, with what it said last, a draft, and who told it. Raises NotFoundError."""
    published, every = get_run_theme(session, run.id, theme_id), EvidenceFilter()
    feature = list_features(session).get(str(((published.figures or {}).get("catalogue") or {}).get("feature_id")))
    accounts = [a for a in list_theme_accounts(session, run, theme_id, every) if a["status"] != "churned"]
    quotes, told = _last_said(session, run, theme_id), list_told(session, theme_id)
    return [_asker(account, quotes.get(account["id"]), told.get(account["id"]), published.theme.label, feature) for account in accounts]


def mark_told(session: Session, theme_id: str, account: str, told_by: str, now: datetime, *, told: bool = True) -> None:
    """Note that somebody told the account (`acc_` id), or take that back. Saying it again changes nothing. Raises NotFoundError for who never asked."""
    run = get_standing_run(session)
    before = list_told(session, theme_id).get(account)
    if (before is not None) == told:
        return
    names = {a["id"]: a["name"] for a in list_theme_accounts(session, run, theme_id, EvidenceFilter())}
    if account not in names:
        raise NotFoundError(f"{account} did not raise {theme_id}")
    save_told(session, theme_id, account, Told(told_by, now) if told else None)
    whom = {"account": account, "name": names[account]}
    add_change(session, ChangeKind.ACCOUNT_TOLD, theme_id, now, before={**whom, "told": not told}, after={**whom, "told": told})


def _last_said(session: Session, run: Run, theme_id: str) -> dict[str, Any]:
    """What each account said last in the window."""
    window = window_for(run, EvidenceFilter())
    said = sorted((m for m in list_mentions(session, run.id, window.as_of, themes=[theme_id]) if m.occurred_at in window), key=lambda m: m.occurred_at)
    last = {m.account: m.snippet_id for m in said if m.account is not None}
    found = list_quotes(session, run.id, QuoteFilter(snippets=sorted(last.values())), len(last)) if last else []
    return {str(quote.account): quote for quote in found}


def _asker(account: Mapping[str, Any], quote: Any, told: Told | None, label: str, feature: Any) -> Shape:
    subject, text = draft_news(label, account["name"], quote.text if quote else None, quote.occurred_at if quote else None, feature)
    return {
        "object": "asker",
        "account": {"id": account["id"], "name": account["name"]},
        "arr": account["arr"],
        "owner": account["owner"],
        "said": {"snippet_id": quote.id, "text": quote.text, "occurred_at": moment(quote.occurred_at)} if quote else None,
        "draft": {"subject": subject, "text": text},
        "told_by": told.told_by if told else None,
        "told_at": moment(told.told_at) if told else None,
    }
