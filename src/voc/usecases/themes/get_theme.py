"""Get one theme as a run published it, or over narrowed evidence."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from voc.db.runs import Run
from voc.db.themes import get_run_theme, has_run_theme
from voc.domain.evidence import TREND_WEEKS, Window
from voc.domain.themes import Theme
from voc.rendering import shapes
from voc.usecases.shared.score_themes import EvidenceFilter, score_with_books, window_for
from voc.usecases.themes.list_themes import read_anew


def get_theme(session: Session, run: Run, theme_id: str, which: EvidenceFilter) -> Mapping[str, Any]:
    """The theme in the API's shape; a theme without a mention in the window has rank null and zeros. Raises NotFoundError."""
    published = get_run_theme(session, run.id, theme_id)
    if not has_run_theme(session, run.id, theme_id):
        return _quiet(published.theme, run, window_for(run, which), "people split it off: the next refresh counts what is in it")
    if which.is_all and published.figures:
        return published.figures
    if not which.is_all:
        for theme in read_anew(score_with_books(session, run, which)):
            if theme["id"] == theme_id:
                return theme
    return _quiet(published.theme, run, window_for(run, which), "nobody mentioned it in the window")


def _quiet(theme: Theme, run: Run, window: Window, reason: str) -> shapes.Shape:
    return {
        "id": theme.id,
        "object": "theme",
        "label": theme.label,
        "label_source": theme.label_source,
        "summary": theme.summary,
        "facts": "",
        "keyphrases": list(theme.keyphrases),
        "status": theme.status,
        "status_reason": theme.status_reason,
        "pinned": theme.pinned,
        "owner": theme.owner,
        "strategic_fit": theme.strategic_fit,
        "rank": None,
        **shapes.certainty(None),
        "score": 0.0,
        "score_parts": [],
        "scope": None,
        "scope_probability": None,
        "scope_reasons": [reason],
        "scope_cautions": [],
        "life": None,
        "evidence_needed": None,
        "mentions": 0,
        "projected_accounts": 0,
        "projected_accounts_interval": [0, 0],
        "segments": [],
        **shapes.no_exposure(str(run.settings["reporting_currency"])),
        "sentiment": {"mean": None, "negative_share": None},
        "trend": [0] * TREND_WEEKS,
        "first_seen": None,
        "last_seen": None,
        "area_id": theme.area_id,
        "catalogue": None,
        "exemplars": list(theme.exemplars),
        "window": {"since": shapes.moment(window.since), "as_of": shapes.moment(window.as_of)},
        "run_id": run.id,
        "as_of": shapes.moment(window.as_of),
    }
