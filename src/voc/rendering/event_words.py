"""The ledger in words: one line for an event, with the counts behind it."""

from collections.abc import Mapping
from typing import Any

from voc.domain.ledger import MACHINE, RECENT_DAYS, ThemeEvent
from voc.rendering.shapes import Shape


def tell_event(event: ThemeEvent, labels: Mapping[str, str], on: str = "") -> str:
    """What happened, e.g. `merged into Bulk export on Oct 3, 2026 by Ana: 14 of its 14 snippets`.

    `labels` by theme id; `on` is the day, where it is to be told.
    """
    others = " and ".join(labels.get(other, other) for other in event.others)
    what, why = _WORDS[event.kind](event, others, event.counts)
    who = f" by {event.made_by}" if event.made_by != MACHINE else ""
    return f"{what}{f' on {on}' if on else ''}{who}{f': {why}' if why else ''}"


def shape_event(event: ThemeEvent, labels: Mapping[str, str], at: str | None) -> Shape:
    """An event in the API's shape."""
    return {
        "object": "theme_event",
        "theme_id": event.theme_id,
        "kind": event.kind,
        "made_by": event.made_by,
        "others": list(event.others),
        "counts": dict(event.counts),
        "happened_at": at,
        "text": tell_event(event, labels),
    }


def _began(verb: str, event: ThemeEvent, others: str, counts: Mapping[str, Any]) -> tuple[str, str]:
    origin = f", {counts['shared']} of them from {others}" if others and counts.get("shared") else ""
    return verb, f"{_snippets(counts['after'])}{origin}"


def _merged(event: ThemeEvent, others: str, counts: Mapping[str, Any]) -> tuple[str, str]:
    return f"merged into {others}", f"{counts['shared']} of its {_snippets(counts['before'])}"


def _split(event: ThemeEvent, others: str, counts: Mapping[str, Any]) -> tuple[str, str]:
    return "split", f"{counts['shared']} of its {_snippets(counts['before'])} went to {others}"


def _retired(event: ThemeEvent, others: str, counts: Mapping[str, Any]) -> tuple[str, str]:
    gone_to = sum(counts.get("to", {}).values())
    return ("retired" if event.made_by == MACHINE else "dismissed"), f"it had {_snippets(counts['before'])}, {gone_to or 'none'} of them in other themes now"


def _grew(event: ThemeEvent, others: str, counts: Mapping[str, Any]) -> tuple[str, str]:
    return "grew", f"from {counts['before']} to {_snippets(counts['after'])}"


def _renamed(event: ThemeEvent, others: str, counts: Mapping[str, Any]) -> tuple[str, str]:
    kept = f"; {counts['shared']} of its {_snippets(counts['before'])} stayed" if "shared" in counts else ""
    return "renamed", f"{counts['label_before']} is {counts['label']} now{kept}"


def _valued(event: ThemeEvent, others: str, counts: Mapping[str, Any]) -> tuple[str, str]:
    before, after = ("none" if counts[name] is None else f"{counts[name]:g}" for name in ("fit_before", "fit"))
    return "strategic fit set", f"{before} is {after} now"


def _judged(event: ThemeEvent, others: str, counts: Mapping[str, Any]) -> tuple[str, str]:
    before, after = (str(counts[name] or "the machine's").replace("_", " ") for name in ("verdict_before", "verdict"))
    return "judged against the catalogue", f"{before} is {after} now"


def _faded(event: ThemeEvent, others: str, counts: Mapping[str, Any]) -> tuple[str, str]:
    return "faded", f"nobody has mentioned it for {RECENT_DAYS} days"


def _snippets(count: int) -> str:
    return f"{count:,} snippet{'' if count == 1 else 's'}"


_WORDS = {
    "born": lambda event, others, counts: _began("born" if event.made_by == MACHINE else "split off", event, others, counts),
    "returned": lambda event, others, counts: _began("came back" if event.made_by == MACHINE else "brought back", event, others, counts),
    "merged": _merged,
    "split": _split,
    "retired": _retired,
    "grew": _grew,
    "renamed": _renamed,
    "valued": _valued,
    "judged": _judged,
    "faded": _faded,
}
