"""Theme: a snapshot's vectors to themes with permanent ids and names, and each snippet's place, sentiment and intent. Nothing is read or written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from voc.domain.encoders import parts_of
from voc.domain.proposals import Proposal
from voc.domain.runs import RefreshSettings
from voc.domain.snapshot import SnapshotRow
from voc.domain.themes import Assignment, Suggestion, Theme
from voc.engine.encoders.joined import judged_width
from voc.engine.encoders.unread import lend_part
from voc.engine.language import languages_read
from voc.engine.lending import lend_passages
from voc.engine.suggest import suggest_themes
from voc.engine.vectors import NOWHERE
from voc.engine.verdict import is_bare_verdict
from voc.pipeline.change_model import forget_nearness, is_model_changed
from voc.pipeline.describe_themes import Namer, describe_themes
from voc.pipeline.group_snippets import Grouping, Past, group_snippets, number_names
from voc.pipeline.judge_snippets import Rated, judge_snippets
from voc.pipeline.leave_out_boilerplate import LeftOut, leave_out_boilerplate
from voc.pipeline.propose_changes import propose_changes

STEPS = 6


@dataclass(frozen=True)
class ThemedSnapshot:
    """`assignments` and `sentiment` in the snapshot's order; `themes` and areas by id; `foreign` snippets are in a language the model does not
    read and stay unthemed; `engine` is what the next run needs to know of this one; `left_out` is boilerplate, no evidence of anything and in no suggestion;
    `proposals` are merges and splits to ask people about, None where a small step leaves those of the last run."""

    assignments: Sequence[Assignment]
    suggestions: Sequence[Suggestion]
    sentiment: Sequence[float]
    themes: Mapping[str, Theme]
    foreign: int
    engine: Mapping[str, Any]
    left_out: LeftOut
    proposals: Sequence[Proposal] | None = None


# One thread: the last bits of a sum depend on how many share it, and a tie that falls otherwise makes another table.
@threadpool_limits.wrap(limits=1)  # type: ignore[untyped-decorator]
def theme_snapshot(
    rows: Sequence[SnapshotRow],
    vectors: NDArray[np.float32],
    settings: RefreshSettings,
    past: Past,
    rated: Rated,
    namer: Namer,
    progress: Callable[[int, int], None],
    *,
    full: bool = False,
) -> ThemedSnapshot:
    """`rows` sorted by id, `vectors` in their order; `rated` are the company's own ratings by snippet; `full` groups everything again, however small the
    step."""
    ticks = iter(range(1, STEPS))

    def tick() -> None:
        progress(next(ticks, STEPS - 1), STEPS)

    read = languages_read(settings.model, settings.languages)
    readable = np.array([read is None or row.language in read for row in rows], dtype=bool)
    ignored = np.array([row.id in past.rulings.ignored for row in rows], dtype=bool)
    left_out, past = leave_out_boilerplate(rows, past)
    is_left_out = np.array([row.id in left_out.snippets for row in rows], dtype=bool)
    vague = np.array([_is_vague(row, past) for row in rows], dtype=bool)
    passages = np.unique([f"{row.feedback_id}{row.passage}" for row in rows], return_inverse=True)[1] if rows else np.zeros(0, np.int64)
    regroup = full or past.engine.get("languages", settings.languages) != settings.languages or is_model_changed(past, settings.model)
    past = forget_nearness(past, settings.model)
    first = languages_read(parts_of(settings.model)[0])
    filled = lend_part(vectors, settings.model, np.array([first is None or row.language in first for row in rows], dtype=bool))
    lent, usable = lend_passages(filled, passages, number_names([row.feedback_id for row in rows])), readable & ~ignored & ~vague & ~is_left_out
    grouping = group_snippets(
        rows, lent, past, usable, settings.finer, tick, full=regroup, whole_up_to=settings.whole_up_to, judged=judged_width(settings.model)
    )
    judged = judge_snippets(rows, vectors, settings.model, past, rated, readable, full=grouping.is_full)
    tick()
    themes = describe_themes(rows, filled, grouping, past, namer)
    progress(STEPS, STEPS)
    assignments = [
        Assignment(row.id, theme, strength, ask, intent, pinned)
        for row, theme, strength, ask, intent, pinned in zip(rows, grouping.theme, grouping.strength, grouping.ask, judged.intent, grouping.pinned, strict=True)
    ]
    suggestions = [found for found in _suggest(rows, lent, grouping, usable) if found.snippet_id not in left_out.snippets]
    noted = {**grouping.engine, **judged.engine, "languages": settings.languages, "boilerplate": left_out.keys}
    proposals = propose_changes(rows, lent, grouping, past.answered) if grouping.is_full else None
    return ThemedSnapshot(assignments, suggestions, judged.sentiment, themes, int((~readable).sum()), noted, left_out, proposals)


def _suggest(rows: Sequence[SnapshotRow], vectors: NDArray[np.float32], grouping: Grouping, usable: NDArray[np.bool_]) -> list[Suggestion]:
    """Where each snippet may belong, for a person to choose from."""
    ids, theme = grouping.number_themes()
    found = suggest_themes(vectors, theme, np.array(grouping.strength, dtype=np.float32), usable | (theme != NOWHERE))
    return [
        Suggestion(row.id, placed is not None, tuple((ids[t], round(p, 3)) for t, p in zip(themes, shares, strict=True) if t != NOWHERE))
        for row, placed, themes, shares in zip(rows, grouping.theme, found.theme.tolist(), found.probability.tolist(), strict=True)
    ]


def _is_vague(row: SnapshotRow, past: Past) -> bool:
    """Whether it speaks of nothing in particular, and nobody put it somewhere all the same. What the machine themed in the last run was found to speak of
    something."""
    place = past.places.get(row.id)
    themed = place is not None and place.theme_id is not None and not place.pinned
    return not themed and row.id not in past.rulings.places and is_bare_verdict(row.text)
