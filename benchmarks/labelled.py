"""Labelled texts for benchmarks: any CSV with a column `text` and a column `label` (or `category`, as Banking77 calls it)."""

import csv
import hashlib
import os
import tempfile
from argparse import ArgumentParser
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from voc.domain.encoders import Encoding
from voc.engine.encoders.choose import make_embedder

MODEL = "minilm"  # of the benchmarks that drive the whole product
JUDGED_ON = os.environ.get("VOC_BENCH_MODEL", "minilm")  # the engine's benchmarks take any, joined ones too


@dataclass(frozen=True)
class Corpus:
    """Texts with their true labels and their unit vectors, row by row."""

    texts: list[str]
    labels: NDArray[np.str_]
    vectors: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.texts)

    def take(self, rows: NDArray[np.signedinteger]) -> "Corpus":
        """These rows, in this order."""
        return Corpus([self.texts[i] for i in rows], self.labels[rows], self.vectors[rows])

    def draw(self, size: int, seed: int) -> "Corpus":
        """A random sample, in random order; the whole corpus where it is no larger."""
        return self.take(np.random.default_rng(seed).permutation(len(self))[:size])


def add_data_option(parser: ArgumentParser) -> None:
    """--data, once or more."""
    parser.add_argument("--data", type=Path, action="append", required=True, help="a labelled CSV; may be given more than once")


def load_corpus(paths: Sequence[Path]) -> Corpus:
    """The files one after the other, embedded."""
    texts, labels = read_labelled(*paths)
    return Corpus(texts, np.array(labels), embed(texts))


def read_labelled(*paths: Path) -> tuple[list[str], list[str]]:
    """Texts and labels, in the files' order."""
    texts, labels = [], []
    for path in paths:
        with path.open(newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        name = "label" if rows and "label" in rows[0] else "category"
        texts += [row["text"] for row in rows]
        labels += [row[name] for row in rows]
    return texts, labels


def shuffled(texts: list[str], labels: list[str], seed: int = 7) -> tuple[list[str], list[str]]:
    """Both in one random order, so that the first rows are a fair sample."""
    order = np.random.default_rng(seed).permutation(len(texts))
    return [texts[i] for i in order], [labels[i] for i in order]


def embed(texts: list[str], model: str = JUDGED_ON) -> NDArray[np.float32]:
    """Unit vectors. Kept in the system's folder for temporary files, so that the benchmarks embed a corpus once between them."""
    key = hashlib.sha256("\0".join([model, *texts]).encode()).hexdigest()[:16]
    kept = Path(tempfile.gettempdir()) / f"voc-benchmarks-{key}.npy"
    if kept.exists():
        return np.load(kept, allow_pickle=False)
    vectors = make_embedder(Encoding(model)).embed(texts)
    unfinished = kept.with_suffix(f".{os.getpid()}.npy")
    np.save(unfinished, vectors)
    unfinished.replace(kept)
    return vectors


def agreement(labels: Sequence[str] | NDArray[np.str_], found: NDArray[np.signedinteger]) -> dict[str, float]:
    """NMI and ARI of a grouping with the labels; what is in no theme counts as one group."""
    return {"nmi": float(normalized_mutual_info_score(labels, found)), "ari": float(adjusted_rand_score(labels, found))}


def print_table(rows: Sequence[dict[str, object]]) -> None:
    """A plain table of rows with the same keys."""
    columns = list(rows[0])
    widths = {c: max(len(c), *(len(str(r[c])) for r in rows)) for c in columns}
    print("  ".join(c.rjust(widths[c]) for c in columns))
    for row in rows:
        print("  ".join(str(row[c]).rjust(widths[c]) for c in columns), flush=True)
