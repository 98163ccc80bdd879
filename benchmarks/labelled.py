"""Labelled texts for benchmarks: any CSV with a column `text` and a column `label` (or `category`, as Banking77 calls it)."""

import csv
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voc.engine.embed import SentenceEmbedder


def read_labelled(path: Path) -> tuple[list[str], list[str]]:
    """Texts and labels, in the file's order."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    name = "label" if rows and "label" in rows[0] else "category"
    return [row["text"] for row in rows], [row[name] for row in rows]


def shuffled(texts: list[str], labels: list[str], seed: int = 7) -> tuple[list[str], list[str]]:
    """Both in one random order, so that the first rows are a fair sample."""
    order = np.random.default_rng(seed).permutation(len(texts))
    return [texts[i] for i in order], [labels[i] for i in order]


def embed(texts: list[str]) -> NDArray[np.float32]:
    """Unit vectors by the packaged model."""
    return SentenceEmbedder("minilm").embed(texts)


def print_table(rows: list[dict[str, object]]) -> None:
    """A plain table of rows with the same keys."""
    columns = list(rows[0])
    widths = {c: max(len(c), *(len(str(r[c])) for r in rows)) for c in columns}
    print("  ".join(c.rjust(widths[c]) for c in columns))
    for row in rows:
        print("  ".join(str(row[c]).rjust(widths[c]) for c in columns))
