"""Refresh: split, embed, theme, score, and publish the run in one transaction.

A run is a pure function of the sorted snapshot, the settings, the last run and people's decisions. Until it is published the last ranking stands.
"""

import gc
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, fields, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine

from voc.db.decisions import list_decisions
from voc.db.embeddings import list_vectors
from voc.db.runs import Run, add_run, find_current_run, find_lineage_run, get_run, hold_run, list_published_runs
from voc.db.session import reading, transaction
from voc.db.snippets import forget_splits, list_rated, list_snapshot
from voc.domain.counting import count_sure
from voc.domain.evidence import Mention
from voc.domain.ids import new_id
from voc.domain.quality import HISTORY
from voc.domain.runs import RefreshSettings, RefreshSummary
from voc.domain.snapshot import SnapshotRow
from voc.engine.embed import Embedder
from voc.engine.endpoint import Endpoint
from voc.engine.packing import unpack_vectors
from voc.errors import InputError
from voc.pipeline.describe_themes import Namer
from voc.pipeline.group_snippets import Past
from voc.pipeline.measure_quality import measure_quality
from voc.pipeline.theme_snippets import ThemedSnapshot, theme_snapshot
from voc.usecases.refresh.embed_snippets import embed_snippets
from voc.usecases.refresh.judge_quality import judge_run
from voc.usecases.refresh.load_past import load_past
from voc.usecases.refresh.match_themes import match_themes
from voc.usecases.refresh.publish_ranking import Ranking, Settle, publish_ranking, score_ranking
from voc.usecases.refresh.split_feedback import split_feedback

STAGES = ("split", "embed", "theme", "score", "publish")
Progress = Callable[[str, int, int], None]  # stage, done, total


def refresh_themes(
    engine: Engine,
    embedder: Embedder,
    settings: RefreshSettings,
    as_of: datetime,
    progress: Progress,
    *,
    full: bool = False,
    endpoint: Endpoint | None = None,
    anyway: bool = False,
) -> RefreshSummary:
    """The whole refresh in this process. `full` splits and groups everything again; `anyway` publishes a run that its quality card would hold back."""
    run_id = begin_run(engine, settings, as_of, full=full, anyway=anyway)
    split = split_feedback(engine, lambda done, total: progress("split", done, total), settings.personal_patterns, hide_names=settings.hide_names)
    embedded = embed_snippets(engine, embedder, lambda done, total: progress("embed", done, total))
    return RefreshSummary(run_id, as_of, split, embedded, complete_run(engine, run_id, Namer(embedder, endpoint), progress))


def begin_run(engine: Engine, settings: RefreshSettings, as_of: datetime, run_id: str | None = None, *, full: bool = False, anyway: bool = False) -> str:
    """Note a new run; its id. Beginning the same run again changes nothing. `full` and `anyway` as for `refresh_themes`."""
    run_id = run_id or new_id("run")
    with transaction(engine) as session:
        if full:
            forget_splits(session)
        add_run(session, run_id, as_of, datetime.now(UTC), asdict(settings) | {"full": full, "anyway": anyway})
    return run_id


@contextmanager
def _no_collection() -> Iterator[None]:
    """A run makes objects by the hundred thousand and hardly any garbage, and the collector would walk through all of them again and again."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@_no_collection()
def complete_run(engine: Engine, run_id: str, namer: Namer, progress: Progress, settle: Settle | None = None) -> Mapping[str, int]:
    """Theme, score and publish a run whose snippets are embedded; the run's counts. A snippet that has no vector yet waits for the next run.
    A run outside the bounds of its quality card is held back (`held` among the counts): the last ranking stands.

    `settle` joins the transaction that publishes; where it raises, nothing is published.
    """
    with reading(engine) as session:
        run = get_run(session, run_id)
        if namer.embedder.name != run.settings["model"]:
            raise InputError(f"this refresh was begun with the model {run.settings['model']}, and here {namer.embedder.name} is set: refresh again")
        rows, packed = _load_snapshot(list_snapshot(session, run.as_of), lambda hashes: list_vectors(session, run.settings["model"], hashes))
        last, before = find_current_run(session), list_published_runs(session, HISTORY)
        decisions = list_decisions(session)
        past = load_past(session, find_lineage_run(session), decisions)
        rated = list_rated(session, run.as_of)
    vectors = unpack_vectors(packed)
    themed = theme_snapshot(
        rows,
        vectors,
        _settings_of(run),
        past,
        rated,
        namer,
        lambda done, total: progress("theme", done, total),
        full=bool(run.settings.get("full")),
    )
    progress("score", 0, 1)
    matches = match_themes(engine, namer.embedder, [a.theme_id for a in themed.assignments], vectors)
    mentions = _mentions(rows, themed, past)
    ranking = score_ranking(engine, run, mentions, themed, matches)
    progress("score", 1, 1)
    progress("publish", 0, 1)
    counts = _count(rows, themed, ranking) | {"counted": sum(m.theme_id is not None for m in mentions)}
    values = measure_quality(themed, mentions, past)
    card = judge_run(run, before, values, len(rows) - themed.foreign)
    if card.why and not run.settings.get("anyway"):
        _hold(engine, run, counts, {**themed.engine, "quality": values, "held": list(card.why)}, settle)
        progress("publish", 1, 1)
        return {**counts, "held": len(card.why)}
    themed = replace(themed, engine={**themed.engine, "quality": values})
    publish_ranking(engine, run, last, past, decisions, themed, ranking, counts, settle)
    progress("publish", 1, 1)
    return counts


def _hold(engine: Engine, run: Run, counts: Mapping[str, int], noted: Mapping[str, Any], settle: Settle | None) -> None:
    """The last ranking stands on; `settle` joins the transaction that notes so."""
    with transaction(engine) as session:
        hold_run(session, run.id, counts, noted)
        if settle:
            settle(session, {**counts, "held": len(noted["held"])})


def _settings_of(run: Run) -> RefreshSettings:
    """What the run was begun with; one that an older version began has the defaults of what it did not know."""
    known = {f.name: run.settings[f.name] for f in fields(RefreshSettings) if f.name in run.settings}
    return RefreshSettings(**{"granularity": "default", **known})


def _load_snapshot(rows: list[SnapshotRow], load: Callable[[list[str]], dict[str, bytes]]) -> tuple[list[SnapshotRow], list[bytes]]:
    vectors = load(sorted({row.text_hash for row in rows}))
    embedded = [row for row in rows if row.text_hash in vectors]
    return embedded, [vectors[row.text_hash] for row in embedded]


def _mentions(rows: list[SnapshotRow], themed: ThemedSnapshot, past: Past) -> list[Mention]:
    """What is evidence: all but boilerplate and what people ignore."""
    said = [
        Mention(
            row.id, row.feedback_id, a.theme_id, row.account, row.occurred_at, row.kind, row.source, s, a.strength, a.intent, row.author, words=row.text_hash
        )
        for row, a, s in zip(rows, themed.assignments, themed.sentiment, strict=True)
        if row.id not in past.rulings.ignored and row.id not in themed.left_out.snippets
    ]
    return count_sure(said)


def _count(rows: list[SnapshotRow], themed: ThemedSnapshot, ranking: Ranking) -> dict[str, int]:
    return {
        "items": len({row.feedback_id for row in rows}),
        "unmatched_items": len({row.feedback_id for row in rows if row.account is None}),
        "snippets": len(rows),
        "themed": sum(a.theme_id is not None for a in themed.assignments),
        "foreign": themed.foreign,
        "boilerplate": len(themed.left_out.snippets),
        "themes": len(ranking.ranked),
        "areas": len(ranking.areas),
        "accounts": len(ranking.accounts),
        "unknown_arr_accounts": sum(a.arr is None for a in ranking.accounts.values()),
        "untold_arr_accounts": ranking.untold_arr,
    }
