"""A worker without a model, for tests in which jobs are to be done."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from tests.fakes import WordEmbedder
from tests.usecases.tools import tools_with
from voc.db.jobs import get_job, list_ringable
from voc.db.session import reading
from voc.domain.deliveries import Outlets
from voc.domain.runs import RefreshSettings
from voc.usecases.work_job import work_job


def work_all(engine: Engine) -> list[str]:
    """Work whatever waits, the oldest first, until nothing does; the kinds of the jobs in turn. A job that goes wrong fails the test."""
    tools = replace(tools_with(Outlets()), embedder=WordEmbedder(), refresh=RefreshSettings("USD", 365, "default", WordEmbedder.name))
    kinds = []
    while True:
        with reading(engine) as session:
            waiting = list_ringable(session, datetime.now(UTC) + timedelta(seconds=1))
        if not waiting:
            return kinds
        assert work_job(engine, waiting[0], tools)
        with reading(engine) as session:
            job = get_job(session, waiting[0])
        assert not job.error, job.error
        kinds.append(job.kind)
