"""Train the sentiment head that voc ships.

    python benchmarks/train_sentiment.py --data FOLDER [--out FILE.json]

FOLDER holds the UCI Sentiment Labelled Sentences (amazon_cells.txt, imdb.txt, yelp.txt; tab-separated text and 0 or 1, CC BY 4.0). Prints the AUC by 10-fold
cross-validation beside the lexicon's alone and writes the head's numbers.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from voc.engine.embed import SentenceEmbedder
from voc.engine.sentiment import polarity

SHIPPED = Path(__file__).parents[1] / "src/voc/engine/data/sentiment_head.json"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    options = parser.parse_args()

    texts, labels = read_sentences(options.data)
    said = polarity(texts)
    features = np.column_stack([SentenceEmbedder("minilm").embed(texts), said])
    head = LogisticRegression(C=3.0, max_iter=2_000)
    folds = StratifiedKFold(10, shuffle=True, random_state=7)
    held_out = cross_val_predict(head, features, labels, cv=folds, method="predict_proba")[:, 1]
    print(f"{'method':<20}{'AUC, 10-fold':>14}")
    for name, scores in (("lexicon alone", said), ("head with lexicon", held_out)):
        print(f"{name:<20}{roc_auc_score(labels, scores):>14.3f}")

    head.fit(features, labels)
    weights = head.coef_[0]
    saved = {
        "model": "minilm",
        "weights": [round(float(w), 5) for w in weights[:-1]],
        "polarity_weight": round(float(weights[-1]), 5),
        "bias": round(float(head.intercept_[0]), 5),
    }
    options.out.write_text(json.dumps(saved) + "\n")


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
