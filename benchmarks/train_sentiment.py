"""Train the sentiment head that voc ships.

    python benchmarks/train_sentiment.py --data FOLDER [--out FILE.json]

FOLDER holds the UCI Sentiment Labelled Sentences (amazon_cells.txt, imdb.txt, yelp.txt; tab-separated text and 0 or 1, CC BY 4.0). To these come the lines of
benchmarks/written/. Prints the AUC on the reviews by 10-fold cross-validation beside the lexicon's alone and writes the head's numbers.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from labelled import MODEL, embed
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold
from written import Lines, fill_frames, read_lines

from voc.engine.cues import polarity
from voc.engine.sentiment import SentimentHead, sentiment_features

SHIPPED = Path(__file__).parents[1] / "src/voc/engine/data/sentiment_head.json"
# How glad a line of each section is. A wish is no praise: it is what is missing, said kindly.
GLADNESS = {"praise": 1.0, "problem": 0.0, "sarcasm": 0.0, "churn_threat": 0.0, "request": 0.15}
# Of a frame there are twelve fillings, of a line one.
WEIGHTS = {"reviews": 0.5, "lines": 5.0, "frames": 1.0}
STRENGTH = 0.5  # the inverse of the ridge

Rows = tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]  # features, labels, weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    options = parser.parse_args()

    texts, labels = read_sentences(options.data)
    reviews = as_rows(texts, np.array(labels, dtype=float), WEIGHTS["reviews"])
    written = written_rows()
    held_out = np.zeros(len(texts))  # in the order of the rows
    for train, test in StratifiedKFold(10, shuffle=True, random_state=7).split(reviews[0], reviews[1]):
        held_out[test] = fit(join([tuple(part[train] for part in reviews), *written])).score(reviews[0][test])
    print(f"{'method':<30}{'AUC, 10-fold on the reviews':>30}")
    for name, known, scores in (("lexicon alone", labels, polarity(texts)), ("head", reviews[1], held_out)):
        print(f"{name:<30}{roc_auc_score(known, scores):>30.3f}")
    kept = fit(join([reviews, *written])).to_dict()
    del kept["ratings"]
    options.out.write_text(json.dumps(kept) + "\n")


def written_rows() -> list[Rows]:
    """The rows out of the lines and out of the frames."""
    return [from_lines(read_lines(), WEIGHTS["lines"]), from_lines(fill_frames(), WEIGHTS["frames"])]


def from_lines(lines: Lines, weight: float) -> Rows:
    """The rows of lines whose section says how glad they are."""
    told = [(GLADNESS[name], text) for name, text in lines if name in GLADNESS]
    return as_rows([text for _, text in told], np.array([glad for glad, _ in told]), weight)


def as_rows(texts: list[str], gladness: NDArray[np.float64], weight: float) -> Rows:
    """A row for each text, two where it is glad in part."""
    features = sentiment_features(texts, embed(texts, MODEL))
    return join([(features[share > 0], np.full((share > 0).sum(), label), weight * share[share > 0]) for label, share in ((1, gladness), (0, 1 - gladness))])


def join(rows: list[Rows]) -> Rows:
    """All rows below each other."""
    features, labels, weights = zip(*rows, strict=True)
    return np.vstack(features), np.concatenate(labels), np.concatenate(weights)


def fit(rows: Rows) -> SentimentHead:
    """The head on these rows."""
    features, labels, weights = rows
    found = LogisticRegression(C=STRENGTH, max_iter=5_000).fit(features, labels, sample_weight=weights)
    return SentimentHead("minilm", tuple(round(float(w), 5) for w in found.coef_[0]), round(float(found.intercept_[0]), 5))


def read_sentences(folder: Path) -> tuple[list[str], list[int]]:
    """The texts and their labels, 1 positive and 0 negative; lines that are not `text<TAB>label` (the headers) are passed over."""
    texts, labels = [], []
    for file in sorted(folder.glob("*.txt")):
        for line in file.read_text(encoding="utf-8").splitlines():
            text, _, label = line.rpartition("\t")
            if label in ("0", "1"):
                texts.append(text.strip())
                labels.append(int(label))
    return texts, labels


if __name__ == "__main__":
    main()
