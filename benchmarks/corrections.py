"""Do corrections teach: a person puts some snippets right, and the others are judged.

    python benchmarks/corrections.py --data FILE.csv [--data FILE.csv] [--sizes 2000,all] [--shares 0,1,3,5] [--peer bertopic]

After a first run a simulated person looks at random rows and puts each into the theme of its label, which is the one that holds most of the label's rows; where
that one is more another label's, they have split a new theme off. A row that was right is confirmed. The second run knows the first one and these decisions.
The peer is told the corrected rows' labels and fitted again (its semi-supervised mode). Judged are the rows that were corrected at no share.
"""

import argparse
import time

import numpy as np
from labelled import Corpus, add_data_option, agreement, load_corpus, print_table
from methods import Groups, bertopic, cluster, voc
from numpy.typing import NDArray

from voc.engine.constraints import FREE, Constraints


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_data_option(parser)
    parser.add_argument("--sizes", default="2000,all")
    parser.add_argument("--shares", default="0,1,3,5", help="per cent")
    parser.add_argument("--peer", choices=["bertopic"])
    options = parser.parse_args()

    corpus = load_corpus(options.data)
    shares = sorted(float(share) for share in options.shares.split(","))
    rows: list[dict[str, object]] = []
    for size in (len(corpus) if s == "all" else int(s) for s in options.sizes.split(",")):
        sample = corpus.draw(size, seed=7)
        first = voc(sample)
        right = right_themes(sample.labels, first)
        order = np.random.default_rng(7).permutation(size)
        rest = order[round(size * shares[-1] / 100) :]
        for name in ("voc", *([options.peer] if options.peer else [])):
            base = None
            for share in shares:
                corrected = order[: round(size * share / 100)]
                start = time.perf_counter()
                found = correct(sample, first, right, corrected) if name == "voc" else teach_peer(sample, corrected)
                seconds = time.perf_counter() - start
                scores = agreement(sample.labels[rest], found[rest])
                base = base or scores
                rows.append(
                    {
                        "method": name,
                        "rows": size,
                        "corrected": f"{share:g} %",
                        "themes": len(set(found.tolist()) - {-1}),
                        "noise": f"{(found[rest] == -1).mean():.3f}",
                        **{key: f"{value:.3f}" for key, value in scores.items()},
                        **{f"{key} gain": f"{value - base[key]:+.3f}" for key, value in scores.items()},
                        "seconds": f"{seconds:.1f}",
                    }
                )
    print_table(rows)


def right_themes(labels: NDArray[np.str_], theme: Groups) -> Groups:
    """Each row's right theme, by the number of the first run; what had to be split off has numbers beyond."""
    names, label = np.unique(labels, return_inverse=True)
    themes = int(theme.max()) + 1
    shared = np.zeros((len(names), themes), np.int64)
    np.add.at(shared, (label[theme >= 0], theme[theme >= 0]), 1)
    favourite, most = shared.argmax(axis=1), shared.max(axis=1)
    right = np.full(len(names), -1)
    for name in np.argsort(-most, kind="stable"):
        is_free = most[name] > 0 and favourite[name] not in right
        right[name] = favourite[name] if is_free else max(themes, right.max() + 1)
    return right[label].astype(np.int32)


def correct(corpus: Corpus, first: Groups, right: Groups, corrected: NDArray[np.signedinteger]) -> Groups:
    """voc's second run."""
    before, pinned = first.astype(np.int32), np.full(len(corpus), FREE, np.int32)
    pinned[corrected] = right[corrected]
    split_off = corrected[right[corrected] > first.max()]
    before[split_off] = right[split_off]  # a split holds from the moment it is made; of a move the engine learns where from
    return cluster(corpus, Constraints(int(max(first.max(), right.max())) + 1, before, pinned)).theme


def teach_peer(corpus: Corpus, corrected: NDArray[np.signedinteger]) -> Groups:
    """The peer's run that knows some labels."""
    known = np.full(len(corpus), -1)
    known[corrected] = np.unique(corpus.labels, return_inverse=True)[1][corrected]
    return bertopic(corpus, seed=1, known=known if len(corrected) else None)


if __name__ == "__main__":
    main()
