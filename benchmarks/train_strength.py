"""Fit the numbers by which a snippet's strength is judged (`voc.engine.membership`).

    python benchmarks/train_strength.py --data FILE.csv [--data FILE.csv] --strangers FOLDER [--draws 2]

A logistic regression on the share of a row's neighbourhood that lies in its community, on how near its nearest others are and on how near it is to its
community's centre, over corpora of many kinds made of the file's rows, with reviews among them (see strangers.py) or with single rows of other labels: the
one-offs of the same trade. A row belongs where it bears its community's majority label. Each kind of corpus weighs the same. Prints how well the promise
holds for each kind when the numbers are fitted on the other kinds alone, and the numbers fitted on all.
"""

import argparse
from pathlib import Path

import numpy as np
from corpora import STRANGER, add_one_offs, add_strangers, bears_majority_label, draw_intents
from labelled import Corpus, add_data_option, embed, load_corpus, print_table
from numpy.typing import NDArray
from reliability import reliability
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_limits
from train_sentiment import read_sentences

from voc.engine.communities import choose_resolution, find_communities
from voc.engine.graph import fuzzy_graph, nearest_neighbours, neighbours_for
from voc.engine.membership import (
    BIAS,
    CENTRE_WEIGHT,
    LIMIT,
    NEARNESS_WEIGHT,
    SHARE_WEIGHT,
    centrality_of,
    nearness_of,
    share_by_chance,
    share_inside,
    usual_centrality,
    usual_nearness,
)

SIZES = (500, 1_000, 2_000)
INTENTS = (12, 20, 30, 50)
FIRST_SEED = 100  # no corpus of the other benchmarks
RIDGE = 10.0  # the inverse of the penalty

Rows = tuple[NDArray[np.float64], NDArray[np.bool_]]  # share, nearness and centrality, and whether the row belongs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_data_option(parser)
    parser.add_argument("--strangers", type=Path, required=True)
    parser.add_argument("--draws", type=int, default=2)
    options = parser.parse_args()

    corpus = load_corpus(options.data)
    texts, _ = read_sentences(options.strangers)
    reviews = Corpus(texts, np.full(len(texts), STRANGER), embed(texts))
    seeds = range(FIRST_SEED, FIRST_SEED + options.draws)
    kinds = {f"{size} rows": [corpus.draw(size, seed) for seed in seeds] for size in SIZES}
    kinds |= {f"{count} unequal intents": [draw_intents(corpus, count, seed) for seed in seeds] for count in INTENTS}
    judged: dict[str, Rows] = {}
    for kind, samples in kinds.items():
        mixed = [add_strangers(sample, reviews, seed) for sample, seed in zip(samples, seeds, strict=True)]
        if kind.endswith("intents"):
            mixed += [add_one_offs(sample, corpus, seed) for sample, seed in zip(samples, seeds, strict=True)]
        parts = [judge(sample) for sample in mixed]
        judged[kind] = (np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts]))
    print("of the rows with such a strength, the share that belongs; fitted on the other kinds of corpora")
    print_table([reliability(kind, fit([r for k, r in judged.items() if k != kind]).predict_proba(rows[0])[:, 1], rows[1]) for kind, rows in judged.items()])
    head = fit(list(judged.values()))
    names = ("SHARE_WEIGHT", "NEARNESS_WEIGHT", "CENTRE_WEIGHT", "BIAS")
    found = (*head.coef_[0], head.intercept_[0])
    print()
    print_table(
        [{"number": n, "fitted": f"{f:.2f}", "shipped": s} for n, f, s in zip(names, found, (SHARE_WEIGHT, NEARNESS_WEIGHT, CENTRE_WEIGHT, BIAS), strict=True)]
    )


@threadpool_limits.wrap(limits=1)
def judge(corpus: Corpus) -> Rows:
    """What the strength is made of, and whether each row belongs to its community."""
    indices, distances = nearest_neighbours(corpus.vectors, neighbours_for(len(corpus)))
    graph = fuzzy_graph(indices, distances)
    community = find_communities(graph, choose_resolution(corpus.vectors, graph))
    nearness = nearness_of(distances, np.ones(len(corpus), np.int64))
    centrality = centrality_of(corpus.vectors, community)
    usual = usual_centrality(usual_nearness(nearness), centrality)
    share = share_inside(graph, community, distances.shape[1]) - share_by_chance(community)
    near, central = (nearness - usual.median) / usual.spread, (centrality - usual.centre) / usual.about
    features = np.column_stack([share, near.clip(-LIMIT, LIMIT), central.clip(-LIMIT, LIMIT)])
    return features, bears_majority_label(corpus.labels, community)


def fit(kinds: list[Rows]) -> LogisticRegression:
    """The regression; each kind of corpus weighs the same."""
    weights = np.concatenate([np.full(len(right), 1_000 / len(right)) for _, right in kinds])
    return LogisticRegression(C=RIDGE).fit(np.concatenate([x for x, _ in kinds]), np.concatenate([right for _, right in kinds]), sample_weight=weights)


if __name__ == "__main__":
    main()
