"""Describe: what each theme and area is called, says and is quoted with. A label stays as long as the theme is about what it was named for.

Pure but for the endpoint, where one is set up to word labels and summaries.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from voc.domain.ids import derive_id
from voc.domain.labels import members_changed
from voc.domain.snapshot import SnapshotRow
from voc.domain.themes import Theme
from voc.engine.areas import FEWEST_THEMES, find_areas
from voc.engine.embed import Embedder
from voc.engine.endpoint import Endpoint
from voc.engine.exemplars import EXEMPLARS, choose_exemplars
from voc.engine.name import Name, name_themes
from voc.engine.naming.areas import name_areas
from voc.engine.vectors import Vectors, unit
from voc.engine.wording import write_names
from voc.pipeline.group_snippets import Grouping, Past

QUOTES = 12  # of a theme, for an endpoint to read
AREA_TEXTS = 20  # most central texts of each theme that an area is named by
HEADWORDS = 3  # of an area
SAME_AREA = 0.5  # share of the themes of both that an area keeps


@dataclass(frozen=True)
class Namer:
    """What names themes: the embedder that ranks phrases, and the endpoint that may word them."""

    embedder: Embedder
    endpoint: Endpoint | None = None


def describe_themes(rows: Sequence[SnapshotRow], vectors: Vectors, grouping: Grouping, past: Past, namer: Namer) -> dict[str, Theme]:
    """Every theme and area of the run, by id. `vectors` are the rows' own, without their context: a quote stands alone."""
    members = _members(grouping.theme)
    if not members:
        return {}
    ids = sorted(members)
    centres = unit(np.array([vectors[members[i]].sum(axis=0) for i in ids]))
    ranked = {i: _by_centrality(rows, vectors, members[i], centre) for i, centre in zip(ids, centres, strict=True)}
    described = {i: _carry(i, rows, ranked[i], past) for i in ids}
    stale = [i for i in ids if described[i] is None or (grouping.is_full and frozenset(rows[r].id for r in members[i]) != past.members.get(i))]
    named = _name(rows, ranked, ids, centres, stale, past, namer)
    themes = {}
    for i, centre in zip(ids, centres, strict=True):
        theme = described[i]
        if i in named or theme is None:
            quoted = choose_exemplars(vectors[ranked[i]], centre, [rows[r].text for r in ranked[i]], [rows[r].account for r in ranked[i]])
            shown = list(dict.fromkeys([*named[i].cites, *quoted]))[: max(EXEMPLARS, len(named[i].cites))]
            theme = _theme(i, named[i], tuple(rows[ranked[i][q]].id for q in shown), past)
        themes[i] = theme
    return themes | _describe_areas(rows, ranked, themes, centres, grouping, past, namer)


def _members(theme: Sequence[str | None]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for row, theme_id in enumerate(theme):
        if theme_id is not None:
            found.setdefault(theme_id, []).append(row)
    return found


def _by_centrality(rows: Sequence[SnapshotRow], vectors: Vectors, members: Sequence[int], centre: NDArray[np.float32]) -> list[int]:
    near = np.round(vectors[members] @ centre, 5).tolist()
    return [row for _, _, row in sorted((-n, rows[m].id, m) for n, m in zip(near, members, strict=True))]


def _carry(theme_id: str, rows: Sequence[SnapshotRow], members: Sequence[int], past: Past) -> Theme | None:
    """The theme as the last run described it, with what people said of it since; None where it is new, or no longer about the same, or a quote is gone."""
    last = past.published.get(theme_id)
    if last is None or not past.known[theme_id].label or _is_changed(theme_id, rows, members, past):
        return None
    here = {rows[m].id for m in members}
    known = past.known[theme_id]
    if not set(last.exemplars) <= here:
        return None
    return replace(last, label=known.label, summary=known.summary, label_source=known.label_source, status=known.status, owner=known.owner)


def _is_changed(theme_id: str, rows: Sequence[SnapshotRow], members: Sequence[int], past: Past) -> bool:
    before = past.members.get(theme_id, frozenset())
    return members_changed(before, {rows[m].id for m in members})


def _name(
    rows: Sequence[SnapshotRow], ranked: Mapping[str, list[int]], ids: Sequence[str], centres: Vectors, stale: Sequence[str], past: Past, namer: Namer
) -> dict[str, Name]:
    """Names of the stale themes; a label that is a person's, or that the theme's members still bear out, stays."""
    if not stale:
        return {}
    kept = {}
    for n, i in enumerate(ids):
        known = past.known.get(i)
        stays = known is not None and known.label and (known.label_source != "auto" or i not in stale or not _is_changed(i, rows, ranked[i], past))
        if known is not None and stays:
            kept[n] = known.label
    texts = [[rows[r].text for r in ranked[i]] for i in ids]
    names = name_themes(texts, centres, namer.embedder, kept, [n for n, i in enumerate(ids) if i in stale])
    if namer.endpoint is not None:
        quotes = [{rows[r].id: rows[r].text for r in ranked[i][:QUOTES]} for i in ids]
        names = write_names(names, quotes, namer.endpoint, kept.keys())
        # It worded a label that stays together with its summary.
        names = [replace(name, summary=past.known[i].summary, cites=()) if n in kept else name for n, (i, name) in enumerate(zip(ids, names, strict=True))]
    return {i: name for i, name in zip(ids, names, strict=True) if i in stale}


def _theme(theme_id: str, name: Name, exemplars: tuple[str, ...], past: Past) -> Theme:
    known = past.known.get(theme_id)
    if known is None:
        return Theme(theme_id, name.label, name.keyphrases, name.summary, exemplars=exemplars)
    is_own = known.label_source != "auto"
    label, summary = (known.label, known.summary or name.summary) if is_own else (name.label, name.summary)
    return replace(known, label=label, keyphrases=name.keyphrases, summary=summary, exemplars=exemplars)


def _describe_areas(
    rows: Sequence[SnapshotRow], ranked: Mapping[str, list[int]], themes: dict[str, Theme], centres: Vectors, grouping: Grouping, past: Past, namer: Namer
) -> dict[str, Theme]:
    """The areas by id; writes each theme's `area_id`. In a small step the areas stay, and a new theme joins that of the theme nearest to it."""
    ids = sorted(themes)
    before = {i: t.area_id for i, t in past.published.items() if t.area_id is not None}
    if len(ids) < FEWEST_THEMES:
        return {}
    if grouping.is_full or not any(i in before for i in ids):
        area_of = _trace_areas(ids, find_areas(centres).tolist(), before)
    else:
        settled = [n for n, i in enumerate(ids) if i in before]
        nearest = [settled[int(c)] for c in (centres @ centres[settled].T).argmax(axis=1)]
        area_of = {i: before.get(i) or before[ids[nearest[n]]] for n, i in enumerate(ids)}
    for i in ids:
        themes[i] = replace(themes[i], area_id=area_of[i])
    groups: dict[str, list[str]] = {}
    for i in ids:
        groups.setdefault(area_of[i], []).append(i)
    areas = sorted(groups)
    kept = {n: past.known[a].label for n, a in enumerate(areas) if a in past.known and _is_same_area(groups[a], a, before)}
    if len(kept) == len(areas):
        return {a: past.known[a] for a in areas}
    said = [[[rows[r].text for r in ranked[i][:AREA_TEXTS]] for i in groups[a]] for a in areas]
    texts = [[text for some in themes_of for text in some] for themes_of in said]
    middles = unit(np.array([centres[[ids.index(i) for i in groups[a]]].sum(axis=0) for a in areas]))
    names = name_themes(texts, middles, namer.embedder, kept, [n for n in range(len(areas)) if n not in kept])
    found: dict[str, Theme] = {a: past.known[a] for n, a in enumerate(areas) if n in kept}
    taken = {theme.label.casefold() for theme in found.values()}
    folders = name_areas(said)
    for n, (a, name) in enumerate(zip(areas, names, strict=True)):
        if n not in kept:
            head = next((one for one in (folders[n], _head(name)) if one and one.casefold() not in taken), name.label)
            found[a] = Theme(a, head, name.keyphrases, level="area")
            taken.add(head.casefold())
    return found


def _head(name: Name) -> str:
    """An area's heading: a phrase of one of its themes would speak for that theme alone, its most telling words speak for several."""
    words = ", ".join(name.keyphrases[:HEADWORDS])
    return words[:1].upper() + words[1:] if len(name.keyphrases) >= HEADWORDS else name.label


def _is_same_area(themes: Sequence[str], area: str, before: Mapping[str, str]) -> bool:
    then = {i for i, a in before.items() if a == area}
    return len(then & set(themes)) >= SAME_AREA * len(then | set(themes))


def _trace_areas(ids: Sequence[str], group: Sequence[int], before: Mapping[str, str]) -> dict[str, str]:
    """Each theme's area by its permanent id: the one that most of its themes had before, else a new one after its first theme."""
    votes = Counter((g, before[i]) for i, g in zip(ids, group, strict=True) if i in before)
    named: dict[int, str] = {}
    for (g, area), _ in sorted(votes.items(), key=lambda pair: (-pair[1], pair[0])):
        if g not in named and area not in named.values():
            named[g] = area
    for i, g in zip(ids, group, strict=True):
        if g not in named:
            named[g] = next(new for attempt in ("", "1", "2") if (new := derive_id("thm", "area", i, attempt)) not in named.values())
    return {i: named[g] for i, g in zip(ids, group, strict=True)}
