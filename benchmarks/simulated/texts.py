"""Words for what is said: the fixtures' written lines, or the texts of a labelled file whose labels are the needs."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from .chance import stream

WRITTEN = Path(__file__).parents[2] / "fixtures" / "written"
KINDS = {"call": "call_note", "note": "call_note", "ticket": "ticket", "nps": "nps"}

Lines = dict[str, list[str]]  # texts by channel


@dataclass(frozen=True)
class Wordings:
    """`needs` are (key, title); texts by what they are about, as `Said.about` names it, then by channel. `one_offs` and `chatter` are single texts."""

    needs: list[tuple[str, str]]
    loud: list[str]
    lines: dict[str, Lines]
    one_offs: list[str]
    chatter: list[str]


def read_written(needs: int) -> Wordings:
    """The fixtures' themes, but for praise, in the order of their files; its four loud wishes and its one-offs."""
    titles, lines = list[tuple[str, str]](), dict[str, Lines]()
    for path in sorted((WRITTEN / "themes").glob("*.txt")):
        rows = [row for row in path.read_text(encoding="utf-8").splitlines() if row.strip()]
        key, title = (row.split(": ", 1)[1] for row in rows[:2])
        if not key.startswith("praise"):
            titles.append((key, title))
            lines[f"need:{key}"] = _by_channel(rows[2:])
    if needs > len(titles):
        raise SystemExit(f"the fixtures have lines for {len(titles)} needs: give --data for more")
    for row in _rows("loud.txt"):
        name, rest = row.split(" ", 1)
        for channel, texts in _by_channel([rest]).items():
            lines.setdefault(name.replace("loud_", "loud:"), {}).setdefault(channel, []).extend(texts)
    one_offs = [text for row in _rows("oneoffs.txt") for texts in _by_channel([row]).values() for text in texts]
    return Wordings(titles[:needs], sorted(name for name in lines if name.startswith("loud:")), lines, one_offs, _chatter())


def read_labelled(paths: Sequence[Path], needs: int, loud: int, seed: int) -> Wordings:
    """Some of the labels are needs, others loud wishes, and one text of each of the rest is a one-off; a file's columns are text, and label or category."""
    texts: dict[str, list[str]] = {}
    for path in paths:
        with path.open(newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                texts.setdefault(row.get("label") or row["category"], []).append(" ".join(row["text"].split()))
    random = stream(seed, "labels")
    labels = [sorted(texts)[i] for i in random.permutation(len(texts))]
    if needs + loud >= len(labels):
        raise SystemExit(f"the data has {len(labels)} labels: too few for {needs} needs, {loud} loud wishes and one-offs")
    wishes, rest = labels[needs : needs + loud], labels[needs + loud :]
    lines = {f"{kind}:{label}": {"": sorted(set(texts[label]))} for kind, some in (("need", labels[:needs]), ("loud", wishes)) for label in some}
    one_offs = [str(random.choice(sorted(set(texts[label])))) for label in rest]
    return Wordings(
        [(label, label.replace("_", " ").strip().capitalize()) for label in labels[:needs]], [f"loud:{label}" for label in wishes], lines, one_offs, _chatter()
    )


class Phrasebook:
    """Hands out texts: of each thing every text once, in random order, before the first comes again."""

    def __init__(self, wordings: Wordings, seed: int) -> None:
        self._lines, self._random = wordings.lines, stream(seed, "texts")
        self._waiting: dict[tuple[str, str], list[str]] = {}
        self._one_offs = [wordings.one_offs[i] for i in self._random.permutation(len(wordings.one_offs))]
        self._chatter = wordings.chatter

    def text(self, about: str, channel: str) -> str | None:
        """A text; None where all one-offs are said."""
        if about.startswith("oneoff:"):
            return self._one_offs.pop() if self._one_offs else None
        lines = self._lines[about]
        key = channel if channel in lines else next(iter(lines))
        waiting = self._waiting.setdefault((about, key), [])
        if not waiting:
            waiting += [lines[key][i] for i in self._random.permutation(len(lines[key]))]
        return waiting.pop()

    def chatter(self) -> str:
        """Survey talk about nothing in particular; every second time none at all."""
        return str(self._random.choice(self._chatter)) if self._random.random() < 0.5 else ""


def _rows(name: str) -> list[str]:
    return [row for row in (WRITTEN / name).read_text(encoding="utf-8").splitlines() if row.strip()]


def _by_channel(rows: Iterable[str]) -> Lines:
    """`ticket: subject || text`, `nps: score || text`, `call: text`. Scores are not kept: the ratings are the simulation's."""
    found: Lines = {}
    for row in rows:
        kind, rest = row.split(": ", 1)
        subject, _, text = rest.rpartition(" || ")
        found.setdefault(KINDS[kind], []).append(f"Subject: {subject}\n\n{text}" if kind == "ticket" and subject else text)
    return found


def _chatter() -> list[str]:
    return [row.split(" || ")[1] for row in _rows("nps_generic.txt")]
