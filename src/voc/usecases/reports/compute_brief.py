"""Compute the brief that somebody reads before a call with an account. What became of each ask is judged as in the quarter's business review."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from voc.db.health_alerts import list_alerts
from voc.db.mentions import Quote, QuoteFilter, list_quotes
from voc.db.runs import Run
from voc.db.themes import list_run_themes
from voc.db.timeline import get_account_id, list_opportunities_of
from voc.domain.evidence import Window
from voc.domain.report_building import QUOTE_WORDS
from voc.domain.review import Ask, judge_outcome, order_asks
from voc.domain.roles import Principal
from voc.rendering.review_content import shape_ask
from voc.rendering.shapes import Shape, day, health_alert, moment, told_money
from voc.usecases.accounts.list_accounts import get_account
from voc.usecases.accounts.list_timeline import list_timeline
from voc.usecases.reports.compute_review import ANSWERS
from voc.usecases.shared.find_quotes import as_reported
from voc.usecases.shared.match_features import match_features
from voc.usecases.shared.score_themes import EvidenceFilter, window_for

LATELY = 90  # days; an ask of that time counts as recent
ASKS, QUOTES, ENTRIES, ALONE, ALERTS, MOST = 6, 2, 8, 4, 3, 5_000
TOLD = ("feedback", "opportunity", "arr", "alert")


def compute_brief(session: Session, run: Run, account: str, leads: Sequence[Mapping[str, Any]], reader: Principal) -> Shape:
    """The brief as of the run, as the reader may see it; `leads` are the account's. Raises NotFoundError for an account that it does not know."""
    figures, window = get_account(session, run.id, account), window_for(run, EvidenceFilter())
    said = list_quotes(session, run.id, QuoteFilter(account=account, since=window.since, as_of=window.as_of), MOST)
    asks = _asks(session, run, figures, window, said)
    deals = [d for d in list_opportunities_of(session, get_account_id(session, account)) if d.stage == "open"]
    lately = list_timeline(session, account, reader, window.since, TOLD)
    one_offs = [theme for theme in figures["themes"] if theme["scope"] == "one_off"]
    alone = sorted((q for q in said if q.theme_id is None and q.intent != "praise"), key=lambda q: q.occurred_at, reverse=True)
    return {
        "object": "brief",
        "account": {name: figures[name] for name in _FACTS},
        "health": figures["health"],
        "alerts": [health_alert(raised) for raised in list_alerts(session, ALERTS, account=account)],
        "advocate": figures["advocate"],
        "expansion": figures["expansion"],
        "asks": [shape_ask(ask) for ask in asks if ask.is_open][:ASKS],
        "answered": [shape_ask(ask) for ask in asks if not ask.is_open][:ASKS],
        "open_asks": sum(ask.is_open for ask in asks),
        "one_offs": one_offs,
        "alone": [{"id": q.id, "text": q.text, "occurred_at": moment(q.occurred_at), "kind": q.kind} for q in alone[:ALONE]],
        "leads": list(leads),
        "deals": [{"opportunity_id": d.opportunity_id, "amount": told_money(d.amount, d.currency), "closes_on": day(d.closes_on)} for d in deals],
        "lately": [{"type": entry.type, "at": moment(entry.at), **entry.facts} for entry in lately[:ENTRIES]],
        "window": {"since": moment(window.since), "as_of": moment(window.as_of)},
        "run_id": run.id,
        "as_of": moment(run.as_of),
    }


_FACTS = (
    "id", "account_id", "name", "arr", "segment", "plan", "status", "csm_email", "renews_on", "started_on", "mentions", "open_themes", "last_contact",
)  # fmt: skip


def _asks(session: Session, run: Run, figures: Mapping[str, Any], window: Window, said: Sequence[Quote]) -> tuple[Ask, ...]:
    raised: dict[str, list[Quote]] = {}
    for quote in said:
        if quote.theme_id is not None and quote.intent != "praise":
            raised.setdefault(quote.theme_id, []).append(quote)
    features = match_features(session, [p for p in list_run_themes(session, run.id) if p.theme.id in raised], ANSWERS)
    lately = window.as_of - timedelta(days=LATELY)
    return order_asks(
        [
            Ask(
                id=theme["id"],
                label=theme["label"],
                mentions=len(quotes),
                quarter_mentions=sum(q.occurred_at > lately for q in quotes),
                last_said=max(q.occurred_at for q in quotes),
                outcome=judge_outcome(theme["status"], features.get(theme["id"]), min(q.occurred_at for q in quotes), window.as_of),
                feature=features.get(theme["id"]),
                quotes=tuple(as_reported(q) for q in sorted(quotes, key=_tells, reverse=True)[:QUOTES]),
            )
            for theme in figures["themes"]
            if (quotes := raised.get(theme["id"]))
        ]
    )


def _tells(q: Quote) -> tuple[bool, datetime]:
    """What tells most comes first: neither a scrap nor a speech, then the newest."""
    low, high = QUOTE_WORDS
    return low <= len(q.text.split()) <= high, q.occurred_at
