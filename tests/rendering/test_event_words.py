"""The ledger as people read it."""

import pytest

from voc.domain.ledger import ThemeEvent
from voc.rendering.event_words import shape_event, tell_event

LABELS = {"thm_b": "Bulk export", "thm_c": "CSV"}


@pytest.mark.parametrize(
    ("event", "line"),
    [
        (ThemeEvent("thm_a", "born", counts={"before": 0, "after": 1, "shared": 0}), "born: 1 snippet"),
        (ThemeEvent("thm_a", "born", others=("thm_b",), counts={"after": 9, "shared": 6}), "born: 9 snippets, 6 of them from Bulk export"),
        (ThemeEvent("thm_a", "born", "Ana", ("thm_b",), {"after": 6, "shared": 6}), "split off by Ana: 6 snippets, 6 of them from Bulk export"),
        (ThemeEvent("thm_a", "returned", counts={"after": 3, "shared": 0}), "came back: 3 snippets"),
        (ThemeEvent("thm_a", "merged", "Ana", ("thm_b",), {"before": 14, "shared": 12}), "merged into Bulk export by Ana: 12 of its 14 snippets"),
        (
            ThemeEvent("thm_a", "split", others=("thm_b", "thm_c"), counts={"before": 1200, "shared": 700}),
            "split: 700 of its 1,200 snippets went to Bulk export and CSV",
        ),
        (ThemeEvent("thm_a", "retired", counts={"before": 5, "to": {"thm_b": 2, "thm_x": 1}}), "retired: it had 5 snippets, 3 of them in other themes now"),
        (ThemeEvent("thm_a", "retired", "Ana", counts={"before": 5}), "dismissed by Ana: it had 5 snippets, none of them in other themes now"),
        (ThemeEvent("thm_a", "grew", counts={"before": 8, "after": 14}), "grew: from 8 to 14 snippets"),
        (ThemeEvent("thm_a", "faded", counts={"recent_before": 2}), "faded: nobody has mentioned it for 90 days"),
        (ThemeEvent("thm_a", "renamed", "Ana", counts={"label_before": "x", "label": "y"}), "renamed by Ana: x is y now"),
        (
            ThemeEvent("thm_a", "renamed", counts={"before": 9, "after": 8, "shared": 4, "label_before": "x", "label": "y"}),
            "renamed: x is y now; 4 of its 9 snippets stayed",
        ),
        (ThemeEvent("thm_a", "merged", others=("thm_gone",), counts={"before": 2, "shared": 2}), "merged into thm_gone: 2 of its 2 snippets"),
    ],
)
def test_an_event_is_one_line_with_the_counts_behind_it(event: ThemeEvent, line: str) -> None:
    assert tell_event(event, LABELS) == line
    assert shape_event(event, LABELS, None)["text"] == line


def test_the_day_stands_before_who() -> None:
    event = ThemeEvent("thm_a", "merged", "Ana", ("thm_b",), {"before": 14, "shared": 14})
    assert tell_event(event, LABELS, "Oct 3, 2026") == "merged into Bulk export on Oct 3, 2026 by Ana: 14 of its 14 snippets"
