"""Who counts in a theme: one-offs that do not, real points that do, and how far a theme's affected ARR is off that of those who voiced its need.

    python benchmarks/who_counts.py [--seeds 10] [--accounts 200] [--months 18] [--data FILE.csv ...] [--peer bertopic]

The fixtures as the demo has them, then simulated companies with the fixtures' written lines and, with --data, with a labelled file's, through import and
refresh. `voc` counts as the product does, `all members` whatever has a theme. kept: share of real points (of needs with three or more) that count; apart: share
of one-offs that do not; ARR off: the median over the needs' themes; precision, recall: accounts of a need's theme against those that voiced it, means over the
needs; belongs: of what counts, the share that is about what its theme is mostly about. The peer's topics are of the same points, and each counts.
"""

import argparse
import json
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from statistics import mean, median

import numpy as np
from company import LOUD, add_company_options
from labelled import Corpus, embed, print_table
from methods import bertopic
from product import CURRENCY, SETTINGS, open_database, refresh
from remembered import RememberedEmbedder
from scope_engine import FILES, REAL, nearest
from simulated import simulate
from simulated.files import write_company
from simulated.texts import Phrasebook, read_labelled, read_written

from voc.db.run_accounts import list_run_accounts
from voc.db.session import reading
from voc.db.snippets import iterate_export
from voc.usecases.feedback.import_file import import_file

FIXTURES = Path(__file__).parents[1] / "fixtures"
FIXTURES_AS_OF = datetime(2026, 10, 31, 23, 59, 59, tzinfo=UTC)


@dataclass(frozen=True)
class Said:
    """A snippet: its item, what it is truly about (`need:`, `oneoff:` or other; None: nothing), who said it, where it was put and whether it counts there."""

    item: str
    text: str
    about: str | None
    account: str | None
    theme: str | None
    counts: bool


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seeds", type=int, default=10)
    add_company_options(parser)
    parser.add_argument("--peer", choices=["bertopic"])
    options = parser.parse_args()

    found: dict[tuple[str, str], list[dict[str, float]]] = defaultdict(list)
    for corpus, said, arr in companies(options):
        everything = [Said(s.item, s.text, s.about, s.account, s.theme, s.theme is not None) for s in said]
        ways = {"voc": said, "all members": everything}
        if options.peer:
            texts = [s.text for s in said]
            topics = bertopic(Corpus(texts, np.array([""] * len(texts)), embed(texts)), seed=1)
            ways["bertopic"] = [Said(s.item, s.text, s.about, s.account, str(t) if t >= 0 else None, bool(t >= 0)) for s, t in zip(said, topics, strict=True)]
        for way, points in ways.items():
            found[corpus, way].append(judge(points, arr))
    print_table(
        [
            {"corpus": corpus, "runs": len(runs), "counts": way, **{name: f"{mean(r[name] for r in runs):.3f}" for name in runs[0]}}
            for (corpus, way), runs in found.items()
        ]
    )


def companies(options: argparse.Namespace) -> Iterator[tuple[str, list[Said], Mapping[str, float]]]:
    """Each corpus's name, what was said in it and the accounts' ARR."""
    embedder = RememberedEmbedder(Corpus([], np.array([]), np.zeros((0, 384), np.float32)))
    yield "fixtures", *run(FIXTURES, read_fixtures_truth(), FIXTURES_AS_OF, embedder)
    kinds = {"written lines": None, "labelled lines": options.data} if options.data else {"written lines": None}
    for kind, data in kinds.items():
        for seed in range(1, options.seeds + 1):
            wordings = read_labelled(data, options.needs, LOUD, seed) if data else read_written(options.needs)
            company = simulate(seed, options.accounts, options.months, wordings.needs, wordings.loud)
            with tempfile.TemporaryDirectory() as name:
                write_company(company, Phrasebook(wordings, seed), Path(name))
                items = json.loads((Path(name) / "truth.json").read_text(encoding="utf-8"))["items"]
                truth = {(i["source"], i["external_id"]): i["points"] for i in items}
                yield f"companies, {kind}", *run(Path(name), truth, company.calendar.as_of, embedder)


def read_fixtures_truth() -> dict[tuple[str, str], list[dict[str, str]]]:
    """The fixtures' points with what each is about, as a simulated company's truth names it."""
    lines = [json.loads(line) for line in (FIXTURES / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    themes = lines[0]["planted"]["themes"]

    def about(name: str | None) -> str | None:
        if name is None:
            return None
        return f"need:{name}" if name in themes else name if name.startswith("loud") else f"oneoff:{name}"

    return {(i["source"], i["external_id"]): [{"text": p["text"], "about": about(p.get("theme"))} for p in i["points"]] for i in lines[1:]}


def run(
    folder: Path, truth: Mapping[tuple[str, str], Sequence[Mapping[str, str]]], as_of: datetime, embedder: RememberedEmbedder
) -> tuple[list[Said], Mapping[str, float]]:
    """The files through import and one refresh."""
    with tempfile.TemporaryDirectory() as name:
        engine = open_database(f"sqlite:///{name}/voc.db")
        for kind, file in FILES.items():
            import_file(engine, kind, folder / file, reporting_currency=CURRENCY)
        run_id = refresh(engine, embedder, as_of).summary.run_id
        with reading(engine) as session:
            rows = list(iterate_export(session, run_id))
            arr = {a["account_id"]: float(a["arr"]["amount"]) for a in list_run_accounts(session, run_id) if a["arr"]}
        engine.dispose()
    said = [
        Said(f"{r.source}/{r.external_id}", r.text, nearest(r.text, truth.get((r.source, r.external_id), [])), r.account_id, r.theme_id, bool(r.counted))
        for r in rows
        if r.strength is not None and (as_of - r.occurred_at).days < SETTINGS.window_days
    ]
    return said, arr


def judge(said: Sequence[Said], arr: Mapping[str, float]) -> dict[str, float]:
    """One corpus's row of the table."""
    points: dict[tuple[str, str], list[Said]] = defaultdict(list)
    members: dict[str, list[Said]] = defaultdict(list)
    for one in said:
        if one.about:
            points[one.item, one.about].append(one)
        if one.theme:
            members[one.theme].append(one)
    sizes = Counter(about for _, about in points)
    mostly = {theme: Counter(s.about for s in of if s.about).most_common(1) for theme, of in members.items()}
    subject = {theme: first[0][0] for theme, first in mostly.items() if first}
    kept = [any(s.counts for s in of) for (_, about), of in points.items() if about.startswith("need:") and sizes[about] >= REAL]
    apart = [not any(s.counts for s in of) for (_, about), of in points.items() if about.startswith("oneoff:")]
    off, precision, recall = [], [], []
    for need in sorted({about for about in sizes if about.startswith("need:") and sizes[about] >= REAL}):
        own = [s for s in said if s.about == need]
        true = {s.account for s in own if s.account}
        places = Counter(s.theme for s in own if s.theme)
        theme = places.most_common(1)[0][0] if places else None
        counted = {s.account for s in members.get(theme or "", []) if s.counts and s.account}
        recall.append(len(counted & true) / max(1, len(true)))
        precision.append(len(counted & true) / max(1, len(counted)))
        total = sum(arr.get(a, 0.0) for a in true)
        if theme and total and subject.get(theme) == need:
            off.append(abs(sum(arr.get(a, 0.0) for a in counted) - total) / total)
    counting = [s for s in said if s.counts and s.theme and s.about]
    return {
        "themes": float(len(members)),
        "kept": mean(kept),
        "apart": mean(apart),
        "ARR off": median(off),
        "precision": mean(precision),
        "recall": mean(recall),
        "belongs": mean(subject.get(str(s.theme)) == s.about for s in counting),
    }


if __name__ == "__main__":
    main()
