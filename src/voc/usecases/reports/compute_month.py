"""Compute a month's report as of the month's last moment, out of the current ranking."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache

from sqlalchemy.orm import Session

from voc.db.feedback_counts import count_items, count_nps, find_feedback_span
from voc.db.health_overrides import list_standing_overrides
from voc.db.mentions import QuoteFilter, list_quotes
from voc.db.runs import Run, find_current_run
from voc.domain.evidence import Mention, Window
from voc.domain.months import Month
from voc.domain.nps import NpsCourse
from voc.domain.report import MonthlyReport, ReportMethod, ReportQuote, ReportRetention
from voc.domain.report_building import build_report, pick_quotes
from voc.domain.silence import Coverage
from voc.errors import InputError
from voc.rendering.report_content import shape_report
from voc.rendering.shapes import Shape
from voc.usecases.accounts.measure_releases import list_releases
from voc.usecases.accounts.measure_retention import month_and_year
from voc.usecases.accounts.measure_silence import measure_coverage
from voc.usecases.shared.find_quotes import as_reported
from voc.usecases.shared.load_course import Standpoint, load_course
from voc.usecases.shared.score_accounts import score_accounts
from voc.usecases.shared.score_themes import EvidenceFilter, score_with_books

QUOTE_CANDIDATES = 200


def compute_month(session: Session, month: Month, now: datetime, currency: str) -> Shape:
    """The report's figures. Raises InputError for a month that lies ahead or has no themed feedback, and where there is no ranking in the currency."""
    if month.start > now:
        raise InputError(f"{month} lies ahead: there is nothing to report yet")
    run = require_run(session, str(month), currency)
    report = _compute(session, run, month, currency, min(month.end, now))
    return shape_report(report, complete=is_complete(run, month.end, now), ranked_as_of=run.as_of)


def require_run(session: Session, period: str, currency: str) -> Run:
    """The current ranking, in the currency. Raises InputError."""
    run = find_current_run(session)
    if run is None:
        raise InputError(f"there is no ranking to report {period} from yet: import accounts and feedback, then run `voc refresh`")
    if (ranked_in := str(run.settings["reporting_currency"])) != currency:
        raise InputError(f"the ranking is in {ranked_in}: run `voc refresh` to report in {currency}")
    return run


def is_complete(run: Run, end: datetime, now: datetime) -> bool:
    """Whether the time to `end` is over and the ranking covers it."""
    return now > end and run.as_of >= end.replace(microsecond=0)


def _compute(session: Session, run: Run, month: Month, currency: str, heard_until: datetime) -> MonthlyReport:
    scored = score_with_books(session, run, EvidenceFilter(as_of=month.end, looks_ahead=True))
    ranked, mentions = scored.ranked, scored.mentions
    before = score_with_books(session, run, EvidenceFilter(as_of=month.before.end, looks_ahead=True), certain=False, mentions=mentions).ranked
    if not ranked or not any(m.occurred_at in month for m in mentions):
        raise InputError(f"there is no themed feedback in {month}{_span(session)}")
    window = ranked[0].evidence.window
    course = load_course(session, Standpoint(month.end, currency))
    accounts = course.accounts
    method = _method(session, window, month, mentions, sum(a.arr is None for a in accounts.values()), measure_coverage(session, course, window))
    health = score_accounts(session, accounts, mentions, window, ranked, looks_back=False)

    @cache
    def quotes_of(theme_id: str) -> tuple[ReportQuote, ...]:
        return _quotes(session, run, theme_id, window, month)

    retention, releases = ReportRetention(*month_and_year(course, month.last)), list_releases(session, run, window, mentions)
    spans = ((month.before.end, month.end), (month.before.before.end, month.before.end), (window.since, window.as_of))
    nps = NpsCourse(*(count_nps(session, since, until) for since, until in spans))
    return build_report(month, ranked, before, accounts, health, method, quotes_of, retention, releases, nps, list_standing_overrides(session, heard_until))


def _span(session: Session) -> str:
    span = find_feedback_span(session)
    return f": feedback is there from {span[0]:%Y-%m} to {span[1]:%Y-%m}, and `voc refresh` themes it" if span else ": import feedback, then run `voc refresh`"


def _method(session: Session, window: Window, month: Month, mentions: Sequence[Mention], unknown_arr_accounts: int, coverage: Coverage) -> ReportMethod:
    in_window = [m for m in mentions if m.occurred_at in window]
    in_month = [m for m in in_window if m.occurred_at in month]
    return ReportMethod(
        sources=tuple(count_items(session, window, month)),
        snippets=len(in_window),
        unthemed=sum(m.theme_id is None for m in in_window),
        month_snippets=len(in_month),
        month_unthemed=sum(m.theme_id is None for m in in_month),
        unknown_arr_accounts=unknown_arr_accounts,
        coverage=coverage,
    )


def _quotes(session: Session, run: Run, theme_id: str, window: Window, month: Month) -> tuple[ReportQuote, ...]:
    found = list_quotes(session, run.id, QuoteFilter(theme_id=theme_id, since=window.since, as_of=window.as_of, counted=True), QUOTE_CANDIDATES)
    return pick_quotes([as_reported(q) for q in found if q.account is not None and q.account_name is not None], month)
