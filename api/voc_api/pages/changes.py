"""Undo what a toast offers to undo, and watch what is under way."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from starlette.responses import Response

from voc.usecases.undo_change import undo_change
from voc_api.deps import Asker, Bell, Looking, Reading, Writing
from voc_api.pages.access import PageRoute
from voc_api.pages.acts import Back, go_back
from voc_api.pages.answers import render_page
from voc_api.pages.frame import find_progress

router = APIRouter(route_class=PageRoute)


@router.post("/changes/{change_id}/undo")
def undo(change_id: str, asker: Asker, session: Writing, bell: Bell, back: Back = "/themes") -> Response:
    """Take it back, and go back to the page."""
    return go_back(session, bell, back, undo_change(session, change_id, asker, datetime.now(UTC)))


@router.get("/jobs/{job_id}/progress")
def show_progress(job_id: str, request: Request, reader: Looking, session: Reading) -> Response:
    """A job's progress, as a part of a page that asks again while the job runs."""
    return render_page(request, "progress.html", reader=reader, job=find_progress(session, job_id))
