"""List the quotes behind a theme's figures."""

from sqlalchemy.orm import Session

from voc.db.mentions import Quote, QuoteFilter, list_quotes
from voc.db.runs import Run
from voc.db.themes import get_run_theme
from voc.usecases.score_themes import EvidenceFilter, window_for


def list_theme_quotes(
    session: Session, run: Run, theme_id: str, which: EvidenceFilter, limit: int, offset: int = 0, *, ask_id: str | None = None, account: str | None = None
) -> list[Quote]:
    """The quotes that the theme's `mentions` counts, the strongest first; narrowed to an ask or an account (`acc_` id). Raises NotFoundError."""
    get_run_theme(session, run.id, theme_id)
    window = window_for(run, which)
    chosen = QuoteFilter(
        theme_id=theme_id,
        account=account,
        ask_id=ask_id,
        sources=which.sources,
        kinds=which.kinds,
        segments=which.segments,
        since=window.since,
        as_of=window.as_of,
    )
    return list_quotes(session, run.id, chosen, limit, offset)
