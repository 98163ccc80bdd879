"""Refresh: split, embed, theme, score, and publish the run in one transaction.

A run is a pure function of the sorted snapshot, the settings and the seed. Until it is published the last ranking stands.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from voc.db.accounts import list_account_facts
from voc.db.embeddings import list_vectors
from voc.db.fx_rates import load_fx
from voc.db.run_accounts import add_run_accounts
from voc.db.runs import Run, add_run, find_current_run, get_run, publish_run
from voc.db.session import reading, transaction
from voc.db.snippets import SnapshotRow, forget_splits, list_snapshot
from voc.db.themes import PublishedTheme, add_assignments, add_run_themes, list_known_themes, list_memberships, save_themes
from voc.domain.accounts import AccountFacts
from voc.domain.evidence import Mention, window_before
from voc.domain.ids import new_id
from voc.domain.runs import RefreshSettings, RefreshSummary
from voc.domain.themes import RankedTheme
from voc.engine.embed import Embedder, unpack_vectors
from voc.rendering import shapes
from voc.usecases.embed_snippets import embed_snippets
from voc.usecases.score_accounts import score_accounts
from voc.usecases.score_themes import rank_mentions
from voc.usecases.split_feedback import split_feedback
from voc.usecases.theme_snippets import ThemedSnapshot, theme_snapshot

STAGES = ("split", "embed", "theme", "score", "publish")
Progress = Callable[[str, int, int], None]  # stage, done, total


def refresh_themes(engine: Engine, embedder: Embedder, settings: RefreshSettings, as_of: datetime, progress: Progress, *, full: bool = False) -> RefreshSummary:
    """The whole refresh in this process. `full` splits everything again."""
    run_id = begin_run(engine, settings, as_of, full=full)
    split = split_feedback(engine, lambda done, total: progress("split", done, total))
    embedded = embed_snippets(engine, embedder, lambda done, total: progress("embed", done, total))
    return RefreshSummary(run_id, as_of, split, embedded, complete_run(engine, run_id, progress))


def begin_run(engine: Engine, settings: RefreshSettings, as_of: datetime, run_id: str | None = None, *, full: bool = False) -> str:
    """Note a new run; its id. Beginning the same run again changes nothing."""
    run_id = run_id or new_id("run")
    with transaction(engine) as session:
        if full:
            forget_splits(session)
        add_run(session, run_id, as_of, datetime.now(UTC), asdict(settings))
    return run_id


def complete_run(engine: Engine, run_id: str, progress: Progress, settle: Callable[[Session, Mapping[str, int]], None] | None = None) -> Mapping[str, int]:
    """Theme, score and publish a run whose snippets are embedded; the run's counts. A snippet that has no vector yet waits for the next run.

    `settle` joins the transaction that publishes; where it raises, nothing is published.
    """
    with reading(engine) as session:
        run = get_run(session, run_id)
        rows, packed = _load_snapshot(list_snapshot(session, run.as_of), lambda hashes: list_vectors(session, run.settings["model"], hashes))
        current = find_current_run(session)
        before = list_memberships(session, current.id) if current else {}
        known = list_known_themes(session)
    themed = theme_snapshot(
        rows, unpack_vectors(packed), run.settings["model"], before, known, run.settings["seed"], lambda done, total: progress("theme", done, total)
    )
    progress("score", 0, 1)
    mentions = [
        Mention(row.id, row.feedback_id, a.theme_id, row.account, row.occurred_at, row.kind, row.source, s, a.strength)
        for row, a, s in zip(rows, themed.assignments, themed.sentiment, strict=True)
    ]
    scored = _score(engine, run, mentions, themed)
    progress("score", 1, 1)
    progress("publish", 0, 1)
    counts = _count(rows, themed, scored)
    _publish(engine, run, themed, scored, counts, settle)
    progress("publish", 1, 1)
    return counts


def _load_snapshot(rows: list[SnapshotRow], load: Callable[[list[str]], dict[str, bytes]]) -> tuple[list[SnapshotRow], list[bytes]]:
    vectors = load(sorted({row.text_hash for row in rows}))
    embedded = [row for row in rows if row.text_hash in vectors]
    return embedded, [vectors[row.text_hash] for row in embedded]


@dataclass(frozen=True)
class _Scored:
    ranked: list[RankedTheme]
    accounts: Mapping[str, AccountFacts]
    account_shapes: Mapping[str, shapes.Shape]


def _score(engine: Engine, run: Run, mentions: list[Mention], themed: ThemedSnapshot) -> _Scored:
    currency = run.settings["reporting_currency"]
    window = window_before(run.as_of, run.settings["window_days"])
    with reading(engine) as session:
        accounts = list_account_facts(session, window.day, load_fx(session, currency))
        health = score_accounts(session, accounts, mentions, window)
    ranked = rank_mentions(mentions, accounts, dict(themed.themes), window, currency, run.id)
    labels = {key: theme.label for key, theme in themed.themes.items()}
    said: dict[str, list[Mention]] = {key: [] for key in accounts}
    for mention in mentions:
        if mention.account in said:
            said[mention.account].append(mention)
    found = {key: shapes.account(facts, health[key], said[key], labels, window, currency, run.id) for key, facts in accounts.items()}
    return _Scored(ranked, accounts, found)


def _count(rows: list[SnapshotRow], themed: ThemedSnapshot, scored: _Scored) -> dict[str, int]:
    return {
        "items": len({row.feedback_id for row in rows}),
        "unmatched_items": len({row.feedback_id for row in rows if row.account is None}),
        "snippets": len(rows),
        "themed": sum(a.theme_id is not None for a in themed.assignments),
        "foreign": themed.foreign,
        "themes": len(scored.ranked),
        "accounts": len(scored.accounts),
        "unknown_arr_accounts": sum(a.arr is None for a in scored.accounts.values()),
    }


def _publish(
    engine: Engine, run: Run, themed: ThemedSnapshot, scored: _Scored, counts: Mapping[str, int], settle: Callable[[Session, Mapping[str, int]], None] | None
) -> None:
    ranked_ids = {r.theme.id for r in scored.ranked}
    with transaction(engine) as session:
        # A theme whose mentions all lie outside the window keeps its id and its members, unranked.
        save_themes(session, [t for _, t in sorted(themed.themes.items())], run.id)
        add_run_themes(session, run.id, [PublishedTheme(r.rank, r.theme, shapes.theme(r)) for r in scored.ranked])
        add_run_themes(session, run.id, [PublishedTheme(0, t, {}) for key, t in sorted(themed.themes.items()) if key not in ranked_ids])
        add_assignments(session, run.id, themed.assignments, themed.sentiment)
        add_run_accounts(session, run.id, scored.account_shapes)
        publish_run(session, run.id, datetime.now(UTC), counts)
        if settle:
            settle(session, counts)
