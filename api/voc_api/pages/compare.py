"""Compare: two to four themes side by side."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from voc.domain.roles import Action
from voc.usecases.shared.find_run import get_standing_run
from voc.usecases.shared.score_themes import window_for
from voc.usecases.themes.compare_themes import compare_themes
from voc.usecases.themes.list_theme_quotes import list_theme_quotes
from voc_api.deps import Looking, Reading
from voc_api.pages.access import PageRoute
from voc_api.pages.answers import render_page
from voc_api.pages.filters import read_evidence, values_of
from voc_api.pages.links import find_shorter

router = APIRouter(route_class=PageRoute)

QUOTES, ACCOUNTS = 5, 100


@router.get("/compare")
def show_comparison(request: Request, reader: Looking, session: Reading) -> Response:
    """The themes that the address names, over the evidence that it names."""
    if shorter := find_shorter(request):
        return shorter
    run, chosen, theme_ids = get_standing_run(session), read_evidence(request), values_of(request.query_params, "theme")
    found = compare_themes(session, run, theme_ids, chosen.evidence)
    return render_page(
        request,
        "compare.html",
        reader=reader,
        run=run,
        chosen=chosen,
        window=window_for(run, chosen.evidence),
        found=found,
        accounts=found["accounts"][:ACCOUNTS],
        quotes={theme["id"]: list_theme_quotes(session, run, theme["id"], chosen.evidence, QUOTES) for theme in found["themes"]},
        may_decide=reader.principal.may(Action.DECIDE),
    )
