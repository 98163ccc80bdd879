"""The page of whatever needs a ranking, before the first one: what to do next."""

from fastapi import Request
from sqlalchemy.orm import Session
from starlette.responses import Response

from voc.db.feedback_counts import list_origins
from voc_api.deps import Caller
from voc_api.pages.answers import render_page


def render_before_refresh(request: Request, reader: Caller, session: Session) -> Response:
    """It says how to rank what has come in, or how to bring something in."""
    return render_page(request, "before_refresh.html", reader=reader, run=None, has_feedback=bool(list_origins(session)))
