"""List how a theme went from run to run."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from voc.db.runs import Run
from voc.db.themes import find_birth, list_theme_history
from voc.errors import NotFoundError
from voc.rendering import shapes


def list_history(session: Session, theme_id: str) -> list[Mapping[str, Any]]:
    """One entry per published run that has the theme, the newest first, each with its `event` since the one before. Raises NotFoundError."""
    born_in = find_birth(session, theme_id)
    if born_in is None:
        raise NotFoundError(f"there is no theme {theme_id}")
    entries: list[Mapping[str, Any]] = []
    before: Mapping[str, Any] | None = None
    for run, label, figures in reversed(list_theme_history(session, theme_id)):
        entry = _entry(run, label, figures)
        before = entry | {"event": _event(entry, before, born_in)}
        entries.append(before)
    return entries[::-1]


def _entry(run: Run, label: str, figures: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "object": "theme_history",
        "run_id": run.id,
        "as_of": shapes.moment(run.as_of),
        "label": label,
        "rank": figures.get("rank"),
        "score": figures.get("score", 0.0),
        "mentions": figures.get("mentions", 0),
        "accounts": figures.get("accounts", 0),
        "affected_arr": figures.get("affected_arr") or {"amount": "0.00", "currency": str(run.settings["reporting_currency"])},
    }


def _event(entry: Mapping[str, Any], before: Mapping[str, Any] | None, born_in: str) -> str:
    """born, renamed, grew, shrank or unchanged. The first entry that is still kept is not a birth where older runs were dropped."""
    if before is None:
        return "born" if entry["run_id"] == born_in else "unchanged"
    if entry["label"] != before["label"]:
        return "renamed"
    change = entry["mentions"] - before["mentions"]
    return "grew" if change > 0 else "shrank" if change < 0 else "unchanged"
