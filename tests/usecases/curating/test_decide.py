"""How a decision takes effect: by which refresh, and as of when."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from tests.api.company import AS_OF, import_company, publish, rank_company, theme_id
from voc.db.assignments import list_members
from voc.db.decisions import list_decisions
from voc.db.jobs import claim_job, get_job
from voc.db.runs import find_current_run
from voc.db.session import reading, transaction
from voc.domain.evidence import end_of_day
from voc.errors import NotFoundError
from voc.usecases.curating.place_snippet import ignore_snippet, place_snippet
from voc.usecases.shared.request_refresh import request_refresh

NOW = datetime(2026, 11, 5, 12, tzinfo=UTC)


def ignore(engine: Engine, place: int, now: datetime = NOW) -> str:
    """Decide of the theme's snippet of this place; the job."""
    with transaction(engine) as session:
        run = find_current_run(session)
        assert run is not None
        job_id = ignore_snippet(session, list_members(session, run.id, theme_id("export"))[place], "Ana", now).job_id
    assert job_id is not None
    return job_id


def as_of(engine: Engine, job_id: str) -> datetime:
    with reading(engine) as session:
        return datetime.fromisoformat(get_job(session, job_id).payload["as_of"])


@pytest.mark.parametrize("stands_at", [AS_OF, end_of_day(AS_OF.date())])
def test_a_decision_is_not_left_to_a_refresh_that_has_begun(engine: Engine, stands_at: datetime) -> None:
    import_company(engine)
    publish(engine, as_of=stands_at)
    first = ignore(engine, 0)
    assert ignore(engine, 1, NOW + timedelta(seconds=1)) == first
    with transaction(engine) as session:
        assert claim_job(session, first, NOW, 60) is not None
    later = ignore(engine, 2, NOW + timedelta(seconds=2))
    assert later != first
    assert ignore(engine, 3, NOW + timedelta(seconds=3)) == later


def test_a_refresh_of_now_that_waits_serves_decisions_too(engine: Engine) -> None:
    rank_company(engine)
    with transaction(engine) as session:
        waiting = request_refresh(session, NOW, NOW)
    assert ignore(engine, 0, NOW + timedelta(minutes=1)) == waiting


def test_a_ranking_as_of_a_chosen_day_stays_there_and_any_other_comes_up_to_now(engine: Engine) -> None:
    import_company(engine)
    publish(engine, 1, as_of=end_of_day(AS_OF.date()))
    assert as_of(engine, ignore(engine, 0)) == end_of_day(AS_OF.date())
    publish(engine, 2, as_of=AS_OF)
    assert as_of(engine, ignore(engine, 1)) == NOW


def test_before_the_first_ranking_nothing_can_be_decided(engine: Engine) -> None:
    import_company(engine)
    with transaction(engine) as session:
        with pytest.raises(NotFoundError, match="no ranking yet"):
            place_snippet(session, "snp_x", None, "Ana", NOW)
        assert list_decisions(session) == []


def test_decisions_are_numbered_in_the_order_in_which_they_were_made(engine: Engine) -> None:
    rank_company(engine)
    for place in range(3):
        ignore(engine, place, NOW - timedelta(hours=place))  # whatever the clock says
    with reading(engine) as session:
        assert [d.sequence for d in list_decisions(session)] == [1, 2, 3]
