"""Undo what a toast offers to undo, and watch what is under way."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from voc.db.changes import find_act
from voc.usecases.undo_change import undo_change
from voc_api.deps import Asker, Bell, Looking, Reading, Writing
from voc_api.pages.access import PageRoute, own_path
from voc_api.pages.answers import render_page
from voc_api.pages.frame import find_progress
from voc_api.pages.links import with_done

router = APIRouter(route_class=PageRoute)


@router.post("/changes/{change_id}/undo")
def undo(change_id: str, asker: Asker, session: Writing, bell: Bell, back: Annotated[str, Form(max_length=4000)] = "/themes") -> Response:
    """Take it back, and go back to the page."""
    if job_id := undo_change(session, change_id, asker, datetime.now(UTC)):
        bell.ring(job_id)
    return RedirectResponse(with_done(own_path(back), find_act(session)), 303)


@router.get("/jobs/{job_id}/progress")
def show_progress(job_id: str, request: Request, reader: Looking, session: Reading) -> Response:
    """A job's progress, as a part of a page that asks again while the job runs."""
    return render_page(request, "progress.html", reader=reader, job=find_progress(session, job_id))
