from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from voc.db.jobs import (
    Job,
    LostLeaseError,
    add_job,
    claim_job,
    count_group,
    count_jobs,
    find_oldest_waiting,
    finish_job,
    finish_parked,
    get_job,
    give_up_jobs,
    list_open_jobs,
    list_ringable,
    park_job,
    renew_lease,
    retry_job,
)  # fmt: skip
from voc.db.session import reading, transaction
from voc.errors import NotFoundError

NOW = datetime(2026, 10, 1, 12, tzinfo=UTC)
LEASE = 30
LATER = NOW + timedelta(seconds=LEASE + 1)


def add(engine: Engine, kind: str = "refresh", **options: Any) -> str:
    with transaction(engine) as session:
        return add_job(session, kind, {"n": 1}, options.pop("now", NOW), **options)


def claim(engine: Engine, job_id: str, now: datetime = NOW) -> Job | None:
    with transaction(engine) as session:
        return claim_job(session, job_id, now, LEASE)


def claimed(engine: Engine, job_id: str, now: datetime = NOW) -> Job:
    job = claim(engine, job_id, now)
    assert job is not None
    return job


def claim_here(session: Session, job_id: str) -> Job:
    job = claim_job(session, job_id, NOW, LEASE)
    assert job is not None
    return job


def stored(engine: Engine, job_id: str) -> Job:
    with reading(engine) as session:
        return get_job(session, job_id)


def ringable(engine: Engine, now: datetime = NOW) -> list[str]:
    with reading(engine) as session:
        return list_ringable(session, now)


def test_a_job_goes_from_waiting_over_running_to_done(engine: Engine) -> None:
    job_id = add(engine)
    assert stored(engine, job_id).state == "waiting"
    job = claimed(engine, job_id)
    assert (job.state, job.attempts, job.payload) == ("running", 1, {"n": 1})
    with transaction(engine) as session:
        finish_job(session, job, LATER, {"themes": 3})
    done = stored(engine, job_id)
    assert (done.state, done.result, done.finished_at) == ("done", {"themes": 3}, LATER)
    assert claim(engine, job_id, LATER) is None
    assert ringable(engine, LATER) == []


def test_only_one_of_many_at_once_gets_the_job(engine: Engine) -> None:
    job_id, workers = add(engine), 4
    ready = Barrier(workers)
    found: list[Job | None] = []

    def work() -> None:
        ready.wait()
        found.append(claim(engine, job_id))

    threads = [Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == workers
    assert [job.attempts for job in found if job] == [1]


def test_a_claim_that_is_not_committed_keeps_others_off_where_rows_can_be_locked(postgresql_engine: Engine, empty_tables: Any) -> None:
    empty_tables(postgresql_engine)
    job_id = add(postgresql_engine)
    with transaction(postgresql_engine) as session:
        assert claim_job(session, job_id, NOW, LEASE) is not None
        assert claim(postgresql_engine, job_id) is None


def test_a_job_is_free_again_when_its_lease_has_run_out(engine: Engine) -> None:
    job_id = add(engine)
    first = claimed(engine, job_id)
    assert claim(engine, job_id, NOW + timedelta(seconds=LEASE)) is None
    assert ringable(engine) == []
    assert ringable(engine, LATER) == [job_id]
    second = claimed(engine, job_id, LATER)
    assert second.attempts == 2
    assert second.lease_token != first.lease_token


def test_a_renewed_lease_keeps_the_job_and_says_how_far_it_is(engine: Engine) -> None:
    job = claimed(engine, add(engine))
    with transaction(engine) as session:
        assert renew_lease(session, job, LATER + timedelta(seconds=LEASE), {"done": 5})
    assert claim(engine, job.id, LATER) is None
    assert stored(engine, job.id).progress == {"done": 5}


def add_and_settle(engine: Engine, settle: Callable[[Session], None]) -> None:
    with transaction(engine) as session:
        add_job(session, "publish", {}, LATER, key="what comes of it")
        settle(session)


def test_who_lost_the_lease_undoes_all_it_did(engine: Engine) -> None:
    slow = claimed(engine, add(engine))
    quick = claimed(engine, slow.id, LATER)
    for settle in (lambda s: finish_job(s, slow, LATER, {"by": "slow"}), lambda s: park_job(s, slow)):
        with pytest.raises(LostLeaseError, match=slow.id):
            add_and_settle(engine, settle)
    with transaction(engine) as session:
        assert not renew_lease(session, slow, LATER + timedelta(days=1), {"by": "slow"})
        retry_job(session, slow, LATER, "slow", final=True)
    assert stored(engine, slow.id) == quick
    with reading(engine) as session:
        assert count_jobs(session) == {"running": 1}
    with transaction(engine) as session:
        finish_job(session, quick, LATER, {"by": "quick"})
    assert stored(engine, slow.id).result == {"by": "quick"}


def test_a_job_cannot_be_finished_twice(engine: Engine) -> None:
    job = claimed(engine, add(engine))
    with transaction(engine) as session:
        finish_job(session, job, NOW, {})
    with pytest.raises(LostLeaseError), transaction(engine) as session:
        finish_job(session, job, NOW, {})


def test_jobs_of_one_key_are_one_job(engine: Engine) -> None:
    first = add(engine, key="refresh:2026-10-01")
    assert add(engine, key="refresh:2026-10-01") == first
    assert add(engine, key="refresh:2026-10-02") != first
    assert len({add(engine), add(engine)}) == 2
    with reading(engine) as session:
        assert count_jobs(session) == {"waiting": 4}
    with transaction(engine) as session:
        finish_job(session, claim_here(session, first), NOW, {})
    assert add(engine, key="refresh:2026-10-01") == first
    assert stored(engine, first).state == "done"


def test_what_went_wrong_is_tried_again_until_it_is_final(engine: Engine) -> None:
    job_id = add(engine)
    with transaction(engine) as session:
        retry_job(session, claim_here(session, job_id), NOW, "disk full", final=False)
    assert (stored(engine, job_id).state, stored(engine, job_id).error, ringable(engine)) == ("waiting", "disk full", [job_id])
    again = claimed(engine, job_id)
    assert (again.attempts, again.error) == (2, None)
    with transaction(engine) as session:
        retry_job(session, again, LATER, "disk still full", final=True)
    failed = stored(engine, job_id)
    assert (failed.state, failed.error, failed.finished_at, ringable(engine, LATER)) == ("failed", "disk still full", LATER, [])


def test_a_job_whose_worker_died_as_often_as_it_is_tried_is_given_up(engine: Engine) -> None:
    job_id, other = add(engine), add(engine)
    moment = NOW
    for _ in range(3):
        with transaction(engine) as session:
            assert give_up_jobs(session, moment, attempts=3) == []
        claimed(engine, job_id, moment)
        moment += timedelta(seconds=LEASE + 1)
    claimed(engine, other, moment - timedelta(seconds=LEASE + 1))
    with transaction(engine) as session:
        assert [job.id for job in give_up_jobs(session, moment - timedelta(seconds=2), attempts=3)] == []
        assert [job.id for job in give_up_jobs(session, moment, attempts=3)] == [job_id]
    assert (stored(engine, job_id).state, stored(engine, job_id).error) == ("failed", "its worker died 3 times")
    assert stored(engine, other).state == "running"
    assert claim(engine, job_id, moment) is None


def test_a_parked_job_waits_for_the_last_of_its_group(engine: Engine) -> None:
    parent = claimed(engine, add(engine))
    with transaction(engine) as session:
        park_job(session, parent)
        parts = [add_job(session, "embed", {}, NOW, group_id="run_1") for _ in range(2)]
    assert claim(engine, parent.id, LATER) is None
    assert parent.id not in ringable(engine, LATER)
    with transaction(engine) as session:
        finish_job(session, claim_here(session, parts[0]), NOW, {})
    with reading(engine) as session:
        assert count_group(session, "run_1") == {"done": 1, "waiting": 1}
    with transaction(engine) as session:
        finish_parked(session, parent.id, LATER, result={"themes": 2})
        finish_parked(session, parts[1], LATER, result={"not": "parked"})
    assert (stored(engine, parent.id).state, stored(engine, parent.id).result) == ("done", {"themes": 2})
    assert stored(engine, parts[1]).state == "waiting"


def test_a_parked_job_fails_with_its_part(engine: Engine) -> None:
    parent = claimed(engine, add(engine))
    with transaction(engine) as session:
        park_job(session, parent)
        finish_parked(session, parent.id, LATER, error="out of memory")
        finish_parked(session, parent.id, LATER, result={"too": "late"})
    assert (stored(engine, parent.id).state, stored(engine, parent.id).error) == ("failed", "out of memory")


def test_what_waits_is_rung_for_the_oldest_first(engine: Engine) -> None:
    late, early = add(engine, now=NOW + timedelta(minutes=1)), add(engine)
    assert ringable(engine) == [early, late]
    with reading(engine) as session:
        assert list_ringable(session, NOW, limit=1) == [early]
        assert find_oldest_waiting(session) == NOW
        assert list_open_jobs(session, "refresh")[0].id == early
        assert list_open_jobs(session, "import") == []


def test_a_job_that_nobody_knows_is_not_found(engine: Engine) -> None:
    assert claim(engine, "job_nobody") is None
    with pytest.raises(NotFoundError, match="job_nobody"):
        stored(engine, "job_nobody")


def fail(session: Session) -> None:
    raise RuntimeError("the import failed")


def test_a_job_is_added_with_what_caused_it_or_not_at_all(engine: Engine) -> None:
    with pytest.raises(RuntimeError, match="import"):
        add_and_settle(engine, fail)
    with reading(engine) as session:
        assert count_jobs(session) == {}
        assert find_oldest_waiting(session) is None
