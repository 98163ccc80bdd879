"""A report's way as its entry points drive it: begin, approve, decide, freeze."""

from datetime import UTC, datetime

from sqlalchemy import Engine

from tests.api.company import item
from voc.db.reports import get_report
from voc.db.session import reading, transaction
from voc.domain.deliveries import Outlets
from voc.domain.report_standing import Report, ReportKey
from voc.usecases.feedback.import_rows import import_rows
from voc.usecases.reports.approve_report import approve_report
from voc.usecases.reports.begin_report import begin_report
from voc.usecases.reports.decide_on_report import decide_on_report
from voc.usecases.reports.freeze_report import freeze_report, prepare_freeze
from voc.usecases.reports.read_report import read_begun_report

OCTOBER = ReportKey.of_month("2026-10")
AFTER = datetime(2026, 11, 2, tzinfo=UTC)


def import_shared_ask(engine: Engine) -> None:
    """Fifteen items more of five accounts and six months: the exports are a theme to decide on."""
    rows = [item(f"s{n}", "the export stops half way through", f"A-{1 + n % 5}", day=f"2026-{5 + n % 6:02d}-11") for n in range(15)]
    import_rows(engine, "feedback", rows, reporting_currency="USD")


def begin(engine: Engine, key: ReportKey = OCTOBER, now: datetime = AFTER) -> Report:
    with transaction(engine) as session:
        return begin_report(session, key, "Ana", now)


def shown(engine: Engine, report_id: str, now: datetime = AFTER) -> Report:
    with reading(engine) as session:
        return read_begun_report(session, report_id, now, "USD")


def approve(engine: Engine, report_id: str, now: datetime = AFTER, seen: str | None = None) -> Report:
    looked_at = shown(engine, report_id, now)
    with transaction(engine) as session:
        return approve_report(session, looked_at, "Ana", now, seen)


def decide(engine: Engine, report_id: str, theme_id: str, decision: str = "Queue exports", owner: str = "Ben") -> Report:
    looked_at = shown(engine, report_id)
    with transaction(engine) as session:
        return decide_on_report(session, looked_at, theme_id, decision, owner, "Ana", AFTER)


def freeze(engine: Engine, report_id: str, now: datetime = AFTER, outlets: Outlets | None = None) -> Report:
    prepared = prepare_freeze(engine, report_id, "Cleo", now)
    with transaction(engine) as session:
        freeze_report(session, prepared, now, outlets or Outlets())
    with reading(engine) as session:
        return get_report(session, report_id)


def freeze_october(engine: Engine, outlets: Outlets | None = None) -> Report:
    report = begin(engine)
    approve(engine, report.id)
    return freeze(engine, report.id, outlets=outlets)
