"""What a page answers when somebody did something on it."""

from typing import Annotated

from fastapi import Form
from sqlalchemy.orm import Session
from starlette.responses import RedirectResponse, Response

from voc.db.changes import find_act
from voc_api.deps import Doorbell
from voc_api.pages.access import own_path
from voc_api.pages.links import with_done

Back = Annotated[str, Form(max_length=4000)]  # the page that the form stood on
Text = Annotated[str, Form(max_length=5000)]
Ids = Annotated[list[str], Form(max_length=1_000)]


def tell_done(session: Session, back: str) -> Response:
    """To the page, which tells what was done and offers to undo it."""
    return RedirectResponse(with_done(own_path(back), find_act(session)), 303)


def go_back(session: Session, bell: Doorbell, back: str, job_id: str | None = None) -> Response:
    """`tell_done`, where a worker is told of the job that carries it into the figures."""
    if job_id is not None:
        bell.ring(job_id)
    return tell_done(session, back)
