"""1,000 new snippets on 100,000 old ones: how long the small step takes, and how far it agrees with grouping everything again.

    python benchmarks/incremental.py --data FILE.csv [--data FILE.csv] [--old 100000] [--new 1000] [--url postgresql+psycopg://...]
        [--part engine|product]

Vectors between those of the file's rows stand for more feedback than there is; two intents are among the new rows alone. First the engine by itself, then the
product's refresh, in SQLite or in the (empty) database of --url. `full` is a full run with the same past. Seconds a stage; `names` is the embedding of phrases
that new labels are chosen from and is not in the others. ARI with the full run over all rows and over the new ones.
"""

import argparse
import shutil
import tempfile
import time
from datetime import UTC, datetime, timedelta
from random import Random

import numpy as np
from corpora import multiply
from labelled import Corpus, add_data_option, load_corpus, print_table
from methods import Groups, cluster
from numpy.typing import NDArray
from product import import_all, leave_whole, open_database, read_themes, refresh
from remembered import RememberedEmbedder
from sklearn.metrics import adjusted_rand_score
from sqlalchemy import Engine
from threadpoolctl import threadpool_limits

from voc.engine.constraints import FREE, Constraints
from voc.engine.place import place_rows

ACCOUNTS = 1_000
HELD_BACK, BORN = 2, 40  # intents that are new, and the rows of each
AS_OF = datetime(2025, 12, 31, 23, 59, 59, tzinfo=UTC)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_data_option(parser)
    parser.add_argument("--old", type=int, default=100_000)
    parser.add_argument("--new", type=int, default=1_000)
    parser.add_argument("--url", help="an empty database in place of SQLite")
    parser.add_argument("--part", choices=["engine", "product"], help="only this one")
    options = parser.parse_args()

    old, new = draw(load_corpus(options.data), options.old, options.new)
    print(f"{len(old)} old rows, {len(new)} new")
    if options.part != "product":
        print("\nthe engine alone")
        print_table(time_engine(old, new))
    if options.part == "engine":
        return
    embedder = RememberedEmbedder(join(old, new))
    with tempfile.TemporaryDirectory() as folder:
        url = options.url or f"sqlite:///{folder}/voc.db"
        print(f"\nthe product in {url.partition(':')[0]}")
        print_table(time_product(url, old, new, embedder))


def draw(corpus: Corpus, old: int, new: int) -> tuple[Corpus, Corpus]:
    """Old rows, and new ones with some intents of their own. Texts that the product would split are left out."""
    whole = leave_whole(corpus, " 1-100000")
    is_held_back = np.isin(whole.labels, np.unique(whole.labels)[:HELD_BACK])
    known, unheard = whole.take(np.flatnonzero(~is_held_back)), whole.take(np.flatnonzero(is_held_back))
    return multiply(known, old, seed=1), join(multiply(known, new - HELD_BACK * BORN, seed=2), multiply(unheard, HELD_BACK * BORN, seed=3))


def join(a: Corpus, b: Corpus) -> Corpus:
    """One after the other."""
    return Corpus(a.texts + b.texts, np.concatenate([a.labels, b.labels]), np.concatenate([a.vectors, b.vectors]))


def time_engine(old: Corpus, new: Corpus) -> list[dict[str, object]]:
    """`find_themes` on the old rows, then `place_rows` and a full run with that past on all."""
    start = time.perf_counter()
    first = cluster(old)
    rows: list[dict[str, object]] = [tell("first full run", time.perf_counter() - start, first.theme, first.resolution)]
    every, themes = join(old, new), int(first.theme.max()) + 1
    unknown = np.full(len(new), -1, np.int32)
    is_new = np.arange(len(every)) >= len(old)
    theme, ask = np.concatenate([first.theme, unknown]), np.concatenate([first.ask, unknown])
    start = time.perf_counter()
    with threadpool_limits(1):
        placed = place_rows(every.vectors, theme, ask, is_new, themes, first.resolution, first.usual)
    seconds = time.perf_counter() - start
    small = theme.copy()
    small[placed.rows] = placed.theme
    start = time.perf_counter()
    again = cluster(every, Constraints(themes, theme, np.full(len(every), FREE, np.int32)))
    rows.append(tell("small step", seconds, small, first.resolution, again.theme, is_new))
    rows.append(tell("full", time.perf_counter() - start, again.theme, again.resolution, again.theme, is_new))
    return rows


def tell(run: str, seconds: float, theme: Groups, resolution: float, full: Groups | None = None, is_new: NDArray[np.bool_] | None = None) -> dict[str, object]:
    """One row of the engine's table."""
    return {
        "run": run,
        "seconds": f"{seconds:.2f}",
        "resolution": f"{resolution:.2f}",
        "themes": len(set(theme.tolist()) - {-1}),
        "noise": f"{(theme == -1).mean():.3f}",
        "ari all": f"{adjusted_rand_score(full, theme):.3f}" if full is not None else "-",
        "ari new": f"{adjusted_rand_score(full[is_new], theme[is_new]):.3f}" if full is not None else "-",
    }


def time_product(url: str, old: Corpus, new: Corpus, embedder: RememberedEmbedder) -> list[dict[str, object]]:
    """A first refresh with the old rows, one with the new ones too; in SQLite, where the past is easily copied, a full one in its place."""
    random = Random(7)
    engine = open_database(url)
    import_all(engine, "accounts", [{"account_id": f"A{n}", "name": f"Account {n}", "arr": random.randrange(4, 900) * 1_000} for n in range(ACCOUNTS)])
    import_all(engine, "feedback", as_feedback(old, random))
    rows, first = run("first full run", engine, embedder)
    import_all(engine, "feedback", as_feedback(new, random))
    engine.dispose()
    path = engine.url.database if engine.dialect.name == "sqlite" else None
    past = open_database(f"sqlite:///{shutil.copy(path, f'{path}.past')}") if path else None
    small_row, small = run("small step", engine, embedder)
    engine.dispose()
    if past is None:
        return [rows, small_row]
    full_row, full = run("full", past, embedder, full=True)
    past.dispose()
    for row, themes in ((small_row, small), (full_row, full)):
        for name, wanted in (("ari all", full.keys()), ("ari new", full.keys() - first.keys())):
            row[name] = f"{adjusted_rand_score([str(full[i]) for i in sorted(wanted)], [str(themes[i]) for i in sorted(wanted)]):.3f}"
    return [rows | {"ari all": "-", "ari new": "-"}, small_row, full_row]


def as_feedback(corpus: Corpus, random: Random) -> list[dict[str, object]]:
    """Each row as an NPS comment of the year."""
    return [
        {
            "source": "bench",
            "external_id": text.rsplit(" ", 1)[1],
            "kind": "nps",
            "occurred_at": (AS_OF - timedelta(minutes=random.randrange(60, 364 * 24 * 60))).isoformat(),
            "account_id": f"A{random.randrange(ACCOUNTS)}",
            "text": text,
        }
        for text in corpus.texts
    ]


def run(name: str, engine: Engine, embedder: RememberedEmbedder, *, full: bool = False) -> tuple[dict[str, object], dict[str, str | None]]:
    """A refresh: its row of the table, and the theme of each snippet."""
    embedding = embedder.seconds
    refreshed = refresh(engine, embedder, AS_OF, full=full)
    names = embedder.seconds - embedding
    seconds = refreshed.seconds | {"theme": refreshed.seconds["theme"] - names}
    themes = read_themes(engine, refreshed.summary.run_id)
    row = {
        "run": name,
        "step": "full" if refreshed.is_full else "small",
        "snippets": len(themes),
        "themes": len(set(themes.values()) - {None}),
        "noise": f"{list(themes.values()).count(None) / len(themes):.3f}",
        **{stage: f"{spent:.1f}" for stage, spent in seconds.items()},
        "all": f"{sum(seconds.values()):.1f}",
        "names": f"{names:.1f}",
    }
    return row, themes


if __name__ == "__main__":
    main()
