"""The refresh in this process. Imported only by commands that need it: it brings the machine learning, which takes seconds to load."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Engine

from voc.domain.runs import RefreshSummary
from voc.engine.encoders.choose import make_embedder
from voc.engine.encoders.spending import count_spending
from voc.settings import standing_settings
from voc.usecases.refresh.refresh_themes import refresh_themes


def refresh_here(engine: Engine, as_of: datetime, tell: Callable[[str, int, int], None], *, full: bool = False, anyway: bool = False) -> RefreshSummary:
    """Refresh with the settings' model."""
    settings = standing_settings(engine)
    embedder = make_embedder(settings.encoding())
    summary = refresh_themes(engine, embedder, settings.refresh_settings(), as_of, tell, full=full, endpoint=settings.naming_endpoint(), anyway=anyway)
    return replace(summary, cost=str(count_spending(embedder)))
