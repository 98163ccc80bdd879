"""The same question with themes that the engine finds in real texts, and without hindsight.

    python benchmarks/scope_engine.py [--seeds 10] [--accounts 200] [--months 18] [--data FILE.csv ...]

A simulated company's files go through import and refresh as of 90 days before the end, and again at the end. `ahead`: what the first ranking said, against the
accounts that raised the theme in the 90 days after, by the second run's themes; `truly` against those that voiced the need that most of the theme's points are
about. `back-test`: what `voc backtest scope` says of the second run, where the themes are known with hindsight. Then, of the second run: one-offs kept apart
(in no theme), real points that stay (of needs with three points or more), and what loud wishes and one-offs are called. Texts are the fixtures' written lines,
or a labelled file's.
"""

import argparse
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from statistics import mean
from typing import Any

import numpy as np
from company import LOUD, add_company_options
from labelled import Corpus, print_table
from product import CURRENCY, open_database, refresh
from remembered import RememberedEmbedder
from simulated import Company, simulate
from simulated.files import write_company
from simulated.texts import Phrasebook, Wordings, read_labelled, read_written
from sqlalchemy import Engine

from voc.db.mentions import list_mentions
from voc.db.run_accounts import list_run_accounts
from voc.db.runs import Run, get_run
from voc.db.session import reading
from voc.db.snippets import ExportedSnippet, iterate_export
from voc.domain.evidence import Mention, window_before
from voc.domain.forecasts import auc, brier, calibration_error
from voc.domain.scope_backtest import HORIZON
from voc.domain.spread import NEW_ACCOUNTS
from voc.usecases.curating.follow_theme import follow_theme
from voc.usecases.feedback.import_file import import_file
from voc.usecases.refresh.backtest_scope import ScopeBacktest, backtest_scope
from voc.usecases.themes.list_themes import ThemeQuery, list_themes

FILES = {"accounts": "accounts.csv", "fx": "fx.csv", "arr": "arr.csv", "feedback": "feedback.jsonl"}
WANTED = 0.93  # of the real points are to stay
REAL = 3  # points of a need that may make a theme


@dataclass
class Found:
    """What one company gave. `said`, `by_engine`, `truly`: a row a theme of the first run; `rules` likewise. The rest is of the second run."""

    said: list[float] = field(default_factory=list)
    by_engine: list[bool] = field(default_factory=list)
    truly: list[bool] = field(default_factory=list)
    rules: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    called: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    one_offs: list[float] = field(default_factory=list)  # strengths, 0 in no theme
    real: list[float] = field(default_factory=list)
    arr_errors: list[float] = field(default_factory=list)  # of each need's theme, share of the true ARR
    backtest: ScopeBacktest | None = None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10)
    add_company_options(parser)
    options = parser.parse_args()

    embedder = RememberedEmbedder(Corpus([], np.array([]), np.zeros((0, 384), np.float32)))
    found = []
    for seed in range(1, options.seeds + 1):
        wordings = read_labelled(options.data, options.needs, LOUD, seed) if options.data else read_written(options.needs)
        company = simulate(seed, options.accounts, options.months, wordings.needs, wordings.loud)
        found.append(run(company, wordings, seed, embedder))
    print_table(forecast_rows(found))
    print()
    print_table(backtest_rows(found))
    one_offs, real = np.array([s for f in found for s in f.one_offs]), np.array([s for f in found for s in f.real])
    print(f"\none-offs kept apart {(one_offs == 0).mean():.3f} of {len(one_offs)}; real points that stay {(real > 0).mean():.3f} of {len(real)}")
    cut = float(np.quantile(real, 1 - WANTED))
    print(f"at a strength of {cut:.2f}, which {WANTED:.0%} of the real points have, {(one_offs < cut).mean():.3f} of the one-offs would be apart")
    print(f"themes a company: {mean(sum(map(sum, (c.values() for c in f.called.values()))) for f in found):.0f} from {options.needs} needs and {LOUD} wishes\n")
    errors = np.array([e for f in found for e in f.arr_errors])
    print(f"affected ARR of {len(errors)} needs that have a theme: off by {np.median(errors):.1%} in the median, {(errors <= 0.1).mean():.0%} within a tenth\n")
    kinds = sorted({kind for f in found for kind in f.called})
    scopes = ("one_off", "concentrated", "emerging", "scalable")
    print_table([{"themes mostly of": kind, **{scope: sum(f.called[kind][scope] for f in found) for scope in scopes}} for kind in kinds])


def run(company: Company, wordings: Wordings, seed: int, embedder: RememberedEmbedder) -> Found:
    """A company through the product."""
    end = company.calendar.as_of
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_company(company, Phrasebook(wordings, seed), folder)
        truth = {(i["source"], i["external_id"]): i for i in json.loads((folder / "truth.json").read_text(encoding="utf-8"))["items"]}
        engine = open_database(f"sqlite:///{name}/voc.db")
        for kind, file in FILES.items():
            import_file(engine, kind, folder / file, reporting_currency=CURRENCY)
        before = refresh(engine, embedder, end - HORIZON).summary.run_id
        with reading(engine) as session:
            first, told = get_run(session, before), list_themes(session, ThemeQuery()).themes
        after = refresh(engine, embedder, end).summary.run_id
        found = Found()
        with reading(engine) as session:
            second = get_run(session, after)
            judge_ahead(engine, first, second, told, about_of(list(iterate_export(session, before)), truth), company, found)
            themes, snippets = list_themes(session, ThemeQuery()).themes, list(iterate_export(session, after))
            judge_end(themes, snippets, truth, found)
            arr = {a["account_id"]: Decimal(a["arr"]["amount"]) for a in list_run_accounts(session, after) if a["arr"]}
            found.arr_errors = measure_arr(themes, about_of([s for s in snippets if s.occurred_at in window_before(end, 365)], truth), arr)
            found.backtest = backtest_scope(session, second)
        engine.dispose()
    return found


def about_of(snippets: Sequence[ExportedSnippet], truth: Mapping[tuple[str, str], Mapping[str, object]]) -> list[tuple[ExportedSnippet, str | None]]:
    """What each snippet is truly about: the point of its item with which it shares most words; None where the item makes no point."""
    return [(s, nearest(s.text, truth[s.source, s.external_id]["points"])) for s in snippets]


def nearest(text: str, points: Sequence[Mapping[str, str]]) -> str | None:
    """What a snippet is about: the point of its item with which it shares most words."""
    words = set(text.lower().split())
    return max(points, key=lambda p: len(words & set(p["text"].lower().split())))["about"] if points else None


def judge_ahead(
    engine: Engine,
    first: Run,
    second: Run,
    told: Sequence[Mapping[str, object]],
    about: Sequence[tuple[ExportedSnippet, str | None]],
    company: Company,
    found: Found,
) -> None:
    """What the first run's ranking said, and what came."""
    with reading(engine) as session:
        mentions = list_mentions(session, second.id, second.as_of)
        now = {str(theme["id"]): follow_theme(session, second, str(theme["id"])) for theme in told}
    by_theme = _group(mentions)
    truly = _group(company.mentions)
    majority: dict[str, Counter[str]] = defaultdict(Counter)
    for snippet, point in about:
        if snippet.theme_id and point:
            majority[snippet.theme_id][point] += 1
    for theme in told:
        key = str(theme["id"])
        need = majority[key].most_common(1)[0][0] if majority[key] else ""
        found.said.append(float(theme["scope_probability"]))  # type: ignore[arg-type]
        found.by_engine.append(newly(by_theme.get(now[key], []), first.as_of) >= NEW_ACCOUNTS)
        found.truly.append(newly(truly.get(need, []), first.as_of) >= NEW_ACCOUNTS)
        found.rules["mentions, as a score"].append(float(theme["mentions"]))  # type: ignore[arg-type]
        found.rules["accounts, as a score"].append(float(theme["accounts"]))  # type: ignore[arg-type]
        found.rules["mentions >= 3"].append(float(theme["mentions"] >= 3))  # type: ignore[operator]
        found.rules["accounts >= 2"].append(float(theme["accounts"] >= 2))  # type: ignore[operator]


def _group(mentions: Sequence[Mention]) -> dict[str, list[Mention]]:
    found: dict[str, list[Mention]] = {}
    for mention in mentions:
        if mention.theme_id:
            found.setdefault(mention.theme_id, []).append(mention)
    return found


def newly(mentions: Sequence[Mention], cutoff: datetime) -> int:
    """How many accounts raised it after the cut-off, within the horizon, and never before."""
    first: dict[str, datetime] = {}
    for m in sorted(mentions, key=lambda m: m.occurred_at):
        if m.account is not None:
            first.setdefault(m.account, m.occurred_at)
    return sum(cutoff < at <= cutoff + timedelta(days=HORIZON.days) for at in first.values())


def judge_end(
    themes: Sequence[Mapping[str, object]], snippets: Sequence[ExportedSnippet], truth: Mapping[tuple[str, str], Mapping[str, object]], found: Found
) -> None:
    """What stays apart, what stays, and what is called what."""
    points: dict[tuple[str, str, str], list[float]] = defaultdict(list)
    majority: dict[str, Counter[str]] = defaultdict(Counter)
    for snippet, about in about_of(snippets, truth):
        if about:
            points[snippet.source, snippet.external_id, about].append(snippet.strength or 0.0 if snippet.theme_id else 0.0)
        if snippet.theme_id:
            majority[snippet.theme_id][about.split(":")[0] if about else "survey talk"] += 1
    sizes = Counter(about for _, _, about in points)
    for (_, _, about), placed in points.items():
        if about.startswith("oneoff:"):
            found.one_offs.append(max(placed))
        elif about.startswith("need:") and sizes[about] >= REAL:
            found.real.append(max(placed))
    for theme in themes:
        if kinds := majority[str(theme["id"])]:
            found.called[kinds.most_common(1)[0][0]][str(theme["scope"])] += 1


def measure_arr(themes: Sequence[Mapping[str, Any]], about: Sequence[tuple[ExportedSnippet, str | None]], arr: Mapping[str, Decimal]) -> list[float]:
    """How far the affected ARR of each need's theme, the one that holds most of its points and is mostly about it, is off that of who voiced it."""
    said_by: dict[str, set[str]] = defaultdict(set)
    places: dict[str, Counter[str]] = defaultdict(Counter)
    majority: dict[str, Counter[str]] = defaultdict(Counter)
    for snippet, point in about:
        if point and point.startswith("need:"):
            if snippet.account_id:
                said_by[point].add(snippet.account_id)
            if snippet.theme_id:
                places[point][snippet.theme_id] += 1
        if snippet.theme_id and point:
            majority[snippet.theme_id][point] += 1
    shown = {str(theme["id"]): Decimal(theme["affected_arr"]["amount"]) for theme in themes}
    errors = []
    for need, found in places.items():
        theme = found.most_common(1)[0][0]
        true = sum((arr.get(account, Decimal(0)) for account in said_by[need]), Decimal(0))
        if true > 0 and found.total() >= REAL and theme in shown and majority[theme].most_common(1)[0][0] == need:
            errors.append(float(abs(shown[theme] - true) / true))
    return errors


def forecast_rows(found: Sequence[Found]) -> list[dict[str, object]]:
    """How good the first rankings' probabilities were, all companies together."""
    said = [p for f in found for p in f.said]
    rows: list[dict[str, object]] = []
    for name, came in (("ahead", [c for f in found for c in f.by_engine]), ("truly", [c for f in found for c in f.truly])):
        rows.append(
            {
                "against": name, "method": "voc", "themes": len(came), "came": sum(came), "auc": f"{auc(said, came):.3f}",
                "brier": f"{brier(said, came):.4f}", "ece": f"{calibration_error(said, came):.3f}",
            }
        )  # fmt: skip
        for rule in found[0].rules:
            scores = [s for f in found for s in f.rules[rule]]
            rows.append({"against": name, "method": rule, "themes": len(came), "came": sum(came), "auc": f"{auc(scores, came):.3f}", "brier": "-", "ece": "-"})
    return rows


def backtest_rows(found: Sequence[Found]) -> list[dict[str, object]]:
    """`voc backtest scope` of the second runs: means over the companies."""
    tests = [f.backtest for f in found if f.backtest]
    rows: list[dict[str, object]] = []
    for n, m in enumerate(tests[0].measured):
        same = [test.measured[n] for test in tests]
        areas = [one.auc for one in same if one.auc is not None]
        rows.append(
            {
                "back-test": m.group, "method": m.method, "outcomes": sum(one.outcomes for one in same), "came": sum(one.came for one in same),
                "auc": f"{mean(areas):.3f}", "brier": f"{mean(one.brier for one in same):.4f}",
                "ece": "-" if m.calibration_error is None else f"{mean(one.calibration_error or 0 for one in same):.3f}",
            }
        )  # fmt: skip
    return rows


if __name__ == "__main__":
    main()
