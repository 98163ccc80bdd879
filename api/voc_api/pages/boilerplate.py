"""Settings, boilerplate: the recurring sentences that are left out, and a button that makes one feedback again."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from voc.usecases.curating.list_boilerplate import list_boilerplate
from voc.usecases.curating.rule_boilerplate import rule_boilerplate
from voc_api.access import DECIDE
from voc_api.deps import Bell, Looking, Reading, Writing
from voc_api.pages.access import PageRoute
from voc_api.pages.acts import go_back
from voc_api.pages.settings import render_tab

router = APIRouter(route_class=PageRoute, prefix="/settings/boilerplate")


@router.get("")
def show_boilerplate(request: Request, reader: Looking, session: Reading) -> Response:
    """What the last ranking left out."""
    return render_tab(request, "settings_boilerplate.html", reader, rows=list_boilerplate(session), may_rule=reader.principal.may(DECIDE))


@router.post("/{boilerplate_id}")
def rule(boilerplate_id: str, session: Writing, bell: Bell, feedback: Annotated[bool, Form()]) -> Response:
    """It is feedback, or that is left to the machine again."""
    return go_back(session, bell, "/settings/boilerplate", rule_boilerplate(session, boilerplate_id, False if feedback else None, datetime.now(UTC)))
