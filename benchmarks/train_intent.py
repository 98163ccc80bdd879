"""Train the intent head that voc ships.

    python benchmarks/train_intent.py [--out FILE.json]

Trained on the lines of benchmarks/written/ alone. Prints the macro F1 over them by five folds (of lines; a frame and its fillings are only trained on) and
writes the head's numbers.
"""

import argparse
import json
from pathlib import Path

import numpy as np
from labelled import MODEL, embed
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.model_selection import StratifiedKFold
from written import Lines, fill_frames, read_lines

from voc.engine.intent import IntentHead, choose_intents, intent_features

SHIPPED = Path(__file__).parents[1] / "src/voc/engine/data/intent_head.json"
LINE_WEIGHT, FRAME_WEIGHT = 5.0, 0.5
STRENGTH = 1.0  # the inverse of the ridge
MEANT = {"sarcasm": "problem"}  # sections that are an intent by another name

Rows = tuple[NDArray[np.float64], NDArray[np.str_], NDArray[np.float64]]  # features, classes, weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    options = parser.parse_args()

    lines, frames = as_rows(read_lines(), LINE_WEIGHT), as_rows(fill_frames(), FRAME_WEIGHT)
    held_out = np.empty(len(lines[0]), dtype=object)
    for train, test in StratifiedKFold(5, shuffle=True, random_state=7).split(lines[0], lines[1]):
        held_out[test] = choose_intents(fit([tuple(part[train] for part in lines), frames]), lines[0][test])
    print(f"macro F1 over {len(lines[0])} lines, five folds: {f1_score(lines[1], [str(name or 'none') for name in held_out], average='macro'):.3f}")
    head = fit([lines, frames])
    saved = {
        "model": head.model,
        "classes": head.classes,
        "weights": [[round(float(w), 3) for w in row] for row in head.weights],
        "biases": [round(float(b), 3) for b in head.biases],
    }
    options.out.write_text(json.dumps(saved) + "\n")


def as_rows(lines: Lines, weight: float) -> Rows:
    """The lines as a head is trained on them."""
    texts = [text for _, text in lines]
    return intent_features(texts, embed(texts, MODEL)), np.array([MEANT.get(name, name) for name, _ in lines]), np.full(len(lines), weight)


def fit(rows: list[Rows], columns: slice = slice(None)) -> IntentHead:
    """The head on these rows; each class weighs the same."""
    features, classes, weights = (np.concatenate(part) for part in zip(*rows, strict=True))
    found = LogisticRegression(C=STRENGTH, max_iter=5_000, class_weight="balanced").fit(features[:, columns], classes, sample_weight=weights)
    return IntentHead("minilm", tuple(found.classes_), found.coef_, found.intercept_)


if __name__ == "__main__":
    main()
