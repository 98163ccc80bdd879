"""Do themes hold when the corpus changes a little: rows dropped, handles taken off, sentences added, the order shuffled.

    python benchmarks/continuity.py --data FOLDER [--draws 10] [--only NAME,NAME]

FOLDER holds banking77, gitbugs and multidogo. Every text is split as the product splits it. dropped: a tenth of the rows is gone. added: one row in twenty is
said once more, in another item. bare: without @handles and links, where a corpus has any. `change` is by how much the number of themes changes, the most of
the draws; ARI is that of the rows that both have, the mean of the draws: cold, and with the first run's themes remembered, as every run but the first has
them. shuffled: the same rows in another order.
"""

import argparse
import csv
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from labelled import embed, print_table
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score
from threadpoolctl import threadpool_limits

from voc.db.snippets import UnsplitItem
from voc.engine.cluster import find_themes
from voc.engine.constraints import FREE, Constraints
from voc.engine.lending import lend_passages
from voc.engine.vectors import NOWHERE, Numbers, Vectors
from voc.engine.verdict import is_bare_verdict
from voc.usecases.refresh.split_feedback import split_item

FIXTURES = Path(__file__).parents[1] / "fixtures" / "feedback.jsonl"
DROPPED, ADDED = 0.1, 0.05
HANDLE = re.compile(r"@\w+|https?://\S+")


@dataclass(frozen=True)
class Rows:
    """A corpus's points: their vectors, and the numbers of their items and passages. `key` tells a row of one version from those of another."""

    texts: list[str]
    vectors: Vectors
    item: NDArray[np.int64]
    passage: NDArray[np.int64]
    key: NDArray[np.int64]

    def take(self, rows: NDArray[np.signedinteger]) -> "Rows":
        """These rows, in this order."""
        return Rows([self.texts[i] for i in rows], self.vectors[rows], self.item[rows], self.passage[rows], self.key[rows])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--draws", type=int, default=10)
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    wanted = options.only.split(",") if options.only else list(CORPORA)
    rows = []
    for name in wanted:
        corpus = split(*CORPORA[name](options.data))
        rows += [{"corpus": name, "rows": len(corpus.texts), **row} for row in try_all(corpus, options.draws)]
    print_table(rows)


def read_fixtures(_: Path) -> tuple[list[str], str]:
    return [json.loads(line)["text"] for line in FIXTURES.read_text(encoding="utf-8").splitlines()], "ticket"


def read_column(path: Path, column: str, most: int, kind: str) -> tuple[list[str], str]:
    with path.open(newline="", encoding="utf-8") as file:
        texts = [row[column] for row in csv.DictReader(file)]
    order = np.random.default_rng(7).permutation(len(texts))[:most]
    return [texts[i] for i in order], kind


CORPORA = {
    "fixtures": read_fixtures,
    "chats": lambda data: read_column(data / "multidogo" / "chats.csv", "text", 700, "chat"),
    "intents": lambda data: read_column(data / "multidogo" / "intents.csv", "text", 2_000, "nps"),
    "titles": lambda data: read_column(data / "gitbugs" / "hadoop.csv", "title", 2_503, "nps"),
    "issues": lambda data: read_column(data / "gitbugs" / "hadoop.csv", "text", 400, "ticket"),
    "banking": lambda data: read_column(data / "banking77" / "train.csv", "text", 2_000, "nps"),
}


def split(texts: Sequence[str], kind: str) -> Rows:
    """The points of the texts, each text an item; bare verdicts are left out, as the product leaves them out."""
    points = [
        (number, snippet.passage, snippet.text)
        for number, text in enumerate(texts)
        for snippet in split_item(UnsplitItem("", kind, text, "customer", None, None), frozenset())
        if not is_bare_verdict(snippet.text)
    ]
    item = np.array([p[0] for p in points])
    passage = np.unique(np.array([f"{p[0]}/{p[1]}" for p in points]), return_inverse=True)[1]
    said = [p[2] for p in points]
    return Rows(said, embed(said), item, passage.astype(np.int64), np.arange(len(points)))


@threadpool_limits.wrap(limits=1)
def find(rows: Rows, before: Numbers | None = None) -> Numbers:
    """The rows' themes; `before` is each one's theme in an earlier run."""
    item = rows.item.astype(np.int32)
    constraints = None
    if before is not None:
        constraints = Constraints(int(before.max(initial=NOWHERE)) + 1, before, np.full(len(before), FREE, np.int32))
    wording = np.unique(rows.texts, return_inverse=True)[1]
    return find_themes(lend_passages(rows.vectors, rows.passage, item), None, wording, constraints, item=item).theme


def try_all(rows: Rows, draws: int) -> Iterator[dict[str, object]]:
    """A row of the table for each change."""
    first = find(rows)
    order = np.random.default_rng(1).permutation(len(rows.texts))
    shuffled = np.empty_like(first)
    shuffled[order] = find(rows.take(order))
    themes = len(set(first.tolist()) - {NOWHERE})
    told = {"themes": themes, "largest": f"{np.bincount(first[first >= 0]).max() / len(first):.3f}"}
    yield {**told, "change": "shuffled", "by": "-", "cold": "identical" if np.array_equal(first, shuffled) else "differs", "remembered": "-"}
    changes = {"dropped": drop, "added": add}
    if any(HANDLE.search(text) for text in rows.texts):
        changes["bare"] = bare
    for name, change in changes.items():
        by, cold, remembered = [], [], []
        for seed in range(draws if name != "bare" else 1):
            changed = change(rows, seed)
            known = changed.key >= 0
            before = np.where(known, first[changed.key], NOWHERE).astype(np.int32)
            found, again = find(changed), find(changed, before)
            by.append(abs(len(set(found.tolist()) - {NOWHERE}) - themes) / max(themes, 1))
            cold.append(adjusted_rand_score(before[known], found[known]))
            remembered.append(adjusted_rand_score(before[known], again[known]))
        yield {**told, "change": name, "by": f"{max(by):.2f}", "cold": f"{np.mean(cold):.3f}", "remembered": f"{np.mean(remembered):.3f}"}


def drop(rows: Rows, seed: int) -> Rows:
    """Without a tenth."""
    kept = np.random.default_rng(seed).random(len(rows.texts)) >= DROPPED
    return rows.take(np.flatnonzero(kept))


def add(rows: Rows, seed: int) -> Rows:
    """Some rows once more, in another's item."""
    random = np.random.default_rng(seed)
    more = random.permutation(len(rows.texts))[: round(ADDED * len(rows.texts))]
    host = random.permutation(len(rows.texts))[: len(more)]
    said = rows.take(more)
    said = replace(said, item=rows.item[host], passage=rows.passage[host], key=np.full(len(more), NOWHERE))
    vectors, item, passage, key = (np.concatenate([getattr(rows, name), getattr(said, name)]) for name in ("vectors", "item", "passage", "key"))
    return Rows(rows.texts + said.texts, vectors, item, passage, key)


def bare(rows: Rows, _: int) -> Rows:
    """Without handles and links."""
    texts = [" ".join(HANDLE.sub(" ", text).split()) or text for text in rows.texts]
    return replace(rows, texts=texts, vectors=embed(texts))


if __name__ == "__main__":
    main()
