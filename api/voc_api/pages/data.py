"""Settings, data: how long feedback is kept, and feedback that goes for good. What is asked for never stands in an address."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Request
from pydantic import BaseModel
from sqlalchemy.orm import Session
from starlette.responses import Response

from voc.db.stored_settings import list_stored
from voc.domain.erasing import Erasable, parse_item
from voc.errors import InputError
from voc.usecases.feedback.erase_feedback import erase_feedback, list_examples, preview_erasure
from voc.usecases.people.edit_settings import edit_settings
from voc_api.deps import Bell, Caller, Looking, Reading, Services, Serving, Writing
from voc_api.pages.access import PageRoute
from voc_api.pages.acts import tell_done
from voc_api.pages.settings import render_tab

router = APIRouter(route_class=PageRoute, prefix="/settings/data")

EXAMPLES = 10
WAYS = {"author_email": "E-mail address of who wrote it", "account_id": "Id of the account", "feedback": "One item: SOURCE/EXTERNAL_ID"}


class Asked(BaseModel):
    """Which feedback is to go, as it was typed."""

    by: Literal["author_email", "account_id", "feedback"]
    value: str

    def read(self) -> Erasable:
        """What is meant. Raises InputError."""
        value = self.value.strip()
        if not value or len(value) > 500:
            raise InputError("say which feedback is to go")
        if self.by == "feedback":
            return Erasable(item=parse_item(value))
        return Erasable(author_email=value) if self.by == "author_email" else Erasable(account_id=value)


@router.get("")
def show_data(request: Request, reader: Looking, services: Serving, session: Reading) -> Response:
    """How long feedback is kept, and the form to erase some."""
    return _render(request, reader, services, session)


@router.post("")
def keep_for(session: Writing, keep_feedback_months: Annotated[int | None, Form()] = None, environment: Annotated[str, Form(max_length=40)] = "") -> Response:
    """Keep feedback so many months; or as the environment says."""
    edit_settings(session, {"keep_feedback_months": None if environment else keep_feedback_months}, datetime.now(UTC))
    return tell_done(session, "/settings/data")


@router.post("/preview")
def preview(request: Request, reader: Looking, services: Serving, session: Reading, asked: Annotated[Asked, Form()]) -> Response:
    """What would go."""
    try:
        which = asked.read()
    except InputError as error:
        return _render(request, reader, services, session, 422, asked=asked, words=str(error))
    return _render(request, reader, services, session, asked=asked, found=preview_erasure(session, which), examples=list_examples(session, which, EXAMPLES))


@router.post("/erasure")
def erase(session: Writing, bell: Bell, asked: Annotated[Asked, Form()]) -> Response:
    """It goes."""
    done = erase_feedback(session, asked.read(), datetime.now(UTC))
    if done.job_id:
        bell.ring(done.job_id)
    return tell_done(session, "/settings/data")


def _render(request: Request, reader: Caller, services: Services, session: Session, status: int = 200, **said: Any) -> Response:
    stored = list_stored(session)
    context = {"asked": Asked(by="author_email", value=""), "words": "", "found": None, "examples": [], **said}
    return render_tab(
        request,
        "settings_data.html",
        reader,
        status,
        standing=services.settings.under(stored),
        stored=stored.get("keep_feedback_months"),
        ways=WAYS,
        **context,
    )
