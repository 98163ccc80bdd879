"""How well themes agree with labels, beside the peer on the same embeddings.

    python benchmarks/themes.py --data FILE.csv [--data FILE.csv] [--sizes 500,2000,all] [--draws 3] [--peer bertopic] [--peer-draws 3] [--json]

FILE.csv has the columns text and label. Of each size some random samples are drawn (of all rows one): means, and the lowest and highest. Each method runs in
a process of its own that has run before, so that its seconds hold no loading and its peak memory is its own. Noise counts as one group.
"""

import argparse
import json
from collections.abc import Callable

import numpy as np
from labelled import Corpus, add_data_option, agreement, load_corpus, print_table
from measured import measure
from methods import Groups, bertopic, bertopic_reduced, voc

FIRST_SEED = 7
WARM_UP = 200  # rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_data_option(parser)
    parser.add_argument("--sizes", default="500,2000,all")
    parser.add_argument("--draws", type=int, default=3)
    parser.add_argument("--peer", choices=["bertopic"])
    parser.add_argument("--peer-draws", type=int, default=3)
    parser.add_argument("--json", action="store_true", help="a JSON row a line in place of the table")
    options = parser.parse_args()

    corpus = load_corpus(options.data)
    rows = []
    for size in sorted({len(corpus) if s == "all" else min(len(corpus), int(s)) for s in options.sizes.split(",")}):
        is_all = size == len(corpus)
        samples = [corpus.draw(size, FIRST_SEED + draw) for draw in range(1 if is_all else options.draws)]
        rows.append(compare("voc", voc, samples))
        if options.peer:
            rows.append(compare("bertopic", bertopic, samples[: options.peer_draws]))
        if options.peer and is_all:
            rows.append(compare("bertopic, reduce_outliers", bertopic_reduced, samples))
    if options.json:
        for row in rows:
            print(json.dumps(row))
    else:
        print_table(rows)


def compare(name: str, method: Callable[[Corpus], Groups], samples: list[Corpus]) -> dict[str, object]:
    """One row of the table."""
    runs = [measure(method, sample, warm_up=(sample.take(np.arange(WARM_UP)),)) for sample in samples]
    agreements = [agreement(sample.labels, run.value) for sample, run in zip(samples, runs, strict=True)]
    nmi, ari = ([found[key] for found in agreements] for key in ("nmi", "ari"))
    return {
        "method": name,
        "rows": len(samples[0]),
        "draws": len(samples),
        "themes": round(np.mean([len(set(run.value.tolist()) - {-1}) for run in runs])),
        "noise": f"{np.mean([(run.value == -1).mean() for run in runs]):.3f}",
        "nmi": f"{np.mean(nmi):.3f}",
        "nmi range": f"{min(nmi):.3f} {max(nmi):.3f}",
        "ari": f"{np.mean(ari):.3f}",
        "ari range": f"{min(ari):.3f} {max(ari):.3f}",
        "seconds": f"{np.mean([run.seconds for run in runs]):.2f}",
        "peak_mb": round(max(run.peak_mb for run in runs)),
    }


if __name__ == "__main__":
    main()
