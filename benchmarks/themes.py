"""How well themes agree with labels, beside the peer on the same embeddings.

    python benchmarks/themes.py --data FILE.csv [--sizes 500,2000,all] [--peer bertopic] [--json]

FILE.csv has the columns text and label. Each method runs in a process of its own, so that its peak memory is its own. Noise counts as one group.
"""

import argparse
import json
import multiprocessing
import resource
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from labelled import embed, print_table, read_labelled, shuffled
from numpy.typing import NDArray
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

Row = dict[str, object]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sizes", default="500,2000,all")
    parser.add_argument("--peer", choices=["bertopic"])
    parser.add_argument("--json", action="store_true", help="a JSON row a line in place of the table")
    options = parser.parse_args()

    texts, labels = shuffled(*read_labelled(options.data))
    sizes = sorted({min(len(texts), len(texts) if s == "all" else int(s)) for s in options.sizes.split(",")})
    vectors = embed(texts[: sizes[-1]])
    methods: dict[str, Callable[..., list[int]]] = {"voc": voc_themes, **({"bertopic": bertopic_themes} if options.peer else {})}
    rows = [measure(name, method, texts[:size], labels[:size], vectors[:size]) for size in sizes for name, method in methods.items()]
    if options.json:
        for row in rows:
            print(json.dumps(row))
    else:
        print_table(rows)


def voc_themes(texts: list[str], vectors: NDArray[np.float32]) -> list[int]:
    """voc's one default configuration."""
    from voc.engine.cluster import find_themes

    return [int(t) for t in find_themes(vectors, seed=7).theme]


def bertopic_themes(texts: list[str], vectors: NDArray[np.float32]) -> list[int]:
    """BERTopic with its defaults."""
    from bertopic import BERTopic

    found, _ = BERTopic(verbose=False).fit_transform(texts, vectors)
    return [int(t) for t in found]


def measure(name: str, method: Callable[..., list[int]], texts: list[str], labels: list[str], vectors: NDArray[np.float32]) -> Row:
    """One row of the table."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        found, seconds, peak_mb = pool.apply(timed, (method, texts, vectors))
    return {
        "method": name,
        "rows": len(texts),
        "themes": len(set(found) - {-1}),
        "noise": round(found.count(-1) / len(found), 3),
        "nmi": round(float(normalized_mutual_info_score(labels, found)), 3),
        "ari": round(float(adjusted_rand_score(labels, found)), 3),
        "seconds": round(seconds, 2),
        "peak_mb": round(peak_mb),
    }


def timed(method: Callable[..., list[int]], texts: list[str], vectors: NDArray[np.float32]) -> tuple[list[int], float, float]:
    """(what the method found, seconds, peak memory of this process in MB); a first run on a few rows loads and compiles, uncounted."""
    method(texts[:200], vectors[:200])
    start = time.perf_counter()
    found = method(texts, vectors)
    return found, time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
