"""Train the sentiment head that voc ships.

    python benchmarks/train_sentiment.py --data FOLDER [--out FILE.json]

FOLDER holds `sentiment_sentences/` (UCI Sentiment Labelled Sentences: amazon_cells.txt, imdb.txt, yelp.txt; CC BY 4.0), which know no middle, and what has
much of it and no labels: `banking77/train.csv` (CC BY 4.0), `multidogo/intents.csv` and `turns.csv` (CDLA-Permissive 1.0), `gitbugs/hadoop.csv` (CC BY 4.0). Of
those are taken a seeded sample of the lines without a word of trouble, a negation or a strong word, as neither (`plain_lines`). To these come the lines of
benchmarks/written/, but not the lists that are judged. Prints how each of the three kinds of reviews is told by a head that saw only the other two (AUC,
positive against negative), and writes the head's numbers.
"""

import argparse
import csv
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from labelled import MODEL, embed
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from written import Lines, fill_frames, read_lines

from voc.engine.cues import TROUBLE, polarity
from voc.engine.sentiment import SentimentHead, sentiment_features

SHIPPED = Path(__file__).parents[1] / "src/voc/engine/data/sentiment_head.json"
NEGATIVE, NEITHER, POSITIVE = -1, 0, 1
# How a line of each section sounds. A wish is no praise: it is what is missing, said kindly. That something fails is a complaint, however calmly it is said.
MOODS = {"praise": POSITIVE, "delight": POSITIVE, "problem": NEGATIVE, "sarcasm": NEGATIVE, "churn_threat": NEGATIVE, "complaint": NEGATIVE}
# Of a frame there are twelve fillings, of a line one.
WEIGHTS = {"reviews": 1.0, "lines": 5.0, "frames": 1.0, "needs": 0.5, "texts": 1.0}
STRENGTH = 0.1  # the inverse of the ridge
DOUBT = 0.2  # log-odds that a negative verdict must have over the other two: unkindness is read into a plain sentence more easily than kindness
SEED = 7

_TROUBLED = re.compile(rf"{TROUBLE.pattern}|\b(?:not|still|stolen|declined|problem|issue|charged|unable|without|why)\b|n't", re.IGNORECASE)
_SENTENCE = re.compile(r"[A-Z][a-z']+ [a-z]")
_CODE = re.compile(r"[{}<>_=|\\/]|\w\.\w|::|Subject|http")
Rows = tuple[NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]  # features, moods, weights


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    options = parser.parse_args()

    others = [*written_rows(), *plain_rows(options.data)]
    reviews = {file.stem: read_reviews(file) for file in sorted((options.data / "sentiment_sentences").glob("*.txt"))}
    rows = {name: as_rows(texts, moods, WEIGHTS["reviews"]) for name, (texts, moods) in reviews.items()}
    print(f"{'reviews, untrained':<20}{'lexicon alone':>15}{'head':>8}")
    for name, (texts, moods) in reviews.items():
        head = fit([*others, *(part for kind, part in rows.items() if kind != name)])
        known = np.array(moods) == POSITIVE
        print(f"{name:<20}{roc_auc_score(known, polarity(texts)):>15.3f}{roc_auc_score(known, head.score(rows[name][0])):>8.3f}")
    kept = fit([*others, *rows.values()]).to_dict()
    del kept["ratings"]
    options.out.write_text(json.dumps(kept) + "\n")


def written_rows() -> list[Rows]:
    """The rows out of the lines and out of the frames."""
    return [from_lines([*read_lines(), *read_lines("moods.txt")], WEIGHTS["lines"]), from_lines(fill_frames(), WEIGHTS["frames"])]


def from_lines(lines: Lines, weight: float) -> Rows:
    """The rows of lines; what sounds like nothing else is neither."""
    return as_rows([text for _, text in lines], [MOODS.get(name, NEITHER) for name, _ in lines], weight)


def plain_rows(data: Path) -> list[Rows]:
    """What people ask, want and report without any feeling, out of corpora without such labels."""
    bugs = data / "gitbugs" / "hadoop.csv"
    plain = {
        "needs": [
            *plain_lines(read_column(data / "banking77" / "train.csv", "text"), 600),
            *plain_lines(read_column(data / "multidogo" / "intents.csv", "text"), 400),
            *plain_lines(read_column(data / "multidogo" / "turns.csv", "text"), 500),
            *plain_lines(read_column(bugs, "title"), 300),
        ],
        "texts": plain_lines(list(sentences(read_column(bugs, "text"))), 800),
    }
    return [as_rows(texts, [NEITHER] * len(texts), WEIGHTS[name]) for name, texts in plain.items()]


def plain_lines(texts: Sequence[str], most: int) -> list[str]:
    """Some of the texts of 3 to 29 words that name no trouble and have no strong word; the same ones every time."""
    once = list(dict.fromkeys(texts))
    plain = [text for text, said in zip(once, polarity(once), strict=True) if -0.3 < said < 0.7 and 2 < len(text.split()) < 30 and not _TROUBLED.search(text)]
    return [plain[i] for i in np.random.default_rng(SEED).permutation(len(plain))[:most]]


def sentences(texts: Sequence[str]) -> Iterator[str]:
    """The sentences in words of texts that hold much code."""
    for text in texts:
        for line in re.split(r"(?<=[.!?])\s+|\n+", text):
            said = line.strip()
            if _SENTENCE.match(said) and said.endswith((".", "?")) and 5 < len(said.split()) < 28 and not _CODE.search(said):
                yield said


def read_column(path: Path, column: str) -> list[str]:
    """A CSV's column."""
    with path.open(newline="", encoding="utf-8") as file:
        return [row[column] for row in csv.DictReader(file)]


def as_rows(texts: list[str], moods: Sequence[int], weight: float) -> Rows:
    """The texts as a head is trained on them."""
    return sentiment_features(texts, embed(texts, MODEL)), np.array(moods, dtype=np.int64), np.full(len(texts), weight)


def fit(rows: Sequence[Rows]) -> SentimentHead:
    """The head on these rows; each of the three moods weighs the same in all."""
    features, moods, weights = (np.concatenate(part) for part in zip(*rows, strict=True))
    of_mood = np.array([weights[moods == mood].sum() for mood in (NEGATIVE, NEITHER, POSITIVE)])
    weights = weights * (weights.sum() / 3 / of_mood)[moods + 1]
    found = LogisticRegression(C=STRENGTH, max_iter=5_000).fit(features, moods, sample_weight=weights)
    lines = np.column_stack([found.coef_, found.intercept_])
    lines[0, -1] -= DOUBT
    mood, middle = lines[2] - lines[0], lines[1] - (lines[0] + lines[2]) / 2
    (*weights_of_mood, bias), (*weights_of_middle, middle_bias) = ([round(float(w), 5) for w in line] for line in (mood, middle))
    return SentimentHead("minilm", tuple(weights_of_mood), bias, tuple(weights_of_middle), middle_bias)


def read_sentences(folder: Path) -> tuple[list[str], list[int]]:
    """The texts of all the reviews and their moods."""
    texts, moods = [], []
    for file in sorted(folder.glob("*.txt")):
        some = read_reviews(file)
        texts += some[0]
        moods += some[1]
    return texts, moods


def read_reviews(file: Path) -> tuple[list[str], list[int]]:
    """The texts and their moods; lines that are not `text<TAB>0 or 1` (the headers) are passed over."""
    parts = [line.rpartition("\t") for line in file.read_text(encoding="utf-8").splitlines()]
    told = [(text.strip(), POSITIVE if label == "1" else NEGATIVE) for text, _, label in parts if label in ("0", "1")]
    return [text for text, _ in told], [mood for _, mood in told]


if __name__ == "__main__":
    main()
