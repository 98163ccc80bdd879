"""How well a snippet's intent is told, on snippets that a reader labelled and no head was trained on.

    python benchmarks/intent.py [--data FILE.jsonl]

FILE.jsonl holds `text` and `intent` a line (default: fixtures/intents.jsonl). Prints F1 per intent and its mean over the intents for the rules alone, a head
on the vectors alone, and both together as shipped; `none` is where a reader saw no intent.
"""

import argparse
import json
from pathlib import Path

from labelled import MODEL, embed, print_table
from sklearn.metrics import accuracy_score, f1_score
from split import FIXTURES
from train_intent import FRAME_WEIGHT, LINE_WEIGHT, as_rows, fit
from written import fill_frames, read_lines

from voc.engine.intent import INTENTS, choose_intents, judge_by_rules, judge_intent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=FIXTURES / "intents.jsonl")
    options = parser.parse_args()

    rows = [row for line in options.data.read_text(encoding="utf-8").splitlines() if "text" in (row := json.loads(line))]
    texts, labels = [row["text"] for row in rows], [row["intent"] or "none" for row in rows]
    vectors = embed(texts, MODEL)
    on_vectors = fit([as_rows(read_lines(), LINE_WEIGHT), as_rows(fill_frames(), FRAME_WEIGHT)], slice(vectors.shape[1]))
    found = {
        "rules": judge_by_rules(texts),
        "head": choose_intents(on_vectors, vectors),
        "rules and head": judge_intent(texts, vectors, "minilm"),
    }
    named = {method: [name or "none" for name in names] for method, names in found.items()}
    table: list[dict[str, object]] = [
        {"intent": intent, "labelled": labels.count(intent), **{m: f"{f1_score(labels, n, labels=[intent], average='macro'):.3f}" for m, n in named.items()}}
        for intent in (*INTENTS, "none")
    ]
    table.append(
        {
            "intent": "macro F1 of the six",
            "labelled": len(labels),
            **{m: f"{f1_score(labels, n, labels=INTENTS, average='macro'):.3f}" for m, n in named.items()},
        }
    )
    table.append({"intent": "right, of all", "labelled": len(labels), **{m: f"{accuracy_score(labels, n):.3f}" for m, n in named.items()}})
    print_table(table)


if __name__ == "__main__":
    main()
