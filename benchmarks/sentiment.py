"""How well sentiment is told in domains that the head never saw: negative, neither, positive; and how well it tells a comment's rating.

    python benchmarks/sentiment.py [--rated FOLDER] [--feedback FILE.jsonl]

The first table: 240 short posts and 240 points of calls and surveys, written before any head was tried on them (benchmarks/written/mood_*.txt), a third
of each sort; and, with --rated, posts and sentences of product reviews, each rated by twenty people: `tweets_GroundTruth.txt` and
`amazonReviewSnippets_GroundTruth.txt` of Hutto and Gilbert 2014 (MIT), in additional_resources/hutto_ICWSM_2014.tar.gz of vaderSentiment-2.5.tar.gz on
PyPI (`pip download --no-deps --no-binary :all: vaderSentiment==2.5`); a mean rating of -.5 to .5 of four is neither. VADER with its authors' thresholds (.05),
what voc says by the lexicon alone, and the shipped head.

FILE.jsonl is a feedback file as `voc import` takes it (default: the fixtures'); used are the rated items that make one point. Satisfied against dissatisfied,
AUC: the lexicon (VADER), the shipped head, and the head recalibrated on the ratings of other accounts (five folds of accounts, each judged by a head that saw
none of its ratings). `said` is the share of comments that are not neither, `right` the share of these on the rating's side.
"""

import argparse
import html
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import numpy as np
from labelled import MODEL, embed, print_table
from numpy.typing import NDArray
from sklearn.metrics import f1_score, roc_auc_score
from split import FIXTURES, unsplit
from written import read_lines

from voc.domain.feedback import is_satisfied
from voc.engine.cues import polarity
from voc.engine.recalibration import recalibrate
from voc.engine.sentiment import judge_by_lexicon, judge_sentiment, sentiment_features, shipped_head
from voc.usecases.refresh.split_feedback import split_item

FOLDS = 5
MOODS = {"negative": -1, "neutral": 0, "positive": 1}
VADER_NEITHER = 0.05  # what its authors advise
NEITHER = 0.5  # of the mean of people's ratings, -4 to 4

Texts = tuple[list[str], NDArray[np.int64]]  # texts and their moods, -1, 0 and 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rated", type=Path)
    parser.add_argument("--feedback", type=Path, default=FIXTURES / "feedback.jsonl")
    options = parser.parse_args()

    print_table([row for name, (texts, moods) in read_moods(options.rated) for row in compare(name, texts, moods)])
    texts, satisfied, accounts, languages = read_rated(options.feedback)
    features = sentiment_features(texts, embed(texts, MODEL))
    head, said = shipped_head(), polarity(texts)
    scores = {
        "VADER": (said, np.where(np.abs(said) < VADER_NEITHER, 0, np.sign(said))),
        "shipped head": (head.score(features), head.share(features).argmax(axis=1) - 1),
        "recalibrated": held_out(features, satisfied, accounts),
    }
    english = np.array([language == "en" for language in languages])
    rows = []
    for name, (score, mood) in scores.items():
        for group, mask in (("all", np.ones(len(texts), bool)), ("English", english)):
            rows.append({"method": name, "comments": group, "n": int(mask.sum()), **judge(score[mask], mood[mask], satisfied[mask])})
    print_table(rows)


def read_moods(rated: Path | None) -> Iterator[tuple[str, Texts]]:
    """The corpora by their names."""
    for name in ("posts", "calls"):
        lines = read_lines(f"mood_{name}.txt")
        yield name, ([text for _, text in lines], np.array([MOODS[mood] for mood, _ in lines]))
    for name, file in (("rated posts", "tweets"), ("rated reviews", "amazonReviewSnippets")) if rated else ():
        rows = [line.split("\t", 2) for line in (rated / f"{file}_GroundTruth.txt").read_text(encoding="latin-1").splitlines()]
        means = np.array([float(mean) for _, mean, _ in rows])
        yield name, ([html.unescape(text) for _, _, text in rows], np.where(np.abs(means) <= NEITHER, 0, np.sign(means)).astype(np.int64))


def compare(corpus: str, texts: list[str], moods: NDArray[np.int64]) -> Iterator[dict[str, object]]:
    """A row for each way of telling."""
    said = polarity(texts)
    found = {
        "VADER": np.where(np.abs(said) < VADER_NEITHER, 0, said),
        "words alone": judge_by_lexicon(texts),
        "shipped head": judge_sentiment(texts, embed(texts, MODEL), "minilm"),
    }
    for method, values in found.items():
        told = np.sign(values).astype(np.int64)
        shares = {
            "neutral read negative": (0, -1),
            "neutral read neutral": (0, 0),
            "positive read positive": (1, 1),
            "negative read negative": (-1, -1),
        }
        row = {name: f"{(told[moods == true] == read).mean():.2f}" for name, (true, read) in shares.items()}
        yield {"corpus": corpus, "n": len(texts), "method": method, "macro F1": f"{f1_score(moods, told, average='macro'):.3f}", **row}


def read_rated(path: Path) -> tuple[list[str], NDArray[np.bool_], list[str], list[str]]:
    """Comments of one point that are rated clearly: texts, whether satisfied, who wrote each, languages."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        verdict = is_satisfied(Decimal(str(item["rating"])), item.get("rating_scale") or "") if item.get("rating") is not None else None
        snippets = list(split_item(unsplit(item), frozenset())) if verdict is not None else []
        if len(snippets) == 1:
            found.append(
                (snippets[0].text, verdict, item.get("account_id") or item.get("account_domain") or item.get("author_email") or "", snippets[0].language)
            )
    texts, verdicts, accounts, languages = (list(column) for column in zip(*found, strict=True))
    return texts, np.array(verdicts, dtype=bool), accounts, languages


def held_out(features: NDArray[np.float64], satisfied: NDArray[np.bool_], accounts: list[str]) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Each comment's score and mood by a head recalibrated without its account."""
    names = sorted(set(accounts))
    fold_of = dict(zip(names, np.random.default_rng(7).permutation(len(names)) % FOLDS, strict=True))
    folds = np.array([fold_of[account] for account in accounts])
    scores, moods = np.empty(len(accounts)), np.empty(len(accounts), dtype=np.int64)
    for fold in range(FOLDS):
        rest = folds != fold
        head = recalibrate(shipped_head(), features[rest], satisfied[rest], [a for a, kept in zip(accounts, rest, strict=True) if kept])
        print(f"fold {fold + 1}: {'recalibrated on ' + str(head.ratings) + ' ratings' if head.ratings else 'the shipped head stays'}")
        scores[~rest], moods[~rest] = head.score(features[~rest]), head.share(features[~rest]).argmax(axis=1) - 1
    return scores, moods


def judge(score: NDArray[np.float64], mood: NDArray[np.int64], satisfied: NDArray[np.bool_]) -> dict[str, object]:
    """The AUC, and how much is said and how much of it is right."""
    said = mood != 0
    return {
        "auc": f"{roc_auc_score(satisfied, score):.3f}",
        "said": f"{said.mean():.2f}",
        "right": f"{((mood > 0) == satisfied)[said].mean():.2f}",
    }


if __name__ == "__main__":
    main()
