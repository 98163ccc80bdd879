"""Do themes stay the same: when run again, when rows come in another order, when as many rows again are added.

    python benchmarks/stability.py --data FILE.csv [--data FILE.csv] [--sizes 2000,all] [--peer bertopic]

five runs: the peer's layout has five seeds; voc takes none and runs five times. shuffled: the same rows in another order, the seed as in the first run.
half added: themes of half the rows, then of all; agreement is on the old half, and so is the share of rows that keep the number of their theme. voc knows its
first run then, as it does in use; the peer has no such memory and is fitted again. Agreement is ARI, of five runs the mean over pairs; seconds are one run's.
"""

import argparse
import time
from collections.abc import Callable
from functools import partial
from itertools import combinations

import numpy as np
from labelled import Corpus, add_data_option, load_corpus, print_table
from methods import Groups, bertopic, cluster, voc
from sklearn.metrics import adjusted_rand_score

from voc.engine.constraints import FREE, Constraints

SEEDS = (1, 2, 3, 4, 5)
Again = Callable[[Corpus, Groups], Groups]  # all rows, and the themes of the first of them


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_data_option(parser)
    parser.add_argument("--sizes", default="2000,all")
    parser.add_argument("--peer", choices=["bertopic"])
    options = parser.parse_args()

    corpus = load_corpus(options.data)
    rows = []
    for size in (len(corpus) if s == "all" else int(s) for s in options.sizes.split(",")):
        sample = corpus.draw(size, seed=7)
        rows.append(try_all("voc", sample, [voc] * len(SEEDS), remember))
        if options.peer:
            seeded = [partial(bertopic, seed=seed) for seed in SEEDS]
            rows.append(try_all("bertopic", sample, seeded, lambda rows, _: bertopic(rows, seed=SEEDS[0])))
    print_table(rows)


def try_all(name: str, corpus: Corpus, runs: list[Callable[[Corpus], Groups]], again: Again) -> dict[str, object]:
    """One row of the table."""
    start = time.perf_counter()
    found = [run(corpus) for run in runs]
    seconds = (time.perf_counter() - start) / len(runs)
    order = np.random.default_rng(1).permutation(len(corpus))
    shuffled = np.empty_like(found[0])
    shuffled[order] = runs[0](corpus.take(order))
    old = np.arange(len(corpus) // 2)
    first = runs[0](corpus.take(old))
    second = again(corpus, first)[old]
    return {
        "method": name,
        "rows": len(corpus),
        "five runs": tell([(a, b) for a, b in combinations(found, 2)]),
        "shuffled": tell([(found[0], shuffled)]),
        "half added": tell([(first, second)]),
        "keep number": f"{(first == second)[first != -1].mean():.3f}",
        "seconds": f"{seconds:.1f}",
    }


def remember(corpus: Corpus, first: Groups) -> Groups:
    """voc's themes where the first rows have been themed before."""
    before = np.concatenate([first, np.full(len(corpus) - len(first), -1)]).astype(np.int32)
    return cluster(corpus, Constraints(int(first.max()) + 1, before, np.full(len(corpus), FREE, np.int32))).theme


def tell(pairs: list[tuple[Groups, Groups]]) -> str:
    """Whether the groupings are the same to the row and the number; else how far they agree."""
    if all(np.array_equal(a, b) for a, b in pairs):
        return "identical"
    return f"{np.mean([adjusted_rand_score(a, b) for a, b in pairs]):.3f}"


if __name__ == "__main__":
    main()
