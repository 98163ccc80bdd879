"""How far a job is, also where its work goes on in others."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from voc.db.jobs import Job, add_job, claim_job, finish_job, get_job, park_job, renew_lease
from voc.db.session import transaction
from voc.domain.ids import derive_id
from voc.usecases.follow_job import Progress, follow_job

NOW = datetime(2026, 11, 5, 12, tzinfo=UTC)
LATER = NOW + timedelta(minutes=2)


def claim(session: Session, job_id: str) -> Job:
    job = claim_job(session, job_id, NOW, 60)
    assert job
    return job


def say(session: Session, job_id: str, **progress: Any) -> None:
    renew_lease(session, claim(session, job_id), NOW, progress)


def test_a_job_tells_its_stage_its_share_and_what_is_left(engine: Engine) -> None:
    with transaction(engine) as session:
        job_id = add_job(session, "refresh", {}, NOW)
        assert follow_job(session, get_job(session, job_id), LATER) == Progress()
        say(session, job_id, stage="split", done=50, total=200, since=NOW.isoformat())
        session.expire_all()
        found = follow_job(session, get_job(session, job_id), LATER)
        assert (found.step, found.share, found.minutes) == (1, 0.25, 6)
        assert follow_job(session, get_job(session, job_id), NOW).minutes is None, "nobody can tell yet"


def test_a_refresh_whose_work_goes_on_in_others_tells_of_these(engine: Engine) -> None:
    with transaction(engine) as session:
        job_id = add_job(session, "refresh", {}, NOW)
        park_job(session, claim(session, job_id))
        run = derive_id("run", job_id)
        first, second = (add_job(session, "embed", {}, NOW, key=name, group_id=run) for name in ("a", "b"))
        finish_job(session, claim(session, first), LATER, {})
        say(session, second, stage="embed", done=1, total=2, since=NOW.isoformat())
        session.expire_all()
        found = follow_job(session, get_job(session, job_id), LATER)
        assert (found.stage, found.step, found.share, found.minutes) == ("embed", 2, 0.75, 2)
        assert follow_job(session, get_job(session, job_id), LATER + timedelta(minutes=9)).minutes == 0, "it takes longer than was thought"
        last = add_job(session, "publish", {}, NOW, key=f"publish:{run}")
        assert follow_job(session, get_job(session, job_id), LATER) == Progress("theme")
        say(session, last, stage="theme", done=1, total=4, since=NOW.isoformat())
        session.expire_all()
        assert follow_job(session, get_job(session, job_id), LATER) == Progress("theme", 0.25, 6)


def test_a_job_of_an_older_version_tells_no_time(engine: Engine) -> None:
    with transaction(engine) as session:
        job_id = add_job(session, "import", {}, NOW)
        say(session, job_id, stage="import", done=1, total=4)
        session.expire_all()
        assert follow_job(session, get_job(session, job_id), LATER) == Progress("import", 0.25, None)
