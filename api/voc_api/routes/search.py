"""Search: by words and by meaning, in one list."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import JSONResponse

from voc.errors import InputError
from voc.usecases.feedback.search_feedback import list_alike, search_feedback
from voc.usecases.shared.find_quotes import quotes_within
from voc.usecases.shared.find_run import find_run
from voc_api import schemas, shapes
from voc_api.deps import Reading, Serving
from voc_api.lists import Page
from voc_api.params import SearchParams
from voc_api.reads import ReadRoute

router = APIRouter(prefix="/api/v1/search", tags=["feedback"], route_class=ReadRoute)


@router.get("", response_model=schemas.SearchPage)
def read_search(request: Request, services: Serving, session: Reading, params: Annotated[SearchParams, Query()]) -> JSONResponse:
    """Snippets that have the words of `q` or mean the same, or that are like another (`like`), the best first. `by_meaning` is false where no finder answers:
    then the list is by words alone."""
    if bool(params.q.strip()) == bool(params.like):
        raise InputError("search for words (q) or for what is like a snippet (like): one of them")
    page = Page(request, services.cursors, params)
    run = find_run(session, page.run_id)
    if run is None:
        return page.answer([], None, by_meaning=False)
    which = quotes_within(run, params.evidence)
    if params.like:
        found = list_alike(session, run, which, lambda limit: services.finder.find_alike([str(params.like)], limit), page.limit + 1, page.offset)
    else:
        found = search_feedback(session, run, params.q, which, lambda limit: services.finder.find(params.q, limit), page.limit + 1, page.offset)
    return page.answer([shapes.quote(quote, run.id) for quote in found.quotes], run.id, by_meaning=found.by_meaning)
