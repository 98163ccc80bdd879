"""Settings: tabs, each hidden from those who may not open it."""

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from voc_api.access import is_open_to
from voc_api.deps import Caller, Looking
from voc_api.pages.access import PageRoute
from voc_api.pages.answers import render_page

router = APIRouter(route_class=PageRoute)

TABS = (
    ("/settings/users", "Users"),
    ("/settings/keys", "API keys"),
    ("/settings/weights", "Weights"),
    ("/settings/schedules", "Schedules"),
    ("/settings/data", "Data"),
    ("/settings/quality", "Quality"),
    ("/settings/boilerplate", "Boilerplate"),
    ("/settings/log", "Audit log"),
)


@router.get("/settings")
def show_settings(reader: Looking) -> Response:
    """To the first tab that the reader may open."""
    return RedirectResponse(list_tabs(reader)[0][0], 303)


def list_tabs(reader: Caller) -> list[tuple[str, str]]:
    """(address, words) of the tabs that the reader may open."""
    return [tab for tab in TABS if is_open_to(reader.principal, tab[0])]


def render_tab(request: Request, template: str, reader: Caller, status: int = 200, **context: Any) -> HTMLResponse:
    """One of the tabs."""
    return render_page(request, template, status, reader=reader, tabs=list_tabs(reader), **context)
