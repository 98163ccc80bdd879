"""The quality card, for people."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from voc.domain.quality import tell
from voc.usecases.refresh.judge_quality import get_quality
from voc_api.access import WRITE
from voc_api.deps import Looking, Reading
from voc_api.pages.access import PageRoute
from voc_api.pages.settings import render_tab

router = APIRouter(route_class=PageRoute)


@router.get("/settings/quality")
def show_quality(request: Request, reader: Looking, session: Reading) -> Response:
    """The last run's measures beside the run before it, and why it was held back."""
    card = get_quality(session)
    return render_tab(request, "settings_quality.html", reader, card=card, tell=tell, may_refresh=reader.principal.may(WRITE))
