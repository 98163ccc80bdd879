"""List the quotes behind a theme's figures."""

from sqlalchemy.orm import Session

from voc.db.mentions import Quote, list_quotes
from voc.db.runs import Run
from voc.db.themes import get_run_theme
from voc.usecases.shared.find_quotes import quotes_within
from voc.usecases.shared.score_themes import EvidenceFilter


def list_theme_quotes(
    session: Session,
    run: Run,
    theme_id: str,
    which: EvidenceFilter,
    limit: int,
    offset: int = 0,
    *,
    ask_id: str | None = None,
    account: str | None = None,
    counted: bool | None = True,
) -> list[Quote]:
    """The quotes that the theme's `mentions` counts, or with `counted` False the possible ones, None: both; the strongest first; narrowed to an ask or an
    account (`acc_` id). Raises NotFoundError."""
    get_run_theme(session, run.id, theme_id)
    return list_quotes(session, run.id, quotes_within(run, which, theme_id=theme_id, account=account, ask_id=ask_id, counted=counted), limit, offset)
