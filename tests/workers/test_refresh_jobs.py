from collections.abc import Callable
from contextlib import suppress
from subprocess import Popen

import psutil
import pytest
from sqlalchemy import Engine

from tests.conftest import need_service
from tests.remembering import RememberingEmbedder
from tests.walk.conftest import AS_OF, SETTINGS
from tests.workers.conftest import ask_for_refresh, wait_for, workers_of
from voc.db.assignments import list_memberships
from voc.db.jobs import Job, count_group, count_jobs
from voc.db.runs import list_runs
from voc.db.session import reading
from voc.domain.ids import derive_id
from voc.usecases.refresh.refresh_themes import refresh_themes
from voc.usecases.themes.list_themes import ThemeQuery, list_themes


def table_of(engine: Engine) -> list[tuple[object, ...]]:
    with reading(engine) as session:
        return [(t["id"], t["rank"], t["label"], t["score"], t["mentions"], t["affected_arr"]["amount"]) for t in list_themes(session, ThemeQuery()).themes]


@pytest.mark.parametrize(("broker", "database"), [("", "sqlite"), ("VOC_TEST_REDIS_URL", "postgresql"), ("VOC_TEST_RABBITMQ_URL", "postgresql")])
def test_a_refresh_is_sharded_and_published_on_every_broker(
    broker: str, database: str, fresh_database: Callable[[str], Engine], small_company: Callable[[Engine], None], start_worker: Callable[..., Popen[bytes]]
) -> None:
    engine = fresh_database(database)
    small_company(engine)
    start_worker(engine, need_service(broker) if broker else "", VOC_EMBEDDING_SHARD="40")
    job_id = ask_for_refresh(engine)
    job = wait_for(engine, job_id)
    assert job.state == "done", job.error
    with reading(engine) as session:
        shards = count_group(session, derive_id("run", job_id))
        assert list(shards) == ["done"]
        assert shards["done"] > 2
    assert table_of(engine)


def test_a_refresh_survives_three_kills_and_gives_the_table_of_an_undisturbed_one(
    fresh_database: Callable[[str], Engine],
    small_company: Callable[[Engine], None],
    start_worker: Callable[..., Popen[bytes]],
    embedder: RememberingEmbedder,
) -> None:
    undisturbed, disturbed = fresh_database("sqlite"), fresh_database("sqlite")
    small_company(undisturbed)
    small_company(disturbed)
    refresh_themes(undisturbed, embedder, SETTINGS, AS_OF, lambda *_: None)

    supervisor = start_worker(disturbed, VOC_EMBEDDING_SHARD="12")
    job_id = ask_for_refresh(disturbed)
    killed_at: list[int] = []

    def kill_now_and_then(_: Job) -> None:
        with reading(disturbed) as session:
            jobs = count_jobs(session)
        shards_done = jobs.get("done", 0)
        if len(killed_at) < 3 and jobs.get("running") and shards_done >= 2 * len(killed_at) + 1 and shards_done not in killed_at:
            for process in workers_of(supervisor):
                with suppress(psutil.NoSuchProcess):
                    process.kill()
            killed_at.append(shards_done)

    job = wait_for(disturbed, job_id, kill_now_and_then)
    assert job.state == "done", job.error
    assert len(killed_at) == 3
    with reading(disturbed) as session:
        assert [run.state for run in list_runs(session, 10)] == ["published"]
        assert set(count_jobs(session)) == {"done"}
    assert table_of(disturbed) == table_of(undisturbed)
    assert places_of(disturbed) == places_of(undisturbed)


def places_of(engine: Engine) -> dict[str, str]:
    with reading(engine) as session:
        return list_memberships(session, list_runs(session, 1)[0].id)
