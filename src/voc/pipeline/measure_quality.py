"""Measure what a run's quality card shows."""

from collections import Counter
from collections.abc import Sequence

from voc.domain.evidence import Mention
from voc.domain.labels import LONGEST_LABEL, SHORTEST_LABEL
from voc.pipeline.group_snippets import Past
from voc.pipeline.theme_snippets import ThemedSnapshot


def measure_quality(themed: ThemedSnapshot, mentions: Sequence[Mention], past: Past) -> dict[str, float | None]:
    """The values of a run's card."""
    places = {a.snippet_id: a.theme_id for a in themed.assignments}
    sizes = Counter(theme for theme in places.values() if theme is not None)
    left_out = len(themed.left_out.snippets)
    readable, in_theme = max(1, len(places) - themed.foreign - left_out), sizes.total()
    both = [s for s, theme in past.memberships.items() if places.get(s) is not None]
    labels = [t.label for t in themed.themes.values() if t.level == "theme" and t.label_source == "auto"]
    weak = sum(not SHORTEST_LABEL <= len(label.split()) <= LONGEST_LABEL for label in labels)
    return {
        "without_theme": 1 - in_theme / readable,
        "counting": sum(m.theme_id is not None for m in mentions) / readable,
        "largest_theme": max(sizes.values(), default=0) / readable,
        "themes_per_thousand": 1_000 * len(sizes) / readable,
        "continuity": sum(places[s] == past.memberships[s] for s in both) / len(both) if both else None,
        "boilerplate": left_out / max(1, len(places)),
        "weak_labels": weak / len(labels) if labels else None,
    }
