"""Is noise told truly: rows of another corpus left unthemed, rows of this one not, and strengths that are the probabilities they claim to be.

    python benchmarks/strangers.py --data FILE.csv [--data FILE.csv] --strangers FOLDER [--draws 3] [--peer bertopic] [--peer-draws 1]

FOLDER holds the UCI Sentiment Labelled Sentences, as for train_sentiment.py: reviews, of which one row in ten is made. `unthemed` are shares. A theme's rows
belong where they bear the label that most of it bears; strangers never do. Strengths are those of the rows that have a theme.
"""

import argparse
from pathlib import Path

import numpy as np
from corpora import STRANGER, add_strangers, bears_majority_label, draw_intents
from labelled import Corpus, add_data_option, embed, load_corpus, print_table
from methods import Groups, bertopic, cluster
from reliability import reliability
from train_sentiment import read_sentences

SIZES = (1_000, 2_000, 6_000)
INTENTS = 30
FIRST_SEED = 7


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_data_option(parser)
    parser.add_argument("--strangers", type=Path, required=True)
    parser.add_argument("--draws", type=int, default=3)
    parser.add_argument("--peer", choices=["bertopic"])
    parser.add_argument("--peer-draws", type=int, default=1)
    options = parser.parse_args()

    corpus = load_corpus(options.data)
    texts, _ = read_sentences(options.strangers)
    reviews = Corpus(texts, np.full(len(texts), STRANGER), embed(texts))
    rows, tables, pooled = [], [], []
    for kind in (*(f"{size} rows" for size in SIZES), f"{INTENTS} unequal intents"):
        samples = [add_strangers(draw(corpus, kind, seed), reviews, seed) for seed in range(FIRST_SEED, FIRST_SEED + options.draws)]
        found = [cluster(sample) for sample in samples]
        rows.append(shares(kind, "voc", samples, [f.theme for f in found]))
        if options.peer:
            rows.append(shares(kind, "bertopic", samples[: options.peer_draws], [bertopic(sample) for sample in samples[: options.peer_draws]]))
        judged = [(f.strength[f.theme >= 0], bears_majority_label(s.labels, f.theme)[f.theme >= 0]) for s, f in zip(samples, found, strict=True)]
        tables.append(reliability(kind, *(np.concatenate(part) for part in zip(*judged, strict=True))))
        pooled += judged
    print_table(rows)
    print("\nof the rows with such a strength, the share that belongs")
    print_table([*tables, reliability("all", *(np.concatenate(part) for part in zip(*pooled, strict=True)))])


def draw(corpus: Corpus, kind: str, seed: int) -> Corpus:
    """A corpus of the kind."""
    number, _, what = kind.partition(" ")
    return corpus.draw(int(number), seed) if what == "rows" else draw_intents(corpus, int(number), seed)


def shares(kind: str, method: str, samples: list[Corpus], found: list[Groups]) -> dict[str, object]:
    """One row of the table: means over the draws."""
    strange = [sample.labels == STRANGER for sample in samples]
    return {
        "corpus": kind,
        "method": method,
        "draws": len(samples),
        "themes": round(np.mean([len(set(f.tolist()) - {-1}) for f in found])),
        "strangers unthemed": f"{np.mean([(f[s] == -1).mean() for f, s in zip(found, strange, strict=True)]):.3f}",
        "in-scope unthemed": f"{np.mean([(f[~s] == -1).mean() for f, s in zip(found, strange, strict=True)]):.3f}",
    }


if __name__ == "__main__":
    main()
