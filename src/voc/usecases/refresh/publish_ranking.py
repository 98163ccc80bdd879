"""Publish: a themed snapshot to the ranking that stands, with the ledger of what changed, in one transaction."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from voc.db.assignments import add_assignments, list_memberships, list_recent_mentions
from voc.db.boilerplate import save_boilerplate
from voc.db.health_alerts import add_alerts, list_told_falls
from voc.db.matches import ThemeMatch, add_matches
from voc.db.proposals import save_proposals
from voc.db.run_accounts import add_run_accounts
from voc.db.run_exposures import add_run_exposures
from voc.db.runs import Run, find_latest_as_of, publish_run
from voc.db.session import reading, transaction
from voc.db.suggestions import save_suggestions
from voc.db.theme_events import add_theme_events, list_gone, list_told_sizes
from voc.db.themes import PublishedTheme, add_run_themes, list_known_themes, list_run_themes, save_themes
from voc.domain.accounts import AccountFacts
from voc.domain.areas import RankedArea, rank_areas
from voc.domain.calibration import Calibration
from voc.domain.decisions import Decision, decided_since
from voc.domain.evidence import Mention, window_before
from voc.domain.health import only_new
from voc.domain.ledger import RECENT_DAYS, Standing, ThemeEvent, tell_events
from voc.domain.scope_backtest import back_test, calibrate_scope
from voc.domain.themes import RankedTheme, Theme
from voc.pipeline.group_snippets import Past
from voc.pipeline.theme_snippets import ThemedSnapshot
from voc.rendering import shapes
from voc.usecases.shared.load_books import load_books, plans_of
from voc.usecases.shared.score_accounts import JudgedAccounts, judge_accounts
from voc.usecases.shared.score_themes import rank_mentions, weights_of
from voc.usecases.shared.tabulate_exposure import Scored, tabulate_all

Settle = Callable[[Session, Mapping[str, int]], None]


@dataclass(frozen=True)
class Ranking:
    """What is to be published: the themes ranked, the areas, the accounts with their health and how it was judged, each theme's mentions of the last
    RECENT_DAYS, what the company's past says of the scopes' probabilities, what was matched to the themes, the exposure tables, the fingerprint of the
    books that all of it was read from, the ids of the snippets that do not count where they were put, and
    the ARR that each of these would add if a person said that it belongs there; `untold_arr`: the accounts whose ARR nobody told."""

    ranked: list[RankedTheme]
    areas: list[RankedArea]
    accounts: Mapping[str, AccountFacts]
    account_shapes: Mapping[str, shapes.Shape]
    judged: JudgedAccounts
    recent: Mapping[str, int]
    scope_calibration: Calibration
    matches: Sequence[ThemeMatch]
    exposure: Mapping[str, Sequence[Mapping[str, Any]]]
    books: str
    possible: Collection[str]
    stakes: Mapping[str, Decimal]
    untold_arr: int


def score_ranking(engine: Engine, run: Run, mentions: Sequence[Mention], themed: ThemedSnapshot, matches: Sequence[ThemeMatch]) -> Ranking:
    """Rank the themes and judge the accounts' health over the run's window."""
    currency = run.settings["reporting_currency"]
    window = window_before(run.as_of, run.settings["window_days"])
    with reading(engine) as session:
        said = list_known_themes(session)
        themes = {key: _as_said(theme, said.get(key)) for key, theme in themed.themes.items() if theme.level == "theme"}
        books = load_books(session, window.day, run.started_at.date(), currency, matches, plans_of(run))
        accounts = books.accounts
    # A full run learns from the past anew; a small step goes by what the last one learned, so that a decision moves no other theme's probability.
    learned = None if themed.engine.get("full", True) else themed.engine.get("scope")
    calibration = Calibration(**learned) if learned else calibrate_scope(back_test(mentions, themes.keys(), accounts, run.as_of, run.settings["window_days"]))
    ranked = rank_mentions(mentions, books, themes, window, run.id, weights_of(run), calibration)
    with reading(engine) as session:
        judged = judge_accounts(session, accounts, mentions, window.as_of, ranked)
    known_areas = {key: theme for key, theme in themed.themes.items() if theme.level == "area"}
    areas, exposure = rank_areas(ranked, known_areas, books), tabulate_all(Scored(ranked, known_areas, books), window, run.id)
    labels = {key: theme.label for key, theme in themes.items()}
    by_account: dict[str, list[Mention]] = {key: [] for key in accounts}
    for mention in mentions:
        if mention.account in by_account:
            by_account[mention.account].append(mention)
    found = {key: shapes.account(facts, judged.health[key], by_account[key], labels, window, currency, run.id) for key, facts in accounts.items()}
    maybe = [m for m in mentions if m.possible_in is not None]
    possible = frozenset(m.snippet_id for m in maybe)
    stakes = {m.snippet_id: arr for m in maybe if m.account in accounts and (arr := accounts[str(m.account)].arr) is not None}
    untold = sum(not books.arr.is_told(key, books.day) for key in accounts)
    recent = _recent(mentions, run.as_of)
    return Ranking(ranked, areas, accounts, found, judged, recent, calibration, matches, exposure, books.fingerprint, possible, stakes, untold)


def _as_said(theme: Theme, said: Theme | None) -> Theme:
    """The theme with what people said of it since the run began."""
    return replace(theme, strategic_fit=said.strategic_fit, verdict=said.verdict, feature_id=said.feature_id) if said else theme


def _recent(mentions: Sequence[Mention], as_of: datetime) -> Mapping[str, int]:
    since = as_of - timedelta(days=RECENT_DAYS)
    return Counter(m.theme_id for m in mentions if m.theme_id is not None and since < m.occurred_at <= as_of)


def publish_ranking(
    engine: Engine,
    run: Run,
    last: Run | None,
    past: Past,
    decisions: Sequence[Decision],
    themed: ThemedSnapshot,
    ranking: Ranking,
    counts: Mapping[str, int],
    settle: Settle | None,
) -> None:
    """Let the ranking stand. `settle` joins the transaction; where it raises, nothing is published."""
    ranked_ids = {r.theme.id for r in ranking.ranked}
    unranked = [t for key, t in sorted(themed.themes.items()) if t.level == "theme" and key not in ranked_ids]
    with transaction(engine) as session:
        now = datetime.now(UTC)
        events = _tell(session, last, past, decisions, themed, ranking)
        save_themes(session, [t for _, t in sorted(themed.themes.items())], run.id)
        add_run_themes(session, run.id, [PublishedTheme(r.rank, r.theme, shapes.theme(r)) for r in ranking.ranked])
        # A theme whose mentions all lie outside the window keeps its id and its members, unranked.
        add_run_themes(session, run.id, [PublishedTheme(0, t, {}) for t in unranked])
        add_run_themes(session, run.id, [PublishedTheme(a.rank, a.area, shapes.area(a, run.id, run.as_of)) for a in ranking.areas])
        add_assignments(session, run.id, themed.assignments, themed.sentiment, ranking.possible)
        if themed.proposals is not None:
            save_proposals(session, themed.proposals)
        save_suggestions(session, themed.suggestions, run.started_at, ranking.stakes)
        save_boilerplate(session, themed.left_out.listed, run.started_at)
        add_matches(session, run.id, ranking.matches)
        add_run_accounts(session, run.id, ranking.account_shapes)
        add_run_exposures(session, run.id, ranking.exposure)
        add_theme_events(session, run.id, now, events)
        if run.as_of >= (find_latest_as_of(session) or run.as_of):  # a look back at a past day alarms nobody
            add_alerts(session, only_new(ranking.judged.falls, list_told_falls(session)), run.id, now)
        told = {"scope": asdict(ranking.scope_calibration), "health_weights": ranking.judged.weights, "books": ranking.books}
        publish_run(session, run.id, now, counts, {**themed.engine, **told})
        if settle:
            settle(session, counts)


def _tell(session: Session, last: Run | None, past: Past, decisions: Sequence[Decision], themed: ThemedSnapshot, ranking: Ranking) -> list[ThemeEvent]:
    """What the ledger notes of this run."""
    before = Standing({}, {})
    if last:
        before = Standing(
            list_memberships(session, last.id),
            {p.theme.id: past.known[p.theme.id].label or p.theme.label for p in list_run_themes(session, last.id)},
            list_recent_mentions(session, last.id, last.as_of - timedelta(days=RECENT_DAYS), last.as_of),
        )
    labels = {i: t.label for i, t in themed.themes.items() if t.level == "theme"}
    after = Standing({a.snippet_id: a.theme_id for a in themed.assignments if a.theme_id is not None}, labels, ranking.recent)
    since = decided_since(decisions, last.started_at) if last else list(decisions)
    return tell_events(before, after, since, list_gone(session), list_told_sizes(session))
