"""The tasks: shims. They take ids, and everything else is in the database."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

from sqlalchemy import Engine

from voc.broker import TICK, WORK_JOB, ring
from voc.db.session import create_database
from voc.engine.encoders.choose import make_embedder
from voc.settings import get_settings, standing_settings
from voc.usecases.feedback.drop_uploads import drop_uploads
from voc.usecases.keep_jobs import keep_jobs
from voc.usecases.work_job import Tools, work_job
from voc_workers.app import app

UNPACKED = 10  # times an upload's limit that a packed file may hold


@cache
def engine() -> Engine:
    """The process's database."""
    return create_database(get_settings().database_url)


@cache
def tools() -> Tools:
    """The process's tools; the model is loaded at the first text."""
    settings = get_settings()
    return Tools(
        embedder=make_embedder(settings.encoding()),
        refresh=settings.refresh_settings(),
        shard=settings.embedding_shard,
        lease_seconds=settings.lease_seconds,
        attempts=settings.job_attempts,
        unpacked_limit=UNPACKED * settings.max_upload_mb * 2**20,
        ring=lambda job_id: ring(app, job_id),
        endpoint=settings.naming_endpoint(),
        outlets=settings.outlets(),
    )


@app.task(name=WORK_JOB)  # type: ignore[untyped-decorator]
def work(job_id: str) -> None:
    """Somebody rang for this job."""
    work_job(engine(), job_id, replace(tools(), refresh=standing_settings(engine()).refresh_settings()))


@app.task(name=TICK)  # type: ignore[untyped-decorator]
def tick() -> None:
    """The beat: ring again for what waits, start what is due."""
    settings = standing_settings(engine())
    drop_uploads(engine(), settings.data_dir.absolute() / "uploads", datetime.now(UTC))
    keep_jobs(
        engine(),
        lambda job_id: ring(app, job_id),
        attempts=settings.job_attempts,
        refresh_every_hours=settings.refresh_every_hours,
        report_day=settings.report_day,
        keep_feedback_months=settings.keep_feedback_months,
    )
