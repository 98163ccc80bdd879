"""The month's report: computed as of the month's last moment, and frozen once the month is over."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from voc.db.feedback_counts import count_items, find_feedback_span
from voc.db.mentions import QuoteFilter, list_mentions, list_quotes
from voc.db.reports import Report, add_report, find_report, pack_content
from voc.db.runs import Run, find_current_run
from voc.db.session import reading, transaction
from voc.domain.evidence import Mention, Window
from voc.domain.ids import derive_id
from voc.domain.months import Month
from voc.domain.report import MonthlyReport, ReportMethod, ReportQuote, ReportRetention
from voc.domain.report_building import build_report, pick_quotes
from voc.domain.silence import Coverage
from voc.errors import InputError
from voc.rendering.report import write_content
from voc.rendering.report_content import shape_report
from voc.usecases.load_course import Standpoint, load_course
from voc.usecases.measure_releases import list_releases
from voc.usecases.measure_retention import month_and_year
from voc.usecases.measure_silence import measure_coverage
from voc.usecases.score_accounts import score_accounts
from voc.usecases.score_themes import EvidenceFilter, score_themes

QUOTE_CANDIDATES = 200


def read_report(engine: Engine, month: str, now: datetime, currency: str) -> Report:
    """The month's published report, else a draft of it, which is stored nowhere. Raises InputError for a month that is none, lies ahead or has no feedback."""
    wanted = Month.parse(month)
    with reading(engine) as session:
        return find_report(session, month) or _draft(session, wanted, now, currency)


def publish_report(engine: Engine, month: str, now: datetime, currency: str) -> Report:
    """The month's report, stored from now on where the month is over and the ranking covers it: then these figures stand, whatever is imported or refreshed
    later.

    Else a draft. Of two that publish at once one's report stands and both get it. Raises InputError as `read_report` does.
    """
    found = read_report(engine, month, now, currency)
    if not found.is_draft or not found.content["complete"]:
        return found
    with transaction(engine) as session:
        return add_report(session, Report(found.id, found.month, now, found.run_id, found.content, found.sha256))


def write_report(engine: Engine, month: str, out: Path | None, now: datetime, currency: str) -> tuple[Report, str]:
    """Publish and write the month's report to a .html, .md or .pdf file; the report and its Markdown text.

    Raises InputError for another ending, UnavailableError.
    """
    if out is not None and out.suffix not in (".html", ".md", ".pdf"):
        raise InputError(f"{out.name}: write to a file that ends in .html, .md or .pdf")
    report = publish_report(engine, month, now, currency)
    return report, write_content(report.content, out)


def _draft(session: Session, month: Month, now: datetime, currency: str) -> Report:
    if month.start > now:
        raise InputError(f"{month} lies ahead: there is nothing to report yet")
    run = find_current_run(session)
    if run is None:
        raise InputError(f"there is no ranking to report {month} from yet: import accounts and feedback, then run `voc refresh`")
    report = _compute(session, run, month, currency)
    if (ranked_in := str(run.settings["reporting_currency"])) != currency:
        raise InputError(f"the ranking is in {ranked_in}: run `voc refresh` to report in {currency}")
    complete = now > month.end and run.as_of >= month.end.replace(microsecond=0)
    content = shape_report(report, complete=complete, ranked_as_of=run.as_of)
    return Report(derive_id("rep", str(month)), str(month), None, run.id, content, pack_content(content)[1])


def _compute(session: Session, run: Run, month: Month, currency: str) -> MonthlyReport:
    ranked = score_themes(session, run, EvidenceFilter(as_of=month.end, looks_ahead=True))
    before = score_themes(session, run, EvidenceFilter(as_of=month.before.end, looks_ahead=True))
    mentions = list_mentions(session, run.id, month.end)
    if not ranked or not any(m.occurred_at in month for m in mentions):
        raise InputError(f"there is no themed feedback in {month}{_span(session)}")
    window = ranked[0].evidence.window
    course = load_course(session, Standpoint(month.end, currency))
    accounts = course.accounts
    method = _method(session, window, month, mentions, sum(a.arr is None for a in accounts.values()), measure_coverage(session, course, window))
    health = score_accounts(session, accounts, mentions, window, ranked)

    def quotes_of(theme_id: str) -> tuple[ReportQuote, ...]:
        return _quotes(session, run, theme_id, window, month)

    retention, releases = ReportRetention(*month_and_year(course, month.last)), list_releases(session, run, window, mentions)
    return build_report(month, ranked, before, accounts, health, method, quotes_of, retention, releases)


def _span(session: Session) -> str:
    span = find_feedback_span(session)
    return f": feedback is there from {span[0]:%Y-%m} to {span[1]:%Y-%m}, and `voc refresh` themes it" if span else ": import feedback, then run `voc refresh`"


def _method(session: Session, window: Window, month: Month, mentions: list[Mention], unknown_arr_accounts: int, coverage: Coverage) -> ReportMethod:
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
    found = list_quotes(session, run.id, QuoteFilter(theme_id=theme_id, since=window.since, as_of=window.as_of), QUOTE_CANDIDATES)
    candidates = [
        ReportQuote(q.id, q.feedback_id, q.text, q.account, q.account_name, q.kind, q.source, q.url, q.occurred_at, q.sentiment)
        for q in found
        if q.account is not None and q.account_name is not None
    ]
    return pick_quotes(candidates, month)
