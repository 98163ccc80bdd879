"""Theme: a snapshot's vectors to themes with permanent ids and names, and each snippet's place and sentiment. Pure: nothing is read or written."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from voc.db.snippets import SnapshotRow
from voc.domain.ids import derive_id
from voc.domain.themes import Assignment, Theme
from voc.engine.cluster import NOWHERE, Clustering, blend_passages, find_themes
from voc.engine.language import ENGLISH
from voc.engine.lineage import trace_themes
from voc.engine.name import name_themes
from voc.engine.sentiment import judge_sentiment

EXEMPLARS = 3
MULTILINGUAL = "multilingual"  # in a model's name: it reads every language


@dataclass(frozen=True)
class ThemedSnapshot:
    """`assignments` and `sentiment` in the snapshot's order; `themes` by id; `foreign` snippets are in a language the model does not read and stay unthemed."""

    assignments: Sequence[Assignment]
    sentiment: Sequence[float]
    themes: Mapping[str, Theme]
    foreign: int


# One thread: the last bits of a sum depend on how many share it, and a tie that falls otherwise makes another table.
@threadpool_limits.wrap(limits=1)  # type: ignore[untyped-decorator]
def theme_snapshot(
    rows: Sequence[SnapshotRow],
    vectors: NDArray[np.float32],
    model: str,
    before: Mapping[str, str],
    known: Mapping[str, Theme],
    seed: int,
    progress: Callable[[int, int], None],
) -> ThemedSnapshot:
    """`rows` sorted by id, `vectors` in their order; `before` is the last run's theme of each snippet, `known` every theme that ever was."""
    steps = 6
    sentiment = judge_sentiment([row.text for row in rows], vectors, model)
    progress(1, steps)
    readable = np.array([row.language == ENGLISH or MULTILINGUAL in model for row in rows], dtype=bool)
    passages = np.unique([f"{row.feedback_id}{row.passage}" for row in rows], return_inverse=True)[1] if len(rows) else np.zeros(0, np.int64)
    in_context = blend_passages(vectors, passages)
    ticks = iter(range(2, steps))
    wording = np.unique([row.text_hash for row in rows], return_inverse=True)[1] if len(rows) else np.zeros(0, np.int64)
    found = find_themes(in_context[readable], seed, lambda: progress(next(ticks), steps), wording[readable])
    clustering = _spread(found, readable)
    groups = _by_centrality(rows, in_context, clustering)
    ids = trace_themes({n: [rows[i].id for i in members] for n, members in groups.items()}, before, frozenset(known))
    progress(steps - 1, steps)
    names = name_themes([[rows[i].text for i in groups[n]] for n in sorted(groups)])
    themes = {}
    for number, name in zip(sorted(groups), names, strict=True):
        theme_id, members = ids[number], groups[number]
        people = known.get(theme_id) or Theme(theme_id, name.label)
        own_label = people.label_source == "auto"
        exemplars = _exemplars(rows, members)
        themes[theme_id] = Theme(
            theme_id,
            name.label if own_label else people.label,
            name.keyphrases,
            rows[exemplars[0]].text if own_label else people.summary,
            people.label_source,
            people.status,
            people.owner,
            exemplars=tuple(rows[i].id for i in exemplars),
        )
    progress(steps, steps)
    assignments = [
        _assign(row, ids.get(int(t)), int(a), float(s)) for row, t, a, s in zip(rows, clustering.theme, clustering.ask, clustering.strength, strict=True)
    ]
    return ThemedSnapshot(_name_asks(assignments), [round(float(s), 3) for s in sentiment], themes, int((~readable).sum()))


def _spread(found: Clustering, chosen: NDArray[np.bool_]) -> Clustering:
    """A clustering of the chosen rows as one of all rows."""
    theme, ask = np.full(len(chosen), NOWHERE, np.int32), np.full(len(chosen), NOWHERE, np.int32)
    strength = np.zeros(len(chosen), np.float32)
    theme[chosen], ask[chosen], strength[chosen] = found.theme, found.ask, found.strength
    return Clustering(theme, ask, strength, found.centres)


def _by_centrality(rows: Sequence[SnapshotRow], vectors: NDArray[np.float32], clustering: Clustering) -> dict[int, list[int]]:
    """Each theme's row numbers, the nearest to its centre first."""
    groups: dict[int, list[int]] = {}
    for number in range(len(clustering.centres)):
        members = np.flatnonzero(clustering.theme == number).tolist()
        nearness = np.round(vectors[members] @ clustering.centres[number], 5).tolist()
        ranked = sorted((-near, rows[i].id, i) for i, near in zip(members, nearness, strict=True))
        groups[number] = [row for _, _, row in ranked]
    return groups


def _exemplars(rows: Sequence[SnapshotRow], members: Sequence[int]) -> list[int]:
    """The most central rows that read as a sentence and come from different accounts."""
    chosen: list[int] = []
    accounts: set[str | None] = set()
    for i in members:
        if len(chosen) < EXEMPLARS and 5 <= len(rows[i].text.split()) <= 40 and rows[i].account not in accounts:
            chosen.append(i)
            accounts.add(rows[i].account)
    rest = (i for i in members if i not in chosen)
    return chosen + list(islice(rest, EXEMPLARS - len(chosen)))


def _assign(row: SnapshotRow, theme: str | None, ask: int, strength: float) -> Assignment:
    return Assignment(row.id, theme, round(strength, 3), str(ask) if ask != NOWHERE and theme else None)


def _name_asks(assignments: Sequence[Assignment]) -> list[Assignment]:
    """Asks by ids of their own: from the theme and the ask's first snippet."""
    ids: dict[tuple[str | None, str], str] = {}
    for a in assignments:
        if a.ask_id is not None:
            ids.setdefault((a.theme_id, a.ask_id), derive_id("ask", str(a.theme_id), a.snippet_id))
    return [Assignment(a.snippet_id, a.theme_id, a.strength, ids[a.theme_id, a.ask_id] if a.ask_id is not None else None) for a in assignments]
