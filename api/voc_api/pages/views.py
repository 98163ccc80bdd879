"""Saved views: kept and dropped from whatever page they are of."""

from datetime import UTC, datetime

from fastapi import APIRouter
from starlette.responses import Response

from voc.usecases.people.keep_view import drop_view, keep_view
from voc_api.deps import Asker, Bell, Writing
from voc_api.pages.access import PageRoute
from voc_api.pages.acts import Back, Text, go_back

router = APIRouter(route_class=PageRoute)


@router.post("/views")
def keep(asker: Asker, session: Writing, bell: Bell, name: Text, address: Text, shared: Text = "") -> Response:
    """Keep the address under a name, and go there."""
    view = keep_view(session, asker, name, address, datetime.now(UTC), shared=bool(shared))
    return go_back(session, bell, view.address)


@router.post("/views/{view_id}/deletion")
def drop(view_id: str, asker: Asker, session: Writing, bell: Bell, back: Back = "/themes") -> Response:
    """Drop a view."""
    drop_view(session, asker, view_id, datetime.now(UTC))
    return go_back(session, bell, back)
