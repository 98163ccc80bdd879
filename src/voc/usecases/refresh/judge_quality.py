"""Judge a run before it is published, and show the card of the latest that was judged."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from sqlalchemy.orm import Session

from voc.db.runs import Run, find_judged_run, list_published_runs
from voc.domain.quality import ENOUGH, HISTORY, QualityCard, judge_card, measure_card
from voc.rendering.shapes import Shape, moment

DECISIVE = ("model", "granularity", "languages", "window_days", "personal_patterns", "hide_names")  # settings that change what a ranking looks like


def judge_run(run: Run, before: Sequence[Run], values: Mapping[str, float | None], points: int) -> QualityCard:
    """The card of a run that is about to be published; `before` are published runs, the last first."""
    # A look back at a past day is of other feedback than the last run, and somebody asked for it.
    same = not before or (run.as_of >= before[0].as_of and all(before[0].settings.get(name) == run.settings.get(name) for name in DECISIVE))
    return judge_card(values, points, _values(before), by_same_settings=same, enough=int(run.settings.get("judged_from", ENOUGH)))


def get_quality(session: Session) -> Shape:
    """The card of the latest run that was judged, held back or published, in the API's shape; before the first an empty one."""
    run = find_judged_run(session)
    if run is None:
        return {"object": "quality", "run_id": None, "as_of": None, "state": None, "why": [], "measures": []}
    before = [past for past in list_published_runs(session, HISTORY + 1) if past.id != run.id and past.started_at < run.started_at]
    return {
        "object": "quality",
        "run_id": run.id,
        "as_of": moment(run.as_of),
        "state": run.state,
        "why": list(run.engine.get("held", [])),
        "measures": [asdict(m) | {"words": m.words} for m in measure_card(run.engine.get("quality", {}), _values(before))],
    }


def _values(runs: Sequence[Run]) -> list[Mapping[str, float | None]]:
    """What the runs' cards measured; runs of older versions have none."""
    return [run.engine["quality"] for run in runs if "quality" in run.engine]
