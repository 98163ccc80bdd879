"""The guard before publishing, on the made-up company."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from tests.usecases.company import AS_OF, add_feedback, item, rank_company, refresh, refreshing, table
from voc.db.runs import find_current_run
from voc.db.session import reading
from voc.usecases.refresh.judge_quality import get_quality

MANY = 80


@pytest.fixture
def judged(engine: Engine) -> Iterator[Engine]:
    """The company with its ranking, each run of which is judged however small it is."""
    with refreshing(judged_from=10):
        rank_company(engine)
        yield engine


def flood(engine: Engine) -> None:
    """Remarks about as many things as there are remarks: most of the feedback has no theme then."""
    add_feedback(engine, [item(f"flood-{n}", " ".join(f"word{n}x{k}" for k in range(6)), "A-5") for n in range(MANY)])


def test_a_run_outside_its_bounds_waits_and_the_last_ranking_stands(judged: Engine) -> None:
    before = table(judged)
    flood(judged)
    summary = refresh(judged)
    assert summary.counts["held"] >= 1
    assert table(judged) == before
    with reading(judged) as session:
        card, standing = get_quality(session), find_current_run(session)
    assert standing is not None and standing.id != summary.run_id
    assert (card["run_id"], card["state"]) == (summary.run_id, "held")
    assert any("share without a theme" in reason for reason in card["why"])


def test_a_person_may_publish_it(judged: Engine) -> None:
    flood(judged)
    refresh(judged)
    summary = refresh(judged, anyway=True)
    assert "held" not in summary.counts
    with reading(judged) as session:
        card, standing = get_quality(session), find_current_run(session)
    assert standing is not None and standing.id == summary.run_id
    assert (card["state"], card["why"]) == ("published", [])
    assert refresh(judged).counts.get("held", 0) == 0  # the next run is measured by the one that was published


def test_a_run_like_the_last_is_published(judged: Engine) -> None:
    summary = refresh(judged, full=True)
    assert "held" not in summary.counts
    with reading(judged) as session:
        found = {m["name"]: m["value"] for m in get_quality(session)["measures"]}
    assert found["continuity"] == 1.0
    assert 0 <= found["without_theme"] < 0.2


def test_a_look_back_at_a_past_day_is_not_held(judged: Engine) -> None:
    flood(judged)
    assert "held" not in refresh(judged, AS_OF - timedelta(days=1)).counts


def test_before_the_first_run_there_is_no_card(engine: Engine) -> None:
    with reading(engine) as session:
        card = get_quality(session)
    assert (card["run_id"], card["measures"]) == (None, [])
