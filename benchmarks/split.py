"""How well the points of an item are told apart, beside no splitting at all.

    python benchmarks/split.py [--data FOLDER]

FOLDER holds feedback.jsonl, truth.jsonl and accounts.csv as the fixtures have them (the default). A planted point is isolated where a snippet covers it and
none that touches it touches another point; whole, where the snippets over it hold all of its words. A stray snippet touches no planted point. Unsplit is one
snippet an item: what a method does that takes the whole text for a document.
"""

import argparse
import csv
import json
from collections import Counter
from pathlib import Path

from labelled import print_table

from voc.db.snippets import UnsplitItem
from voc.engine.clean import read_aligned, readable_text
from voc.engine.text.answers import is_no_answer
from voc.usecases.refresh.split_feedback import split_item

Span = tuple[int, int]
FIXTURES = Path(__file__).parents[1] / "fixtures"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=FIXTURES)
    options = parser.parse_args()

    items = {(row["source"], row["external_id"]): row for row in read_lines(options.data / "feedback.jsonl")}
    agents = read_agents(options.data / "accounts.csv")
    counts: dict[tuple[str, str], Counter[str]] = {}
    for truth in read_lines(options.data / "truth.jsonl"):
        if "planted" in truth:
            continue
        item = items[truth["source"], truth["external_id"]]
        points = locate(item["text"], [point["text"] for point in truth["points"]])
        snippets = [(s.start, s.end) for s in split_item(unsplit(item), agents)]
        sort = item["kind"] if item["kind"] != "call_note" else "transcript" if item["source"] == "gong" else "bullets"
        for method, spans in (("voc", snippets), ("unsplit", [(0, len(item["text"]))])):
            for group in (sort, "all"):
                counts.setdefault((group, method), Counter()).update(judge(points, spans))
    print_table([row(group, method, found) for (group, method), found in sorted(counts.items(), key=lambda kv: (kv[0][0] == "all", kv[0]))])


def read_lines(path: Path) -> list[dict[str, object]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def read_agents(path: Path) -> frozenset[str]:
    """Lower-case names of the company's own people, out of the accounts' owners."""
    with path.open(newline="", encoding="utf-8") as file:
        names = [row["csm_email"].split("@")[0].lower().split(".") for row in csv.DictReader(file) if row["csm_email"]]
    return frozenset(name for parts in names for name in (" ".join(parts), parts[0]))


def unsplit(item: dict[str, object]) -> UnsplitItem:
    """The item as the splitter gets it."""
    return UnsplitItem("fbk_", item["kind"], item["text"], item.get("author_role", "customer"), item.get("author_name"), item.get("language"))


def locate(raw: str, wordings: list[str]) -> list[Span]:
    """Where the planted points stand in the raw text; those without words or of no answer ("n/a") are left out."""
    read = read_aligned(raw)
    spans = []
    for wording in map(readable_text, wordings):
        start = read.text.find(wording)
        if wording and start >= 0 and not is_no_answer(wording):
            spans.append(read.source(start, start + len(wording)))
    return spans


def judge(points: list[Span], snippets: list[Span]) -> Counter[str]:
    """Counts of points and snippets by what became of them."""
    found = Counter(points=len(points), snippets=len(snippets), strays=sum(not any(touch(s, p) for p in points) for s in snippets))
    for point in points:
        over = [s for s in snippets if touch(s, point)]
        found["isolated"] += bool(over) and not any(touch(s, other) for s in over for other in points if other != point)
        # A full stop or a conjunction at the edge is no word.
        found["whole"] += bool(over) and over[0][0] <= point[0] + 8 and over[-1][1] >= point[1] - 2
        found["cut"] += len(over) > 1
    return found


def touch(a: Span, b: Span) -> bool:
    """Whether two stretches share a character."""
    return a[0] < b[1] and a[1] > b[0]


def row(group: str, method: str, found: Counter[str]) -> dict[str, object]:
    """A row of the table; shares of the points, strays of the snippets."""
    points, snippets = max(1, found["points"]), max(1, found["snippets"])
    return {
        "kind": group,
        "method": method,
        "points": found["points"],
        "snippets": found["snippets"],
        "isolated": f"{found['isolated'] / points:.3f}",
        "whole": f"{found['whole'] / points:.3f}",
        "cut": f"{found['cut'] / points:.3f}",
        "stray": f"{found['strays'] / snippets:.3f}",
    }


if __name__ == "__main__":
    main()
