"""Last month's report is drafted by the beat: once, however many schedulers tick."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select

from tests.api.company import publish, rank_company
from tests.usecases.reporting import OCTOBER, approve, begin
from tests.usecases.tools import tools_with
from voc.db.deliveries import list_deliveries
from voc.db.jobs import get_job
from voc.db.reports import list_reports, list_versions
from voc.db.service_tables import JobRow
from voc.db.session import reading
from voc.domain.deliveries import SLACK_RECIPIENT, Outlets
from voc.usecases.keep_jobs import keep_jobs
from voc.usecases.work_job import work_job

DUE = datetime(2026, 11, 2, 0, 0, 5, tzinfo=UTC)
OUTLETS = Outlets("smtp://mail.example", "voc@example.com", ["lead@example.com"], ["ana@example.com"], "https://hooks.example/x", "https://voc.example")


@pytest.fixture(autouse=True)
def company(engine: Engine) -> Engine:
    rank_company(engine)
    return engine


def tick(engine: Engine, now: datetime = DUE, day: int = 2) -> list[str]:
    rung: list[str] = []
    keep_jobs(engine, rung.append, attempts=6, refresh_every_hours=0, report_day=day, now=now)
    return rung


def jobs(engine: Engine, kind: str) -> list[str]:
    with reading(engine) as session:
        return list(session.scalars(select(JobRow.id).where(JobRow.kind == kind)))


def test_many_schedulers_at_once_draft_one_report(engine: Engine) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: tick(engine), range(16)))
    (job_id,) = jobs(engine, "report")
    with ThreadPoolExecutor(4) as pool:
        worked = list(pool.map(lambda _: work_job(engine, job_id, tools_with(OUTLETS)), range(4)))
    assert worked.count(True) == 1
    with reading(engine) as session:
        assert [r.key for r in list_reports(session)] == [OCTOBER]
        assert get_job(session, job_id).result == {"report_id": OCTOBER.report_id()}
        told = [(s.delivery.matter, s.delivery.channel, s.delivery.recipient) for s in list_deliveries(session, OCTOBER.report_id())]
    assert told == [("notice", "email", "ana@example.com"), ("notice", "slack", SLACK_RECIPIENT)]
    assert len(jobs(engine, "deliver")) == 2


@pytest.mark.parametrize(
    ("now", "day"),
    [(datetime(2026, 11, 1, 23, tzinfo=UTC), 2), (DUE, 3), (DUE, 0), (datetime(2026, 12, 5, tzinfo=UTC), 2)],
    ids=["the day before", "a later day", "never", "a month that the ranking does not cover"],
)
def test_before_it_is_due_nothing_is_drafted(engine: Engine, now: datetime, day: int) -> None:
    tick(engine, now, day)
    assert jobs(engine, "report") == []


def test_later_ticks_of_the_month_draft_nothing_more(engine: Engine) -> None:
    for now in (DUE, DUE.replace(day=3), DUE.replace(day=30)):
        for job_id in tick(engine, now):
            work_job(engine, job_id, tools_with(Outlets()))
    assert len(jobs(engine, "report")) == 1
    with reading(engine) as session:
        assert len(list_versions(session, OCTOBER)) == 1


def test_whoever_approved_it_before_is_not_told(engine: Engine) -> None:
    approve(engine, begin(engine).id)
    for job_id in tick(engine):
        work_job(engine, job_id, tools_with(OUTLETS))
    assert jobs(engine, "deliver") == []


def test_a_month_without_feedback_is_left_out(engine: Engine) -> None:
    publish(engine, 2, as_of=datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC))
    (job_id,) = tick(engine, datetime(2026, 12, 2, tzinfo=UTC))
    work_job(engine, job_id, tools_with(OUTLETS))
    with reading(engine) as session:
        assert (get_job(session, job_id).state, get_job(session, job_id).result) == ("done", {"report_id": None})
        assert list_reports(session) == []
