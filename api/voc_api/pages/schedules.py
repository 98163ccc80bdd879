"""Settings, schedules: how often the ranking is made anew, and when the month's report is drafted. And a refresh now."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from voc.db.stored_settings import list_stored
from voc.setting_origins import list_settings
from voc.usecases.people.edit_settings import edit_settings
from voc.usecases.shared.find_run import find_run
from voc.usecases.shared.request_refresh import request_refresh
from voc_api.deps import Bell, Looking, Reading, Serving, Writing
from voc_api.pages.access import PageRoute, own_path
from voc_api.pages.acts import tell_done
from voc_api.pages.settings import render_tab

router = APIRouter(route_class=PageRoute)


@router.get("/settings/schedules")
def show_schedules(request: Request, reader: Looking, services: Serving, session: Reading) -> Response:
    """The schedules, and every other setting with where it came from."""
    stored = list_stored(session)
    lines = list_settings(services.settings, stored)
    return render_tab(request, "settings_schedules.html", reader, run=find_run(session), standing=services.settings.under(stored), lines=lines, stored=stored)


@router.post("/settings/schedules")
def store_schedules(
    session: Writing,
    refresh_every_hours: Annotated[int | None, Form()] = None,
    report_day: Annotated[int | None, Form()] = None,
    environment: Annotated[str, Form(max_length=40)] = "",
) -> Response:
    """Store what is given; `environment` names a setting that is left to the environment again."""
    given = {"refresh_every_hours": refresh_every_hours, "report_day": report_day}
    edits = {environment: None} if environment else {name: value for name, value in given.items() if value is not None}
    edit_settings(session, edits, datetime.now(UTC))
    return tell_done(session, "/settings/schedules")


@router.post("/refresh")
def refresh_now(session: Writing, bell: Bell, back: Annotated[str, Form(max_length=4000)] = "/themes", anyway: Annotated[bool, Form()] = False) -> Response:
    """Make the ranking anew, `anyway` where its quality card would hold it back; the page it was asked on shows how far it is."""
    now = datetime.now(UTC)
    bell.ring(request_refresh(session, now, now, anyway=anyway))
    return RedirectResponse(own_path(back), 303)
