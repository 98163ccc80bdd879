"""Compute an account's business review of a quarter, as of the quarter's last moment, or of the ranking's within it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from voc.db.feedback_counts import count_nps
from voc.db.mentions import Quote, QuoteFilter, list_quotes
from voc.db.runs import Run
from voc.db.themes import list_run_themes
from voc.db.timeline import get_account_id, list_arr_changes_of, list_opportunities_of
from voc.domain.catalogue import Verdict
from voc.domain.evidence import Mention, Window, window_before
from voc.domain.money import Money
from voc.domain.quarters import Quarter
from voc.domain.report import ReportQuote
from voc.domain.report_building import QUOTE_WORDS
from voc.domain.retention import ArrCourse, list_months, year_to
from voc.domain.review import AccountReview, ArrPoint, Ask, judge_outcome, name_ask, order_asks
from voc.errors import InputError
from voc.rendering.review_content import shape_review
from voc.rendering.shapes import Shape
from voc.usecases.reports.compute_month import is_complete, require_run
from voc.usecases.shared.find_quotes import as_reported
from voc.usecases.shared.load_course import Standpoint, load_course
from voc.usecases.shared.match_features import match_features
from voc.usecases.shared.score_accounts import score_accounts
from voc.usecases.shared.score_themes import EvidenceFilter, score_with_books

QUOTES, QUOTE_CANDIDATES = 2, 50
ANSWERS = (Verdict.RELEASED, Verdict.HIGHER_PLAN, Verdict.PLANNED)  # a problem with what is there is not answered by its being there


def find_quarter(run: Run) -> Quarter:
    """The quarter that is looked at where nobody says which: the last that the ranking covers whole."""
    quarter = Quarter.of(run.as_of.date())
    return quarter if run.as_of >= quarter.end.replace(microsecond=0) else quarter.before


def compute_review(session: Session, account: str, quarter: Quarter, now: datetime, currency: str) -> Shape:
    """The review's figures. Raises NotFoundError for an account that is not known, InputError for a quarter that lies ahead or before it was a customer."""
    account_id = get_account_id(session, account)
    if quarter.start > now:
        raise InputError(f"{quarter} lies ahead: there is nothing to review yet")
    run = require_run(session, str(quarter), currency)
    if run.as_of < quarter.start:
        raise InputError(f"the ranking stands at {run.as_of:%Y-%m-%d}, before {quarter}: run `voc refresh`")
    as_of = min(quarter.end, run.as_of)
    window = window_before(as_of, int(run.settings["window_days"]))
    course = load_course(session, Standpoint(as_of, currency))
    facts = course.accounts[account]
    if facts.started_on is not None and facts.started_on > as_of.date():
        raise InputError(f"{facts.name} became a customer on {facts.started_on}, after {quarter}")
    scored = score_with_books(session, run, EvidenceFilter(as_of=as_of, looks_ahead=True), certain=False)
    ranked, mentions = scored.ranked, scored.mentions
    said = [m for m in mentions if m.account == account and m.occurred_at in window]
    review = AccountReview(
        quarter=quarter,
        window=window,
        run_id=run.id,
        account=facts,
        arr=Money(facts.arr, currency) if facts.arr is not None else None,
        currency=currency,
        asks=_asks(session, run, account, quarter, window, said, mentions),
        health=score_accounts(session, course.accounts, mentions, window, ranked, only=[account])[account],
        course=_course(course, account, currency),
        changes=tuple(c for c in list_arr_changes_of(session, account_id) if window.since.date() < c.effective_on <= as_of.date()),
        deals=tuple(d for d in list_opportunities_of(session, account_id) if d.stage == "open"),
        nps=count_nps(session, window.since, window.as_of, account),
        items=len({m.feedback_id for m in said}),
        quarter_items=len({m.feedback_id for m in said if m.occurred_at in quarter}),
    )
    return shape_review(review, complete=is_complete(run, quarter.end, now), ranked_as_of=run.as_of)


def _asks(session: Session, run: Run, account: str, quarter: Quarter, window: Window, said: Sequence[Mention], mentions: Sequence[Mention]) -> tuple[Ask, ...]:
    published = {p.theme.id: p for p in list_run_themes(session, run.id)}
    features = match_features(session, published.values(), ANSWERS)
    asked: dict[str, list[Mention]] = {}
    for mention in said:
        if mention.theme_id in published and mention.asks:
            asked.setdefault(str(mention.theme_id), []).append(mention)
    spoke: dict[str, set[str]] = {}
    for mention in mentions:
        if mention.theme_id in asked and mention.account is not None and mention.occurred_at in window:
            spoke.setdefault(str(mention.theme_id), set()).add(mention.account)
    return order_asks(
        [
            Ask(
                id=key,
                label=name_ask(published[key].theme.label, len(spoke[key])),
                mentions=len(found),
                quarter_mentions=sum(m.occurred_at in quarter for m in found),
                last_said=max(m.occurred_at for m in found),
                outcome=judge_outcome(published[key].theme.status, features.get(key), min(m.occurred_at for m in found), window.as_of),
                feature=features.get(key),
                quotes=_quotes(session, run, key, account, quarter, window),
            )
            for key, found in asked.items()
        ]
    )


def _quotes(session: Session, run: Run, theme_id: str, account: str, quarter: Quarter, window: Window) -> tuple[ReportQuote, ...]:
    found = list_quotes(
        session, run.id, QuoteFilter(theme_id=theme_id, account=account, since=window.since, as_of=window.as_of, counted=True), QUOTE_CANDIDATES
    )
    low, high = QUOTE_WORDS
    ordered = sorted(found, key=lambda q: (q.occurred_at not in quarter, not low <= len(q.text.split()) <= high))
    chosen: list[Quote] = []
    for quote in ordered:
        if len(chosen) < QUOTES and quote.text.lower() not in [c.text.lower() for c in chosen]:
            chosen.append(quote)
    return tuple(map(as_reported, chosen))


def _course(course: ArrCourse, account: str, currency: str) -> tuple[ArrPoint, ...]:
    year = year_to(course.until)
    days = [year.opening, *(period.closing for _, period in list_months(year.opening, course.until)[1:])]
    paid = {day: course.paid(account, day) for day in days}
    return tuple(ArrPoint(day, Money(arr, currency) if arr is not None else None) for day, arr in paid.items())
