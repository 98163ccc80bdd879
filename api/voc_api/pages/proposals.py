"""What the machine proposes: themes that may be one, and themes that may be two."""

from datetime import UTC, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from voc.domain.roles import Action
from voc.usecases.curating.answer_proposal import accept_proposal, list_asked, refuse_proposal
from voc.usecases.shared.find_run import find_run
from voc_api.deps import Asker, Bell, Looking, Reading, Writing
from voc_api.pages.access import PageRoute
from voc_api.pages.acts import go_back
from voc_api.pages.answers import render_page
from voc_api.pages.before_refresh import render_before_refresh

router = APIRouter(route_class=PageRoute)


@router.get("/proposals")
def show_proposals(request: Request, reader: Looking, session: Reading) -> Response:
    """Both sides of each, with quotes, and the two answers."""
    run = find_run(session)
    if run is None:
        return render_before_refresh(request, reader, session)
    asked = list_asked(session, run)
    return render_page(request, "proposals.html", reader=reader, run=run, asked=asked, may_decide=reader.principal.may(Action.DECIDE))


@router.post("/proposals/{proposal_id}")
def answer(proposal_id: str, asker: Asker, session: Writing, bell: Bell, says: Annotated[Literal["yes", "no"], Form()]) -> Response:
    """Accept or refuse one."""
    now = datetime.now(UTC)
    if says == "no":
        refuse_proposal(session, proposal_id, asker.name, now)
        return go_back(session, bell, "/proposals")
    return go_back(session, bell, "/proposals", accept_proposal(session, proposal_id, asker.name, now).job_id)
