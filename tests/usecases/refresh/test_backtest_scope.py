from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, update

from tests.usecases.company import FEEDBACK, complaints, import_company, rank_company, refresh
from voc.db.runs import Run, find_current_run
from voc.db.session import reading, transaction
from voc.db.tables import RunRow
from voc.domain.calibration import AS_SHIPPED, Calibration
from voc.errors import InputError
from voc.usecases.refresh.backtest_scope import backtest_scope, measure_scope
from voc.usecases.shared.score_themes import EvidenceFilter, scope_calibration, score_themes


def current(engine: Engine) -> Run:
    with reading(engine) as session:
        run = find_current_run(session)
    assert run is not None
    return run


def test_the_past_of_the_company_is_told_and_who_came_is_counted(ranked: Engine) -> None:
    with reading(ranked) as session:
        found = backtest_scope(session, current(ranked))
    assert [f"{cutoff:%Y-%m-%d}" for cutoff in found.cutoffs] == ["2026-06-30", "2026-07-31"]
    # Three complaints at each end; the remark about parrots came later. By 28 September two more accounts had complained of exports, none of the rest two.
    assert (len(found.outcomes), found.alone) == (6, 0)
    assert sorted(o.new_accounts for o in found.outcomes if o.cutoff == found.cutoffs[0]) == [1, 1, 3]
    assert {(m.group, m.method) for m in found.measured} == {
        (group, method) for group in ("all", "themes") for method in ("recalibrated", "as shipped", "mentions >= 3", "accounts >= 2")
    }
    assert sum(b.count for b in found.reliability["all"]) == 6
    assert found.calibration == AS_SHIPPED  # six outcomes are too few to learn from


def test_a_rule_of_thumb_is_given_the_best_shares_that_it_could_have_said(ranked: Engine) -> None:
    with reading(ranked) as session:
        found = backtest_scope(session, current(ranked))
    (rule,) = (m for m in found.measured if (m.method, m.group) == ("accounts >= 2", "all"))
    yes, no = ([o.came for o in found.outcomes if (o.accounts >= 2) is verdict] for verdict in (True, False))
    expected = sum(len(some) * (sum(some) / len(some)) * (1 - sum(some) / len(some)) for some in (yes, no) if some) / len(found.outcomes)
    assert rule.brier == pytest.approx(expected)
    assert rule.calibration_error is None
    assert measure_scope(found.outcomes, found.as_of).measured == found.measured


def test_a_short_history_is_too_little_to_test_on(engine: Engine) -> None:
    import_company(engine, [row for row in FEEDBACK if row["occurred_at"] >= "2026-07"] + complaints("export", ["A-1"] * 6, source="chat"))
    refresh(engine)
    with reading(engine) as session:
        run = current(engine)
        early = Run(run.id, run.state, datetime(2026, 8, 1, tzinfo=UTC), run.started_at, run.published_at, run.settings, run.counts, run.engine)
        with pytest.raises(InputError, match="too little history"):
            backtest_scope(session, early)


def test_a_refresh_keeps_what_it_learnt_and_every_later_reading_applies_it(engine: Engine) -> None:
    rank_company(engine)
    run = current(engine)
    assert run.engine["scope"] == {"slope": 1.0, "intercept": 0.0, "outcomes": 0}
    assert scope_calibration(run) == AS_SHIPPED
    with reading(engine) as session:
        shipped = {r.theme.id: r.scope.probability for r in score_themes(session, run, EvidenceFilter())}
    with transaction(engine) as session:
        learnt = {**run.engine, "scope": {"slope": 0.5, "intercept": -0.4, "outcomes": 90}}
        session.execute(update(RunRow).where(RunRow.id == run.id).values(engine=learnt))
    run = current(engine)
    assert scope_calibration(run) == Calibration(0.5, -0.4, 90)
    with reading(engine) as session:
        moved = {r.theme.id: r.scope.probability for r in score_themes(session, run, EvidenceFilter())}
    assert moved.keys() == shipped.keys()
    assert moved != shipped


def test_a_run_of_an_older_version_is_read_as_shipped(ranked: Engine) -> None:
    run = current(ranked)
    older = {key: value for key, value in run.engine.items() if key != "scope"}
    assert scope_calibration(Run(run.id, run.state, run.as_of, run.started_at, run.published_at, run.settings, run.counts, older)) == AS_SHIPPED
