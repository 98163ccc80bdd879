"""How well a theme's label finds its true name among all true names, beside the peer's labels of the same groups.

    python benchmarks/names.py --data FILE.csv [--data FILE.csv] [--peer bertopic] [--show] [--json]

FILE.csv has the columns text and label; a label's underscores read as spaces. Two groupings are named: the true ones, and the themes that voc finds, whose
true name is that of most of their rows. top1: share of labels to which no other true name is nearer than their own, by cosine; mrr: the mean of one over that
rank. Seconds without the embedding of the texts; voc's include that of its candidates.
"""

import argparse
import json
import time
from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from labelled import add_data_option, load_corpus, print_table
from methods import voc
from numpy.typing import NDArray

from voc.domain.encoders import Encoding
from voc.engine.embed import Embedder
from voc.engine.encoders.choose import make_embedder
from voc.engine.name import name_themes
from voc.engine.vectors import NOWHERE

Labels = dict[str, list[str]]  # by method
Namer = Callable[[list[str], NDArray[np.float32], NDArray[np.signedinteger], Embedder], Labels]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_data_option(parser)
    parser.add_argument("--peer", choices=["bertopic"])
    parser.add_argument("--show", action="store_true", help="every true name with its labels")
    parser.add_argument("--json", action="store_true", help="a JSON row a line in place of the table")
    options = parser.parse_args()

    corpus = load_corpus(options.data)
    texts, vectors = corpus.texts, corpus.vectors
    embedder = make_embedder(Encoding("minilm", threads=1))  # short batches gain nothing from a second
    true_names = sorted(set(corpus.labels.tolist()))
    targets = embedder.embed([name.replace("_", " ") for name in true_names])
    truth = np.array([true_names.index(label) for label in corpus.labels], dtype=np.int32)
    rows = []
    for grouping, groups in {"true": truth, "found": voc(corpus)}.items():
        own = [Counter(truth[groups == group].tolist()).most_common(1)[0][0] for group in range(groups.max() + 1)]
        for namer in (voc_labels, *([bertopic_labels] if options.peer else [])):
            start = time.perf_counter()
            found = namer(texts, vectors, groups, embedder)
            seconds = time.perf_counter() - start
            rows += [
                {"groups": grouping, "count": len(own), "method": m, **rank(embedder.embed(given), targets, own), "seconds": round(seconds, 2)}
                for m, given in found.items()
            ]
            if options.show:
                for method, given in found.items():
                    print("\n".join(f"{method}: {true_names[o]}: {label}" for o, label in zip(own, given, strict=True)))
    if options.json:
        for row in rows:
            print(json.dumps(row))
    else:
        print_table(rows)


def voc_labels(texts: list[str], vectors: NDArray[np.float32], groups: NDArray[np.signedinteger], embedder: Embedder) -> Labels:
    """voc's label of each group."""
    said, centres = [], []
    for group in range(groups.max() + 1):
        members = np.flatnonzero(groups == group)
        centre = vectors[members].sum(axis=0)
        centres.append(centre / np.linalg.norm(centre))
        said.append([texts[members[i]] for i in np.argsort(-(vectors[members] @ centres[-1]), kind="stable")])
    return {"voc": [name.label for name in name_themes(said, np.array(centres, np.float32), embedder)]}


def bertopic_labels(texts: list[str], vectors: NDArray[np.float32], groups: NDArray[np.signedinteger], _: Embedder) -> Labels:
    """BERTopic's default words of each group, by its way of modelling topics that are given: the four of a topic's name, and all ten."""
    from bertopic import BERTopic
    from bertopic.cluster import BaseCluster
    from bertopic.dimensionality import BaseDimensionalityReduction

    kept = np.flatnonzero(groups != NOWHERE)
    model = BERTopic(umap_model=BaseDimensionalityReduction(), hdbscan_model=BaseCluster(), verbose=False)
    found, _ = model.fit_transform([texts[i] for i in kept], vectors[kept], y=groups[kept])
    topic = dict(zip(groups[kept].tolist(), found, strict=True))  # it may number them otherwise
    words = [[word for word, _ in model.get_topic(topic[group])] for group in range(groups.max() + 1)]
    return {"bertopic, 4 words": [" ".join(some[:4]) for some in words], "bertopic, 10 words": [" ".join(some) for some in words]}


def rank(found: NDArray[np.float32], targets: NDArray[np.float32], own: Sequence[int]) -> dict[str, float]:
    """Where each label's own name stands among all. `found` and `targets` are unit vectors, one a label and one a true name."""
    cosines = found @ targets.T
    ranks = 1 + (cosines > cosines[np.arange(len(own)), own][:, None] + 1e-6).sum(axis=1)
    return {"top1": round(float((ranks == 1).mean()), 3), "mrr": round(float((1 / ranks).mean()), 3)}


if __name__ == "__main__":
    main()
