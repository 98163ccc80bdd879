"""The page of whatever needs a ranking, before the first one: three steps to it, or the sample company."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from voc.db.import_counts import count_kinds
from voc.db.jobs import list_open_jobs
from voc.domain.roles import Action
from voc.usecases.sample_company import has_sample, is_empty, request_sample, throw_sample_away
from voc_api.deps import Bell, Caller, Looking, Writing
from voc_api.pages.access import PageRoute
from voc_api.pages.acts import go_back
from voc_api.pages.answers import render_page

router = APIRouter(route_class=PageRoute)


def render_before_refresh(request: Request, reader: Caller, session: Session) -> Response:
    """The three steps, each with its state, and what to do next."""
    return render_page(
        request,
        "before_refresh.html",
        reader=reader,
        run=None,
        counts=count_kinds(session),
        importing=bool(list_open_jobs(session, "import")),
        ranking=bool(list_open_jobs(session, "refresh")),
        may_import=reader.principal.may(Action.WRITE),
        has_sample=has_sample(session),
        offers_sample=is_empty(session),
    )


@router.post("/sample")
def bring_sample(session: Writing, bell: Bell) -> Response:
    """Try it with the sample company."""
    for job_id in request_sample(session, datetime.now(UTC)):
        bell.ring(job_id)
    return RedirectResponse("/themes", 303)


@router.post("/sample/removal")
def remove_sample(reader: Looking, session: Writing, bell: Bell) -> Response:
    """Throw the sample company away."""
    return go_back(session, bell, "/themes", throw_sample_away(session, reader.principal, datetime.now(UTC)))
