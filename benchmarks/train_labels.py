"""Fit what a statement is worth as a label to readers' verdicts, and print the weights of `voc.engine.naming.worth`.

    python benchmarks/train_labels.py

The rows of benchmarks/written/label_verdicts.csv are statements that voc found for 261 themes of five corpora (the demo, issue titles, bank customers, chats,
reviews), each as its traits and the verdict of a language-model reader who had not built it; the texts are not kept. Corpora take turns in being left out of
the fit: the table tells what the statement that is chosen for a theme is worth there, and what it could be at best.
"""

import csv
from pathlib import Path

import numpy as np
from labelled import print_table
from numpy.typing import NDArray
from sklearn.linear_model import Ridge
from sklearn.preprocessing import StandardScaler

from voc.engine.naming.worth import PLAIN

VERDICTS = Path(__file__).parent / "written" / "label_verdicts.csv"
WORTH = {"bad": 0.0, "weak": 1.0, "good": 2.0}
NUMBERS = ("near", "asking", "central", "weight", "fits", "alone")
NAMES = ("plain", "wish, absence", "asked", "task", *NUMBERS)
PENALTY = 100.0  # of the ridge


def main() -> None:
    with VERDICTS.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    worth = np.array([WORTH[row["verdict"]] for row in rows])
    traits = np.array([traits_of(row) for row in rows])
    corpora = np.array([row["corpus"] for row in rows])
    themes = np.array([f"{row['corpus']}:{row['theme']}" for row in rows])
    table = []
    for corpus in sorted(set(corpora)):
        own = corpora == corpus
        score = traits[own] @ fit(traits[~own], worth[~own])
        table.append({"left out": corpus, **share_chosen(themes[own], worth[own], score), "at best": share_chosen(themes[own], worth[own], worth[own])["good"]})
    print_table(table)
    print({name: round(float(weight), 2) for name, weight in zip(NAMES, fit(traits, worth), strict=True)})


def traits_of(row: dict[str, str]) -> list[float]:
    return [*(float(row["kind"] in group) for group in (PLAIN, ("wish", "absence"), ("asked",), ("task",))), *(float(row[name]) for name in NUMBERS)]


def fit(traits: NDArray[np.float64], worth: NDArray[np.float64]) -> NDArray[np.float64]:
    """The weights of the traits as they are."""
    scaler = StandardScaler().fit(traits)
    return np.asarray(Ridge(alpha=PENALTY).fit(scaler.transform(traits), worth).coef_ / scaler.scale_)


def share_chosen(themes: NDArray[np.str_], worth: NDArray[np.float64], score: NDArray[np.float64]) -> dict[str, object]:
    """How many themes there are, and what share of their best statements is good, weak, bad."""
    chosen = [worth[rows[np.argmax(score[rows])]] for rows in (np.flatnonzero(themes == theme) for theme in sorted(set(themes)))]
    return {"themes": len(chosen), **{name: f"{np.mean(np.array(chosen) == value):.2f}" for name, value in reversed(WORTH.items())}}


if __name__ == "__main__":
    main()
