"""Fit the three numbers by which a text is matched to a theme (`voc.engine.match`).

    python benchmarks/train_match.py --data FILE.csv [--data FILE.csv] [--draws 12]

Two tasks on the file's labels, twice: which of the intents' names is a theme's (half of the themes have none among the candidates), and which theme a held-out
row speaks of (half of them speak of none). And the same two on the fixtures: the catalogue's features, and the opportunities' reasons. Each of the four
weighs the same. Prints what is matched at a probability of .5, and how far the probability is off, with the numbers fitted on the others and on all.
"""

import argparse
import csv
import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from labelled import Corpus, add_data_option, embed, load_corpus, print_table
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from voc.engine.match import BIAS, LIFT_WEIGHT, MARGIN_WEIGHT, compare_texts, find_best, measure_lead

FIXTURES = Path(__file__).parents[1] / "fixtures"
# What of the fixtures' catalogue the planted themes speak of; the others speak of nothing in it.
FEATURES: Mapping[str, str] = {
    "sso_provisioning": "single-sign-on", "audit_log": "audit-log", "portal_branding": "portal-branding", "custom_roles": "custom-roles",
    "session_logouts": "stay-signed-in", "ai_summaries_wrong": "ai-meeting-summaries", "notification_overload": "notification-digest",
    "custom_dashboards": "dashboards", "crm_handoff": "crm-connector", "calendar_sync": "calendar-two-way", "eu_hosting": "eu-region",
    "mobile_offline": "offline-mode", "accounting_sync": "accounting-connector", "recurring_tasks": "recurring", "export_timeouts": "csv-export",
    "jira_sync": "jira-import",
}  # fmt: skip

Task = tuple[NDArray[np.float64], NDArray[np.bool_]]  # margin and lift of each seeker's best, and whether it is right


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_data_option(parser)
    parser.add_argument("--draws", type=int, default=12)
    options = parser.parse_args()
    corpus = load_corpus(options.data)
    drawn = [draw(corpus, seed) for seed in range(options.draws)]
    features, deals = read_fixtures()
    tasks = {
        "intents' names": merge([names for names, _ in drawn]),
        "held-out rows": merge([rows for _, rows in drawn]),
        "the fixtures' features": features,
        "the fixtures' opportunities": deals,
    }
    print_table([tell(name, task, fit([other for key, other in tasks.items() if key != name])) for name, task in tasks.items()])
    head = fit(list(tasks.values()))
    found = (*head.coef_[0], head.intercept_[0])
    shipped = (MARGIN_WEIGHT, LIFT_WEIGHT, BIAS)
    names = ("MARGIN_WEIGHT", "LIFT_WEIGHT", "BIAS")
    print()
    print_table([{"number": n, "fitted": f"{f:.2f}", "shipped": s} for n, f, s in zip(names, found, shipped, strict=True)])


def draw(corpus: Corpus, seed: int) -> tuple[Task, Task]:
    """Themes of 8 to 68 rows; half of them have their name among the names, and half of the held-out rows their theme among the themes."""
    random = np.random.default_rng(seed)
    labels = np.unique(corpus.labels)
    chosen = random.permutation(labels)[: int(random.integers(20, min(70, len(labels) - 5)))]
    half = chosen[: max(10, len(chosen) // 2)]
    rows = [random.permutation(np.flatnonzero(corpus.labels == label)) for label in chosen]
    sizes = [int(8 + 60 * random.random() ** 2) for _ in chosen]
    theme = np.repeat(np.arange(len(chosen)), [min(s, len(r)) for s, r in zip(sizes, rows, strict=True)]).astype(np.int32)
    vectors = corpus.vectors[np.concatenate([r[:s] for r, s in zip(rows, sizes, strict=True)])]
    named = np.concatenate([half, random.permutation(np.setdiff1d(labels, chosen))[:10]])
    by_name = judge(compare_texts(embed([words_of(n) for n in named]), vectors, theme).T, named, chosen)
    held = np.concatenate([r[s : s + 2] for r, s in zip(rows, sizes, strict=True)])
    known = theme < len(half)
    by_row = judge(compare_texts(corpus.vectors[held], vectors[known], theme[known]), half, corpus.labels[held])
    return by_name, by_row


def words_of(label: str) -> str:
    """A label as a person would write it."""
    return label.replace("_", " ").replace("?", "")


def read_fixtures() -> tuple[Task, Task]:
    """The planted themes' points against the catalogue's features, and the opportunities against the themes."""
    points = [p for line in (FIXTURES / "truth.jsonl").read_text(encoding="utf-8").splitlines() for p in json.loads(line).get("points", [])]
    said = [(p["theme"], p["text"]) for p in points if p["theme"] and not p["theme"].startswith("oneoff")]
    themes = sorted({theme for theme, _ in said})
    number = np.array([themes.index(theme) for theme, _ in said], dtype=np.int32)
    vectors = embed([text for _, text in said])
    with (FIXTURES / "catalogue.csv").open(newline="", encoding="utf-8") as file:
        features = list(csv.DictReader(file))
    alike = compare_texts(embed([f"{f['name']}. {f['description']}" for f in features]), vectors, number).T
    written = [line.split(" || ") for line in (FIXTURES / "written" / "opportunities.txt").read_text(encoding="utf-8").splitlines() if " || " in line]
    deals = compare_texts(embed([reason for _, _, reason in written]), vectors, number)
    wanted = np.array([FEATURES.get(theme, "-") for theme in themes])
    ids = np.array([f["feature_id"] for f in features])
    return judge(alike, ids, wanted), judge(deals, np.array(themes), np.array([theme for _, theme, _ in written]))


def judge(alike: NDArray[np.float32], candidates: NDArray[np.str_], wanted: NDArray[np.str_]) -> Task:
    """What the best candidate's probability is made of, and whether it is the wanted one."""
    return np.column_stack(measure_lead(alike)), candidates[find_best(alike).candidate] == wanted


def merge(parts: list[Task]) -> Task:
    """One task of several draws."""
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])


def fit(tasks: list[Task]) -> LogisticRegression:
    """The regression; each task weighs the same."""
    weights = np.concatenate([np.full(len(right), 500 / len(right)) for _, right in tasks])
    return LogisticRegression(C=10).fit(np.concatenate([t[0] for t in tasks]), np.concatenate([t[1] for t in tasks]), sample_weight=weights)


def tell(name: str, task: Task, head: LogisticRegression) -> dict[str, object]:
    """One row of the table."""
    says, right = head.predict_proba(task[0])[:, 1], task[1]
    sure = says >= 0.5
    return {
        "task, fitted on the others": name,
        "seekers": len(right),
        "best is right": f"{right.mean():.2f}",
        "matched": int(sure.sum()),
        "of them right": f"{right[sure].mean():.2f}" if sure.any() else "-",
        "of the right found": f"{sure[right].mean():.2f}",
        "mean probability": f"{says.mean():.2f}",
        "brier": f"{((says - right) ** 2).mean():.3f}",
    }


if __name__ == "__main__":
    main()
