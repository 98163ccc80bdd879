"""What was planted in the fixtures, and where the splitter's snippets stand in it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Engine, select

from tests.walk.conftest import FIXTURES
from voc.db.runs import find_current_run
from voc.db.session import reading
from voc.db.tables import AssignmentRow, FeedbackRow, SnippetRow
from voc.engine.clean import read_aligned, readable_text


@dataclass(frozen=True)
class Planted:
    """A planted point: its place in the item's raw text, and the snippets that touch it, as (start, end, theme id). `counts`:
    whether any of them counts in its theme."""

    theme: str | None
    start: int
    end: int
    kind: str
    snippets: list[tuple[int, int, str | None]]
    alone: bool
    counts: bool


def read_truth() -> tuple[dict[str, dict[str, object]], list[dict[str, object]]]:
    """What is planted at all, and the items' points."""
    rows = [json.loads(line) for line in (FIXTURES / "truth.jsonl").read_text(encoding="utf-8").splitlines()]
    planted = {key: value for row in rows if "planted" in row for key, value in row["planted"].items()}
    return planted, [row for row in rows if "planted" not in row]


def locate_points(engine: Engine) -> Iterator[Planted]:
    """Every planted point that has words, with the snippets over it in the current run. `alone`: none of these touches another point."""
    with reading(engine) as session:
        run = find_current_run(session)
        assert run is not None
        texts = {(f.source, f.external_id): (f.kind, f.text) for f in session.scalars(select(FeedbackRow))}
        snippets: dict[tuple[str, str], list[tuple[int, int, str | None]]] = {}
        counted: set[tuple[str, str, int]] = set()
        for source, external_id, start, end, theme, counts in session.execute(
            select(FeedbackRow.source, FeedbackRow.external_id, SnippetRow.start, SnippetRow.end, AssignmentRow.theme_id, AssignmentRow.counted)
            .join(SnippetRow, SnippetRow.feedback_id == FeedbackRow.id)
            .outerjoin(AssignmentRow, (AssignmentRow.snippet_id == SnippetRow.id) & (AssignmentRow.run_id == run.id))
        ):
            snippets.setdefault((source, external_id), []).append((start, end, theme))
            if theme and counts:
                counted.add((source, external_id, start))
    for row in read_truth()[1]:
        key = (row["source"], row["external_id"])
        kind, raw = texts[key]
        read = read_aligned(raw)
        spans = []
        for point in row["points"]:
            wording = readable_text(point["text"])
            start = read.text.find(wording)
            if wording and start >= 0:
                spans.append((*read.source(start, start + len(wording)), point["theme"]))
        for start, end, theme in spans:
            over = [s for s in snippets.get(key, []) if s[0] < end and s[1] > start]
            others = [other for other in spans if other[:2] != (start, end)]
            alone = bool(over) and not any(s[0] < o[1] and s[1] > o[0] for s in over for o in others)
            yield Planted(theme, start, end, kind, over, alone, any((*key, s[0]) in counted for s in over))
