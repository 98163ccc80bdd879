"""Twelve months of feedback, month by month through the product: do themes keep their ids and labels, and are true intents followed.

    python benchmarks/slices.py --data FILE.csv [--data FILE.csv] [--orders even,late] [--peer bertopic] [--months]

The file's rows come in as NPS comments of 200 accounts (but those that the product would split), in two ways: `even`, a random twelfth a month; `late`,
every fourth intent begins in month 4 to 9. At each month's end the product refreshes. Of the snippets that had a theme the month before, shares that keep its
id, its label, and both; followed: of the true intents seen before, those whose theme (the one with most of its rows) has the same id as the month before;
means over the months. NMI and ARI are the last month's, its noise one group. Seconds a month are without embedding. The peer is fitted again each month; its
topics have numbers and four words. --months prints every month.
"""

import argparse
import tempfile
import time
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random

import numpy as np
from labelled import Corpus, add_data_option, agreement, load_corpus, print_table
from methods import bertopic_named
from numpy.typing import NDArray
from product import import_all, leave_whole, open_database, read_items, read_labels, refresh
from remembered import RememberedEmbedder

YEAR, MONTHS = 2025, 12
ACCOUNTS = 200
LATE = range(4, 10)  # months


@dataclass(frozen=True)
class Month:
    """A month's end: each known snippet's theme (None where it has none) and its row in the corpus; the themes' labels."""

    theme: Mapping[Hashable, Hashable | None]
    row: Mapping[Hashable, int]
    label: Mapping[Hashable, str]
    seconds: float
    step: str


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_data_option(parser)
    parser.add_argument("--orders", default="even,late")
    parser.add_argument("--peer", choices=["bertopic"])
    parser.add_argument("--months", action="store_true")
    options = parser.parse_args()

    corpus = leave_whole(load_corpus(options.data))
    rows = []
    for order in options.orders.split(","):
        month_of = ORDERS[order](corpus)
        for method, run in {"voc": run_voc, **({"bertopic": run_bertopic} if options.peer else {})}.items():
            steps = [tell_month(corpus, before, now) for before, now in both(run(corpus, month_of))]
            if options.months:
                print_table([{"order": order, "method": method, "month": n, **step} for n, step in enumerate(steps, 2)])
            rows.append({"order": order, "method": method, **tell_year(steps)})
    print_table(rows)


def even(corpus: Corpus) -> NDArray[np.signedinteger]:
    """Each row's month, 1 to 12, at random."""
    return np.random.default_rng(7).integers(1, MONTHS + 1, len(corpus))


def late(corpus: Corpus) -> NDArray[np.signedinteger]:
    """Each row's month where every fourth intent is unheard of for some months."""
    random = np.random.default_rng(7)
    first = np.ones(len(corpus), np.int64)
    for intent in np.unique(corpus.labels)[::4]:
        first[corpus.labels == intent] = random.integers(LATE.start, LATE.stop)
    return random.integers(first, MONTHS + 1)


ORDERS: dict[str, Callable[[Corpus], NDArray[np.signedinteger]]] = {"even": even, "late": late}


def run_voc(corpus: Corpus, month_of: NDArray[np.signedinteger]) -> Iterator[Month]:
    """Month by month through import and refresh."""
    random = Random(7)
    embedder = RememberedEmbedder(corpus)
    with tempfile.TemporaryDirectory() as folder:
        engine = open_database(f"sqlite:///{folder}/voc.db")
        import_all(engine, "accounts", [{"account_id": f"A{n}", "name": f"Account {n}", "arr": random.randrange(4, 900) * 1_000} for n in range(ACCOUNTS)])
        for month in range(1, MONTHS + 1):
            days = monthrange(YEAR, month)[1]
            rows = [
                {
                    "source": "bench",
                    "external_id": str(row),
                    "kind": "nps",
                    "occurred_at": datetime(YEAR, month, random.randint(1, days), 12, tzinfo=UTC).isoformat(),
                    "account_id": f"A{random.randrange(ACCOUNTS)}",
                    "text": corpus.texts[row],
                }
                for row in np.flatnonzero(month_of == month).tolist()
            ]
            import_all(engine, "feedback", rows)
            embedding = embedder.seconds
            start = time.perf_counter()
            refreshed = refresh(engine, embedder, datetime(YEAR, month, days, 23, 59, 59, tzinfo=UTC))
            seconds = time.perf_counter() - start - (embedder.seconds - embedding)
            theme = read_items(engine, refreshed.summary.run_id)
            labels = read_labels(engine, refreshed.summary.run_id)
            yield Month(theme, {key: int(key[0]) for key in theme}, labels, seconds, "full" if refreshed.is_full else "small")
        engine.dispose()


def run_bertopic(corpus: Corpus, month_of: NDArray[np.signedinteger]) -> Iterator[Month]:
    """Fitted again each month on all that has come."""
    for month in range(1, MONTHS + 1):
        known = np.flatnonzero(month_of <= month)
        start = time.perf_counter()
        topics, names = bertopic_named(corpus.take(known))
        seconds = time.perf_counter() - start
        theme = {row: None if topic == -1 else topic for row, topic in zip(known.tolist(), topics.tolist(), strict=True)}
        yield Month(theme, {row: row for row in theme}, names, seconds, "full")


def both(months: Iterator[Month]) -> Iterator[tuple[Month, Month]]:
    """Each month after the first with the one before."""
    before = next(months)
    for now in months:
        yield before, now
        before = now


def tell_month(corpus: Corpus, before: Month, now: Month) -> dict[str, object]:
    """One month's figures."""
    had = {key: theme for key, theme in before.theme.items() if theme is not None}
    same_id = {key for key, theme in had.items() if now.theme.get(key) == theme}
    same_label = {key for key, theme in had.items() if before.label[theme] == now.label.get(now.theme.get(key))}
    then, since = follow(corpus, before), follow(corpus, now)
    labels = corpus.labels[[now.row[key] for key in now.theme]]
    themes = list(now.theme.values())
    number = {theme: n for n, theme in enumerate(dict.fromkeys(t for t in themes if t is not None))} | {None: -1}
    return {
        "snippets": len(themes),
        "themes": len(number) - 1,
        "noise": round(themes.count(None) / len(themes), 3),
        "id": round(len(same_id) / len(had), 3),
        "label": round(len(same_label) / len(had), 3),
        "both": round(len(same_id & same_label) / len(had), 3),
        "followed": round(float(np.mean([since.get(intent) == theme for intent, theme in then.items()])), 3),
        **{key: round(value, 3) for key, value in agreement(labels, np.array([number[t] for t in themes])).items()},
        "seconds": round(now.seconds, 1),
        "step": now.step,
    }


def follow(corpus: Corpus, month: Month) -> dict[str, Hashable]:
    """The theme with most of each intent's themed snippets."""
    votes: dict[str, Counter[Hashable]] = {}
    for key, theme in month.theme.items():
        if theme is not None:
            votes.setdefault(str(corpus.labels[month.row[key]]), Counter())[theme] += 1
    return {intent: min(count.items(), key=lambda pair: (-pair[1], str(pair[0])))[0] for intent, count in votes.items()}


def tell_year(steps: list[dict[str, object]]) -> dict[str, object]:
    """Means over the months; size and agreement at the end."""
    means = {name: f"{np.mean([step[name] for step in steps]):.3f}" for name in ("id", "label", "both", "followed")}
    last = {name: steps[-1][name] for name in ("snippets", "themes", "noise", "nmi", "ari")}
    return {**means, **last, "seconds": f"{np.mean([step['seconds'] for step in steps]):.1f}"}


if __name__ == "__main__":
    main()
