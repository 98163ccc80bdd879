"""How well the sentiment of a comment tells its rating, in a domain that the head never saw.

    python benchmarks/sentiment.py [--feedback FILE.jsonl]

FILE.jsonl is a feedback file as `voc import` takes it (default: the fixtures'); used are the rated items that make one point. Satisfied against dissatisfied,
AUC: the lexicon (VADER), the shipped head, and the head recalibrated on the ratings of other accounts (five folds of accounts, each judged by a head that saw
none of its ratings). `said` is the share of comments outside the abstaining band, `right` the share of these on the rating's side.
"""

import argparse
import json
from decimal import Decimal
from pathlib import Path

import numpy as np
from labelled import MODEL, embed, print_table
from numpy.typing import NDArray
from sklearn.metrics import roc_auc_score
from split import FIXTURES, unsplit

from voc.domain.feedback import is_satisfied
from voc.engine.cues import polarity
from voc.engine.recalibration import recalibrate
from voc.engine.sentiment import UNSURE, sentiment_features, shipped_head
from voc.usecases.split_feedback import split_item

FOLDS = 5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--feedback", type=Path, default=FIXTURES / "feedback.jsonl")
    options = parser.parse_args()

    texts, satisfied, accounts, languages = read_rated(options.feedback)
    features = sentiment_features(texts, embed(texts, MODEL))
    head = shipped_head()
    scores = {"VADER": polarity(texts), "shipped head": head.score(features), "recalibrated": held_out(features, satisfied, accounts)}
    english = np.array([language == "en" for language in languages])
    rows = []
    for name, score in scores.items():
        for group, mask in (("all", np.ones(len(texts), bool)), ("English", english)):
            rows.append({"method": name, "comments": group, "n": int(mask.sum()), **judge(score[mask], satisfied[mask], name == "VADER")})
    print_table(rows)


def read_rated(path: Path) -> tuple[list[str], NDArray[np.bool_], list[str], list[str]]:
    """Comments of one point that are rated clearly: texts, whether satisfied, who wrote each, languages."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        verdict = is_satisfied(Decimal(str(item["rating"])), item.get("rating_scale") or "nps") if item.get("rating") is not None else None
        snippets = list(split_item(unsplit(item), frozenset())) if verdict is not None else []
        if len(snippets) == 1:
            found.append(
                (snippets[0].text, verdict, item.get("account_id") or item.get("account_domain") or item.get("author_email") or "", snippets[0].language)
            )
    texts, verdicts, accounts, languages = (list(column) for column in zip(*found, strict=True))
    return texts, np.array(verdicts, dtype=bool), accounts, languages


def held_out(features: NDArray[np.float64], satisfied: NDArray[np.bool_], accounts: list[str]) -> NDArray[np.float64]:
    """Each comment's score by a head recalibrated without its account."""
    names = sorted(set(accounts))
    fold_of = dict(zip(names, np.random.default_rng(7).permutation(len(names)) % FOLDS, strict=True))
    folds = np.array([fold_of[account] for account in accounts])
    scores = np.empty(len(accounts))
    for fold in range(FOLDS):
        rest = folds != fold
        head = recalibrate(shipped_head(), features[rest], satisfied[rest], [a for a, kept in zip(accounts, rest, strict=True) if kept])
        print(f"fold {fold + 1}: {'recalibrated on ' + str(head.ratings) + ' ratings' if head.ratings else 'the shipped head stays'}")
        scores[~rest] = head.score(features[~rest])
    return scores


def judge(score: NDArray[np.float64], satisfied: NDArray[np.bool_], is_lexicon: bool) -> dict[str, object]:
    """The AUC, and how much is said and how much of it is right."""
    positive = (score + 1) / 2 if is_lexicon else 1 / (1 + np.exp(-score))
    low, high = (0.4, 0.6) if is_lexicon else UNSURE
    said = (positive <= low) | (positive >= high)
    return {
        "auc": f"{roc_auc_score(satisfied, score):.3f}",
        "said": f"{said.mean():.2f}",
        "right": f"{((positive >= 0.5) == satisfied)[said].mean():.2f}",
    }


if __name__ == "__main__":
    main()
